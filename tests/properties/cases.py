"""Small random networks: a mine, a plant whose line can grow, and a shop, over three months.

Reading files takes most of the time of a small model, so a network is read once and then given other numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import polars as pl
from hypothesis import strategies as st
from tests.builders import SETTING, Case, Row, asks, plant

from reshore.model import Program, build_program
from reshore.network import build_network
from reshore.solve import Solution, solve_program
from reshore.tables import Tables, resolve

NAMES = ("mine", "plant", "shop", "ore", "part")


@dataclass(frozen=True)
class Numbers:
    """The numbers of a random network; `money` and `amount` multiply every price and every quantity."""

    demand: tuple[float, float, float]
    price: float
    lost_cost: float
    unit_cost: float
    freight: float
    capacity: float
    capex: float
    transit: float
    ore: float
    good: float
    initial: float
    patience: float
    rate: float
    money: float = 1.0
    amount: float = 1.0
    names: tuple[str, ...] = NAMES

    def case(self) -> Case:
        """Return the network as a case."""
        setting: Row = {**SETTING, "discount_rate": self.rate, "terminal_share": 0.5}
        return Case(setting, {**self._places(), **self._capacity(), **self._flows()})

    def tables(self) -> Tables:
        """Return the resolved tables of the case, without reading files: those of other numbers, with these in place."""
        return with_numbers(_read_once(self.names), self.case())

    def program(self) -> Program:
        """Return the network's program."""
        return build_program(build_network(self.tables()))

    def solve(self) -> Solution:
        """Return the solution of the network's program."""
        return solve_program(self.program())

    def times(self, money: float = 1.0, amount: float = 1.0) -> Numbers:
        """Return the same network with money or quantities multiplied."""
        return replace(self, money=money, amount=amount)

    def _places(self) -> dict[str, list[Row]]:
        mine, plant, shop, ore, part = self.names
        return {
            "sites": [{"site": mine}, {"site": plant}, {"site": shop}],
            "products": [
                {"product": ore, "value": 2 * self.money, "holding_rate": 0.25},
                {"product": part, "value": 9 * self.money, "holding_rate": 0.25},
            ],
            "recipes": [
                {"process": "dig", "product": ore, "quantity": 1},
                {"process": "make", "product": ore, "quantity": -self.ore},
                {"process": "make", "product": part, "quantity": 1},
            ],
            "operations": [
                {"site": mine, "process": "dig", "unit_cost": self.unit_cost * self.money},
                {"site": plant, "process": "make", "unit_cost": 1.5 * self.money, "yield": self.good},
            ],
        }

    def _capacity(self) -> dict[str, list[Row]]:
        plant = self.names[1]
        return {
            "resources": [
                {"site": plant, "resource": "line", "capacity": self.capacity * self.amount, "fixed_cost": 0.0}
            ],
            "uses": [{"site": plant, "process": "make", "resource": "line", "per_run": 1.25}],
            "expansions": [
                {
                    "expansion": "grow",
                    "site": plant,
                    "resource": "line",
                    "module": 7,
                    "capex": self.capex * self.money,
                    "build_time": 0.5,
                    "max_modules": 3 * self.amount,
                    "life": 2,
                }
            ],
        }

    def _flows(self) -> dict[str, list[Row]]:
        mine, plant, shop, ore, part = self.names
        demands = asks(
            [quantity * self.amount for quantity in self.demand],
            market=shop,
            product=part,
            price=self.price * self.money,
            lost_cost=self.lost_cost * self.money,
            late_cost=0.5 * self.money,
            patience=self.patience,
        )
        return {
            "lanes": [
                {
                    "origin": mine,
                    "destination": plant,
                    "mode": "rail",
                    "transit_time": self.transit,
                    "cost_per_unit": self.freight * self.money,
                },
                {"origin": plant, "destination": shop, "mode": "road", "capacity": 40 * self.amount},
            ],
            "stocks": [
                {"site": plant, "product": ore, "initial": self.initial * self.amount, "maximum": 90 * self.amount}
            ],
            "demands": list(demands),
        }


@dataclass(frozen=True)
class Weeks:
    """The numbers of a plant over four weeks with demand that falls due evenly within each, and nothing dynamic."""

    demand: tuple[float, float, float, float]
    capacity: float
    initial: float

    def case(self, buckets: str) -> Case:
        """Return the plant over the buckets as a case."""
        rows: list[Row] = [
            {
                "market": "plant",
                "product": "part",
                "date": f"2025-01-{1 + 7 * week:02}",
                "quantity": quantity,
                "spread [week]": 1,
                "price": 9 - week,
                "lost_cost": 2,
            }
            for week, quantity in enumerate(self.demand)
        ]
        line = {"site": "plant", "resource": "line", "unit": "hour"}
        return plant(
            buckets,
            operations=[{"site": "plant", "process": "make", "unit_cost": 3, "minimum [run/week]": 1}],
            resources=[{**line, "capacity [hour/week]": self.capacity, "fixed_cost [USD/week]": 4}],
            uses=[{"site": "plant", "process": "make", "resource": "line", "per_run": 2}],
            stocks=[{"site": "plant", "product": "part", "initial": self.initial}],
            demands=rows,
        )

    def tables(self, buckets: str) -> Tables:
        """Return the resolved tables of the case, without reading files."""
        return with_numbers(_weeks_read_once(buckets), self.case(buckets))

    def program(self, buckets: str) -> Program:
        """Return the plant's program."""
        return build_program(build_network(self.tables(buckets)))


@cache
def _weeks_read_once(buckets: str) -> Tables:
    """Return the resolved tables of a plant over the buckets, read from files."""
    return resolve(Weeks((1.0, 2.0, 3.0, 4.0), capacity=5.0, initial=6.0).case(buckets).read())


@cache
def _read_once(names: tuple[str, ...]) -> Tables:
    """Return the resolved tables of a network whose numbers are all unlike the defaults, read from files."""
    numbers = (20.0, 2.0, 3.0, 1.0, 12.0, 50.0, 10.0, 2.0, 0.875, 30.0, 40.0, 0.125)
    return resolve(Numbers((1.0, 2.0, 3.0), *numbers, names=names).case().read())


def with_numbers(tables: Tables, case: Case) -> Tables:
    """Return the tables with the numbers of a case in place; it must have the same rows and give the same columns.

    Units in headers have to be those of the tables, as nothing is converted.
    """
    for name, given in {"model": [case.setting], **case.tables}.items():
        rows = [{title.partition(" [")[0]: cell for title, cell in row.items()} for row in given]
        frame = tables.frame(name)
        numbers = [
            column
            for column in frame.columns
            if frame[column].dtype == pl.Float64 and any(column in row for row in rows)
        ]
        values = {
            column: [row.get(column, old) for row, old in zip(rows, frame[column], strict=True)] for column in numbers
        }
        series = [pl.Series(column, cells, pl.Float64, strict=False) for column, cells in values.items()]
        tables = tables.with_table(tables[name].with_frame(frame.with_columns(series)))
    return tables


def eighths(low: int, high: int) -> st.SearchStrategy[float]:
    """Return multiples of 1/8, which are exact."""
    return st.integers(8 * low, 8 * high).map(lambda number: number / 8)


NETWORKS = st.builds(
    Numbers,
    demand=st.tuples(eighths(1, 30), eighths(1, 30), eighths(1, 30)),
    price=eighths(4, 40),
    lost_cost=eighths(0, 5),
    unit_cost=eighths(1, 6),
    freight=eighths(0, 3),
    capacity=eighths(0, 30),
    capex=eighths(5, 200),
    transit=eighths(0, 45),
    ore=eighths(1, 3),
    good=st.sampled_from([0.5, 0.875, 1.0]),
    initial=eighths(0, 60),
    patience=st.sampled_from([0.0, 1.0, 40.0]),
    rate=st.sampled_from([0.0, 0.125]),
)
WEEKS = st.builds(
    Weeks,
    demand=st.tuples(*(st.integers(1, 30).map(float) for _ in range(4))),
    capacity=st.integers(4, 60).map(float),
    initial=st.integers(0, 30).map(float),
)
