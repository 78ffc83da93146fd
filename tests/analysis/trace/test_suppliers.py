"""Suppliers: who supplies whom with what."""

import polars as pl
import pytest
from tests.analysis.trace.cases import chain, slow, traced

import reshore


def test_each_lane_is_a_row_with_its_process_and_countries() -> None:
    """Proves: days are the lane's, processes those of the sender, which has none where it makes nothing of it.

    By hand: A's metal takes 12 days by ocean, B's 3. Sensitivity: transit of another lane, cycle times added.
    """
    rows = traced(slow()).suppliers
    metal = rows.filter(product="metal").select(
        "from", "to", "mode", "transit_days", "processes", "from_country", "to_operator"
    )

    assert metal.sort("from").rows() == [
        ("smelter A", "plant", "ocean", 12.0, ["smelt"], "Japan", "Make"),
        ("smelter B", "plant", "ocean", 3.0, ["smelt"], "Korea", "Make"),
    ]
    assert rows.height == 5
    assert rows["quantity"].null_count() == rows.height


def test_a_plan_gives_quantities_and_shares() -> None:
    """Proves: shares are those of what a site gets, over the horizon.

    By hand: 35 parts a month need 70 metal: 45 from A, which is cheaper, 25 from B: in three months 135 and 75, of 210.
    Sensitivity: shares of what the sender sends (1 and 1), or of one period.
    """
    rows = reshore.trace(chain().plan()).suppliers.sort("from", "to")
    found = {(row["from"], row["to"]): (row["quantity"], row["share"]) for row in rows.iter_rows(named=True)}

    assert found["smelter A", "plant"] == pytest.approx((135.0, 135 / 210))
    assert found["smelter B", "plant"] == pytest.approx((75.0, 75 / 210))
    assert found["mine", "smelter A"] == pytest.approx((270.0, 1.0))


def test_what_a_site_makes_for_itself_is_a_row_of_its_own() -> None:
    """Proves: own making counts beside lanes. By hand: the plant can smelt too; nothing moves, so it takes 0 days."""
    case = chain().adding(
        operations=[{"site": "plant", "process": "smelt"}],
        lanes=[{"origin": "mine", "destination": "plant", "mode": "rail"}],
    )
    own = traced(case).suppliers.filter(pl.col("mode") == "own")

    assert own.select("product", "from", "to", "transit_days", "processes").rows() == [
        ("metal", "plant", "plant", 0.0, ["smelt"])
    ]
