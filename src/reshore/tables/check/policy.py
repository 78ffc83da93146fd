"""Checks of controls and incentives: what their kinds need and read, and that they are about something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import polars as pl

from reshore.tables.findings import Finding
from reshore.tables.report import Place
from reshore.tables.scopes import aided_projects, aided_sites, controlled, exported, scope
from reshore.tables.table import ROW, Tables

NEEDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "controls": {"quota": ("limit",), "fee": ("fee_rate",)},
    "incentives": {
        "grant": ("amount",),
        "investment_credit": ("rate",),
        "production_credit": ("per_unit", "rate"),
    },
}
"""The columns of which each kind needs one."""
UNREAD: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "controls": {
        "ban": ("limit", "fee_rate"),
        "quota": ("fee_rate",),
        "fee": ("limit", "from_country"),
    },
    "incentives": {
        "grant": ("rate", "per_unit", "construction_deadline", "product"),
        "investment_credit": ("amount", "per_unit", "product"),
        "production_credit": ("amount", "construction_deadline", "expansion"),
    },
}
"""The columns that each kind does not read."""
INSTEAD: Final[Mapping[str, str]] = {
    "from_country": "A fee is on what is sold in `destination`, wherever it comes from: empty the cell.",
    "product": "It is for projects: name them by `expansion`, `site` or `country`, and empty the cell.",
    "expansion": "It is for what sites make: name `site`, `country` or `product`, and empty the cell.",
}
"""What to do about a cell that a kind does not read, other than to empty it or to correct the kind."""


def needed(tables: Tables) -> Iterator[Finding]:
    """Each control and incentive has the number that its kind needs."""
    for name, kinds in NEEDS.items():
        for kind, columns in kinds.items():
            empty = (pl.col("kind") == kind) & pl.all_horizontal(pl.col(column).is_null() for column in columns)
            for row in tables.frame(name).filter(empty)[ROW]:
                words = " or ".join(f"`{column}`" for column in columns)
                message = f"{_said(kind)} needs {words}, which is empty."
                yield Place.of(tables[name]).finding("E373", message, f"Give {words}.", row, columns[0])


def unread(tables: Tables) -> Iterator[Finding]:
    """No control or incentive has a value that its kind does not read."""
    for name, kinds in UNREAD.items():
        for kind, columns in kinds.items():
            for column in columns:
                given = pl.col(column).is_not_null() & (pl.col(column).cast(pl.String) != "")
                for row in tables.frame(name).filter((pl.col("kind") == kind) & given)[ROW]:
                    message = f"{_said(kind)} does not read `{column}`, which has a value."
                    remedy = INSTEAD.get(column, "Empty the cell, or correct the kind.")
                    yield Place.of(tables[name]).finding("E374", message, remedy, row, column)


def grants(tables: Tables) -> Iterator[Finding]:
    """The projects of a grant have so many modules and no more, of which each brings its part of the amount."""
    projects = tables.frame("expansions")
    endless = (projects["max_modules"].is_null() & (projects["status"] != "committed")).to_numpy()
    frame = tables.frame("incentives")
    granted = (frame["kind"] == "grant").fill_null(value=False).to_numpy()
    for at, project in zip(*np.nonzero(_projects(tables) & granted[:, None] & endless), strict=True):
        name = projects["expansion"][int(project)]
        message = f"The grant is for '{name}', which has no `max_modules`: when all of it is built cannot be said."
        remedy = f"Give `max_modules` of '{name}', or name other projects."
        yield Place.of(tables["incentives"]).finding("E375", message, remedy, frame[ROW][int(at)], "expansion")


def idle_controls(tables: Tables) -> Iterator[Finding]:
    """Each control is about something that may be shipped or, for a fee, sold."""
    frame = tables.frame("controls")
    products, lanes, demands = (tables.frame(name) for name in ("products", "lanes", "demands"))
    goods = controlled(tables)
    carried = _carried(lanes, products["product"])
    ends = (_countries(tables, lanes[name]) for name in ("origin", "destination"))
    moved = (exported(tables, *ends) @ carried > 0) & goods
    asked = pl.concat(
        [
            demands.select("market", "product"),
            demands.select("market", "product")
            .join(tables.frame("substitutes").select("product", "by"), on="product")
            .select("market", product="by"),
        ]
    )
    there = scope(tables, "controls", "destination", _countries(tables, asked["market"]))
    sold = there & goods[:, _places(asked["product"], products["product"])]
    fee = (frame["kind"] == "fee").fill_null(value=False).to_numpy()
    idle = ~np.where(fee, sold.any(axis=1), moved.any(axis=1))
    for at in np.flatnonzero(idle):
        what = (
            "nothing of it is sold in such a country" if fee[at] else "no lane carries anything of it to such a country"
        )
        message = f"'{frame['control'][int(at)]}' matches nothing: {what}."
        remedy = "Correct its class, product or countries, unless this is meant."
        yield Place.of(tables["controls"]).finding("W371", message, remedy, frame[ROW][int(at)])


def idle_incentives(tables: Tables) -> Iterator[Finding]:
    """Each incentive is for some project with capex or, for a production credit, for something that is made."""
    frame = tables.frame("incentives")
    costly = (tables.frame("expansions")["capex"] > 0).to_numpy()
    paid = (_projects(tables) & costly).any(axis=1)
    outputs = tables.frame("recipes").filter(pl.col("quantity") > 0).select("process", "product")
    made = tables.frame("operations").select("site", "process").join(outputs, on="process")
    sites = tables.frame("sites")
    goods = scope(tables, "incentives", "product", made["product"])
    done = (goods & aided_sites(tables)[:, _places(made["site"], sites["site"])]).any(axis=1)
    production = (frame["kind"] == "production_credit").fill_null(value=False).to_numpy()
    for at in np.flatnonzero(~np.where(production, done, paid)):
        what = "nothing of it is made there" if production[at] else "there is no such project with capex"
        message = f"'{frame['incentive'][int(at)]}' matches nothing: {what}."
        remedy = "Correct its project, site, country or product, unless this is meant."
        yield Place.of(tables["incentives"]).finding("W372", message, remedy, frame[ROW][int(at)])


def _said(kind: str) -> str:
    return f"An {kind.replace('_', ' ')}" if kind.startswith("i") else f"A {kind.replace('_', ' ')}"


def _carried(lanes: pl.DataFrame, products: pl.Series) -> np.ndarray:
    """Return which products each lane may carry, shape (lane, product)."""
    named = lanes.select("products").with_row_index("lane").explode("products", empty_as_null=False)
    listed = named.join(pl.DataFrame({"products": products}).with_row_index("product"), on="products")
    carried = np.zeros((lanes.height, len(products)), dtype=bool)
    carried[listed["lane"].to_numpy(), listed["product"].to_numpy()] = True
    carried[(lanes["products"].list.len() == 0).to_numpy()] = True
    return carried


def _projects(tables: Tables) -> np.ndarray:
    """Return which projects each incentive is for, shape (incentive, expansion)."""
    return aided_projects(tables, _places(tables.frame("expansions")["site"], tables.frame("sites")["site"]))


def _countries(tables: Tables, sites: pl.Series) -> pl.Series:
    frame = tables.frame("sites")
    return frame["country"].gather(_places(sites, frame["site"]))


def _places(names: pl.Series, known: pl.Series) -> np.ndarray:
    """Return the position of each name among those known, all of which are there."""
    lookup = pl.DataFrame({"name": known, "at": np.arange(len(known))}).unique("name", keep="first")
    found: np.ndarray = (
        pl.DataFrame({"name": names}).join(lookup, on="name", how="left", maintain_order="left")["at"].to_numpy()
    )
    return found
