"""Checks of ramps."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reshore.tables.findings import Finding
from reshore.tables.report import Place, number
from reshore.tables.table import ROW, Tables


def falling(tables: Tables) -> Iterator[Finding]:
    """The fractions of a ramp do not fall with age."""
    ordered = tables.frame("ramps").sort("ramp", "age", maintain_order=True)
    before = ordered.with_columns(pl.col("fraction").shift().over("ramp").alias("_before"))
    fallen = before.filter(pl.col("fraction") < pl.col("_before")).sort(ROW)
    for ramp, age, fraction, earlier, row in fallen.select("ramp", "age", "fraction", "_before", ROW).iter_rows():
        message = f"'{ramp}' falls from {number(earlier)} to {number(fraction)} at age {number(age)}."
        yield Place.of(tables["ramps"]).finding("E308", message, "Give fractions that rise with age.", row, "fraction")


def spending(tables: Tables) -> Iterator[Finding]:
    """A ramp of spending ends at 1: all of the capex is spent."""
    used = tables.frame("expansions").select("spend_profile").unique()
    last = tables.frame("ramps").sort("age", maintain_order=True).group_by("ramp").agg(pl.col("fraction", ROW).last())
    short = last.join(used, left_on="ramp", right_on="spend_profile", how="semi").filter(pl.col("fraction") != 1)
    for ramp, fraction, row in short.sort(ROW).select("ramp", "fraction", ROW).iter_rows():
        message = f"'{ramp}' is a profile of spending but ends at {number(fraction)}."
        yield Place.of(tables["ramps"]).finding("E309", message, "Let its last fraction be 1.", row, "fraction")
