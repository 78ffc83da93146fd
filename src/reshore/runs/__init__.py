"""Stored runs."""

from reshore.runs.store import (
    RunError,
    StoredRun,
    changed_files,
    confined,
    find_run,
    list_runs,
    load_origin,
    load_plan,
    save_plan,
    sweep_leftovers,
    within,
)

__all__ = [
    "RunError",
    "StoredRun",
    "changed_files",
    "confined",
    "find_run",
    "list_runs",
    "load_origin",
    "load_plan",
    "save_plan",
    "sweep_leftovers",
    "within",
]
