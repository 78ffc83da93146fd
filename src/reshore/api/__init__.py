"""Everything that reshore does, as functions: the command line and the web page call these and no others."""

from __future__ import annotations

from reshore.api.exports import export, export_inputs, workbook_path
from reshore.api.figures import figures
from reshore.api.many import simulate, stress, sweep
from reshore.api.models import (
    change_rows,
    check,
    list_examples,
    load,
    new,
    save_edits,
    write_mps,
)
from reshore.api.plans import plan, planned, repair_file, save, write_repair
from reshore.api.questions import bottlenecks, compare, matters, targets, trace, why
from reshore.api.reading import RUNS
from reshore.api.reports import write_report
from reshore.api.runs import list_runs, open_run, verify_plan
from reshore.api.scenarios import (
    list_scenarios,
    remove_scenario,
    rename_scenario,
    replace_scenario,
    save_scenario,
)

__all__ = [
    "RUNS",
    "bottlenecks",
    "change_rows",
    "check",
    "compare",
    "export",
    "export_inputs",
    "figures",
    "list_examples",
    "list_runs",
    "list_scenarios",
    "load",
    "matters",
    "new",
    "open_run",
    "plan",
    "planned",
    "remove_scenario",
    "rename_scenario",
    "repair_file",
    "replace_scenario",
    "save",
    "save_edits",
    "save_scenario",
    "simulate",
    "stress",
    "sweep",
    "targets",
    "trace",
    "verify_plan",
    "why",
    "workbook_path",
    "write_mps",
    "write_repair",
    "write_report",
]
