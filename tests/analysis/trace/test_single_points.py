"""Single points of failure: what lies on every way to a product, and how long."""

from __future__ import annotations

from datetime import date

import networkx as nx
import numpy as np
import pytest
from tests.analysis.trace.cases import chain, naive, random_ways, rework, singles, traced
from tests.builders import Row

import reshore
from reshore.analysis.trace.single import unavoidable
from reshore.analysis.trace.ways import derivation, reached, soonest

ROOT = -1


def test_what_two_smelters_share_is_a_single_point_and_they_are_not() -> None:
    """Proves: a shared source behind alternatives is found, and an operator of both is, though neither site is.

    By hand: the mine feeds both smelters; both are Melt's; only the last lane is alone. Sensitivity: looking one tier deep.
    """
    trace = traced(chain())

    assert singles(trace, "part", "site") == {"mine", "plant"}
    assert singles(trace, "part", "operator") == {"Dig", "Melt", "Make"}
    assert singles(trace, "part", "country") == {"Chile", "United States"}
    assert singles(trace, "part", "lane") == {"plant/shop/road"}


def test_a_smelter_is_single_until_the_other_opens() -> None:
    """Proves: spans follow what is possible in each period.

    By hand: B opens on 15 February; March could do without A, and so could the second half of February, whose period begins
    on the 1st. Sensitivity: judging the whole horizon at once.
    """
    sites = [{**row, "opens": "2025-02-15"} if row["site"] == "smelter B" else row for row in chain().tables["sites"]]
    rows = traced(chain().having(sites=sites)).single_points.filter(name="smelter A")

    assert rows.select("from", "until").rows() == [(date(2025, 1, 1), date(2025, 2, 1))]
    assert rows["all_markets"].to_list() == [True]


def test_a_smelter_is_single_while_a_ban_holds_back_the_other() -> None:
    """Proves: a way under a ban is none while nothing may leave on it.

    By hand: no metal leaves Korea in February, which is where smelter B is. Sensitivity: bans that only the plan knows.
    """
    ban: Row = {"control": "rule", "product": "metal", "from_country": "Korea", "destination": "United States"}
    window: Row = {"starts": "2025-02-01", "ends": "2025-03-01", "kind": "ban"}
    rows = traced(chain().having(controls=[{**ban, **window}])).single_points.filter(name="smelter A")

    assert rows.select("from", "until").rows() == [(date(2025, 2, 1), date(2025, 3, 1))]


def test_a_smelter_is_single_again_when_the_other_closes() -> None:
    """Proves: `from` is the first day of dependence. By hand: B works in February only.

    Sensitivity: taking what was once possible for possible for ever.
    """
    window = {"opens": "2025-02-01", "closes": "2025-03-01"}
    sites = [{**row, **window} if row["site"] == "smelter B" else row for row in chain().tables["sites"]]
    rows = traced(chain().having(sites=sites)).single_points.filter(name="smelter A")

    assert rows.select("from", "until").sort("from").rows() == [
        (date(2025, 1, 1), date(2025, 2, 1)),
        (date(2025, 3, 1), None),
    ]


def test_a_project_that_could_be_built_ends_a_single_point_when_it_can_be_ready() -> None:
    """Proves: optional capacity counts from its earliest completion; a line without capacity before that does not.

    By hand: B has no furnace; one that is started in January takes a month and a half, so it works from mid-February.
    Sensitivity: counting resources of capacity 0, or only what exists.
    """
    furnace = {"expansion": "new", "site": "smelter B", "resource": "furnace", "module": 30, "build_time [day]": 46}
    case = chain().changing("resources", 1, capacity=0)

    assert "smelter A" in singles(traced(case), "part", "site")
    rows = traced(case.having(expansions=[furnace])).single_points.filter(name="smelter A")
    assert rows["until"].to_list() == [date(2025, 2, 1)]


def test_stages_that_are_never_possible_together_are_judged_over_the_horizon() -> None:
    """Proves: a product that is made of what was made before still has its single points.

    By hand: ore is dug in January alone, parts are assembled in March alone. Sensitivity: no rows at all.
    """
    case = chain().changing("operations", 0, ends="2025-02-01").changing("operations", 3, starts="2025-03-01")

    assert singles(traced(case), "part", "site") == {"mine", "plant"}


def test_stock_at_the_start_is_no_source() -> None:
    """Proves: 500 bars at the plant do not make the mine dispensable. Sensitivity: stock as a source."""
    case = chain().having(stocks=[{"site": "plant", "product": "metal", "initial": 500}])

    assert singles(traced(case), "part", "site") == {"mine", "plant"}


def test_markets_are_told_apart() -> None:
    """Proves: a point may be single for some markets alone.

    By hand: a second plant serves a second shop and, like the first, gets metal from both smelters.
    Sensitivity: one answer for all markets.
    """
    case = chain().adding(
        sites=[{"site": "works", "country": "Mexico"}, {"site": "store", "country": "Mexico"}],
        operations=[{"site": "works", "process": "assemble"}],
        lanes=[
            {"origin": "smelter A", "destination": "works", "mode": "air"},
            {"origin": "smelter B", "destination": "works", "mode": "air"},
            {"origin": "works", "destination": "store", "mode": "road"},
        ],
        demands=[{"market": "store", "product": "part", "date": "2025-01-01", "quantity": 7}],
    )
    rows = traced(case).single_points.filter(kind="site").select("name", "markets", "all_markets")

    assert sorted(rows.rows()) == [
        ("mine", ["shop", "store"], True),
        ("plant", ["shop"], False),
        ("works", ["store"], False),
    ]


def test_a_loop_of_rework_is_no_source() -> None:
    """Proves: least fixpoint: packages out of rejects of packages do not replace the fab, and the bench is not needed.

    By hand: without the fab nothing is ever rejected. Sensitivity: a greatest fixpoint, in which the loop feeds itself.
    """
    assert singles(traced(rework()), "chip", "site") == {"fab", "house"}


def test_a_product_that_is_not_asked_for_is_traced_to_those_who_need_it() -> None:
    """Proves: `product` may be any. By hand: smelters need ore; each has its own lane from the one mine."""
    rows = traced(chain(), product="ore").single_points.select("kind", "name", "markets")

    assert rows.filter(kind="site").rows() == [("site", "mine", ["smelter A", "smelter B"])]
    assert sorted(rows.filter(kind="lane").rows()) == [
        ("lane", "mine/smelter A/ocean", ["smelter A"]),
        ("lane", "mine/smelter B/ocean", ["smelter B"]),
    ]


@pytest.mark.parametrize("seed", range(60))
def test_single_points_without_joint_inputs_are_dominators(seed: int) -> None:
    """Proves: where every step has one input at most, single points are the dominators of graph theory.

    Elements are the points; a step hangs on the point it leads to. Compared with networkx on random graphs with loops.
    Sensitivity: any candidate that is left out or not tried.
    """
    draw = np.random.default_rng(seed)
    ways = random_ways(draw, 25, alone=True)
    start = dict(zip(ways.inputs.owner, ways.inputs.member, strict=True))
    graph = nx.DiGraph()
    graph.add_node(ROOT)
    head = np.empty(ways.steps, dtype=np.int64)
    head[ways.makers.member] = ways.makers.owner
    graph.add_edges_from((start.get(step, ROOT), int(point)) for step, point in enumerate(head))
    above = nx.immediate_dominators(graph, ROOT)
    goals = np.arange(ways.points)
    elements, needed = unavoidable(ways, head[:, None], goals)

    for goal in goals:
        chain_up, at = set(), int(goal)
        while at in above and at != ROOT:
            chain_up.add(at)
            at = above[at]
        if chain_up:
            assert set(elements[needed[goal]]) == chain_up
        else:
            assert needed[goal].all()


@pytest.mark.parametrize("seed", range(60))
def test_single_points_are_what_nothing_can_be_made_without(seed: int) -> None:
    """Proves: on random networks with joint inputs, alternatives and loops, an element is a single point exactly if the goal
    cannot be had when its steps are taken out, by a derivation that shares no code. Each step hangs on two elements, or one.

    Sensitivity: alternatives taken for joint needs, loops that feed themselves, candidates off the fastest way.
    """
    draw = np.random.default_rng(1000 + seed)
    ways = random_ways(draw, 14)
    of = np.column_stack(
        [draw.integers(0, 9, ways.steps), draw.integers(8, 20, ways.steps) - (draw.random() < 0.3) * 30]
    )
    goals = np.arange(ways.points)
    elements, needed = unavoidable(ways, np.maximum(of, -1), goals)
    whole = naive(ways, set())

    for goal in sorted(whole):
        expected = {
            int(element)
            for element in np.unique(of[of >= 0])
            if goal not in naive(ways, {int(step) for step in np.flatnonzero((of == element).any(axis=1))})
        }
        assert set(elements[needed[goal]].tolist()) == expected


@pytest.mark.parametrize("seed", range(20))
def test_reached_agrees_with_going_over_all_steps(seed: int) -> None:
    """Proves: the fixpoint over bits, of 70 cases at once, is that of each case alone; the fastest way derives each point.

    Sensitivity: bits that spill between words, packing in the wrong order.
    """
    draw = np.random.default_rng(2000 + seed)
    ways = random_ways(draw, 20)
    blocked = draw.random((ways.steps, 70)) < 0.3
    there = reached(ways, blocked)

    for case in range(70):
        assert set(np.flatnonzero(there[:, case])) == naive(ways, set(np.flatnonzero(blocked[:, case])))
    fastest = soonest(ways, ~blocked[:, 0])
    assert set(np.flatnonzero(np.isfinite(fastest.time))) == set(np.flatnonzero(there[:, 0]))
    for point in np.flatnonzero(there[:, 0]):
        steps = derivation(ways, fastest.step, np.array([point]))
        assert point in naive(ways, set(range(ways.steps)) - set(steps.tolist()))


def test_lanes_and_sites_of_the_showcase() -> None:
    """Proves: the showcase says what its README does: Arizona needs Taiwan's hub until packaging opens there.

    By hand: Amkor-Peoria packages from March 2027; Thailand alone makes rack kits. Sensitivity: dates, groups, windows.
    """
    points = reshore.trace("us-buildout").single_points
    hub = points.filter(product="gb300-nvl72", name="Taoyuan-hub")

    assert hub["until"].to_list() == [date(2027, 3, 1)]
    assert {"Taiwan", "Thailand"} == set(points.filter(product="gb300-nvl72", kind="country")["name"])
