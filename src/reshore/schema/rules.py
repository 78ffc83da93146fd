"""The words of rules: the windows over which a measure is added up, and the senses in which it is compared."""

from __future__ import annotations

from typing import Final, Literal

Window = Literal["each period", "each year", "total"]
EACH_PERIOD: Final = "each period"
EACH_YEAR: Final = "each year"
TOTAL: Final = "total"
AT_MOST: Final = "at_most"
AT_LEAST: Final = "at_least"
EQUAL: Final = "equal"
ALL: Final = "all"
"""In place of filters: everything."""
