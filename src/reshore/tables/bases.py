"""What a base plan has, in the table `bases`: the rules of which it is not known, and what models that are alike take over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from reshore.tables.check.common import horizon
from reshore.tables.findings import Finding
from reshore.tables.report import Place
from reshore.tables.table import ROW, Tables

OF_RULE: Final = ("rule", "of_base", "measure", "filters", "share_of", "window", "starts", "ends")
"""What of a rule says what it asks of a base plan."""
OF_MODEL: Final = ("base", "start", "buckets")
"""The same of the settings."""


def unfilled(tables: Tables) -> tuple[Finding, ...]:
    """Return a finding for each rule with `of_base` and days in the horizon of which `bases` says nothing."""
    span = horizon(tables)
    rows = tables.frame("rules").filter("of_base")
    if span is not None:
        opens, closes = pl.col("starts").fill_null(span[0]), pl.col("ends").fill_null(span[1])
        rows = rows.filter(opens < span[1], closes > span[0])
    rows = rows.join(tables.frame("bases"), on="rule", how="anti", maintain_order="left").select("rule", ROW)
    place, remedy = (
        Place.of(tables["rules"]),
        "Give it days that the base plan has too, or write what that has in `bases`.",
    )
    return tuple(
        place.finding("E376", f"Nothing is known of what the base plan has for '{name}'.", remedy, row, "of_base")
        for name, row in rows.iter_rows()
    )


def refilled(tables: Tables, known: Sequence[Tables]) -> Tables:
    """Return tables of a model that names a base with what others have of it, each rule from the first that has the same.

    What `bases` has of other rules is left out.
    """
    if not tables.setting["base"]:
        return tables
    parts = [tables.frame("bases").clear()]
    for other in known:
        parts.append(other.frame("bases").join(_alike(tables, other), on="rule", how="semi", maintain_order="left"))
        parts[-1] = parts[-1].join(pl.concat(parts[:-1]), on="rule", how="anti", maintain_order="left")
    return tables.with_table(tables["bases"].with_frame(pl.concat(parts)))


def same_bases(one: Tables, other: Tables) -> bool:
    """Say whether rules that are the same in both are multiples of the same."""
    left, right = (
        each.frame("bases").join(_alike(one, other), on="rule", how="semi").select("rule", "date", "value")
        for each in (one, other)
    )
    return left.sort("rule", "date").equals(right.sort("rule", "date"))


def _alike(one: Tables, other: Tables) -> pl.DataFrame:
    """Return the rules with `of_base` that ask the same of the same base in both."""
    rules = one.frame("rules").filter("of_base").select(OF_RULE)
    groups = [tables.frame("groups").select("group", "member").sort("group", "member") for tables in (one, other)]
    if any(one.setting[name] != other.setting[name] for name in OF_MODEL) or not groups[0].equals(groups[1]):
        return rules.clear().select("rule")
    return rules.join(other.frame("rules"), on=OF_RULE, how="semi", nulls_equal=True).select("rule")
