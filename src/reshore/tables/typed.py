"""Turn the text of a file into a typed table: headers, units, cells, defaults."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final

import polars as pl

from reshore.schema import Column, Names, TableSchema, TimeUnit, UnitError, parse_unit, table_schema
from reshore.schema.units import time_unit
from reshore.tables.cells import TYPES, filled, must_be_filled, parse, problems
from reshore.tables.findings import Finding
from reshore.tables.raw import Raw
from reshore.tables.report import Place, hint
from reshore.tables.table import ROW, Table

NO_FACTORS: Final[Mapping[str, float]] = MappingProxyType({})
HEADER: Final = re.compile(r"([^\[\]]*)(?:\[([^\[\]]*)\])?")


@dataclass(frozen=True)
class Typed:
    """A typed table, with the factors from the units of its file to the declared ones."""

    table: Table
    factors: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass
class Header:
    """Where the columns of a table are in a file (position as text), and the units given for them."""

    positions: dict[str, str] = field(default_factory=dict)
    factors: dict[str, float] = field(default_factory=dict)
    times: dict[str, TimeUnit] = field(default_factory=dict)
    words: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@cache
def empty(name: str) -> Table:
    """Return a table without rows (`model` has its one row, of defaults)."""
    schema = table_schema(name)
    rows = pl.DataFrame({ROW: [0] if name == "model" else []}, schema={ROW: pl.Int64})
    frame, _ = typed_rows(schema, {}, rows, Place("", name))
    return Table(name, frame, file="model.toml" if name == "model" else f"{name}.csv")


def typed(raw: Raw, names: Names) -> tuple[Typed, list[Finding]]:
    """Return the table that the text of a file holds, and what is wrong with it; `names` may stand in its header."""
    schema = table_schema(raw.place.table)
    header = _header(schema, raw, names)
    cells = {name: raw.frame.get_column(position) for name, position in header.positions.items()}
    frame, found = typed_rows(schema, cells, raw.frame.select(ROW), raw.place, header.factors)
    found = [finding for finding in found if raw.trusts(finding)]
    missing = _missing(schema, header, raw) if raw.header or schema.name == "model" else []
    kept = (MappingProxyType(header.times), raw.place.file, MappingProxyType(header.words))
    units = {name: (unit, header.factors[name]) for name, unit in header.units.items()}
    table = Table(schema.name, frame, *kept, sheet=raw.place.sheet, headers=MappingProxyType(units))
    return Typed(table, MappingProxyType(header.factors)), header.findings + missing + found


def typed_rows(
    schema: TableSchema,
    cells: Mapping[str, pl.Series],
    rows: pl.DataFrame,
    place: Place,
    factors: Mapping[str, float] = NO_FACTORS,
) -> tuple[pl.DataFrame, list[Finding]]:
    """Return typed columns in the declared order, then `_row`; columns that `cells` lacks get their defaults.

    `factors` convert the numbers in cells, never a default, which is in the declared unit whatever the header says.
    """
    columns = []
    found: list[Finding] = []
    for column in schema.columns:
        if column.name in cells:
            text = cells[column.name]
            values = parse(column, text)
            if values.null_count() or column.dtype == "list":
                found += problems(column, pl.DataFrame({"text": text, "value": values, ROW: rows[ROW]}), place)
            factor = factors.get(column.name, 1)
            values = values if factor == 1 else scale(values, factor)
        else:
            values = pl.Series(column.name, [None], dtype=TYPES[column.dtype]).new_from_index(0, rows.height)
        columns.append(filled(column, values))
    return pl.DataFrame([*columns, rows[ROW]]), found


def scale(values: pl.Series, factor: float) -> pl.Series:
    """Return values times the factor, divided where that is exact: 57 % is 0.57."""
    inverse = round(1 / factor) if factor else 0
    if inverse < 2 or inverse * factor != 1:
        return values * factor
    return values / pl.Series([float(inverse)]).new_from_index(0, values.len())  # a scalar would be inverted first


def _header(schema: TableSchema, raw: Raw, names: Names) -> Header:
    header = Header()
    for position, title in enumerate(raw.header):
        match = HEADER.fullmatch(title)
        name, unit = (match[1].strip(), match[2]) if match else (title, None)
        if name.startswith("_"):
            continue
        if name in header.positions or not name:
            _unnamed(header, raw, name, position)
        elif name not in schema.names:
            otherwise = (
                f"The columns of {schema.name} are {', '.join(schema.names)}; put _ before it to have it ignored."
            )
            remedy = hint(name, schema.names, otherwise)
            message = f"'{name}' is not a column of {schema.name}."
            header.findings.append(raw.place.finding("E112", message, remedy, column=name))
        else:
            header.positions[name] = str(position)
            if unit is not None:
                header.findings += _unit(header, schema.column(name), (unit.strip(), names), raw.place)
    return header


def _unnamed(header: Header, raw: Raw, name: str, position: int) -> None:
    if name:
        message, remedy = f"The column '{name}' occurs twice.", "Remove one of them."
        header.findings.append(raw.place.finding("E108", message, remedy, column=name))
    elif raw.frame.get_column(str(position)).ne("").any():
        column = raw.letters[position] if raw.letters else position + 1
        message, remedy = f"Column {column} has cells but no name.", "Name it in the header, or empty its cells."
        header.findings.append(raw.place.finding("E108", message, remedy))


def _unit(header: Header, column: Column, given: tuple[str, Names], place: Place) -> Iterator[Finding]:
    """Note the unit of a column in the header, and yield what is wrong with it."""
    unit, names = given
    if not column.unit:
        message, remedy = f"[{unit}] is a unit, but the column has none.", f"Head the column `{column.name}`."
        yield place.finding("E113", message, remedy, column=column.name)
        return
    try:
        parsed = parse_unit(unit, column.unit, names)
        if column.fixed and parsed.time != time_unit(column.unit):
            raise UnitError(f"it counts in {column.unit} only", f"Give it so, under `{column.name} [{column.unit}]`.")
    except UnitError as error:
        if not names.unknown.isdisjoint(column.unit.split("/")):
            return
        title = f"Head the column `{column.name} [{error.instead or column.unit}]`"
        remedy = error.remedy or (f"{title}." if error.instead else f"{title}, or give a unit of the same kind.")
        yield place.finding("E113", f"[{unit}] does not fit: {error}.", remedy, column=column.name)
        return
    header.factors[column.name] = parsed.factor
    header.units[column.name] = unit
    if parsed.time is not None and parsed.time != time_unit(column.unit):
        header.times[column.name] = parsed.time
    if parsed.words:
        header.words[column.name] = parsed.words


def _missing(schema: TableSchema, header: Header, raw: Raw) -> list[Finding]:
    return [
        raw.place.finding(
            "E111",
            f"The column '{column.name}' is missing.",
            f"Add it: {column.description[0].lower()}{column.description[1:]}",
            column=column.name,
        )
        for column in schema.columns
        if must_be_filled(column) and column.name not in header.positions
    ]
