"""Food manufacture 1 (H. P. Williams, section 12.1) as tables.

Raw oils are bought at prices that change by month, stored, refined and blended into one food of limited hardness.
Hardness is a product of its own: refining a ton of oil makes a ton of refined oil and its units of hardness, and a
ton of food takes a ton of refined oil with the least or with the most units of hardness. Every hardness between is a
mixture of the two. Refined oil, hardness and food cannot be kept, so all that is refined is blended in the same
month.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.published.model import Cell, Model, Row
from benchmarks.published.months import FIRST_DAYS, by_month, from_last_month, settings

SITE = "factory"
STORE = 1000.0  # tons of each raw oil; the book's limit, which the data dictionary leaves out
KEPT_NOWHERE = ("refined oil", "hardness", "food")
Data = Mapping[str, Any]


def food_manufacture_1(data: Data) -> Model:
    """Return the problem as tables."""
    oils = data["oils"]
    blends = {"blend soft": data["min_hardness"], "blend hard": data["max_hardness"]}
    processes = [*map(_buy, oils), *map(_refine, oils), *blends]
    return Model(
        settings("food_manufacture_1", "12.1"),
        {
            "sites": [{"site": SITE}],
            "products": [{"product": product} for product in (*oils, *KEPT_NOWHERE)],
            "recipes": [*_refining(data), *(row for name, level in blends.items() for row in _blending(name, level))],
            "operations": [{"site": SITE, "process": process} for process in processes],
            "resources": [_line("vegetable refining", data["veg_cap"]), _line("other refining", data["oil_cap"])],
            "uses": [_use(oil) for oil in oils],
            "stocks": [*(_stock(data, oil) for oil in oils), *map(_kept_nowhere, KEPT_NOWHERE)],
            "profiles": _profiles(data),
            "demands": _demands(data),
        },
    )


def _buy(oil: str) -> str:
    return f"buy {oil}"


def _refine(oil: str) -> str:
    return f"refine {oil}"


def _recipe(process: str, product: str, quantity: float) -> Row:
    return {"process": process, "product": product, "quantity": quantity}


def _refining(data: Data) -> list[Row]:
    rows: list[Row] = []
    for oil in data["oils"]:
        rows += [_recipe(_buy(oil), oil, 1.0), _recipe(_refine(oil), oil, -1.0)]
        rows += [_recipe(_refine(oil), "refined oil", 1.0), _recipe(_refine(oil), "hardness", data["hardness"][oil])]
    return rows


def _blending(process: str, hardness: float) -> list[Row]:
    return [
        _recipe(process, "refined oil", -1.0),
        _recipe(process, "hardness", -hardness),
        _recipe(process, "food", 1.0),
    ]


def _line(name: str, capacity: float) -> Row:
    return {"site": SITE, "resource": name, "unit": "ton", "capacity [ton/month]": capacity}


def _use(oil: str) -> Row:
    line = "vegetable refining" if oil.startswith("VEG") else "other refining"
    return {"site": SITE, "process": _refine(oil), "resource": line, "per_run": 1.0}


def _stock(data: Data, oil: str) -> dict[str, Cell]:
    return {
        "site": SITE,
        "product": oil,
        "initial": data["init_store"],
        "maximum": STORE,
        "holding_cost": data["holding_cost"],
    }


def _kept_nowhere(product: str) -> Row:
    return {"site": SITE, "product": product, "initial": 0.0, "maximum": 0.0, "holding_cost": 0.0}


def _profiles(data: Data) -> list[Row]:
    rows: list[Row] = []
    for oil in data["oils"]:
        prices = [data["cost"][f"{month}|{oil}"] for month in data["months"]]
        rows += by_month("operations", f"{SITE}/{_buy(oil)}", "unit_cost", prices)
        rows += [
            from_last_month("stocks", f"{SITE}/{oil}", column, data["target_store"])
            for column in ("minimum", "maximum")
        ]
    return rows


def _demands(data: Data) -> list[Row]:
    """Return demands that take all that can be refined, which is how the book's unlimited sales are said."""
    most = data["veg_cap"] + data["oil_cap"]
    return [
        {"market": SITE, "product": "food", "date": day, "quantity": most, "price": data["price"]} for day in FIRST_DAYS
    ]
