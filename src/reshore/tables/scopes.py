"""What rows are about that name a thing or a group of things as one: an empty cell is everything, a group its members."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reshore.schema import Column, TableSchema, table_schema
from reshore.tables.groups import leaves
from reshore.tables.table import Tables


def as_one(declared: TableSchema) -> list[Column]:
    """Return the columns of a table in which a group stands for all of its members together."""
    return [column for column in declared.columns if column.as_one]


def scope(tables: Tables, table: str, column: str, names: pl.Series) -> NDArray[np.bool_]:
    """Return which of `names` each row of a table is about by a column, shape (row, name).

    An empty cell is about all of them, a group about its members, directly or through other groups.
    """
    if tables.frame(table).is_empty():
        return np.zeros((0, len(names)), dtype=bool)
    declared = table_schema(table).column(column)
    cells = tables.frame(table).select(_cell=column).with_row_index("_row")
    named = cells.filter(pl.col("_cell") != "")
    if declared.as_one:
        each = named.join(leaves(tables, declared), left_on="_cell", right_on="group", how="left")
        named = each.select("_row", pl.coalesce("member", "_cell").alias("_cell"))
    wanted = pl.DataFrame({"_cell": names}).with_row_index("_name")
    found = named.join(wanted, on="_cell")
    mask = np.zeros((cells.height, len(names)), dtype=bool)
    mask[found["_row"].to_numpy(), found["_name"].to_numpy()] = True
    mask[(cells["_cell"] == "").to_numpy()] = True
    return mask


def controlled(tables: Tables) -> NDArray[np.bool_]:
    """Return which products each control is about, shape (control, product)."""
    products = tables.frame("products")
    of_class = scope(tables, "controls", "control_class", products["control_class"])
    found: NDArray[np.bool_] = of_class & scope(tables, "controls", "product", products["product"])
    return found


def exported(tables: Tables, at: pl.Series, to: pl.Series) -> NDArray[np.bool_]:
    """Return which ways from countries `at` to countries `to` each control is about, shape (control, way).

    A control that names no country of origin is about what goes to another country.
    """
    named = (tables.frame("controls")["from_country"] != "").to_numpy()
    leaves = np.where(named[:, None], scope(tables, "controls", "from_country", at), (at != to).to_numpy())
    found: NDArray[np.bool_] = leaves & scope(tables, "controls", "destination", to)
    return found


def aided_sites(tables: Tables) -> NDArray[np.bool_]:
    """Return at which sites each incentive is, shape (incentive, site)."""
    sites = tables.frame("sites")
    found: NDArray[np.bool_] = scope(tables, "incentives", "site", sites["site"])
    return found & scope(tables, "incentives", "country", sites["country"])


def aided_projects(tables: Tables, site: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which projects each incentive is for, shape (incentive, expansion); `site` is the place of each in `sites`."""
    named = scope(tables, "incentives", "expansion", tables.frame("expansions")["expansion"])
    found: NDArray[np.bool_] = named & aided_sites(tables)[:, site]
    return found
