"""What hazards hit: the names that there are in each scope, and what groups among them stand for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import polars as pl

from reshore.tables.groups import members
from reshore.tables.table import Tables

AFFECTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(("site", "country", "region", "operator"), ("capacity", "transit", "border", "supply")),
        "lane": ("transit",),
        "mode": ("transit",),
        "product": ("supply", "transit"),
        "expansion": ("completion",),
    }
)
"""What a hazard in each scope can affect; the first is what it affects where that is not said."""
GROUPED: Final = ("site", "product")
"""Scopes whose names may be groups."""


def names_in(tables: Tables, scope: str) -> pl.Series:
    """Return the names that there are in a scope, in order: lanes with their mode and without."""
    if scope == "lane":
        lanes = tables.frame("lanes")
        ways = pl.select(pl.format("{}>{}", lanes["origin"], lanes["destination"]).alias("name")).to_series()
        named = pl.select(pl.format("{}/{}", ways, lanes["mode"]).alias("name")).to_series()
        found = pl.concat([named, ways])
    elif scope == "mode":
        found = tables.frame("lanes")["mode"]
    elif scope in ("product", "expansion"):
        found = tables.frame(f"{scope}s")[scope]
    else:
        found = tables.frame("sites")[scope]
    return found.filter((found != "").fill_null(value=False)).unique(maintain_order=True).alias("name")


def each_name(tables: Tables) -> pl.DataFrame:
    """Return hazard, scope, given, name: a row for each name of each hazard, groups as their members; null where unknown."""
    given = tables.frame("hazards").select("hazard", "scope", given="names").explode("given", empty_as_null=False)
    known = [_known(tables, scope) for scope in given["scope"].unique(maintain_order=True) if scope in AFFECTS]
    empty = pl.DataFrame(schema={"scope": pl.String, "given": pl.String, "name": pl.String})
    return given.with_columns(pl.col("given").cast(pl.String)).join(
        pl.concat([empty, *known]), on=["scope", "given"], how="left", maintain_order="left_right"
    )


def _known(tables: Tables, scope: str) -> pl.DataFrame:
    own = names_in(tables, scope)
    pairs = pl.DataFrame({"given": own, "name": own})
    if scope in GROUPED:
        groups = members(tables).filter(pl.col("member").is_in(own.implode()) & ~pl.col("group").is_in(own.implode()))
        pairs = pl.concat([pairs, groups.select(given="group", name="member")])
    return pairs.select(pl.lit(scope).alias("scope"), "given", "name")
