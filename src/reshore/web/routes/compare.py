"""Two runs against each other."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from reshore.api import compare
from reshore.report.compare import compare_text
from reshore.report.figures import Subject, waterfall
from reshore.web.drawn import shaped, told
from reshore.web.served import Here
from reshore.web.shapes.runs import Compared

router = APIRouter(tags=["runs"])
Every = Annotated[bool, Query(alias="all", description="Tell each difference, not the largest alone.")]


@router.get("/compare")
def compare_runs(here: Here, a: str, b: str, every: Every = False) -> Compared:
    """Return what plan B does otherwise than plan A: the largest differences, or each (`all`)."""
    first, second = here.workspace.run(a), here.workspace.run(b)

    def make() -> tuple[Compared, ...]:
        found = compare(first.name, second.name, here.workspace.runs, attribute=False)
        subject = Subject(here.plans.subject(second).plan, comparison=found)
        drawn = shaped(waterfall.figures(subject))
        short, whole = (told(compare_text(found, every=all_lines)) for all_lines in (False, True))
        more = short[0] != whole[0]
        return tuple(Compared(figures=drawn, sections=each, words=words, more=more) for each, words in (short, whole))

    answers: tuple[Compared, ...] = here.plans.answers.get(("compare", a, b), make)
    return answers[every]
