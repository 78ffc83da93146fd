"""Small random networks: a mine, a plant whose line can grow, and a shop, over three months."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st
from tests.builders import SETTING, Case, Row, asks

from reshore.solve import Solution, solve_program

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

    def solve(self) -> Solution:
        """Return the solution of the network's program."""
        return solve_program(self.case().program()[1])

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
