"""reshore: plan, ramp and stress-test the supply networks that build hardware.

import reshore

plan = reshore.plan("first-plan")
plan.objective
plan.table("build")
plan.measure("value_added")
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reshore.analysis.bottlenecks import Bottlenecks
    from reshore.analysis.compare import Comparison
    from reshore.analysis.matters import Asked, Matters
    from reshore.analysis.stress import Stress
    from reshore.analysis.targets import Targets
    from reshore.analysis.trace import Trace
    from reshore.analysis.why import Why
    from reshore.api import (
        bottlenecks,
        check,
        compare,
        export,
        export_inputs,
        figures,
        list_examples,
        list_runs,
        list_scenarios,
        load,
        matters,
        new,
        open_run,
        plan,
        planned,
        save,
        simulate,
        stress,
        sweep,
        targets,
        trace,
        verify_plan,
        why,
        write_mps,
        write_repair,
        write_report,
    )
    from reshore.cases import CaseOptions, Sweep
    from reshore.pipeline import NoPlan, VerificationFailed
    from reshore.report.figures import Figure, Figures
    from reshore.runs import RunError, StoredRun
    from reshore.simulation.summary import SimulateOptions, Simulation
    from reshore.solution import Plan
    from reshore.solve import SolveOptions
    from reshore.tables import DataError, Finding, Findings, Table, Tables
    from reshore.verify import Verification

_HOMES = {
    "reshore.analysis.bottlenecks": ("Bottlenecks",),
    "reshore.analysis.compare": ("Comparison",),
    "reshore.analysis.matters": ("Asked", "Matters"),
    "reshore.analysis.why": ("Why",),
    "reshore.analysis.stress": ("Stress",),
    "reshore.analysis.targets": ("Targets",),
    "reshore.analysis.trace": ("Trace",),
    "reshore.api": (
        "bottlenecks",
        "check",
        "compare",
        "export",
        "export_inputs",
        "figures",
        "list_examples",
        "load",
        "matters",
        "new",
        "open_run",
        "plan",
        "planned",
        "list_runs",
        "save",
        "simulate",
        "stress",
        "sweep",
        "list_scenarios",
        "targets",
        "trace",
        "verify_plan",
        "why",
        "write_mps",
        "write_repair",
        "write_report",
    ),
    "reshore.cases": ("CaseOptions", "Sweep"),
    "reshore.pipeline": ("NoPlan", "VerificationFailed"),
    "reshore.report.figures": ("Figure", "Figures"),
    "reshore.runs": ("RunError", "StoredRun"),
    "reshore.simulation.summary": ("SimulateOptions", "Simulation"),
    "reshore.solution": ("Plan",),
    "reshore.solve": ("SolveOptions",),
    "reshore.tables": ("DataError", "Finding", "Findings", "Table", "Tables"),
    "reshore.verify": ("Verification",),
}

__version__ = "0.1.0"
__all__ = [
    "Asked",
    "Bottlenecks",
    "CaseOptions",
    "Comparison",
    "DataError",
    "Figure",
    "Figures",
    "Finding",
    "Findings",
    "Matters",
    "NoPlan",
    "Plan",
    "RunError",
    "SimulateOptions",
    "Simulation",
    "SolveOptions",
    "StoredRun",
    "Stress",
    "Sweep",
    "Table",
    "Tables",
    "Targets",
    "Trace",
    "Verification",
    "VerificationFailed",
    "Why",
    "bottlenecks",
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
    "save",
    "simulate",
    "stress",
    "sweep",
    "targets",
    "trace",
    "verify_plan",
    "why",
    "write_mps",
    "write_repair",
    "write_report",
]


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used, so that `import reshore` takes no time."""
    import importlib

    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module 'reshore' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)


def load_ipython_extension(shell: Any) -> None:
    """Make results show as tables and figures in a notebook: `%load_ext reshore`, where that was not done by itself."""
    from reshore.notebook import show_results

    show_results(shell)


if "IPython" in sys.modules:
    from reshore.notebook import show_results_here

    show_results_here()
