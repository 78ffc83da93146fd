"""The rows of tables as people state them: the text of their cells in the units of the headers, with the key of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from reshore.schema import TableSchema, schema, table_schema
from reshore.tables.keys import key_of
from reshore.tables.page import as_cell, in_header_units
from reshore.tables.raw import Raw
from reshore.tables.read import draft_of
from reshore.tables.scenarios import apply_scenario, apply_settings
from reshore.tables.source import Source
from reshore.tables.table import ROW
from reshore.tables.typed import HEADER, Typed

KEY: Final = "_key"


@dataclass(frozen=True)
class Stated:
    """A table as it is stated.

    `titles` are the headers in the file by column. `texts` has `_key`, `_row` (the line in the file; minus the number of the edit
    of the scenario that added it) and the text of each declared column, null where nothing is stated, so that its default holds.
    `values` has the typed columns, row by row.
    """

    name: str
    titles: Mapping[str, str]
    texts: pl.DataFrame
    values: pl.DataFrame
    file: str
    sheet: str | None = None

    @cached_property
    def haystack(self) -> pl.Series:
        """All cells of each row as one text in small letters, to search in."""
        names = [column.name for column in table_schema(self.name).columns]
        joined = pl.concat_str(names, separator="\n", ignore_nulls=True).str.to_lowercase()
        return self.texts.select(joined.alias("text")).to_series()

    @cached_property
    def keys(self) -> Mapping[int, str]:
        """The key of each line of the file."""
        rows = self.texts.filter(pl.col(ROW) >= 0)
        return dict(zip(rows[ROW].to_list(), rows[KEY].to_list(), strict=True))


def stated(source: Source, scenario: str | None = None, sets: Sequence[str] = ()) -> dict[str, Stated]:
    """Return each table as it is stated, with a scenario's edits and then settings made. Claim: nothing in the data raises.

    What an edit does not change has the text of its file; what it does, its value in the unit of the header.
    """
    before = draft_of(source)
    after = before.copy()
    if scenario is not None:
        apply_scenario(after, source, scenario)
    apply_settings(after, sets)
    return {name: _stated(source.raws.get(name), before.typed[name], after.typed[name]) for name in schema()}


def _stated(raw: Raw | None, before: Typed, after: Typed) -> Stated:
    table = after.table
    declared = table_schema(table.name)
    positions = _positions(declared, raw)
    titles = {name: raw.header[place] for name, place in positions.items()} if raw is not None else {}
    texts = _given(declared, raw, positions, before.table.frame.height)
    if table.frame is not before.table.frame:
        texts = _edited(declared, texts, before, after)
    frame = pl.DataFrame([key_of(table.frame, declared).alias(KEY), table.frame[ROW], *texts.get_columns()])
    sheet = table.sheet.name if table.sheet else None
    return Stated(table.name, titles, frame, table.frame.select(declared.names), table.file, sheet)


def _positions(declared: TableSchema, raw: Raw | None) -> dict[str, int]:
    """Return where the declared columns are in a file: the first of each name."""
    found: dict[str, int] = {}
    for place, title in enumerate(raw.header if raw is not None else []):
        match = HEADER.fullmatch(title)
        name = match[1].strip() if match else title
        if name in declared.names and name not in found:
            found[name] = place
    return found


def _given(declared: TableSchema, raw: Raw | None, positions: Mapping[str, int], height: int) -> pl.DataFrame:
    """Return the text of the cells of a file by column, null where one is empty."""
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, height)
    columns = []
    for name in declared.names:
        there = raw is not None and name in positions and raw.frame.height == height
        cells = raw.frame.get_column(str(positions[name])) if raw is not None and there else nothing
        columns.append(cells.set(cells == "", None).alias(name) if there else cells.alias(name))
    return pl.DataFrame(columns)


def _edited(declared: TableSchema, given: pl.DataFrame, before: Typed, after: Typed) -> pl.DataFrame:
    """Return the text of cells after edits: that of the file where the value is the same."""
    prior = _texts(declared, before).rename({name: f"{name}_before" for name in declared.names})
    known = pl.DataFrame(
        [before.table.frame[ROW], *prior, *given.rename({name: f"{name}_given" for name in declared.names})]
    )
    joined = pl.DataFrame([after.table.frame[ROW], *_texts(declared, after)]).join(
        known, on=ROW, how="left", maintain_order="left"
    )
    return joined.select(
        pl.when(pl.col(name) == pl.col(f"{name}_before"))
        .then(f"{name}_given")
        .when(pl.col(name) != "")
        .then(name)
        .alias(name)
        for name in declared.names
    )


def _texts(declared: TableSchema, typed: Typed) -> pl.DataFrame:
    """Return the values of a table as text in the units of its headers."""
    frame = in_header_units(typed.table.frame.select(declared.names), typed.factors)
    return frame.select(as_cell(column).alias(column.name) for column in declared.columns)
