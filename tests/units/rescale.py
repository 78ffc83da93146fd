"""Change the units of a model as the schema declares them, and say what does not follow in its program.

A scale gives for each base dimension the new number of one old unit: `{"currency": 4}` counts money in quarters of the old
currency. Dimensions are `currency`, `kg`, `m2`, `unit:PRODUCT`, `run:PROCESS`, `module:EXPANSION`, `capacity:SITE/RESOURCE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl
from scipy import sparse

from reshore.model import Block, Program, build_program
from reshore.network import Network, build_network
from reshore.schema import schema
from reshore.tables import Tables, key_of

Scale = Mapping[str, float]
Declared = Mapping[tuple[str, str], str]
Cell = Mapping[str, object]


def declared_units() -> dict[tuple[str, str], str]:
    """Return the declared unit of every column of numbers, by (table, column)."""
    return {
        (table.name, column.name): column.unit
        for table in schema().values()
        for column in table.columns
        if column.dtype == "float" and column.unit
    }


def rescaled(tables: Tables, declared: Declared, scale: Scale) -> Tables:
    """Return the tables with every number converted by the unit that `declared` gives for its column."""
    for table in [table for table in tables if table.name != "profiles"]:
        frame = table.frame
        rows = frame.to_dicts()
        for column in [column for name, column in declared if name == table.name]:
            factors = [factor(declared[table.name, column], table.name, row, scale) for row in rows]
            frame = frame.with_columns(pl.col(column) * pl.Series(factors, dtype=pl.Float64))
        tables = tables.with_table(table.with_frame(frame))
    return _profiles(tables, declared, scale)


def _profiles(tables: Tables, declared: Declared, scale: Scale) -> Tables:
    """Convert each value of a profile by the unit of the column and the row that it speaks of."""
    factors = []
    for row in tables.frame("profiles").iter_rows(named=True):
        target = tables[row["table"]]
        position = key_of(target.frame, schema()[row["table"]]).to_list().index(row["key"])
        unit = declared.get((row["table"], row["column"]), "1")
        factors.append(factor(unit, row["table"], target.frame.row(position, named=True), scale))
    profiles = tables["profiles"]
    scaled = profiles.frame.with_columns(pl.col("value") * pl.Series(factors, dtype=pl.Float64))
    return tables.with_table(profiles.with_frame(scaled))


def factor(unit: str, table: str, row: Cell, scale: Scale) -> float:
    """Return the new number of one old `unit` in a row."""
    top, *bottom = unit.split("/")
    value = scale.get(_dimension(top, table, row, "by"), 1.0)
    for word in bottom:
        value /= scale.get(_dimension(word, table, row, "product"), 1.0)
    return value


def _dimension(word: str, table: str, row: Cell, substitute: str) -> str:
    """Return the base dimension that a word of a unit stands for in a row; of a substitute `by` above, `product` below."""
    if (
        word == "measure"
    ):  # the rules of the model are about emissions; the values of two are a share or a multiple of them
        return "1" if table == "rules" and (row["share_of"] or row["of_base"]) and substitute == "by" else "kg"
    if word == "unit":
        name = row["products"][0] if table == "lanes" else row[substitute if table == "substitutes" else "product"]  # type: ignore[index]
        return f"unit:{name}"
    names = {
        "run": lambda: str(row["process"]),
        "module": lambda: str(row["expansion"]),
        "capacity": lambda: f"{row['site']}/{row['resource']}",
    }
    return f"{word}:{names[word]()}" if word in names else word


def program_of(tables: Tables) -> tuple[Network, Program]:
    """Return the network and the program of resolved tables."""
    network = build_network(tables)
    return network, build_program(network)


def differences(before: tuple[Network, Program], after: tuple[Network, Program], scale: Scale) -> Iterator[str]:
    """Yield what is not as the declared units of the blocks demand: A' = A · row / column, and so on."""
    network, old = before
    new = after[1]
    if old.shape != new.shape or old.matrix.nnz != new.matrix.nnz:
        yield f"shape {old.shape} with {old.matrix.nnz} entries became {new.shape} with {new.matrix.nnz}"
        return
    column = _factors(old.columns, network, scale)
    row = _factors(old.rows, network, scale)
    money = scale.get("currency", 1.0)
    expected = _sorted(old.matrix.multiply(row[:, None]).multiply(1.0 / column[None, :]).tocsc())
    found = _sorted(new.matrix)
    for name, left, right in (
        ("matrix rows", expected.indices, found.indices),
        ("matrix columns", expected.indptr, found.indptr),
        ("matrix", expected.data, found.data),
        ("row_lower", old.row_lower * row, new.row_lower),
        ("row_upper", old.row_upper * row, new.row_upper),
        ("lower", old.lower * column, new.lower),
        ("upper", old.upper * column, new.upper),
        ("cost", old.cost * money / column, new.cost),
        ("constant", np.array([old.constant * money]), np.array([new.constant])),
        ("integer", old.integer, new.integer),
    ):
        if not np.allclose(left, right, rtol=1e-9, atol=1e-12):
            yield name
    yield from _ledger(old, new, column, money)


def _sorted(matrix: sparse.csc_array) -> sparse.csc_array:
    copy: sparse.csc_array = matrix.copy()
    copy.sort_indices()
    return copy


def _ledger(old: Program, new: Program, column: np.ndarray, money: float) -> Iterator[str]:
    for before, after in zip(old.ledger, new.ledger, strict=True):
        per = np.where(before.column >= 0, column[before.column], 1.0)
        if len(before.amount) != len(after.amount) or not np.allclose(before.amount * money / per, after.amount):
            yield f"term {before.term}"


def _factors(blocks: Mapping[str, Block], network: Network, scale: Scale) -> np.ndarray:
    """Return the scale of each entry of blocks, from the unit that each declares and the names of its entities."""
    parts = []
    for block in blocks.values():
        entities = [scale.get(_of_block(block, network, row), 1.0) for row in block.labels.iter_rows(named=True)]
        parts.append(np.array([*entities, 1.0])[block.entity])
    return np.concatenate(parts)


def _of_block(block: Block, network: Network, row: Cell) -> str:
    if block.unit == "unit" and "mode" in row and "product" not in row:
        lanes = network.tables.frame("lanes")
        chosen = lanes.filter(origin=row["origin"], destination=row["destination"], mode=row["mode"])
        return f"unit:{chosen['products'][0][0]}"
    if block.unit == "unit":
        return f"unit:{row.get('by', row['product'])}"
    return _dimension(block.unit, "", row, "product")
