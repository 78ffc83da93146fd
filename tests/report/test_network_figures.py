"""Figures of a network before it is planned, with numbers by hand."""

import numpy as np
import pytest
from tests.builders import Case

import reshore
from reshore.analysis.trace import trace_network
from reshore.network import build_network
from reshore.report.figures import Figure
from reshore.report.figures.network import _needed, network_figures
from reshore.tables import resolve

CASE = Case(
    {"name": "case", "start": "2025-01-01", "buckets": "3 months"},
    {
        "sites": [
            {"site": "a", "country": "Peru", "latitude": -12, "longitude": -77},
            {"site": "b", "country": "Chile", "latitude": -33, "longitude": -70},
            {"site": "city", "country": "Japan", "latitude": 35, "longitude": 139},
        ],
        "products": [
            {"product": "ore", "unit": "t", "value": 10},
            {"product": "bar", "unit": "t", "value": 50},
        ],
        "recipes": [
            {"process": "dig", "product": "ore", "quantity": 1},
            {"process": "melt", "product": "ore", "quantity": -3},
            {"process": "melt", "product": "bar", "quantity": 1},
        ],
        "operations": [
            {"site": "a", "process": "dig"},
            {"site": "b", "process": "dig"},
            {"site": "b", "process": "melt"},
        ],
        "resources": [
            {"site": "a", "resource": "pit", "capacity": 30},
            {"site": "b", "resource": "pit", "capacity": 10},
            {"site": "b", "resource": "oven", "capacity": 20},
        ],
        "uses": [
            {"site": "a", "process": "dig", "resource": "pit", "per_run": 1},
            {"site": "b", "process": "dig", "resource": "pit", "per_run": 1},
            {"site": "b", "process": "melt", "resource": "oven", "per_run": 1},
        ],
        "lanes": [
            {"origin": "a", "destination": "b", "mode": "sea", "products": "ore"},
            {"origin": "b", "destination": "city", "mode": "sea", "products": "bar;ore"},
            {"origin": "b", "destination": "city", "mode": "air", "products": "bar"},
        ],
        "demands": [{"market": "city", "product": "bar", "date": "2025-02-01", "quantity": 20, "price": 90}],
    },
)


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    """The figures of the network, by name."""
    network = build_network(resolve(CASE.read()))
    return {figure.name: figure for figure in network_figures(network, trace_network(network), "Source: by hand")}


def test_the_chain_has_what_demand_needs_by_capacity(figures: dict[str, Figure]) -> None:
    """Proves: demand through recipes at standard value, shared out among the countries that can make it.

    By hand: 20 bars at 50 are 1,000; they take 60 t of ore at 10, 600, of which Peru has 30 of 40 parts of the capacity.
    Sensitivity: quantities that are not multiplied by value; equal parts for sites of unequal capacity.
    """
    rows = {row[:4]: row[4] for row in figures["chain"].rows}

    assert rows == {
        ("tier 1", "Peru", "tier 0", "Chile"): "450",
        ("tier 1", "Chile", "tier 0", "Chile"): "150",
        ("tier 0", "Chile", "market", "Japan"): "1,000",
    }
    assert "by capacity" in figures["chain"].units


def test_parts_of_a_tier_are_called_by_what_they_are() -> None:
    """Proves: where a tier has mines in one country and a smelter in another, neither is called by the other's kind.

    Sensitivity: the kind of most of the tier for all of it.
    """
    kinds = {"Peru": "mine", "Chile": "smelter"}
    case = CASE.having(
        sites=[{**site, "kind": kinds.get(str(site.get("country")), "")} for site in CASE.tables["sites"]]
    )
    network = build_network(resolve(case.read()))
    _, chain = network_figures(network, trace_network(network), "Source: by hand")
    called = {row[:2] for row in chain.rows}
    labels = {node["name"]: node["label"]["formatter"] for node in chain.option["series"][0]["data"]}

    assert {("mine, tier 1", "Peru"), ("smelter, tier 1", "Chile")} <= called
    assert labels["Peru: mine, tier 1"] == "Peru\nmine"
    assert labels["Chile: smelter, tier 1"] == "Chile\nsmelter"


def test_the_map_has_a_line_where_products_can_go(figures: dict[str, Figure]) -> None:
    """Proves: a line for each pair of places, told by its products, and no slider of years.

    By hand: bars go from b to the city by sea and air, and no ore, since nobody there wants it. Sensitivity: lanes counted.
    """
    figure = figures["map"]

    assert set(figure.rows) == {("b", "city", "1"), ("a", "b", "1")}
    assert figure.option["baseOption"]["timeline"]["show"] is False
    assert "3 places" in figure.alternative
    names = {line["name"] for step in figure.option["options"] for one in step["series"] for line in one["data"]}
    assert names == {"b to city: 1 product", "a to b: 1 product"}


def test_what_has_neither_places_nor_values_has_no_figures() -> None:
    """Proves: nothing is drawn of nothing. By hand: factory has no coordinates, and no values. Sensitivity: an empty figure."""
    network = build_network(resolve(reshore.load("factory")))

    assert network_figures(network, trace_network(network), "") == ()


def test_a_product_has_a_map_and_a_chain_of_its_own() -> None:
    """Proves: narrowed to ore the map has the lanes of ore alone, and the chain what 60 t of it need: nothing; narrowed to bars
    it has both; narrowed to a site its lanes, and no chain.

    By hand: 20 bars need 60 t of ore at 10. Sensitivity: figures of all, whatever is asked for.
    """
    network = build_network(resolve(CASE.read()))
    trace = trace_network(network)

    def of(product: str | None = None, site: str | None = None) -> dict[str, Figure]:
        shown = trace_network(network, product, site)
        return {figure.name: figure for figure in network_figures(network, trace, "Source: by hand", shown)}

    every, ore, bar, site = of(), of("ore"), of("bar"), of(site="a")
    assert ore["map"].rows == (("a", "b", "1"),)
    assert set(ore) == {"map"}
    assert [row[1:3] for row in bar["chain"].rows] == [row[1:3] for row in every["chain"].rows]
    assert [row[-1] for row in bar["chain"].rows] == [row[-1] for row in every["chain"].rows]
    assert bar["chain"].title == "What bar needs, through the tiers"
    assert set(site) == {"map"}
    assert site["map"].rows == (("a", "b", "1"),)
    assert site["map"].title.endswith(": a")


def test_what_needs_nothing_has_no_chain() -> None:
    """Proves: what is used and made of nothing has no chain, whatever a solver leaves of rounding. Sensitivity: 4e-11 of ore."""
    network = build_network(resolve(CASE.read()))
    shown = trace_network(network, "ore")
    found = network_figures(network, trace_network(network), "Source: by hand", shown)

    assert [figure.name for figure in found] == ["map"]
    assert _needed(np.array([[0.0, 3.0], [0.0, 0.0]]), np.array([1e-12, 20.0])).tolist() == pytest.approx([60.0, 20.0])
    assert _needed(np.zeros((2, 2)), np.array([1e-12, 20.0])).tolist() == [0.0, 20.0]
