"""Two runs against each other."""

from __future__ import annotations

from fastapi import APIRouter

from reshore.api import compare
from reshore.report.compare import compare_text
from reshore.report.figures import Subject, waterfall
from reshore.web.drawn import shaped, told
from reshore.web.served import Here
from reshore.web.shapes.runs import Compared

router = APIRouter(tags=["runs"])


@router.get("/compare")
def compare_runs(here: Here, a: str, b: str) -> Compared:
    """Return what plan B does otherwise than plan A."""
    first, second = here.workspace.run(a), here.workspace.run(b)

    def make() -> Compared:
        found = compare(first.name, second.name, here.workspace.runs, attribute=False)
        subject = Subject(here.plans.subject(second).plan, comparison=found)
        sections, words = told(compare_text(found))
        return Compared(figures=shaped(waterfall.figures(subject)), sections=sections, words=words)

    answer: Compared = here.plans.answers.get(("compare", a, b), make)
    return answer
