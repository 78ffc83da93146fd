"""The inputs as arrays: positions of sites, products, operations, ..., windows, ramps, starts of modules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
import polars as pl

from reshore.schema import table_schema
from reshore.verify.arrays import Bools, Floats, Ints, days, floats, positions, ragged
from reshore.verify.calendar import Calendar, shift
from reshore.verify.inputs import Inputs

Found = TypeVar("Found")


@dataclass(frozen=True, eq=False)
class Ramps:
    """The steps of the ramps of several expansions: step `k` of expansion `owner` from `age` to `until`."""

    first: Ints
    count: Ints
    age: Floats
    until: Floats
    fraction: Floats

    def steps(self, expansion: Ints) -> tuple[Ints, Ints]:
        """Return (position in `expansion`, step) for every step of each given expansion."""
        row, number = ragged(self.count[expansion])
        return row, self.first[expansion][row] + number


@dataclass(frozen=True, eq=False)
class Starts:
    """Every start of modules that may occur: its expansion, period, day σ, completion ρ and retirement."""

    expansion: Ints
    s: Ints
    sigma: Floats
    rho: Floats
    retire: Floats


@dataclass(frozen=True, eq=False)
class World:
    """The inputs of a plan, arranged for its laws."""

    inputs: Inputs
    calendar: Calendar
    _found: dict[object, object] = field(default_factory=dict, repr=False)

    @staticmethod
    def of(inputs: Inputs) -> World:
        """Return the world of a model."""
        return World(inputs, inputs.calendar())

    @property
    def periods(self) -> int:
        """Number of periods."""
        return self.calendar.periods

    def position(self, table: str, rows: pl.DataFrame, columns: Sequence[str]) -> Ints:
        """Return the position in `table` of the entity that `columns` (in the order of its key) of `rows` name."""
        return positions(self.inputs[table], rows, table_schema(table).key, columns)

    def once(self, key: object, compute: Callable[[], Found]) -> Found:
        """Return what `compute` returns; it is computed once for each key."""
        if key not in self._found:
            self._found[key] = compute()
        return cast("Found", self._found[key])

    def linked(self, table: str, column: str) -> Ints:
        """Return the position of the site or product that a column of an input table names."""
        return self.once((table, column, "linked"), lambda: self._linked(table, column))

    def _linked(self, table: str, column: str) -> Ints:
        target = "products" if column in ("product", "by") else "sites"
        found = self.position(target, self.inputs[table], [column])
        if (found < 0).any():
            raise ValueError(f"{table}.{column} names something that is not in {target}")
        return found

    def profiled(self, table: str, column: str) -> Floats:
        """Return a column over time, shape (row, period), NaN where empty: its average within the window of the row."""
        return self.once(
            (table, column), lambda: self.inputs.profiled(table, column, self.calendar, self._row_windows(table))
        )

    def _row_windows(self, table: str) -> tuple[Floats, Floats] | None:
        if table in ("lanes", "controls"):
            return self.windows(table)
        if table == "operations":
            return self.operation_windows
        if table == "uses":
            operation = self.position("operations", self.inputs["uses"], ["site", "process"])
            opens, closes = self.operation_windows
            return np.append(opens, -np.inf)[operation], np.append(closes, np.inf)[operation]
        return None

    def exchange(self, table: str) -> Floats:
        """Return the average rate of each row's currency in each period, shape (row, period)."""
        return self.once((table, "rates"), lambda: self.inputs.exchange(table, self.calendar.bounds))

    def exchange_at_end(self, table: str) -> Floats:
        """Return the rate of each row's currency on the last day of the horizon, shape (row)."""
        return self.inputs.exchange(table, np.array([self.calendar.end - 1.0, self.calendar.end]))[:, 0]

    def exchange_at_start(self, table: str) -> Floats:
        """Return the rate of each row's currency on the first day of the horizon, shape (row)."""
        first = float(self.calendar.bounds[0])
        return self.inputs.exchange(table, np.array([first, first + 1.0]))[:, 0]

    def accrued(
        self, table: str, column: str, window: tuple[Floats, Floats] | None = None, owner: Ints | None = None
    ) -> Floats:
        """Return a rate counted over its time within windows, shape (window, period), NaN where empty."""
        count = self.inputs[table].height
        always = np.full(count, -np.inf), np.full(count, np.inf)
        return self.inputs.accrued(table, column, self.calendar, window or always, owner)

    def number(self, table: str, column: str) -> Floats:
        """Return a column of numbers, NaN where empty."""
        return floats(self.inputs[table], column)

    def text(self, table: str, column: str) -> list[str]:
        """Return a column of text."""
        return [str(value) for value in self.inputs[table][column].to_list()]

    def time(self, table: str, column: str) -> str:
        """Return the unit of time of a column."""
        return self.inputs.time(table, column)

    @cached_property
    def product_units(self) -> list[str]:
        """Unit of each product."""
        return self.text("products", "unit")

    @cached_property
    def site_windows(self) -> tuple[Floats, Floats]:
        """First day and end of the window of each site."""
        sites = self.inputs["sites"]
        return days(sites, "opens", -np.inf), days(sites, "closes", np.inf)

    @cached_property
    def operation_sites(self) -> Ints:
        """Site of each operation."""
        return self.linked("operations", "site")

    @cached_property
    def operation_windows(self) -> tuple[Floats, Floats]:
        """First day and end of the window of each operation, cut to that of its site."""
        operations = self.inputs["operations"]
        opens, closes = self.site_windows
        start = np.maximum(days(operations, "starts", -np.inf), opens[self.operation_sites])
        return start, np.minimum(days(operations, "ends", np.inf), closes[self.operation_sites])

    def windows(self, table: str) -> tuple[Floats, Floats]:
        """Return first day and end of the window of each row of a table with `starts` and `ends`."""
        return days(self.inputs[table], "starts", -np.inf), days(self.inputs[table], "ends", np.inf)

    def open_periods(self, window: tuple[Floats, Floats]) -> Bools:
        """Return which periods overlap each window, shape (window, period)."""
        return self.calendar.within(*window, "day") > 0

    @cached_property
    def recipe_lines(self) -> pl.DataFrame:
        """What a run of each operation consumes or makes: operation, site, product (positions), quantity."""
        operations = self.inputs["operations"].select("process").with_row_index("operation")
        operations = operations.with_columns(pl.Series("site", self.operation_sites))
        recipes = self.inputs["recipes"]
        recipes = recipes.select("process", "quantity").with_columns(
            pl.Series("product", self.linked("recipes", "product"))
        )
        lines = operations.join(recipes, on="process", how="inner", maintain_order="left")
        return lines.with_columns(pl.col("operation").cast(pl.Int64))

    @cached_property
    def use_lines(self) -> pl.DataFrame:
        """The uses of resources by existing operations: line (row of `uses`), operation, resource (positions), q."""
        uses = self.inputs["uses"]
        q = np.append(self.number("operations", "qualification_time"), 0.0)
        operation = self.position("operations", uses, ["site", "process"])
        resource = self.position("resources", uses, ["site", "resource"])
        frame = pl.DataFrame(
            {"line": np.arange(uses.height), "operation": operation, "resource": resource, "q": q[operation]}
        )
        frame = frame.filter(pl.col("operation") >= 0)
        if (frame["resource"] < 0).any():
            raise ValueError("uses: some row names a resource that its site does not have")
        return frame

    @cached_property
    def expansion_resources(self) -> Ints:
        """Resource that each expansion adds to."""
        found = self.position("resources", self.inputs["expansions"], ["site", "resource"])
        if (found < 0).any():
            raise ValueError("expansions: some row names a resource that its site does not have")
        return found

    @cached_property
    def committed(self) -> Bools:
        """Whether each expansion is committed."""
        return self.inputs["expansions"]["status"].eq("committed").to_numpy().astype(np.bool_)

    @cached_property
    def learning(self) -> Bools:
        """Whether each expansion's yield learns, so that its capacity is used by vintage."""
        return self.inputs["expansions"]["yield_ramp"].is_not_null().to_numpy().astype(np.bool_)

    def ramps(self, column: str) -> Ramps:
        """Return the ramps that a column of `expansions` names; one step of 1 from age 0 where it is empty."""
        return self.once(("ramps", column), lambda: self._ramps(column))

    def _ramps(self, column: str) -> Ramps:
        steps = self.inputs["ramps"].sort("ramp", "age").with_row_index("step")
        last = pl.col("age").shift(-1).over("ramp").fill_null(np.inf)
        spans = steps.group_by("ramp").agg(pl.col("step").min().alias("first"), pl.len().alias("count"))
        named = self.inputs["expansions"].select(ramp=column)
        found = named.join(spans, on="ramp", how="left", maintain_order="left")
        if found.filter(pl.col("ramp").is_not_null() & pl.col("first").is_null()).height:
            raise ValueError(f"expansions.{column} names a ramp that does not exist")
        return Ramps(
            first=found["first"].fill_null(steps.height).cast(pl.Int64).to_numpy(),
            count=found["count"].fill_null(1).cast(pl.Int64).to_numpy(),
            age=np.append(steps["age"].to_numpy(), 0.0),
            until=np.append(steps.select(last)["age"].to_numpy(), np.inf),
            fraction=np.append(steps["fraction"].to_numpy(), 1.0),
        )

    @cached_property
    def starts(self) -> Starts:
        """Every start that the table `expansions` allows, options and committed projects."""
        expansion, s, sigma = self._start_days()
        rho = shift(sigma, self.number("expansions", "build_time")[expansion], self.time("expansions", "build_time"))
        life = floats(self.inputs["expansions"], "life", np.inf)[expansion]
        retire = shift(rho, life, self.time("expansions", "life"))
        kept = self.committed[expansion] | (rho < self.calendar.end)
        return Starts(expansion[kept], s[kept], sigma[kept], rho[kept], retire[kept])

    def _start_days(self) -> tuple[Ints, Ints, Floats]:
        edges = self.calendar.bounds
        projects = self.inputs["expansions"]
        earliest = days(projects, "earliest", float(edges[0]))[:, None]
        latest = days(projects, "latest", np.inf)[:, None]
        sigma = np.maximum(edges[:-1], earliest)
        options = (sigma < edges[1:]) & (sigma < latest) & ~self.committed[:, None]
        first = np.maximum(earliest, edges[0])
        fixed = (edges[:-1] <= first) & (first < edges[1:]) & self.committed[:, None]
        expansion, s = np.nonzero(options | fixed)
        day = np.where(self.committed[expansion], earliest[expansion, 0], sigma[expansion, s])
        return expansion.astype(np.int64), s.astype(np.int64), day
