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
