"""A plan of hundreds of thousands of rows is verified in seconds."""

from __future__ import annotations

import time
from datetime import date

import numpy as np
import polars as pl

from reshore.verify import Inputs, verify_plan

PERIODS, SITES, PRODUCTS = 60, 40, 20
START = date(2026, 1, 1)


def large() -> tuple[Inputs, dict[str, pl.DataFrame], float]:
    """Return a plan of 800 flows over 60 months in which everything that is made is shipped at once and served."""
    days = Inputs.of({"start": START, "buckets": f"{PERIODS} months"}, {}).calendar().first_days
    plants = pl.DataFrame(
        {"site": [f"plant {i}" for i in range(SITES)], "market": [f"market {i}" for i in range(SITES)]}
    )
    products = pl.DataFrame({"product": [f"product {i}" for i in range(PRODUCTS)]})
    amount = np.random.default_rng(1).uniform(1, 100, SITES * PRODUCTS * PERIODS)
    cells = (
        plants.join(products, how="cross")
        .join(pl.DataFrame({"period": days}), how="cross")
        .with_columns(
            pl.col("product").alias("process"),
            pl.Series("value", amount),
            pl.lit("unit").alias("unit"),
        )
    )
    pairs = cells.select("site", "market", "process").unique(maintain_order=True)
    tables = {
        "sites": pl.concat([plants.select("site"), plants.select(site="market")]),
        "products": products,
        "recipes": products.select("product", process="product", quantity=1.0),
        "operations": pairs.select("site", "process", unit_cost=2.0),
        "lanes": plants.select(origin="site", destination="market", mode=pl.lit("road"), cost_per_unit=3.0),
        "demands": cells.select("market", "product", date="period", quantity="value", price=10.0),
    }
    inputs = Inputs.of({"start": START, "buckets": f"{PERIODS} months"}, tables)
    return inputs, (plan := large_plan(cells)), float(plan["money"]["value"].sum())


def large_plan(cells: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the tables of the plan, of which `cells` holds every amount."""
    empty, day = pl.lit(""), pl.lit(None, dtype=pl.Date)
    known = ["value", "period"]
    amounts = {
        "revenue": cells.select("product", *known, site="market", partner=empty, name=empty, price=10.0),
        "operation": cells.select(*known, "site", product=empty, partner=empty, name="process", price=-2.0),
        "transport": cells.select("product", *known, "site", partner="market", name=pl.lit("road"), price=-3.0),
    }
    key = ["term", "site", "partner", "name", "product", "period"]
    money = [
        frame.select(*key[1:], term=pl.lit(term), value=pl.col("value") * pl.col("price")).select(*key, "value")
        for term, frame in amounts.items()
    ]
    dates = {"date": pl.col("period"), "due": pl.col("period")}
    nothing = {"site": pl.String, "product": pl.String, "period": pl.Date, "value": pl.Float64, "unit": pl.String}
    demand = {"market": pl.String, "class": pl.String, "date": pl.Date}
    build = {"expansion": pl.String, "resource": pl.String, "start": pl.Datetime, "ready": pl.Datetime}
    claim = {"incentive": pl.String, "expansion": pl.String, "country": pl.String, "starts": pl.Date, "paid": pl.String}
    capacity = dict.fromkeys(("existing", "added", "used", "available"), pl.Float64)
    return {
        "make": cells.select("site", "process", *known, expansion=empty, vintage=day, unit=pl.lit("run")),
        "ship": cells.select("product", *known, "unit", origin="site", destination="market", mode=pl.lit("road")),
        "serve": cells.select("market", "product", *known, "unit", by="product", **dates, **{"class": empty}),
        "lost": pl.DataFrame(schema={**nothing, **demand}),
        "stock": pl.DataFrame(schema=nothing),
        "scrap": pl.DataFrame(schema=nothing),
        "claim": pl.DataFrame(schema={**nothing, **claim}),
        "build": pl.DataFrame(schema={**nothing, **build}),
        "capacity": pl.DataFrame(schema={**nothing, **capacity, "resource": pl.String}),
        "money": pl.concat(money).with_columns(discounted="value", program=empty, unit=pl.lit("USD")),
    }


def test_a_large_plan_is_verified_in_seconds() -> None:
    """Proves: 144,000 decisions and as many rows of money are right, and take seconds (about 2.5 here)."""
    inputs, plan, objective = large()
    begin = time.perf_counter()
    verification = verify_plan(inputs, plan, objective)
    seconds = time.perf_counter() - begin
    assert verification.failures == ()
    assert sum(frame.height for frame in plan.values()) == 6 * SITES * PRODUCTS * PERIODS
    assert seconds < 8
