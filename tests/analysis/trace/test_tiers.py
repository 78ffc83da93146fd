"""Tiers: production steps back from what is asked for."""

from tests.analysis.trace.cases import chain, rework, traced


def test_tiers_count_production_steps() -> None:
    """Proves: tiers count recipes, not lanes, and sites are told apart into makers and others.

    By hand: part 0, metal 1, ore 2; ore passes the smelters. Sensitivity: counting shipments.
    """
    rows = traced(chain()).tiers.select("product", "tier", "demanded", "made_at", "held_at").rows()

    assert rows == [
        ("part", 0, True, ["plant"], ["shop"]),
        ("metal", 1, False, ["smelter A", "smelter B"], ["plant"]),
        ("ore", 2, False, ["mine"], ["smelter A", "smelter B"]),
    ]


def test_a_product_that_is_used_twice_has_the_larger_tier() -> None:
    """Proves: the largest number of steps counts. By hand: ore goes straight into parts too (1), and by metal (2).

    Sensitivity: the shortest way (breadth first). And a demanded product that goes into another is not of tier 0.
    """
    case = chain().adding(recipes=[{"process": "assemble", "product": "ore", "quantity": -1}])
    case = case.adding(lanes=[{"origin": "mine", "destination": "plant", "mode": "rail"}])
    also = case.adding(demands=[{"market": "shop", "product": "metal", "date": "2025-01-01", "quantity": 3}])
    also = also.adding(lanes=[{"origin": "smelter A", "destination": "shop", "mode": "rail"}])

    assert dict(traced(case).tiers.select("product", "tier").iter_rows()) == {"part": 0, "metal": 1, "ore": 2}
    assert traced(also).tiers.filter(product="metal").select("tier", "demanded").rows() == [(1, True)]


def test_products_of_a_loop_have_one_tier() -> None:
    """Proves: a loop ends. By hand: packages and rejects become each other, and chips (0). Sensitivity: counting for ever."""
    assert dict(traced(rework()).tiers.select("product", "tier").iter_rows()) == {"chip": 0, "package": 1, "reject": 1}


def test_tiers_of_one_product_count_back_from_it() -> None:
    """Proves: with `product`, the rest of the network is left out. By hand: metal 0, ore 1."""
    assert traced(chain(), product="metal").tiers.select("product", "tier").rows() == [("metal", 0), ("ore", 1)]


def test_what_leads_to_nothing_that_is_asked_for_is_left_out() -> None:
    """Proves: scrap and other products have no tier. By hand: slag of the smelters goes nowhere."""
    case = chain().adding(
        products=[{"product": "slag", "unit": "t", "value": 0}],
        recipes=[{"process": "smelt", "product": "slag", "quantity": 0.5}],
    )

    assert traced(case).tiers["product"].to_list() == ["part", "metal", "ore"]
