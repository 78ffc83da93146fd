"""A target as a rule: the tables of a model in which it must be kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import numpy as np
import polars as pl

from reshore.analysis.targets.target import EPOCH, Target
from reshore.network import Periods
from reshore.schema.rules import AT_LEAST, TOTAL
from reshore.tables import Tables
from reshore.tables.table import ROW

ADDED: Final = 0
"""The row of the file of a rule that no file has."""


def as_rule(target: Target, value: float, periods: Periods, name: str) -> dict[str, Any]:
    """Return the row of `rules` that asks for a value of a target by its day.

    A rate without a first day counts from the start of the period before that day, as the target does.
    """
    starts = target.starts
    if starts is None and target.per:
        before = int(periods.containing((target.by - EPOCH).days - 0.5))
        day = periods.starts[np.clip(before, 0, periods.count - 1)]
        starts = EPOCH + timedelta(days=int(day))
    return {
        "rule": name,
        "measure": target.measure,
        "filters": target.filters,
        "window": TOTAL,
        "starts": starts,
        "ends": target.by,
        "sense": AT_LEAST,
        "value": value,
        "per": target.per,
        "share_of": target.share_of,
    }


def with_rules(tables: Tables, rows: list[Mapping[str, Any]]) -> Tables:
    """Return the tables with more rules; what a row does not give is empty."""
    frame = tables.frame("rules")
    empty = {name: "" if kind == pl.String else None for name, kind in frame.schema.items()}
    given = [{**empty, "of_base": False, ROW: ADDED, **row} for row in rows]
    return tables.with_table(tables["rules"].with_frame(pl.concat([frame, pl.DataFrame(given, schema=frame.schema)])))
