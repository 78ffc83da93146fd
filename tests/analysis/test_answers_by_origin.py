"""Questions about plans whose goods have an origin are answered as without it, where it makes no difference."""

from __future__ import annotations

import pytest
from polars.testing import assert_frame_equal
from tests.builders import Case, asks
from tests.conflicts import changes, named, proven
from tests.laws.test_origin import CHAIN, chain

import reshore


def short() -> Case:
    """Return the chain with twice the demand that can be made."""
    return chain(demands=list(asks([140], market="shop", product="box", price=90)))


def untracked(case: Case) -> Case:
    """Return the case without regard to origin."""
    return case.having(products=[{**row, "track_origin": False} for row in case.tables["products"]])


def test_bottlenecks_are_the_same() -> None:
    """Proves: what limits supply, and by how much more, does not depend on whether origins are tracked.

    By hand: both fabs are full; a wafer more of Spain makes a box, worth 90 − 5 − 0.5 − 2 = 82.50.
    Sensitivity: limits that are told by origin, or not found through the mix.
    """
    tables = [reshore.bottlenecks(case.plan()).total for case in (short(), untracked(short()))]
    found, plain = (dict(table.select("entity", "value").iter_rows()) for table in tables)

    assert found == pytest.approx(plain)
    assert found["runs of etch at west"] == pytest.approx(82.5)


def test_why_goes_back_through_the_mix() -> None:
    """Proves: the chain from a demand back to a limit passes from the mix to the goods of one origin.

    By hand: box at the shop, from rack, of chips, from pack, of wafers, from east or west. Sensitivity: no chain at all.
    """
    found, plain = (reshore.why(case.plan()) for case in (short(), untracked(short())))

    assert found.reasons.drop("subject").equals(plain.reasons.drop("subject"))
    chains = [sorted(map(tuple, each.limits["chain"].to_list())) for each in (found, plain)]
    assert chains[0] == chains[1]
    assert all(chains[0])


def test_a_trace_asks_for_no_origin() -> None:
    """Proves: suppliers, exposure and where goods end are those of the product, of all origins together.

    By hand: the same plan. Sensitivity: quantities of one origin, or twice the sum.
    """
    found, plain = (reshore.trace(case.plan()) for case in (short(), untracked(short())))

    for part in ("suppliers", "exposure", "ends_in", "single_points", "lead_times", "tiers"):
        left, right = (getattr(each, part) for each in (found, plain))
        assert_frame_equal(left, right, check_exact=False, check_row_order=False, rel_tol=1e-6)


def test_a_conflict_is_the_same() -> None:
    """Proves: a minimum of stock that cannot be kept is found, and its repair, where origins mix.

    By hand: 70 wafers can be made, 200 must be at the packager. Sensitivity: limits of the mix that nobody could move.
    """
    case = chain(stocks=[{"site": "pack", "product": "wafer", "minimum": 200}])
    found, plain = (proven(each) for each in (case, untracked(case)))

    assert ("minimum stock", "pack wafer") in named(found)
    assert named(found) == named(plain)
    assert [changes(each) for each in found.repairs] == [changes(each) for each in plain.repairs]


def test_labels_tell_origins_apart() -> None:
    """Proves: where limits are told of goods of one origin, that is said.

    By hand: the duals of balances have the country. Sensitivity: two rows of the same words.
    """
    plan = chain().plan()

    assert set(plan.duals["balance"]["country_of_origin"]) >= {"", "Japan", "Spain"}
    assert CHAIN[0] in set(plan.duals["balance"]["product"])
