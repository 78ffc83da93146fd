"""Lead time: the critical path from the first start to the market."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from tests.analysis.trace.cases import random_ways, rework, slow, traced
from tests.builders import Case

from reshore.analysis.trace.lead_time import Chosen, critical_path, slowest
from reshore.analysis.trace.ways import Ways, soonest

ROOT = -1


def test_the_path_goes_through_the_faster_and_the_slower_source() -> None:
    """Proves: fastest is the least over alternatives, slowest the most, each with its path.

    By hand: dig 5, ocean 20, smelt A 10, ocean 12, assemble 4, road 2 = 53; by B 5 + 15 + 30 + 3 + 4 + 2 = 59.
    Sensitivity: transit or cycle times left out, sums over alternatives.
    """
    rows = traced(slow()).lead_times
    by_choice = {row["choice"]: row for row in rows.iter_rows(named=True)}
    path = [(step["product"], step["site"], step["by"], step["days"]) for step in by_choice["slowest"]["path"]]

    assert by_choice["fastest"]["days"] == 53.0
    assert by_choice["slowest"]["days"] == 59.0
    assert path == [
        ("ore", "mine", "dig", 5.0),
        ("ore", "smelter B", "ocean", 15.0),
        ("metal", "smelter B", "smelt", 30.0),
        ("metal", "plant", "ocean", 3.0),
        ("part", "plant", "assemble", 4.0),
        ("part", "shop", "road", 2.0),
    ]


def test_the_slowest_input_decides() -> None:
    """Proves: a step waits for all inputs. By hand: a frame takes 80 days and no lane: 80 + 4 + 2 = 86 either way.

    Sensitivity: the least over inputs, or their sum.
    """
    case = slow().adding(
        products=[{"product": "frame", "unit": "piece", "value": 3}],
        recipes=[
            {"process": "weld", "product": "frame", "quantity": 1},
            {"process": "assemble", "product": "frame", "quantity": -1},
        ],
        operations=[{"site": "plant", "process": "weld", "cycle_time": 80}],
    )

    assert traced(case).lead_times["days"].to_list() == [86.0, 86.0]
    assert [step["product"] for step in traced(case).lead_times["path"][0]] == ["frame", "part", "part"]


def test_months_are_twelfths_of_a_year() -> None:
    """Proves: the unit of the header counts. By hand: half a month by rail is 365.25 / 24 days. Sensitivity: 30 days, or 0.5."""
    lanes = [{**row, "transit_time [month]": 0.5, "transit_time": None} for row in slow().tables["lanes"]]
    rows = [{name: cell for name, cell in row.items() if name != "transit_time"} for row in lanes]

    assert traced(slow().having(lanes=rows)).lead_times["days"][0] == pytest.approx(5 + 10 + 4 + 3 * 365.25 / 24)


def test_a_loop_counts_once() -> None:
    """Proves: the slowest way takes rework out of the loop. By hand: pack 7, air 1, test 2, air 4 = 14 with or without rework.

    Sensitivity: going round for ever.
    """
    rows = traced(timed(rework())).lead_times

    assert rows["days"].to_list() == [14.0, 14.0]


def timed(case: Case) -> Case:
    """Return the case of rework with times: pack 7, test 2, mend 9, air 1, to the market 4."""
    cycles = {"fab": 7, "house": 2, "bench": 9}
    operations = [{**row, "cycle_time": cycles[str(row["site"])]} for row in case.tables["operations"]]
    lanes = [{**row, "transit_time": 4 if row["destination"] == "market" else 1} for row in case.tables["lanes"]]
    return case.having(operations=operations, lanes=lanes)


def test_what_cannot_be_had_has_no_lead_time() -> None:
    """Proves: stock at the start is no way. By hand: no operation makes metal, 500 bars are there."""
    case = slow().changing("operations", 1, maximum=0).changing("operations", 2, maximum=0)
    case = case.having(stocks=[{"site": "plant", "product": "metal", "initial": 500}])
    rows = traced(case).lead_times

    assert rows["days"].to_list() == [None, None]
    assert rows["path"].to_list() == [[], []]


@pytest.mark.parametrize("seed", range(40))
def test_without_loops_the_slowest_way_is_the_longest_path(seed: int) -> None:
    """Proves: over alternatives and inputs alike, the slowest way is the longest path of graph theory, and it is its path.

    On random networks without loops whose points can all be had, against networkx. Sensitivity: alternatives left out.
    """
    ways = random_ways(np.random.default_rng(seed), 16, forward=True)
    fastest = soonest(ways, np.ones(ways.steps, dtype=bool))
    found = slowest(ways, np.ones(ways.steps, dtype=bool), fastest)
    graph = arcs(ways, np.isfinite(fastest.time))

    for point in np.flatnonzero(np.isfinite(fastest.time)):
        reach = graph.subgraph(nx.ancestors(graph, int(point)) | {int(point)})
        assert found.time[point] == nx.dag_longest_path_length(reach)
        check_path(ways, found, int(point))


@pytest.mark.parametrize("seed", range(40))
def test_with_one_input_a_step_the_fastest_way_is_the_shortest_path(seed: int) -> None:
    """Proves: the least over alternatives, with loops, against Dijkstra's algorithm in networkx.

    Sensitivity: a first way found taken for the fastest.
    """
    ways = random_ways(np.random.default_rng(500 + seed), 30, alone=True)
    fastest = soonest(ways, np.ones(ways.steps, dtype=bool))
    expected = nx.single_source_dijkstra_path_length(arcs(ways, np.ones(ways.points, dtype=bool), least=True), ROOT)
    del expected[ROOT]

    assert set(np.flatnonzero(np.isfinite(fastest.time))) == set(expected)
    for point, days in expected.items():
        assert fastest.time[point] == pytest.approx(days, abs=1e-3)


@pytest.mark.parametrize("seed", range(40))
def test_every_path_sums_to_its_time(seed: int) -> None:
    """Proves: on random networks with joint inputs and loops, paths are ways, and slowest is not faster than fastest.

    Sensitivity: a path that follows another input or another step than the time does, or a loop.
    """
    ways = random_ways(np.random.default_rng(900 + seed), 18)
    every = np.ones(ways.steps, dtype=bool)
    fastest = soonest(ways, every)
    most = slowest(ways, every, fastest)

    for point in np.flatnonzero(np.isfinite(fastest.time)):
        check_path(ways, Chosen(fastest.time, fastest.step), int(point))
        check_path(ways, most, int(point))
        assert most.time[point] >= fastest.time[point] - 1e-3
    assert (np.isfinite(most.time) == np.isfinite(fastest.time)).all()


def check_path(ways: Ways, way: Chosen, point: int) -> None:
    """Assert that a path begins with a step without inputs, that each step needs what the one before makes, and its sum."""
    entries = critical_path(ways, way, point)
    steps, made = ways.makers.member[entries], ways.makers.owner[entries]

    assert ways.lead[steps].sum() == pytest.approx(way.time[point], abs=1e-3)
    assert steps[0] not in ways.inputs.owner
    assert made[-1] == point
    for before, step in zip(made[:-1], steps[1:], strict=True):
        assert before in ways.inputs.member[ways.inputs.owner == step]
    assert len(set(made.tolist())) == len(made)


def arcs(ways: Ways, kept: np.ndarray, least: bool = False) -> nx.DiGraph:
    """Return a graph of points with an arc for each input of each step, and from the root for steps without; the longest of
    parallel arcs (the shortest with `least`). Steps with an input that is not kept are left out."""
    graph = nx.DiGraph()
    graph.add_node(ROOT)
    for point, step in zip(ways.makers.owner, ways.makers.member, strict=True):
        inputs = ways.inputs.member[ways.inputs.owner == step]
        if not kept[inputs].all():
            continue
        for start in [int(each) for each in inputs] or [ROOT]:
            known = graph.get_edge_data(start, int(point), {"weight": ways.lead[step]})["weight"]
            weight = min(known, ways.lead[step]) if least else max(known, ways.lead[step])
            graph.add_edge(start, int(point), weight=weight)
    return graph
