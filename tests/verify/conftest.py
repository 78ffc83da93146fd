"""A little plan that uses every law and every money term, written by hand: no solver and no model made it.

Four months from 1 January 2026 (31, 28, 31 and 30 days). Ore is dug at MINE, goes by truck to FAB, is etched into chips
(or, in another process that capacity has to be qualified for, into chip2), and the chips go to the market MKT by air or
by road. The fab's line grows by a committed project A, an option B that ramps, and an option C whose yield learns.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest

JAN, FEB, MAR, APR = DAYS = [date(2026, month, 1) for month in (1, 2, 3, 4)]
LENGTH = [31, 28, 31, 30]

INPUTS = {
    "sites": """
        site | floor_area
        MINE |
        FAB  | 100
        MKT  |
    """,
    "products": """
        product | unit  | value | mass | holding_rate | shelf_life | scrap_cost
        ore     | t     | 10    | 1    | 0.12         |            |
        chip    | wafer | 100   | 2    | 0.24         | 40         | 3
        chip2   | wafer | 150   | 3    | 0.36         |            |
    """,
    "recipes": """
        process | product | quantity
        dig     | ore     | 10
        etch    | ore     | -2
        etch    | chip    | 1
        etch2   | ore     | -3
        etch2   | chip2   | 1
    """,
    "operations": """
        site | process | unit_cost | yield | cycle_time | minimum | maximum | qualification_time | whole_runs
        MINE | dig     | 5         | 1     | 0          | 1       | 8       | 0                  | true
        FAB  | etch    | 20        | 0.8   | 7          | 0       |         | 0                  | false
        FAB  | etch2   | 30        | 1     | 0          | 0       |         | 10                 | false
    """,
    "resources": """
        site | resource | unit  | capacity | fixed_cost
        FAB  | line     | wafer | 20       | 50
        FAB  | power    | kWh   | 1000     | 0
    """,
    "uses": """
        site | process | resource | per_run
        FAB  | etch    | line     | 1
        FAB  | etch2   | line     | 2
        FAB  | etch    | power    | 3
    """,
    "profiles": """
        table      | key      | column    | date       | value
        operations | MINE/dig | unit_cost | 2026-03-16 | 7
        stocks     | MKT/chip | minimum   | 2026-02-10 | 1
    """,
    "lanes": """
        origin | destination | mode  | transit_time | cost_per_unit | cost_per_mass | capacity | products
        MINE   | FAB         | truck | 3            | 0.5           | 0             | 80       |
        FAB    | MKT         | air   | 2            | 0             | 1.5           | 20       | chip;chip2
        FAB    | MKT         | road  | 20           | 1             | 0.25          |          |
    """,
    "stocks": """
        site | product | initial | in_transit | in_transit_time | minimum | maximum | holding_cost | terminal_value
        FAB  | ore     | 30      | 0          | 0               | 0       | 200     | 0.1          |
        FAB  | chip    | 4       | 6          | 150             | 0       |         | 0.2          | 70
        MKT  | chip    | 9       | 9          | 45              | 0.5     | 60      | 0.3          | 90
    """,
    "demands": """
        market|product|class|date      |quantity|spread [week]|price|patience|late_cost|lost_cost|required
        MKT   |chip   |gold |2026-01-15|10      |0            |200  |0       |0        |0        |true
        MKT   |chip   |     |2026-02-20|28      |4            |180  |60      |5        |50       |false
        MKT   |chip2  |     |2026-04-01|2       |0            |260  |0       |0        |40       |false
    """,
    "substitutes": """
        product | by    | ratio | price_factor | starts
        chip    | chip2 | 0.5   | 1.1          | 2026-03-10
    """,
    "expansions": """
        expansion|site|resource|module|capex|spend_profile|build_time|ramp|yield_ramp|earliest  |max_modules
        A        |FAB |line    |10    |1000 |             |1         |    |          |2025-12-16|2
        B        |FAB |line    |30    |600  |pay          |1         |up  |          |2026-01-11|3
        C        |FAB |line    |12    |300  |             |0.5       |    |learn     |          |
    """,
    "ramps": """
        ramp  | age | fraction
        up    | 0   | 0.4
        up    | 1   | 0.8
        up    | 2   | 1
        learn | 0   | 0.5
        learn | 1   | 0.9
        pay   | 0   | 0.25
        pay   | 2   | 1
    """,
}
MORE_OF_EXPANSIONS: dict[str, list[object]] = {
    "max_per_year": [None, 2.0, None],
    "whole_modules": [False, True, False],
    "floor_area": [10.0, 20.0, 30.0],
    "fixed_cost": [4.0, 6.0, 0.0],
    "life": [5.0, 10.0, None],
    "status": ["committed", "option", "option"],
}


def parsed(text: str) -> pl.DataFrame:
    """Return the table written as lines with `|` between the cells, every cell as text, null where empty."""
    header, *lines = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines())
    cells = zip(*lines, strict=True)
    return pl.DataFrame({name: [c or None for c in column] for name, column in zip(header, cells, strict=True)})


@pytest.fixture
def setting() -> dict[str, object]:
    """The settings of the little model."""
    return {"start": JAN, "buckets": "4 months", "discount_rate": 0.1, "currency": "EUR", "terminal_share": 0.5}


@pytest.fixture
def tables() -> dict[str, pl.DataFrame]:
    """The input tables of the little model."""
    result = {name: parsed(text) for name, text in INPUTS.items()}
    flags = {"operations": "whole_runs", "demands": "required"}
    for name, column in flags.items():
        result[name] = result[name].with_columns(pl.col(column) == "true")
    result["expansions"] = result["expansions"].with_columns(
        pl.Series(name, values) for name, values in MORE_OF_EXPANSIONS.items()
    )
    return result


DIG = [6, 5, 6, 2]
TRUCK = [50.0, 48.0, 55.0, 30.0]
ETCH = [12.0, 14.0, 20.0, 6.0]
ETCH_ON_C = [0.0, 0.0, 8.0, 5.0]
ETCH2 = [0.0, 0.0, 3.0, 2.0]
AIR = [5.0, 8.0, 16.0, 14.0]
ROAD = [0.0, 2.0, 0.0, 0.0]
ROAD2 = [0.0, 0.0, 2.5, 0.0]
AIR2 = [0.0, 0.0, 0.0, 1.5]
SCRAP = [0.0, 0.0, 1.0, 0.0]
FACTOR_OF_C = [0.0, 0.0, 0.7, 0.9]
"""C is complete half a month after 1 February: 0.5 until the middle of March, then 0.9."""

GOLD = 10.0
DUE = {FEB: 28 * 9 / 28, MAR: 28 * 19 / 28}
"""28 chips fall due in the four weeks from 20 February, one a day."""
SERVED = [(FEB, FEB, "chip", 6.0), (FEB, MAR, "chip", 2.0), (FEB, APR, "chip", 1.0), (MAR, MAR, "chip", 12.0)]
SERVED += [(MAR, APR, "chip", 4.0), (MAR, APR, "chip2", 0.75)]
LOST = DUE[MAR] - 12 - 4 - 0.75 / 0.5
CHIP2_SERVED, CHIP2_LOST = 1.5, 0.5


def arriving(leaving: list[float], days: int) -> list[float]:
    """Return what arrives in each month, and after the last, of what leaves evenly and takes less than a month."""
    late = [amount * days / length for amount, length in zip(leaving, LENGTH, strict=True)]
    on_time = [amount - after for amount, after in zip(leaving, late, strict=True)]
    return [on + before for on, before in zip([*on_time, 0.0], [0.0, *late], strict=True)]


def running(start: float, *flows: list[float]) -> list[float]:
    """Return the running total of `start` and the sum of the flows."""
    result = []
    for t in range(4):
        start += sum(flow[t] for flow in flows)
        result.append(start)
    return result


def minus(flow: list[float], factor: float = 1.0) -> list[float]:
    """Return the flow as one that leaves."""
    return [-factor * amount for amount in flow]


def served_by(product: str) -> list[float]:
    """Return what leaves the market of a product in each month."""
    return [sum(value for _, t, by, value in SERVED if t == day and by == product) for day in DAYS]


def chips_made() -> list[float]:
    """Return the chips that come out each month, and after the last, seven days after their runs."""
    good = [0.8 * (pool + own * f) for pool, own, f in zip(ETCH, ETCH_ON_C, FACTOR_OF_C, strict=True)]
    return arriving(good, 7)


STOCK = {
    ("MINE", "ore"): running(0.0, [10.0 * runs for runs in DIG], minus(TRUCK)),
    ("FAB", "ore"): running(30.0, arriving(TRUCK, 3), minus(ETCH, 2), minus(ETCH_ON_C, 2), minus(ETCH2, 3)),
    ("FAB", "chip"): running(
        4.0, [6 * days / 150 for days in LENGTH], chips_made(), minus(AIR), minus(ROAD), minus(SCRAP)
    ),
    ("FAB", "chip2"): running(0.0, ETCH2, minus(ROAD2), minus(AIR2)),
    ("MKT", "chip"): running(
        9.0,
        [9 * 31 / 45, 9 * 14 / 45, 0, 0],
        arriving(AIR, 2),
        arriving(ROAD, 20),
        minus(served_by("chip")),
        [-GOLD, 0, 0, 0],
    ),
    ("MKT", "chip2"): running(
        0.0, arriving(ROAD2, 20), arriving(AIR2, 2), minus(served_by("chip2")), [0, 0, 0, -CHIP2_SERVED]
    ),
}
AFTER = {
    ("FAB", "ore"): arriving(TRUCK, 3)[4],
    ("FAB", "chip"): chips_made()[4] + 6 * 30 / 150,
    ("MKT", "chip"): arriving(AIR, 2)[4] + arriving(ROAD, 20)[4],
    ("MKT", "chip2"): arriving(AIR2, 2)[4],
}
"""What arrives after the last month."""

EXISTING = 20.0
ADDED_A = [2 * 10 * share for share in (16 / 31, 1, 1, 1)]
"""Two modules of A are complete on 16 January."""
RAMP_B = [0.0, 0.4 * 21 / 31, 0.4 * 10 / 31 + 0.8 * 21 / 31, 0.8 * 10 / 31 + 21 / 31]
"""B starts 10/31 of a month after 1 January: complete one month later, it rises a month and two months after that."""
READY_B = datetime(2026, 2, 1) + timedelta(days=28 * 10 / 31)
ADDED_B = [2 * 30 * share for share in RAMP_B]
ADDED_C = [0.0, 12 * 14 / 28, 12.0, 12.0]
"""One module of C is complete on 15 February."""


def monthly(rows: list[tuple[object, ...]], values: list[float], *after: object) -> list[tuple[object, ...]]:
    """Return a row for each month in which the value is not zero: the given cells, the month, the value, the rest."""
    return [(*row, day, float(v), *after) for row in rows for day, v in zip(DAYS, values, strict=True) if v]


def plan_rows() -> dict[str, tuple[list[str], list[tuple[object, ...]]]]:
    """Return the columns and rows of every table but `money`."""
    runs = monthly([("MINE", "dig", None, None)], [float(d) for d in DIG], "run")
    runs += monthly([("FAB", "etch", "", None)], ETCH, "run") + monthly([("FAB", "etch", "C", FEB)], ETCH_ON_C, "run")
    ships = monthly([("MINE", "FAB", "truck", "ore")], TRUCK, "t")
    ships += monthly([("FAB", "MKT", "air", "chip")], AIR, "wafer")
    ships += monthly([("FAB", "MKT", "air", "chip2")], AIR2, "wafer")
    ships += monthly([("FAB", "MKT", "road", "chip")], ROAD, "wafer")
    ships += monthly([("FAB", "MKT", "road", "chip2")], ROAD2, "wafer")
    used = [float(a + b + 2 * c) for a, b, c in zip(ETCH, ETCH_ON_C, ETCH2, strict=True)]
    added = [a + b + c for a, b, c in zip(ADDED_A, ADDED_B, ADDED_C, strict=True)]
    line = [("FAB", "line", DAYS[t], 20.0, added[t], used[t], 20.0 + added[t], "wafer") for t in range(4)]
    power = [("FAB", "power", DAYS[t], 1e3, 0.0, 3 * (ETCH[t] + ETCH_ON_C[t]), 1e3, "kWh") for t in range(4)]
    spread_from = date(2026, 2, 20)
    served = [("MKT", "chip", "", spread_from, due, by, day, v, "wafer") for due, day, by, v in SERVED]
    served += [("MKT", "chip", "gold", date(2026, 1, 15), JAN, "chip", JAN, GOLD, "wafer")]
    served += [("MKT", "chip2", "", APR, APR, "chip2", APR, CHIP2_SERVED, "wafer")]
    losses = [("MKT", "chip", "", spread_from, MAR, LOST, "wafer"), ("MKT", "chip2", "", APR, APR, CHIP2_LOST, "wafer")]
    builds = [
        ("A", "FAB", "line", JAN, datetime(2025, 12, 16), datetime(2026, 1, 16), 2.0, "module"),
        ("B", "FAB", "line", JAN, datetime(2026, 1, 11), READY_B, 2.0, "module"),
        ("C", "FAB", "line", FEB, datetime(2026, 2, 1), datetime(2026, 2, 15), 1.0, "module"),
    ]
    stock = [
        row
        for (site, product), values in STOCK.items()
        for row in monthly([(site, product)], values, "t" if product == "ore" else "wafer")
    ]
    names = ["site", "process", "expansion", "vintage", "period", "value", "unit"]
    return {
        "make": (names, runs + monthly([("FAB", "etch2", "", None)], ETCH2, "run")),
        "ship": (["origin", "destination", "mode", "product", "period", "value", "unit"], ships),
        "stock": (["site", "product", "period", "value", "unit"], stock),
        "serve": (["market", "product", "class", "date", "due", "by", "period", "value", "unit"], list(served)),
        "lost": (["market", "product", "class", "date", "period", "value", "unit"], list(losses)),
        "build": (["expansion", "site", "resource", "period", "start", "ready", "value", "unit"], list(builds)),
        "scrap": (["site", "product", "period", "value", "unit"], monthly([("FAB", "chip")], SCRAP, "wafer")),
        "claim": (
            ["incentive", "expansion", "site", "country", "product", "starts", "paid", "period", "value", "unit"],
            [],
        ),
        "capacity": (
            ["site", "resource", "period", "existing", "added", "used", "available", "unit"],
            [*line, *power],
        ),
    }


def money_rows() -> list[tuple[object, ...]]:
    """Return the rows of `money` without `discounted`: term, site, partner, name, product, period, value."""
    revenue = [(180 * 1.1 * v / 0.5 if by == "chip2" else 180 * v, "", "chip", day) for _, day, by, v in SERVED]
    revenue += [(200 * GOLD, "gold", "chip", JAN), (260 * CHIP2_SERVED, "", "chip2", APR)]
    rows: list[tuple[object, ...]] = []
    for kind, product, day in dict.fromkeys(row[1:] for row in revenue):
        total = sum(v for v, *where in revenue if tuple(where) == (kind, product, day))
        rows.append(("revenue", "MKT", "", kind, product, day, total))
    late = {MAR: 2 * 1, APR: 1 * 2 + 4 * 1 + 0.75 / 0.5 * 1}
    rows += [("late", "MKT", "", "", "chip", day, -5 * months) for day, months in late.items()]
    rows += [("lost", "MKT", "", "", "chip", MAR, -50 * LOST), ("lost", "MKT", "", "", "chip2", APR, -40 * CHIP2_LOST)]
    dig_cost = [5, 5, (15 * 5 + 16 * 7) / 31, 7]
    rows += money_of("operation", ("MINE", "", "dig", ""), [-c * n for c, n in zip(dig_cost, DIG, strict=True)])
    etch = [-20 * (a + b) for a, b in zip(ETCH, ETCH_ON_C, strict=True)]
    rows += money_of("operation", ("FAB", "", "etch", ""), etch)
    rows += money_of("operation", ("FAB", "", "etch2", ""), minus(ETCH2, 30))
    rows += money_of("fixed", ("FAB", "", "line", ""), [-50.0] * 4)
    rows += money_of("upkeep", ("FAB", "", "A", ""), [-4 * 2 * share for share in (16 / 31, 1, 1, 1)])
    rows += money_of("upkeep", ("FAB", "", "B", ""), [-6 * 2 * share for share in (0, 21 / 31, 1, 1)])
    rows += money_of("capex", ("FAB", "", "A", ""), [-2000 * 15 / 31, 0, 0, 0])
    rows += money_of("capex", ("FAB", "", "B", ""), [-1200 * 0.25, 0, -1200 * 0.75, 0])
    rows += money_of("capex", ("FAB", "", "C", ""), [0, -300, 0, 0])
    age_a, age_b = (3 + 16 / 31) / 12, (2 + 21 / 31) / 12
    rows += [("residual", "FAB", "", "A", "", APR, 2000 * 15 / 31 * (1 - age_a / 5))]
    rows += [("residual", "FAB", "", "B", "", APR, 1200 * (1 - age_b / 10))]
    rows += money_of("transport", ("MINE", "FAB", "truck", "ore"), minus(TRUCK, 0.5))
    rows += money_of("transport", ("FAB", "MKT", "air", "chip"), minus(AIR, 1.5 * 2))
    rows += money_of("transport", ("FAB", "MKT", "air", "chip2"), minus(AIR2, 1.5 * 3))
    rows += money_of("transport", ("FAB", "MKT", "road", "chip"), minus(ROAD, 1 + 0.25 * 2))
    rows += money_of("transport", ("FAB", "MKT", "road", "chip2"), minus(ROAD2, 1 + 0.25 * 3))
    rows += money_of("pipeline", ("MINE", "FAB", "truck", "ore"), minus(TRUCK, 0.12 * 10 * 3 / 365.25))
    rows += money_of("pipeline", ("FAB", "MKT", "air", "chip"), minus(AIR, 0.24 * 100 * 2 / 365.25))
    rows += money_of("pipeline", ("FAB", "MKT", "air", "chip2"), minus(AIR2, 0.36 * 150 * 2 / 365.25))
    rows += money_of("pipeline", ("FAB", "MKT", "road", "chip"), minus(ROAD, 0.24 * 100 * 20 / 365.25))
    rows += money_of("pipeline", ("FAB", "MKT", "road", "chip2"), minus(ROAD2, 0.36 * 150 * 20 / 365.25))
    yearly = {"ore": 0.12 * 10, "chip": 0.24 * 100, "chip2": 0.36 * 150}
    own = {("FAB", "ore"): 0.1, ("FAB", "chip"): 0.2, ("MKT", "chip"): 0.3}
    for (site, product), values in STOCK.items():
        cost = own.get((site, product), 0.0) + yearly[product] / 12
        rows += money_of("holding", (site, "", "", product), minus(values, cost))
    rows += money_of("scrap", ("FAB", "", "", "chip"), minus(SCRAP, 3))
    worth = {("FAB", "chip"): 70.0, ("MKT", "chip"): 90.0}
    half = {"ore": 5.0, "chip": 50.0, "chip2": 75.0}
    for place, values in STOCK.items():
        left = values[3] + AFTER.get(place, 0.0)
        site, product = place
        rows += money_of("terminal", (site, "", "", product), [0, 0, 0, worth.get(place, half[product]) * left])
    return rows


def money_of(term: str, names: tuple[str, str, str, str], values: list[float]) -> list[tuple[object, ...]]:
    """Return the rows of one term and entity in the months where it is not zero."""
    return [(term, *names, day, float(value)) for day, value in zip(DAYS, values, strict=True) if value]


@pytest.fixture
def plan() -> dict[str, pl.DataFrame]:
    """The tables of the little plan."""
    result = {
        name: pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)
        for name, (columns, rows) in plan_rows().items()
    }
    names = ["term", "site", "partner", "name", "product", "period", "value"]
    money = pl.DataFrame(money_rows(), schema=names, orient="row", infer_schema_length=None)
    middle = (pl.col("period").dt.month() - 0.5) / 12
    years = pl.when(pl.col("term").is_in(["terminal", "residual"])).then(4 / 12).otherwise(middle)
    result["claim"] = result["claim"].cast({"starts": pl.Date, "period": pl.Date, "value": pl.Float64})
    result["money"] = money.with_columns(
        pl.lit("").alias("program"),
        (pl.col("value") * 1.1 ** (-years)).alias("discounted"),
        pl.lit("EUR").alias("unit"),
    )
    return result


@pytest.fixture
def objective(plan: dict[str, pl.DataFrame]) -> float:
    """The objective of the little plan."""
    return float(plan["money"]["discounted"].sum())
