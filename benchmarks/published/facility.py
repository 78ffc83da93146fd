"""Capacitated warehouse location (OR-Library, J. E. Beasley, EJOR 33 (1988) 314-325) as tables.

Opening a warehouse is an expansion with a single whole module: it costs the fixed cost and gives the warehouse its
capacity. What a customer asks for must be served, from as many warehouses as the plan likes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from benchmarks.published.model import Model, Row

START = date(2025, 1, 1)
ANY = "warehouses"


@dataclass(frozen=True)
class Facility:
    """An instance: `capacity` and `fixed_cost` (warehouse,), `demand` (customer,), `cost` (customer, warehouse).

    `cost` is that of serving all of the customer's demand from the warehouse.
    """

    name: str
    capacity: Sequence[float]
    fixed_cost: Sequence[float]
    demand: Sequence[float]
    cost: Sequence[Sequence[float]]

    @property
    def warehouses(self) -> list[str]:
        """Names of the warehouses, in the order of the file."""
        return [f"W{number:02}" for number in range(1, len(self.capacity) + 1)]

    @property
    def customers(self) -> list[str]:
        """Names of the customers, in the order of the file."""
        return [f"C{number:02}" for number in range(1, len(self.demand) + 1)]


def read_facility(path: Path) -> Facility:
    """Read an instance: m n, m lines (capacity, fixed cost), n times (demand, m costs).

    Raises ValueError where the file has another form.
    """
    numbers = [float(word) for word in path.read_text(encoding="ascii").split()]
    warehouses, customers = int(numbers[0]), int(numbers[1])
    width = 1 + warehouses
    rest = numbers[2 + 2 * warehouses :]
    if len(rest) != customers * width:
        raise ValueError(f"{path} has {len(rest)} numbers for customers, not {customers} times {width}")
    return Facility(
        name=path.stem,
        capacity=numbers[2 : 2 + 2 * warehouses : 2],
        fixed_cost=numbers[3 : 2 + 2 * warehouses : 2],
        demand=rest[::width],
        cost=[rest[start + 1 : start + width] for start in range(0, len(rest), width)],
    )


def without_capacity(facility: Facility) -> Facility:
    """Return the instance with capacities ignored: each warehouse can serve everybody."""
    return replace(facility, capacity=[sum(facility.demand)] * len(facility.capacity))


def facility_model(facility: Facility) -> Model:
    """Return the instance as tables: one period of a month, money at cost."""
    source = f"OR-Library, {facility.name}"
    return Model(
        settings={
            "name": facility.name,
            "start": START,
            "buckets": "1 month",
            "discount_rate": 0.0,
            "objective": "cost",
            "source": source,
        },
        tables={
            "sites": _sites(facility),
            "groups": [{"group": ANY, "member": name} for name in facility.warehouses],
            "products": [{"product": "goods", "source": source}],
            "recipes": [{"process": "supply", "product": "goods", "quantity": 1.0}],
            "operations": [{"site": ANY, "process": "supply"}],
            "resources": [{"site": ANY, "resource": "throughput", "capacity [unit/month]": 0.0}],
            "uses": [{"site": ANY, "process": "supply", "resource": "throughput", "per_run": 1.0}],
            "expansions": _expansions(facility),
            "lanes": _lanes(facility),
            "demands": _demands(facility),
        },
    )


def _sites(facility: Facility) -> list[Row]:
    kinds = dict.fromkeys(facility.warehouses, "warehouse") | dict.fromkeys(facility.customers, "market")
    return [{"site": site, "kind": kind} for site, kind in kinds.items()]


def _expansions(facility: Facility) -> list[Row]:
    return [
        {
            "expansion": f"open {site}",
            "site": site,
            "resource": "throughput",
            "module [unit/month/module]": capacity,
            "capex": fixed_cost,
            "max_modules": 1,
            "whole_modules": True,
        }
        for site, capacity, fixed_cost in zip(facility.warehouses, facility.capacity, facility.fixed_cost, strict=True)
    ]


def _lanes(facility: Facility) -> list[Row]:
    return [
        {"origin": origin, "destination": destination, "mode": "road", "cost_per_unit": cost / demand}
        for destination, demand, costs in zip(facility.customers, facility.demand, facility.cost, strict=True)
        for origin, cost in zip(facility.warehouses, costs, strict=True)
        if demand
    ]


def _demands(facility: Facility) -> list[Row]:
    return [
        {"market": market, "product": "goods", "date": START, "quantity": demand, "required": True}
        for market, demand in zip(facility.customers, facility.demand, strict=True)
        if demand
    ]
