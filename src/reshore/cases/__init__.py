"""Many cases at once: whole plans in worker processes, for comparisons and sweeps."""

from reshore.cases.attribute import attribute
from reshore.cases.pool import CaseOptions, Outcome, finishing, outcomes
from reshore.cases.settled import Settled, no_plan_text
from reshore.cases.sweep import BASE, Sweep, sweep

__all__ = [
    "BASE",
    "CaseOptions",
    "Outcome",
    "Settled",
    "Sweep",
    "attribute",
    "finishing",
    "no_plan_text",
    "outcomes",
    "sweep",
]
