"""What can be available where is found by following stocks, operations and lanes."""

from __future__ import annotations

from collections.abc import Callable

from reshore.tables import Reading, resolve
from reshore.tables.check.reach import available


def test_products_reach_what_lanes_and_recipes_allow(read_small: Callable[..., Reading]) -> None:
    """Proves: wafers pass through HOU to MKT, racks are made where wafers are, and do not come back."""
    there = available(resolve(read_small().checked()))
    assert set(there.iter_rows()) == {
        ("FAB", "wafer"),
        ("HOU", "wafer"),
        ("HOU", "rack"),
        ("MKT", "wafer"),
        ("MKT", "rack"),
    }


def test_a_stock_starts_a_cycle(read_small: Callable[..., Reading]) -> None:
    """Proves: a product that is made from itself can be asked for where some of it is there at the start."""
    recipes = "process,product,quantity\netch,wafer,2\netch,rack,-1\nbuild,wafer,-2\nbuild,rack,1\n"
    cycle = {"recipes.csv": recipes, "lanes.csv": "+HOU,FAB,road,2\n"}
    assert [finding.code for finding in read_small(cycle).findings] == ["E315"]
    stock = {"stocks.csv": "site,product,in_transit\nHOU,rack,1\n"}
    assert read_small({**cycle, **stock}).findings == ()


def test_a_substitute_is_enough(read_small: Callable[..., Reading]) -> None:
    """Proves: a demand that only its substitute can serve is no error; without lanes the substitute is named."""
    products = {
        "products.csv": "product\nwafer\nrack\nold\n",
        "demands.csv": "market,product,date,quantity\nMKT,old,2025-06-01,1\n",
    }
    substitutes = {"substitutes.csv": "product,by\nold,rack\n"}
    assert [finding.code for finding in read_small(products).findings] == ["E314"]
    assert read_small({**products, **substitutes}).findings == ()
    (finding,) = read_small(
        {**products, **substitutes, "lanes.csv": "origin,destination,mode\nFAB,HOU,road\n"}
    ).findings
    assert (finding.code, finding.message) == ("E316", "'rack' can be had at 'HOU', but no lanes bring it to 'MKT'.")


def test_each_market_and_product_is_reported_once(read_small: Callable[..., Reading]) -> None:
    demands = "market,product,date,quantity\nFAB,rack,2025-06-01,10\nFAB,rack,2025-07-01,10\nMKT,rack,2025-07-01,3\n"
    (finding,) = read_small({"demands.csv": demands}).findings
    assert (finding.code, finding.row) == ("E316", 2)


def test_what_is_asked_for_too_late_or_not_at_all_needs_no_supply(read_small: Callable[..., Reading]) -> None:
    demands = "+FAB,rack,2026-06-01,10\nFAB,rack,2025-07-01,0\n"
    assert [finding.code for finding in read_small({"demands.csv": demands}).findings] == ["I301"]
