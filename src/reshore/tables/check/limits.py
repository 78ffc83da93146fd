"""Checks that limits leave room."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from reshore.schema import table_schema
from reshore.tables.check.common import horizon
from reshore.tables.check.steps import NEVER, SHORTEST_DAYS, Floats, at_ends, bounds_of, changing, day, means, steps
from reshore.tables.findings import Finding
from reshore.tables.keys import key_of
from reshore.tables.report import Place, number
from reshore.tables.table import ROW, Table, Tables

SLACK = 1 + 1e-9


def minima(tables: Tables) -> Iterator[Finding]:
    """A minimum is at most its maximum, where both count in the same time; over time too, where one has a profile."""
    for name in ("stocks", "operations"):
        table = tables[name]
        if table.times.get("minimum") != table.times.get("maximum"):
            continue
        profiled = key_of(table.frame, table_schema(name)).is_in(changing(tables, name, "minimum", "maximum").implode())
        rows = table.frame.filter(~profiled & (pl.col("minimum") > pl.col("maximum"))).unique(ROW, maintain_order=True)
        for low, high, row in rows.select("minimum", "maximum", ROW).iter_rows():
            yield _crossed(table, f"The minimum {number(low)} is more than the maximum {number(high)}.", row)
        if profiled.any():
            keyed = table.frame.with_columns(key_of(table.frame, table_schema(name)).alias("_key")).filter(profiled)
            yield from _crossing(tables, table.with_frame(keyed.sort(ROW, "_key")))


def committed_floor(tables: Tables) -> Iterator[Finding]:
    """The floor that committed projects take from their start to their retirement is there."""
    bounds = bounds_of(tables)
    projects = _committed(tables).filter(pl.col("floor_area") * pl.col("_modules") > 0)
    if bounds is None or projects.is_empty():
        return
    sites = steps(tables, "sites", "floor_area").filter(pl.col("key").is_in(projects["site"].implode()))
    names = sites["key"].unique(maintain_order=True)
    projects = projects.join(names.to_frame("site").with_row_index("_at"), on="site")
    begins = projects["earliest"].cast(pl.Int32).fill_null(pl.lit(int(bounds[0]))).to_numpy()
    stands = (begins[:, None] < bounds[1:]) & (_retirement(tables, projects, begins)[:, None] > bounds[:-1])
    takes = (projects["floor_area"] * projects["_modules"]).to_numpy()
    taken, there = np.zeros((names.len(), bounds.size - 1)), means(sites, bounds)
    np.add.at(taken, projects["_at"].to_numpy(), stands * takes[:, None])
    rows = sites.unique("key", keep="first", maintain_order=True)[ROW]
    for at, t in _first(taken > there * SLACK):
        message = (
            f"The committed projects at '{names[at]}' take {number(taken[at, t])} m2 from {day(bounds[t])} on, "
            f"of {number(there[at, t])}."
        )
        remedy = "Give the site more floor area, or the projects fewer modules."
        yield Place.of(tables["sites"]).finding("E321", message, remedy, rows[at], "floor_area")


def _committed(tables: Tables) -> pl.DataFrame:
    """Return the committed projects of the plan, with what they start in `_modules`."""
    span = horizon(tables)
    frame = tables.frame("expansions").filter(pl.col("status") == "committed")
    frame = frame.filter((pl.col("earliest") < span[1]) | pl.col("earliest").is_null()) if span else frame.clear()
    return frame.with_columns(_modules=pl.col("max_modules").fill_null(1.0))


def _retirement(tables: Tables, projects: pl.DataFrame, begins: np.ndarray) -> np.ndarray:
    """Return a day before which no module of a project retires."""
    days = [
        projects[name].fill_null(np.inf).to_numpy() * SHORTEST_DAYS[tables["expansions"].time(name)]
        for name in ("build_time", "life")
    ]
    retires: np.ndarray = begins + days[0] + days[1]
    return retires


def _crossing(tables: Tables, table: Table) -> Iterator[Finding]:
    """Report rows whose minimum is more than the maximum in some period that counts for them."""
    bounds = bounds_of(tables)
    if bounds is None:
        return
    keys = table.frame["_key"].implode()
    pieces = [steps(tables, table.name, column).filter(pl.col("key").is_in(keys)) for column in ("minimum", "maximum")]
    if table.name == "stocks":
        low, high = (at_ends(part, bounds) for part in pieces)
    else:
        windows, unit = _windows(tables, table), table.time("minimum")
        low, high = (means(part, bounds, windows, unit) for part in pieces)
    wrong = low > high * SLACK
    reported: set[int] = set()
    for at, t in _first(wrong):
        row = table.frame[ROW][at]
        if row in reported:
            continue
        reported.add(row)
        when = f"In the period from {day(bounds[t])} on"
        message = f"{when}, the minimum {number(low[at, t])} is more than the maximum {number(high[at, t])}."
        yield _crossed(table, message, row)


def _windows(tables: Tables, table: Table) -> Floats:
    """Return the days from which and until which operations work, shape (row, 2)."""
    sites = tables.frame("sites").select("site", "opens", "closes").unique("site", keep="first")
    rows = table.frame.join(sites, on="site", how="left", maintain_order="left")
    return rows.select(
        first=pl.max_horizontal("starts", "opens").cast(pl.Int32).fill_null(-NEVER).cast(pl.Float64),
        last=pl.min_horizontal("ends", "closes").cast(pl.Int32).fill_null(NEVER).cast(pl.Float64),
    ).to_numpy()


def _first(wrong: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield each row with something wrong, and the first period in which it is."""
    yield from ((int(at), int(wrong[at].argmax())) for at in np.flatnonzero(wrong.any(axis=1)))


def _crossed(table: Table, message: str, row: int) -> Finding:
    return Place.of(table).finding("E310", message, "Lower the minimum, or raise the maximum.", row, "minimum")
