"""One plan against another: what differs, in money, units and builds, and what each edit contributes to it."""

from reshore.analysis.compare.comparison import Attribution, Comparison, Side, compare_plans
from reshore.analysis.compare.way import Step, Way, way_of

__all__ = ["Attribution", "Comparison", "Side", "Step", "Way", "compare_plans", "way_of"]
