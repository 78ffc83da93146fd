"""Checks of hazards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.tables.findings import Finding
from reshore.tables.hit import AFFECTS, each_name, names_in
from reshore.tables.report import Place, hint, number
from reshore.tables.table import ROW, Tables

SPREAD: Final = ("annual_rate", "duration", "loss")
MOST: Final = 10
RESERVED: Final = ("all", "none")
"""What `simulate --hazards` reads otherwise than as a name."""


def spreads(tables: Tables) -> Iterator[Finding]:
    """The low value is at most the middle one, and that at most the high one; a lognormal duration is above 0."""
    table = tables["hazards"]
    for name in SPREAD:
        low, mid, high = pl.col(f"{name}_low"), pl.col(name), pl.col(f"{name}_high")
        wrong = table.frame.filter((low > mid) | (mid > high) | (low > high))
        for least, value, most, row in wrong.select(low, mid, high, ROW).iter_rows():
            told = [f"{words} {number(one)}" for words, one in (("low", least), ("high", most)) if one is not None]
            message = f"Low to high does not rise: most likely {number(value)}, {', '.join(told)}."
            remedy = f"Let {name} be at least {name}_low and at most {name}_high."
            yield Place.of(table).finding("E380", message, remedy, row, name)
    shape = (pl.col("duration_distribution") == "lognormal") & (pl.min_horizontal("duration_low", "duration") <= 0.0)
    for row in table.frame.filter(shape)[ROW]:
        message = "A lognormal duration is never 0."
        yield Place.of(table).finding("E380", message, "Give durations above 0, or a triangular one.", row, "duration")


def unread(tables: Tables) -> Iterator[Finding]:
    """A delay of projects has no loss, and no hazard has a name that commands read as something else."""
    table = tables["hazards"]
    delays = (pl.col("scope") == "expansion") & pl.col("affects").is_in(["", "completion"])
    lost = (pl.col("loss") != 1.0) | pl.col("loss_low").is_not_null() | pl.col("loss_high").is_not_null()
    for row in table.frame.filter(delays & lost)[ROW]:
        message = "A delay lasts for its whole duration: the loss is not read."
        yield Place.of(table).finding("W380", message, "Leave the loss empty, or shorten the duration.", row, "loss")
    for name, row in table.frame.select("hazard", ROW).iter_rows():
        if name in RESERVED or "," in name:
            message = f"`simulate --hazards {name}` would not mean this hazard."
            yield Place.of(table).finding("E384", message, "Give another name, without commas.", row, "hazard")


def names(tables: Tables) -> Iterator[Finding]:
    """Each name is one of its scope."""
    table = tables["hazards"]
    rows = dict(table.frame.select("hazard", ROW).iter_rows())
    unknown = each_name(tables).filter(pl.col("name").is_null() & pl.col("scope").is_in(list(AFFECTS)))
    for hazard, scope, given in unknown.select("hazard", "scope", "given").unique(maintain_order=True).iter_rows():
        there = names_in(tables, scope).to_list()
        more = ", ..." if len(there) > MOST else ""
        those = f"Those there are: {', '.join(there[:MOST])}{more}." if there else "There are none."
        remedy = hint(given or "", there, those)
        message = f"There is no {scope} '{given or ''}'."
        yield Place.of(table).finding("E381", message, remedy, rows[hazard], "names")


def affected(tables: Tables) -> Iterator[Finding]:
    """What is affected is something that the scope has."""
    table = tables["hazards"]
    for scope, affects, row in table.frame.select("scope", "affects", ROW).iter_rows():
        if affects and scope in AFFECTS and affects not in AFFECTS[scope]:
            message = f"A hazard of a {scope} cannot affect its {affects}."
            choose = f"Choose {' or '.join(AFFECTS[scope])}."
            yield Place.of(table).finding("E382", message, choose, row, "affects")


def distances(tables: Tables) -> Iterator[Finding]:
    """What hits sites by their distance has a decay length, and sites with coordinates."""
    table = tables["hazards"]
    frame = table.frame.filter(pl.col("correlation") == "distance")
    for scope, decay, row in frame.select("scope", "decay_length", ROW).iter_rows():
        if scope != "site":
            message = f"A {scope} has no place from which a distance counts."
            yield Place.of(table).finding("E383", message, "Let the scope be site.", row, "correlation")
        elif decay is None:
            message = "Nothing says how fast the loss falls with distance."
            yield Place.of(table).finding("E383", message, "Give decay_length.", row, "decay_length")
    rows = dict(frame.select("hazard", ROW).iter_rows())
    nowhere = tables.frame("sites").filter(pl.col("latitude").is_null() | pl.col("longitude").is_null())["site"]
    hit = each_name(tables).filter(pl.col("hazard").is_in(list(rows)), pl.col("scope") == "site")
    for hazard, name in hit.filter(pl.col("name").is_in(nowhere.implode())).select("hazard", "name").iter_rows():
        message = f"'{name}' has no coordinates, so that its distance from other sites is not known."
        yield Place.of(table).finding("E383", message, "Give its latitude and longitude.", rows[hazard], "names")
