"""What would make a target reachable: placeholder until rules are there."""

from __future__ import annotations

from typing import Final

import polars as pl

from reshore.analysis.targets.target import Target
from reshore.solution import Plan
from reshore.solve import SolveOptions

RELIEF: Final = {
    **dict.fromkeys(("target", "table", "key", "column"), pl.String),
    "date": pl.Date,
    **dict.fromkeys(("from", "to"), pl.Float64),
    **dict.fromkeys(("unit", "words"), pl.String),
    "checked": pl.Boolean,
}


def relief_of(plan: Plan, target: Target, options: SolveOptions) -> pl.DataFrame:
    return pl.DataFrame(schema=RELIEF)
