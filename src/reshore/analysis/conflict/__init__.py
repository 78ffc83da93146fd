"""Why there is no plan, and what to change."""

from reshore.analysis.conflict.explain import Case, Conflict, explain
from reshore.analysis.conflict.repair import Repair

__all__ = ["Case", "Conflict", "Repair", "explain"]
