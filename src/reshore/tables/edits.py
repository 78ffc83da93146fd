"""Edits of the tables: what scenarios and settings do to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from reshore.schema import Column, schema, table_schema
from reshore.tables.cells import explain, filled, must_be_filled, parse
from reshore.tables.findings import Finding
from reshore.tables.profiled import profiles_of
from reshore.tables.raw import as_text
from reshore.tables.report import hint
from reshore.tables.script import Script
from reshore.tables.table import ROW, Table, Tables
from reshore.tables.typed import Typed, scale, typed_rows


@dataclass
class Draft:
    """Tables on their way through edits, in the units of the files where edits give numbers.

    `settings` has the number of the setting that gave the value in a table, column and row.
    """

    typed: dict[str, Typed]
    findings: list[Finding] = field(default_factory=list)
    settings: dict[tuple[str, str | None, int | None], int] = field(default_factory=dict)

    def replace(self, table: Table) -> None:
        """Put other rows in place of those of a table."""
        self.typed[table.name] = Typed(table, self.typed[table.name].factors)

    def copy(self) -> Draft:
        """Return the same draft, whose edits leave this one as it is."""
        return Draft(dict(self.typed), list(self.findings), dict(self.settings))

    def tables(self) -> Tables:
        """Return the tables as they are now."""
        return Tables.of({name: typed.table for name, typed in self.typed.items()})


@dataclass(frozen=True)
class Change:
    """One value for some rows: what `=`, `*` or `+` does to a column."""

    column: str
    op: str
    value: object


@dataclass(frozen=True)
class Editor:
    """Applies one edit to a draft; findings carry its place: the scenario's file and the number of the edit, or its row."""

    draft: Draft
    script: Script
    number: int

    def report(self, code: str, message: str, remedy: str, table: str = "", column: str | None = None) -> None:
        """Add a finding about this edit."""
        place = self.script.place_of(table)
        self.draft.findings.append(place.finding(code, message, remedy, self.script.line(self.number), column))

    def table(self, name: object) -> Typed | None:
        """Return the table called `name`, or None with a finding."""
        if isinstance(name, str) and name in self.draft.typed:
            return self.draft.typed[name]
        remedy = hint(str(name), schema(), f"The tables are {', '.join(schema())}.")
        self.report("E403", f"'{name}' is not a table.", remedy)
        return None

    def column(self, table: str, name: object) -> Column | None:
        """Return the column called `name`, or None with a finding."""
        declared = table_schema(table)
        if isinstance(name, str) and name in declared.names:
            return declared.column(name)
        remedy = hint(str(name), declared.names, f"The columns of {table} are {', '.join(declared.names)}.")
        self.report("E404", f"'{name}' is not a column of {table}.", remedy, table, str(name))
        return None

    def values(self, typed: Typed, column: Column, given: Sequence[object]) -> pl.Series | None:
        """Return values as the column holds them (null where empty), or None with findings."""
        texts = [as_text(value) for value in given]
        name = typed.table.name
        if None in texts:
            self.report(
                "E208",
                f"The value of '{column.name}' is a table or a nested list.",
                "Write one value.",
                name,
                column.name,
            )
            return None
        text = pl.Series(texts, dtype=pl.String)
        values = parse(column, text)
        wrong = text.filter(values.is_null() & (text != ""))
        for item in wrong:
            code, message, remedy = explain(column, item)
            self.report(code, message, remedy, name, column.name)
        if not wrong.is_empty():
            return None
        return scale(values, typed.factors[column.name]) if column.name in typed.factors else values

    def change(self, name: str, mask: pl.Series, change: Change) -> None:
        """Change a column in the rows of `mask`, over time too: `*` and `+` act on their profiles, `=` removes those."""
        typed = self.draft.typed[name]
        column = self.column(name, change.column)
        if column is None:
            return
        series = typed.table.frame.get_column(column.name)
        after = (
            self._set(typed, column, mask, change)
            if change.op == "="
            else self._calculate(column, series, mask, change, typed)
        )
        if after is not None:
            self.draft.replace(typed.table.with_frame(typed.table.frame.with_columns(after.alias(column.name))))
            if column.profile:
                self._change_profiles(name, column, mask, change)

    def _change_profiles(self, name: str, column: Column, mask: pl.Series, change: Change) -> None:
        of_rows, of_profiles = profiles_of(self.draft.tables(), name, column, mask)
        if not of_rows.any():
            return
        profiles, ranges = self.draft.typed["profiles"].table, self.draft.typed["ranges"].table
        if change.op == "=":
            self.draft.replace(profiles.with_frame(profiles.frame.filter(~of_rows)))
            self.draft.replace(ranges.with_frame(ranges.frame.filter(~of_profiles)))
            return
        number = float(str(change.value))
        after = pl.col("value") * number if change.op == "*" else pl.col("value") + number
        changed = profiles.frame.with_columns(pl.when(of_rows).then(after).otherwise("value").alias("value"))
        self.draft.replace(profiles.with_frame(changed))

    def _set(self, typed: Typed, column: Column, mask: pl.Series, change: Change) -> pl.Series | None:
        values = self.values(typed, column, [change.value])
        if values is None:
            return None
        name = typed.table.name
        if values.is_null()[0] and must_be_filled(column):
            self.report("E207", f"The value of '{column.name}' is empty.", "Give a value.", name, column.name)
            return None
        frame = pl.DataFrame({"old": typed.table.frame.get_column(column.name), "mask": mask})
        value = filled(column, values).new_from_index(0, frame.height).alias("new")
        return frame.with_columns(value).select(pl.when("mask").then("new").otherwise("old")).to_series()

    def _calculate(
        self, column: Column, series: pl.Series, mask: pl.Series, change: Change, typed: Typed
    ) -> pl.Series | None:
        number = change.value
        name = typed.table.name
        if column.dtype != "float" or isinstance(number, bool) or not isinstance(number, int | float):
            message = f"'{change.op}' cannot be done to {name}.{column.name} with '{as_text(number)}'."
            self.report("E406", message, "Give a number, for a column of numbers.", name, column.name)
            return None
        if change.op == "+":
            number = scale(pl.Series([float(number)]), typed.factors.get(column.name, 1.0))[0]
        after = series * number if change.op == "*" else series + number
        return pl.select(pl.when(mask).then(after).otherwise(series)).to_series()

    def mask(self, typed: Typed, where: object) -> pl.Series | None:
        """Return which rows have the values of `where`, or None with findings."""
        frame = typed.table.frame
        mask = pl.Series([True]).new_from_index(0, frame.height)
        if not isinstance(where, dict):
            self.report(
                "E402",
                "`where` is not a table of columns and values.",
                'Write `where = {site = "..."}`.',
                typed.table.name,
            )
            return None
        for name, value in where.items():
            column = self.column(typed.table.name, name)
            values = (
                None if column is None else self.values(typed, column, value if isinstance(value, list) else [value])
            )
            if column is None or values is None:
                return None
            mask = mask & _matches(column, frame.get_column(name), values)
        if not mask.any():
            named = ", ".join(f"{name} = {as_text(value)}" for name, value in where.items()) or "anything"
            self.report(
                "E405", f"No row of {typed.table.name} has {named}.", self._remedy(typed, where), typed.table.name
            )
            return None
        return mask

    def add(self, typed: Typed, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows, whose columns get their defaults where a row does not give them."""
        name = typed.table.name
        declared = table_schema(name)
        given = list(dict.fromkeys(column for row in rows for column in row))
        known = [self.column(name, column) for column in given]
        cells = {
            column.name: [as_text(row.get(column.name, "")) for row in rows] for column in known if column is not None
        }
        for column, texts in cells.items():
            if None in texts:
                self.report(
                    "E208", f"The value of '{column}' is a table or a nested list.", "Write one value.", name, column
                )
        given_texts = {column: pl.Series(values, dtype=pl.String).fill_null("") for column, values in cells.items()}
        needed = {
            column.name: pl.Series([""] * len(rows), dtype=pl.String)
            for column in declared.columns
            if must_be_filled(column) and column.name not in given_texts
        }
        lines = pl.DataFrame({ROW: [-self.number] * len(rows)}, schema={ROW: pl.Int64})
        place = self.script.place_of(name)
        frame, found = typed_rows(declared, {**given_texts, **needed}, lines, place, typed.factors)
        self.draft.findings.extend(found)
        self.draft.replace(typed.table.with_frame(pl.concat([typed.table.frame, frame])))

    def _remedy(self, typed: Typed, where: Mapping[str, object]) -> str:
        for name, value in where.items():
            names = typed.table.frame.get_column(name)
            if names.dtype == pl.String and isinstance(value, str) and value not in names:
                return hint(value, set(names), f"Look at {typed.table.where}.")
        return f"Look at {typed.table.where}."


def _matches(column: Column, series: pl.Series, values: pl.Series) -> pl.Series:
    if column.dtype == "list":
        wanted = set(values.explode().drop_nulls())
        return series.list.eval(pl.element().is_in(list(wanted))).list.any()
    if column.dtype == "str":
        return series.is_in(values.fill_null("").implode())
    return series.is_in(values.drop_nulls().implode()).fill_null(False) | (series.is_null() & (values.null_count() > 0))
