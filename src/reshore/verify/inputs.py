"""The inputs of a plan: the model's resolved tables, read without the rest of the library."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from reshore.schema import TIME_UNITS, Column, TableSchema, schema, table_schema
from reshore.verify.arrays import Floats, Ints
from reshore.verify.calendar import Calendar

HEADER: Final = re.compile(r"(?P<name>[^\[\]]+?)\s*\[(?P<unit>[^\[\]]*)\]")
DTYPES: Final[Mapping[str, pl.DataType]] = {
    "str": pl.String(),
    "float": pl.Float64(),
    "int": pl.Int64(),
    "bool": pl.Boolean(),
    "date": pl.Date(),
    "list": pl.List(pl.String()),
}
Times = Mapping[tuple[str, str], str]
Window = tuple[Floats, Floats]


@dataclass(frozen=True, eq=False)
class Inputs:
    """The settings and tables of a model, with every declared column, typed, defaults filled in.

    `times` holds the unit of time of the columns, by (table, column), that count in another than the declared one.
    """

    setting: Mapping[str, object]
    tables: Mapping[str, pl.DataFrame]
    times: Times

    @staticmethod
    def of(setting: Mapping[str, object], tables: Mapping[str, pl.DataFrame], times: Times | None = None) -> Inputs:
        """Return the inputs of a model given by its settings and tables.

        Headers may carry a unit (`capacity [wafer/week]`), of which only the unit of time counts. Missing tables are
        empty and missing columns hold their default. Raises ValueError where a key occurs twice, where a required
        value is missing, or where a profile changes a column that cannot change.
        """
        found: dict[tuple[str, str], str] = dict(times or {})
        resolved = {}
        for name, declared in schema().items():
            if name != "model":
                given = tables.get(name)
                if given is None or given.is_empty():
                    resolved[name] = _empty(name)
                else:
                    resolved[name] = _resolved(_plain_headers(given, name, found), declared)
        inputs = Inputs(_settings(setting), resolved, found)
        _check_profiles(inputs)
        return inputs

    @staticmethod
    def read(folder: Path) -> Inputs:
        """Return the inputs in `model.toml` and the Parquet files of a folder."""
        with (folder / "model.toml").open("rb") as file:
            setting = tomllib.load(file)
        return Inputs.of(setting, {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))})

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.tables[table]

    def calendar(self) -> Calendar:
        """Return the periods of the model."""
        start = self.setting["start"]
        if not isinstance(start, date):
            raise ValueError(f"model.start is {start!r}, not a date")
        return Calendar.of(start, str(self.setting["buckets"]))

    def number(self, setting: str) -> float:
        """Return a setting that is a number."""
        return float(str(self.setting[setting]))

    def time(self, table: str, column: str) -> str:
        """Return the unit of time in which a column counts; raises ValueError where it has none."""
        words = re.split(r"[/*\s]", table_schema(table).column(column).unit)
        unit = self.times.get((table, column)) or next((word for word in words if word in TIME_UNITS), None)
        if unit is None:
            raise ValueError(f"column {table}.{column} has no unit of time")
        return unit

    def profiled(self, table: str, column: str, calendar: Calendar, window: Window | None = None) -> Floats:
        """Return a column over time, shape (row, period); NaN where it is empty in (a part of) the period.

        A column with profile `mean` is averaged over the days of the period within the window of its row, and is 0 where
        there are none.
        """
        own = self[table][column].cast(pl.Float64).fill_null(np.nan).to_numpy()
        result = np.repeat(own[:, None], calendar.periods, axis=1).astype(np.float64)
        if (table, column) not in self._changing:
            return result
        changes = self._changes(table, column)
        at_end = table_schema(table).column(column).profile == "end"
        rows = np.unique(changes["_row"].to_numpy()).astype(np.int64)
        if at_end:
            start, stop, edges = changes["start"].to_numpy(), changes["stop"].to_numpy(), calendar.bounds
            share = ((start[:, None] < edges[1:]) & (edges[1:] <= stop[:, None])).astype(np.float64)
        else:
            share = self._shares(changes, calendar, window, result)
        values = changes["value"].to_numpy()[:, None]
        part = np.where(share > 0, share * values, 0.0)
        result[rows] = 0.0
        np.add.at(result, changes["_row"].to_numpy().astype(np.int64), part)
        return result

    def _shares(self, changes: pl.DataFrame, calendar: Calendar, window: Window | None, like: Floats) -> Floats:
        """Return the share of the open days of each period on which each value holds, 0 where there are no open days."""
        row = changes["_row"].to_numpy().astype(np.int64)
        opens, closes = window or (np.full(len(like), -np.inf), np.full(len(like), np.inf))
        start, stop = changes["start"].to_numpy(), changes["stop"].to_numpy()
        held = calendar.within(np.maximum(start, opens[row]), np.minimum(stop, closes[row]), "day")
        open_days = calendar.within(opens, closes, "day")[row]
        return np.where(open_days > 0, held / np.where(open_days > 0, open_days, 1.0), 0.0)

    def accrued(self, table: str, column: str, calendar: Calendar, window: Window, owner: Ints | None = None) -> Floats:
        """Return Σ value · len(t ∩ its days ∩ window), shape (window, period), lengths in the unit of time of the column.

        `owner` is the row of the table that each window belongs to (the row with its number, where it is not given). NaN
        where the column is empty on a part of that; without a profile, where it is empty.
        """
        unit, opens, closes = self.time(table, column), *window
        row = np.arange(len(opens)) if owner is None else owner
        own = self[table][column].cast(pl.Float64).fill_null(np.nan).to_numpy()
        result = own[row, None] * calendar.within(opens, closes, unit)
        if (table, column) not in self._changing:
            return result
        changes = self._changes(table, column)
        each = pl.DataFrame({"_row": row, "window": np.arange(len(row))}).with_columns(pl.col("_row").cast(pl.UInt32))
        held = each.join(changes, on="_row", how="inner")
        place = held["window"].to_numpy().astype(np.int64)
        start, stop = (held[name].to_numpy() for name in ("start", "stop"))
        length = calendar.within(np.maximum(start, opens[place]), np.minimum(stop, closes[place]), unit)
        result[place] = 0.0
        np.add.at(result, place, np.where(length > 0, length * held["value"].to_numpy()[:, None], 0.0))
        return result

    @cached_property
    def _changing(self) -> frozenset[tuple[str, str]]:
        foreign = [
            (name, column.name)
            for name in self.tables
            if self._is_in_rows_currency(name) and self._foreign(name).height
            for column in table_schema(name).columns
            if column.unit.startswith("currency")
        ]
        return frozenset([*self["profiles"].select("table", "column").iter_rows(), *foreign])

    def _changes(self, table: str, column: str) -> pl.DataFrame:
        """Return the values of the rows that change, the own one first: _row, start, stop, value in the model's currency."""
        wanted = pl.col("table").eq(table) & pl.col("column").eq(column)
        profile = self["profiles"].filter(wanted).select("key", "date", "value")
        key = pl.concat_str([pl.col(name).cast(pl.String) for name in table_schema(table).key], separator="/")
        rows = self[table].select(key.alias("key"), pl.col(column).cast(pl.Float64).alias("own")).with_row_index("_row")
        changed = profile.join(rows, on="key", how="inner").with_columns(
            pl.col("date").cast(pl.Int32).cast(pl.Float64).alias("start")
        )
        money = self._is_in_rows_currency(table) and table_schema(table).column(column).unit.startswith("currency")
        foreign = self._foreign(table) if money else pl.DataFrame(schema={"_row": pl.UInt32})
        touched = pl.concat([changed.select("_row"), foreign.select("_row")]).unique()
        own = rows.join(touched, on="_row").select("_row", pl.lit(-np.inf).alias("start"), pl.col("own").alias("value"))
        both = pl.concat([own, changed.select("_row", "start", "value")]).sort("_row", "start")
        stop = pl.col("start").shift(-1).over("_row").fill_null(np.inf).alias("stop")
        both = both.with_columns(stop, pl.col("value").fill_null(np.nan))
        if not foreign.height:
            return both
        rated = (
            both.join(foreign, on="_row")
            .join(self.rates, on="currency")
            .with_columns(
                pl.max_horizontal("start", "since").alias("start"),
                pl.min_horizontal("stop", "until").alias("stop"),
                pl.col("value") * pl.col("rate"),
            )
        )
        mine = both.join(foreign, on="_row", how="anti")
        return pl.concat([mine, rated.filter(pl.col("start") < pl.col("stop")).select(mine.columns)])

    def _is_in_rows_currency(self, table: str) -> bool:
        return table != "rates" and "currency" in table_schema(table).names

    def _foreign(self, table: str) -> pl.DataFrame:
        """Return the rows in another currency than the model's: _row, currency. Raises ValueError where one has no rate."""
        named = self[table].select("currency").with_row_index("_row").filter(pl.col("currency").is_not_null())
        foreign = named.filter(pl.col("currency") != str(self.setting["currency"]))
        unknown = foreign.join(self["rates"], on="currency", how="anti")
        if unknown.height:
            raise ValueError(f"{table}: currency {unknown['currency'][0]} has no rate")
        return foreign

    @cached_property
    def rates(self) -> pl.DataFrame:
        """The rates of exchange with the days on which each holds: currency, rate, since, until."""
        rates = self["rates"].sort("currency", "date")
        day = pl.col("date").cast(pl.Int32).cast(pl.Float64)
        first = pl.col("currency").is_first_distinct()
        return rates.select(
            "currency",
            pl.col("value").alias("rate"),
            pl.when(first).then(-np.inf).otherwise(day).alias("since"),
            day.shift(-1).over("currency").fill_null(np.inf).alias("until"),
        )

    def exchange(self, table: str, edges: Floats) -> Floats:
        """Return the average rate of each row between consecutive days of `edges`, shape (row, len(edges) − 1)."""
        result = np.ones((self[table].height, len(edges) - 1))
        foreign = self._foreign(table)
        for currency in foreign["currency"].unique():
            own = self.rates.filter(currency=currency)
            since, until = own["since"].to_numpy()[:, None], own["until"].to_numpy()[:, None]
            length = np.clip(np.minimum(until, edges[1:]) - np.maximum(since, edges[:-1]), 0.0, None)
            average = own["rate"].to_numpy() @ length / np.diff(edges)
            result[foreign.filter(currency=currency)["_row"].to_numpy()] = average
        return result


def _plain_headers(frame: pl.DataFrame, table: str, times: dict[tuple[str, str], str]) -> pl.DataFrame:
    names = {}
    for header in frame.columns:
        match = HEADER.fullmatch(header)
        if match is not None:
            names[header] = match["name"]
            words = [word.strip().removesuffix("s") for word in re.split(r"[/*\s]", match["unit"])]
            unit = next((word for word in words if word in TIME_UNITS), None)
            if unit is not None:
                times[table, match["name"]] = unit
    return frame.rename(names)


def _resolved(frame: pl.DataFrame, declared: TableSchema) -> pl.DataFrame:
    missing = [column.name for column in declared.columns if column.required and column.name not in frame.columns]
    if missing and frame.height:
        raise ValueError(f"table {declared.name} has no column {missing[0]}")
    result = frame.select([_typed(frame, column) for column in declared.columns])
    if declared.key and result.select(declared.key).is_duplicated().any():
        raise ValueError(f"table {declared.name} has a key twice")
    empty = [c.name for c in declared.columns if c.required and result[c.name].null_count()]
    if empty:
        raise ValueError(f"table {declared.name}: column {empty[0]} is empty in some row")
    return result


@cache
def _empty(name: str) -> pl.DataFrame:
    return _resolved(pl.DataFrame(), table_schema(name))


def _typed(frame: pl.DataFrame, column: Column) -> pl.Series:
    wanted = DTYPES[column.dtype]
    if column.name not in frame.columns:
        given = pl.Series(column.name, [None] * frame.height, dtype=wanted)
    elif column.dtype == "list":
        given = _listed(frame[column.name])
    elif column.dtype == "date" and frame[column.name].dtype == pl.String:
        given = frame[column.name].str.to_date()
    else:
        given = frame[column.name].cast(wanted)
    if column.dtype == "str":
        given = given.replace("", None)
    default = "" if column.key and column.dtype == "str" else _default(column)
    return given if default is None else given.fill_null(default)


def _listed(given: pl.Series) -> pl.Series:
    if given.dtype == pl.Null:
        return given.cast(pl.List(pl.String()))
    parts = given.str.split(";") if given.dtype == pl.String else given.cast(pl.List(pl.String()))
    texts = [[t.strip() for t in row if t and t.strip()] if row is not None else None for row in parts.to_list()]
    return pl.Series(given.name, [row or None for row in texts], dtype=pl.List(pl.String()))


def _default(column: Column) -> str | float | bool | None:
    if column.required or not column.default:
        return None
    if column.dtype in ("float", "int"):
        return float(column.default)
    return column.default == "true" if column.dtype == "bool" else column.default


def _settings(given: Mapping[str, object]) -> dict[str, object]:
    result: dict[str, object] = {}
    for column in table_schema("model").columns:
        value = given.get(column.name)
        result[column.name] = _default(column) if value is None else value
        if result[column.name] is None and column.required:
            raise ValueError(f"model.{column.name} is missing")
    start = result["start"]
    if isinstance(start, datetime):
        result["start"] = start.date()
    elif isinstance(start, str):
        result["start"] = date.fromisoformat(start)
    return result


def _check_profiles(inputs: Inputs) -> None:
    for table, column in inputs["profiles"].select("table", "column").unique().iter_rows():
        declared = schema().get(table)
        if declared is None or column not in declared.names or not declared.column(column).profile:
            raise ValueError(f"profiles: {table}.{column} is no column that can change over time")
