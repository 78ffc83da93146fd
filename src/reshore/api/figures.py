"""Figures of a plan and of what was asked about it, to look at one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reshore.analysis.bottlenecks import Bottlenecks
from reshore.analysis.compare import Comparison
from reshore.analysis.matters import Matters
from reshore.analysis.stress import Stress
from reshore.analysis.targets import Targets
from reshore.api.reading import RUNS
from reshore.api.runs import unchanged
from reshore.report.figures import Figures, Subject, figures_of
from reshore.report.figures.subject import ANSWERS
from reshore.simulation.summary import Simulation
from reshore.solution import Plan

Answer = Bottlenecks | Comparison | Matters | Simulation | Stress | Targets


def figures(run: str | Path | Plan, *answers: Answer, workspace: str | Path = RUNS) -> Figures:
    """Return every figure that can be drawn of a plan, stored or in memory, and of answers that were found about it.

    They are those of the report, with their numbers as tables: `figures(plan)["map"]` is one of them, `.names` says which there
    are. Raises RunError where there is no such run or where it was changed after it was stored, TypeError for an answer that
    has no figures.
    """
    known: dict[str, Any] = {}
    for answer in answers:
        name = next((name for name, kind in ANSWERS.items() if isinstance(answer, kind)), None)
        if name is None:
            told = ", ".join(kind.__name__ for kind in ANSWERS.values())
            raise TypeError(f"There are no figures of {type(answer).__name__}. Give {told}.")
        known[name] = answer
    return Figures(figures_of(Subject(unchanged(run, Path(workspace)), **known)))
