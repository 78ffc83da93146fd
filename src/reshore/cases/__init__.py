"""Many cases at once: whole plans in worker processes, for comparisons and sweeps."""

from reshore.cases.attribute import attribute
from reshore.cases.pool import CaseOptions, Outcome, finishing, outcomes
from reshore.cases.sweep import BASE, Sweep, sweep

__all__ = ["BASE", "CaseOptions", "Outcome", "Sweep", "attribute", "finishing", "outcomes", "sweep"]
