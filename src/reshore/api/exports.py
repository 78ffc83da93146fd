"""Workbooks of a plan: its results to read, and its inputs to change and plan again."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reshore.api.reading import RUNS
from reshore.api.runs import unchanged
from reshore.report.workbook import write_results
from reshore.solution import Plan
from reshore.solution.inputs import stated_inputs
from reshore.tables import write_workbook

ENDING: Final = ".xlsx"


def export(run: str | Path | Plan, file: str | Path = "results.xlsx", workspace: str | Path = RUNS) -> Path:
    """Write the results of a plan, stored or in memory, as one workbook and return it; a file of that name is replaced.

    It has what the plan is, its targets, its figures and money by year, and every table of it, a sheet each, with units. Raises
    ValueError for a name that does not end in .xlsx, RunError where there is no such run or where it was changed after it
    was stored, WorkbookLimit where a table does not fit in a sheet, OSError where the file cannot be written.
    """
    path = workbook_path(file)
    return write_results(unchanged(run, Path(workspace)), path)


def export_inputs(run: str | Path | Plan, file: str | Path = "inputs.xlsx", workspace: str | Path = RUNS) -> Path:
    """Write the inputs of a plan, with its scenario and settings applied, as a workbook and return it.

    Planning it gives the same objective; it has the help of a workbook that `new` writes. Raises FileExistsError where there is a
    file of that name, which may have been edited, and otherwise as `export` does.
    """
    path = workbook_path(file)
    return write_workbook(stated_inputs(unchanged(run, Path(workspace))), path)


def workbook_path(file: str | Path) -> Path:
    """Return the path of a workbook; raises ValueError where its name does not end as one's does."""
    path = Path(file)
    if path.suffix.lower() != ENDING:
        raise ValueError(f"'{path.name}' is no name of a workbook. Let it end in {ENDING}.")
    return path
