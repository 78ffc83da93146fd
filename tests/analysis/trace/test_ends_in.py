"""Where what a site makes or sends on ends up."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.analysis.trace.cases import chain, rework, traced
from tests.builders import Case

import reshore


def of(table: pl.DataFrame, site: str) -> list[dict[str, Any]]:
    """Return the rows of one site."""
    return table.filter(pl.col("site") == site).to_dicts()


def test_every_site_upstream_has_a_part() -> None:
    """Proves: the closure runs forward through all tiers, and a market that only receives has none.

    By hand: mine, both smelters and the plant. Sensitivity: one tier, or the market itself.
    """
    rows = traced(chain()).ends_in

    assert rows.select("site", "via", "product", "markets").rows() == [
        ("mine", ["ore"], "part", ["shop"]),
        ("plant", ["part"], "part", ["shop"]),
        ("smelter A", ["metal"], "part", ["shop"]),
        ("smelter B", ["metal"], "part", ["shop"]),
    ]
    assert rows["share"].null_count() == 4


def test_a_plan_says_how_much_holds_something_from_a_site() -> None:
    """Proves: attribution in proportion to flows. By hand: B gives 75 of 210 metal; 105 parts are sold for 120 each.

    Sensitivity: all parts of every supplier, or the share of value.
    """
    rows = reshore.trace(chain().plan()).ends_in
    smelter = of(rows, "smelter B")[0]

    assert (smelter["share"], smelter["quantity"], smelter["revenue"]) == pytest.approx((75 / 210, 37.5, 4500.0))
    assert of(rows, "mine")[0]["share"] == pytest.approx(1.0)
    assert smelter["markets"] == ["shop"]


def test_of_several_inputs_the_largest_share_counts() -> None:
    """Proves: what a site gives into two inputs is not added up.

    By hand: frames of B's metal too: a part takes two metal (75/210 of B) and a frame (all of B's metal if B alone sends to
    the frame shop). Then every part holds something of B. Without the frame it is 75/210. Sensitivity: 1 + 75/210.
    """
    case = framed(chain())
    smelter = of(reshore.trace(case.plan()).ends_in, "smelter B")[0]

    assert smelter["share"] == pytest.approx(1.0)
    assert smelter["quantity"] == pytest.approx(105.0)


def framed(case: Case) -> Case:
    """Return the chain where a part also takes a frame, a tenth of a bar of B's metal."""
    return case.adding(
        sites=[{"site": "frame shop", "country": "Korea"}],
        products=[{"product": "frame", "unit": "piece", "value": 5, "holding_rate": 0.2}],
        recipes=[
            {"process": "bend", "product": "metal", "quantity": -0.1},
            {"process": "bend", "product": "frame", "quantity": 1},
            {"process": "assemble", "product": "frame", "quantity": -1},
        ],
        operations=[{"site": "frame shop", "process": "bend", "unit_cost": 1}],
        lanes=[
            {"origin": "smelter B", "destination": "frame shop", "mode": "road"},
            {"origin": "frame shop", "destination": "plant", "mode": "road"},
        ],
    )


def test_stock_at_the_start_holds_nothing_of_a_site() -> None:
    """Proves: 42 of 210 bars came from nobody. By hand: the mine is in 168/210 of the parts. Sensitivity: shares of 1."""
    case = chain().having(stocks=[{"site": "plant", "product": "metal", "initial": 42}])

    assert of(reshore.trace(case.plan()).ends_in, "mine")[0]["share"] == pytest.approx(0.8)


def test_a_loop_is_mixed_to_its_end() -> None:
    """Proves: rework goes round until nothing changes. By hand: a tenth of packages comes from the bench, which holds packages
    of the bench; what goes into chips is a package of the bench with 1/10, whatever it was before. Sensitivity: above 0.1.
    """
    rows = reshore.trace(rework().plan()).ends_in

    assert of(rows, "bench")[0]["share"] == pytest.approx(0.1)
    assert of(rows, "fab")[0]["share"] == pytest.approx(1.0)


def test_a_site_that_a_plan_does_not_use_has_no_share() -> None:
    """Proves: what could be and what is are told apart. By hand: 22 parts a month need 44 metal, all from A."""
    demands = [{**row, "quantity": 22} for row in chain().tables["demands"]]
    rows = reshore.trace(chain().having(demands=demands).plan()).ends_in

    assert of(rows, "smelter B")[0] | {"via": []} == {
        "site": "smelter B",
        "product": "part",
        "via": [],
        "markets": [],
        "quantity": 0.0,
        "unit": "piece",
        "share": 0.0,
        "revenue": 0.0,
    }
    assert of(rows, "smelter A")[0]["share"] == pytest.approx(1.0)
