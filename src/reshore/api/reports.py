"""Reports: what a plan says, and what was asked of it, as one file to hand on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reshore.api.many import simulate, stress
from reshore.api.questions import bottlenecks, compare, matters, targets
from reshore.api.reading import RUNS
from reshore.api.runs import unchanged
from reshore.cases import CaseOptions
from reshore.report.figures import Subject
from reshore.report.written import PDF, find_browser, write_files
from reshore.runs import find_run
from reshore.simulation.study import largest
from reshore.simulation.summary import Simulation
from reshore.solution import Plan
from reshore.tables.report import hint

ASKED: Final = ("bottlenecks", "targets", "matters", "edits", "stress", "simulate")
"""Analyses that a report can have besides what the plan says by itself."""


def write_report(
    runs: Sequence[str | Path | Plan] | str | Path | Plan,
    files: Sequence[str | Path] | str | Path = "report.html",
    workspace: str | Path = RUNS,
    analyses: Sequence[str] = (),
    how: CaseOptions | None = None,
) -> list[Path]:
    """Write the report of a plan, or of the second of two plans against the first, as one HTML file, and return what was written.

    The file needs nothing else: it opens without a network. One whose name ends in .pdf is printed by a Chromium. `analyses`
    are questions that are asked for it and take their time: bottlenecks, targets, matters, edits (what each edit contributes
    to the difference of two plans), stress, and simulate; or all. The largest simulation that is kept with a run is shown
    unasked. `how` says in how many processes what has many cases is done, and where progress is told. Raises RunError where
    there is no such run, where two cannot be compared, or where one was changed after it was stored; KeyError for an unknown
    analysis; ValueError for another number of plans; BrowserError where there is no Chromium to print with.
    """
    chosen = [runs] if isinstance(runs, str | Path | Plan) else list(runs)
    if len(chosen) not in (1, 2):
        raise ValueError(f"A report is of one run, or of two that are compared, not of {len(chosen)}.")
    asked = ASKED if "all" in analyses else tuple(dict.fromkeys(analyses))
    known = f"Ask for {', '.join(ASKED)}, or all."
    for name in asked:
        if name not in ASKED:
            raise KeyError(f"There is no analysis '{name}'. {hint(name, ASKED, known)}")
    written = [Path(file) for file in ([files] if isinstance(files, str | Path) else files)]
    if any(file.suffix.lower() == PDF for file in written):
        find_browser()
    how, plans = how or CaseOptions(), [unchanged(run, Path(workspace)) for run in chosen]

    def tell(text: str) -> None:
        how.told(0, 0, text)

    subject = Subject(
        plans[-1],
        bottlenecks=bottlenecks(plans[-1], tell=tell) if "bottlenecks" in asked else None,
        targets=targets(plans[-1], workspace=workspace, tell=tell) if "targets" in asked else None,
        matters=matters(plans[-1], tell=tell) if "matters" in asked else None,
        comparison=compare(plans[0], plans[1], workspace, "edits" in asked) if len(plans) == 2 else None,
        stress=stress(plans[-1], workspace=workspace, how=how) if "stress" in asked else None,
        simulation=_simulation(chosen[-1], Path(workspace), how if "simulate" in asked else None),
    )
    return write_files(subject, written)


def _simulation(run: str | Path | Plan, workspace: Path, how: CaseOptions | None) -> Simulation | None:
    """Return the simulation of a run; where none is asked for, the largest that is kept, None without one."""
    if how is not None:
        return simulate(run, workspace, workers=how.workers, tell=how.tell)
    if isinstance(run, Plan):
        return None
    return largest(find_run(str(run), workspace).folder)
