"""A target as a rule: the tables of a model in which it must be kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from itertools import chain, count
from typing import Any, Final

import polars as pl

from reshore.analysis.targets.target import EPOCH, Target, first_day
from reshore.network import Periods
from reshore.schema.rules import AT_LEAST, TOTAL
from reshore.tables import Tables
from reshore.tables.table import ROW

ADDED: Final = 0
"""The row of the file of a rule that no file has."""


def as_rule(target: Target, value: float, periods: Periods, name: str) -> dict[str, Any]:
    """Return the row of `rules` that asks for a value of a target by its day, from the first day that counts for it."""
    opens = first_day(target, periods, float((target.by - EPOCH).days))
    return {
        "rule": name,
        "measure": target.measure,
        "filters": target.filters,
        "window": TOTAL,
        "starts": EPOCH + timedelta(days=int(opens)),
        "ends": target.by,
        "sense": AT_LEAST,
        "value": value,
        "per": "" if target.share_of else target.per,
        "share_of": target.share_of,
    }


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a name that none of those taken is: itself, or with a number."""
    return next(each for each in chain([name], (f"{name} ({number})" for number in count(2))) if each not in taken)


def with_rules(tables: Tables, rows: Sequence[Mapping[str, Any]]) -> Tables:
    """Return the tables with more rules; what a row does not give is empty."""
    frame = tables.frame("rules")
    empty = {name: "" if kind == pl.String else None for name, kind in frame.schema.items()}
    given = [{**empty, "of_base": False, ROW: ADDED, **row} for row in rows]
    return tables.with_table(tables["rules"].with_frame(pl.concat([frame, pl.DataFrame(given, schema=frame.schema)])))
