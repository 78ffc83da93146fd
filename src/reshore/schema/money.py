"""What terms of money are, where more than one part of reshore has to know."""

from __future__ import annotations

from typing import Final

LEFT: Final = ("terminal", "residual")
"""Terms that say what is left at the end of the horizon."""
NO_COST: Final = ("revenue", "incentive", *LEFT, "penalty")
"""Terms that are no cost as paid: what is earned, what is left at the end, and the price of missing a rule."""
TERMS: Final = (
    *("revenue", "late", "lost", "operation", "fixed", "upkeep", "capex", "transport", "holding", "pipeline"),
    *("scrap", "duty", "fee", "incentive", *LEFT, "penalty"),
)
"""Every term of the ledger."""
