"""What hazards hit: names of each scope, groups, borders, and several at once."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from tests.builders import Case, Row, asks, depot
from tests.simulate.forced import forced

from reshore.network import build_network
from reshore.simulation.chance import BLOCK
from reshore.simulation.hazards import exposed, hazards_of
from reshore.simulation.study import prepare
from reshore.simulation.summary import SimulateOptions
from reshore.tables import resolve


def port(**cells: object) -> Case:
    """Return goods that go from a mine by a port in one country to a shop in another; one hazard may hit them."""
    row: Row = {"hazard": "stop", "annual_rate": 1, "duration": 31, **cells}
    return depot(
        "1 months",
        sites=[
            {"site": "mine", "country": "A"},
            {"site": "port", "country": "A"},
            {"site": "shop", "country": "B"},
        ],
        groups=[{"group": "inland", "member": "mine"}, {"group": "inland", "member": "port"}],
        stocks=[{"site": "mine", "product": "part", "initial": 10}],
        lanes=[
            {"origin": "mine", "destination": "port", "mode": "rail"},
            {"origin": "port", "destination": "shop", "mode": "sea"},
        ],
        demands=asks([10], market="shop", price=5),
        hazards=[row],
    )


@pytest.mark.parametrize(
    ("scope", "names", "affects", "flows"),
    [
        ("country", "A", "transit", [0, 1]),
        ("country", "A", "border", [1]),
        ("country", "B", "border", [1]),
        ("site", "mine", "transit", [0]),
        ("site", "inland", "transit", [0, 1]),
        ("site", "inland", "border", [0, 1]),
        ("mode", "sea", "", [1]),
        ("lane", "mine>port", "", [0]),
        ("lane", "mine>port/rail;port>shop", "", [0, 1]),
        ("product", "part", "transit", [0, 1]),
    ],
)
def test_names_of_each_scope(scope: str, names: str, affects: str, flows: list[int]) -> None:
    """Proves: the flows that a row hits, groups as their members, borders without what stays inside. By hand: the two lanes."""
    tables = resolve(port(scope=scope, names=names, affects=affects).read())
    network = build_network(tables)
    sets = exposed(network, hazards_of(tables, network.periods)[0])

    assert len(sets) == 1
    assert sets[0].flows.tolist() == flows


def test_apart_each_name_is_a_set_of_its_own() -> None:
    """Proves: names that are hit apart are not hit together. By hand: two lanes, two sets."""
    tables = resolve(port(scope="lane", names="mine>port;port>shop", correlation="apart").read())
    network = build_network(tables)
    hazard = hazards_of(tables, network.periods)[0]

    assert [one.flows.tolist() for one in exposed(network, hazard)] == [[0], [1]]
    assert hazard.parts == ("stop/mine>port", "stop/port>shop")


def test_what_several_events_leave_is_multiplied() -> None:
    """Proves: two events that halve what leaves leave a quarter of it. By hand: 10 · 0.5 · 0.5; one from the middle on, half."""
    case = port(scope="mode", names="rail")

    assert forced(case, (0, 0.0, 31.0, 0.5), (0, 0.0, 31.0, 0.5)).values("ship")[0] == pytest.approx([2.5])
    assert forced(case, (0, 15.5, 31.0, 1.0)).values("ship")[0] == pytest.approx([5])
    assert np.asarray(forced(case).values("ship"))[0] == pytest.approx([10])


def test_many_events_take_no_more_memory_than_a_batch_of_them() -> None:
    """Proves: events that come by the thousand are spread over the periods some at a time.

    By hand: 60 a year for 5 years in 512 replications are 154,000, over 60 months 74 MB for each array of all of them.
    Sensitivity: all of them at once take more than 200 MB.
    """
    case = port(scope="mode", names="rail", duration=1).changing("hazards", annual_rate=60).over("60 months")
    simulator, _ = prepare(case.plan(), SimulateOptions(BLOCK))
    tracemalloc.start()
    drawn = simulator.lottery.draw(0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert drawn.events.sum() > 140_000
    assert peak < 50e6


def test_durations_count_in_the_unit_of_their_header() -> None:
    """Proves: a header may give weeks, or months of the calendar. By hand: 2 weeks are 14 days, January 31."""
    for unit, days in (("week", 14.0), ("month", 59.0)):
        case = port(scope="mode", names="rail")
        row = {**case.tables["hazards"][0], f"duration [{unit}]": 2}
        del row["duration"]
        tables = resolve(case.having(hazards=[row]).read())
        assert hazards_of(tables, build_network(tables).periods)[0].duration.mode == pytest.approx(days)
