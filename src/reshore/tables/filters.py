"""Filters: which part of a measure counts, written as `country = United States; product = racks | boards`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from reshore.schema.rules import ALL
from reshore.tables.groups import members
from reshore.tables.table import Tables

NAMED: Final[Mapping[str, str]] = {
    "site": "sites.site",
    "country": "sites.country",
    "region": "sites.region",
    "operator": "sites.operator",
    "kind": "sites.kind",
    "product": "products.product",
    "generation": "products.generation",
    "control_class": "products.control_class",
    "process": "recipes.process",
    "resource": "resources.resource",
    "expansion": "expansions.expansion",
    "mode": "lanes.mode",
    "destination": "sites.site",
    "destination_country": "sites.country",
    "class": "demands.class",
    "country_of_origin": "sites.country",
}
"""The keys of filters, and the column that has the names that each may have."""
Filters = Mapping[str, tuple[str, ...]]


class FilterError(ValueError):
    """Filters are not written as `key = name | name; key = name`; the message says what is wrong."""


def parse_filters(text: str) -> Filters:
    """Return the names by key; nothing for empty text and for `all`. Raises FilterError."""
    found: dict[str, tuple[str, ...]] = {}
    for part in text.split(";"):
        if not part.strip() or text.strip() == ALL:
            continue
        key, sign, names = (each.strip() for each in part.partition("="))
        if not sign or not key or not names:
            raise FilterError(f"'{part.strip()}' is not written as `key = name`.")
        if key in found:
            raise FilterError(f"'{key}' is there twice.")
        found[key] = tuple(name.strip() for name in names.split("|") if name.strip())
        if not found[key]:
            raise FilterError(f"'{part.strip()}' names nothing.")
    return found


def expanded_filters(tables: Tables, filters: Filters) -> Filters:
    """Return the filters with each group replaced by its members; a name that is one of its own kind is no group.

    A group may have members of several kinds: those that the key does not know match nothing.
    """
    groups = members(tables)
    result: dict[str, tuple[str, ...]] = {}
    for key, names in filters.items():
        table, column = NAMED[key].split(".") if key in NAMED else ("", "")
        own = set(tables.frame(table)[column].drop_nulls()) if table else set()
        inside = groups.filter(pl.col("group").is_in([name for name in names if name not in own]))
        grouped = set(inside["group"])
        kept = [name for name in names if name in own or name not in grouped]
        result[key] = tuple(dict.fromkeys([*kept, *inside["member"]]))
    return result
