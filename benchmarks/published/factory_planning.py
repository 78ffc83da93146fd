"""Factory planning 1 and 2 (H. P. Williams, sections 12.3 and 12.4) as tables.

Products need hours of machines and sell at the factory itself; the price is the contribution to profit. In the first
problem the months in which machines are down are given: they change the capacity. In the second the plan chooses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.published.model import Model, Row
from benchmarks.published.months import FIRST_DAYS, MONTHS, by_month, from_last_month, settings

SITE = "factory"
Data = Mapping[str, Any]
Tables = Mapping[str, list[Row]]


def factory_planning_1(data: Data) -> Model:
    """Return the problem with given maintenance: a profile of capacity for each machine."""
    tables = _common(data)
    rows = [row for machine in data["machines"] for row in _down(data, machine)]
    return Model(settings("factory_planning_1", "12.3"), {**tables, "profiles": [*tables["profiles"], *rows]})


def factory_planning_2(data: Data) -> Model:
    """Return the problem that chooses the months of maintenance.

    A machine is maintained by a process with whole runs that takes a month's hours of it and makes a serviced machine.
    So many serviced machines are demanded within the six months. None can be kept, so there are no more than that.
    """
    tables = _common(data)
    added = _maintenance(data)
    merged = {name: [*rows, *added.get(name, [])] for name, rows in tables.items()}
    return Model(settings("factory_planning_2", "12.4"), merged)


def _common(data: Data) -> Tables:
    products = data["products"]
    hours = data["hours_per_month"]
    return {
        "sites": [{"site": SITE}],
        "products": [{"product": product} for product in products],
        "recipes": [{"process": f"make {product}", "product": product, "quantity": 1.0} for product in products],
        "operations": [_operation(f"make {product}") for product in products],
        "resources": [
            {"site": SITE, "resource": machine, "unit": "hour", "capacity [hour/month]": count * hours}
            for machine, count in data["installed"].items()
        ],
        "uses": [
            _use(f"make {product}", machine, time)
            for machine, times in data["time_req"].items()
            for product, time in times.items()
        ],
        "stocks": [_stock(product, data["max_inventory"], data["holding_cost"]) for product in products],
        "profiles": [
            from_last_month("stocks", f"{SITE}/{product}", "minimum", data["store_target"]) for product in products
        ],
        "demands": [_sale(data, product, month) for month in range(len(MONTHS)) for product in products],
    }


def _sale(data: Data, product: str, month: int) -> Row:
    quantity = data["max_sales"][f"{MONTHS[month]}|{product}"]
    return _demand(product, quantity, data["profit"][product]) | {"date": FIRST_DAYS[month]}


def _down(data: Data, machine: str) -> list[Row]:
    working = [data["installed"][machine] - data["down"].get(f"{month}|{machine}", 0) for month in MONTHS]
    return by_month("resources", f"{SITE}/{machine}", "capacity", [n * data["hours_per_month"] for n in working])


def _maintenance(data: Data) -> Tables:
    machines = data["machines"]
    return {
        "products": [{"product": _serviced(machine)} for machine in machines],
        "recipes": [
            {"process": f"maintain {machine}", "product": _serviced(machine), "quantity": 1.0} for machine in machines
        ],
        "operations": [_operation(f"maintain {machine}", whole_runs=True) for machine in machines],
        "uses": [_use(f"maintain {machine}", machine, data["hours_per_month"]) for machine in machines],
        "stocks": [_stock(_serviced(machine), 0.0, 0.0) for machine in machines],
        "demands": [
            _demand(_serviced(machine), count, 0.0, required=True) for machine, count in data["down_req"].items()
        ],
    }


def _serviced(machine: str) -> str:
    return f"serviced {machine}"


def _operation(process: str, *, whole_runs: bool = False) -> Row:
    return {"site": SITE, "process": process, "whole_runs": whole_runs}


def _use(process: str, machine: str, hours: float) -> Row:
    return {"site": SITE, "process": process, "resource": machine, "per_run [hour/run]": hours}


def _stock(product: str, maximum: float, holding_cost: float) -> Row:
    return {"site": SITE, "product": product, "maximum": maximum, "holding_cost [GBP/unit/month]": holding_cost}


def _demand(product: str, quantity: float, price: float, *, required: bool = False) -> dict[str, Any]:
    """Return a demand from the first day on: a required one may be served in any month, another only when it is due."""
    return {
        "market": SITE,
        "product": product,
        "date": FIRST_DAYS[0],
        "quantity": quantity,
        "price": price,
        "patience [month]": len(MONTHS) if required else 0,
        "required": required,
    }
