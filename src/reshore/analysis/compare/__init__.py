"""One plan against another: what differs, in money, units and builds, and what each edit contributes to it."""

from reshore.analysis.compare.comparison import Attribution, Comparison, Side, compare_plans
from reshore.analysis.compare.path import Path, Step, path_of

__all__ = ["Attribution", "Comparison", "Path", "Side", "Step", "compare_plans", "path_of"]
