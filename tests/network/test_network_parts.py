"""Parts of the network: ramps, values over time, starts, flows."""

from datetime import date

import numpy as np
import pytest
from tests.builders import Case, asks, line, plant, project

from reshore.network import Network, build_network
from reshore.network.codes import encode, pairs
from reshore.tables import resolve


def network(case: Case) -> Network:
    """Return the network of a case."""
    return build_network(resolve(case.read()))


def test_pairs_of_equal_codes() -> None:
    """Proves: every pair of equal codes, in order of the left; nothing for codes on one side alone.

    By hand: 7 on the left meets positions 0 and 2; 5 meets 1. Sensitivity: an inner join that drops duplicates.
    """
    left, right = pairs(np.array([7, 3, 5, 7]), np.array([7, 5, 7, 9]))

    assert left.tolist() == [0, 0, 2, 3, 3]
    assert right.tolist() == [0, 2, 1, 0, 2]


def test_an_unknown_name_raises() -> None:
    """Proves: a name that is not known is an error with that name. By hand: 'x'. Sensitivity: codes of null."""
    import polars as pl

    with pytest.raises(ValueError, match="'x' is not known"):
        encode(pl.Series(["a", "x"]), pl.Series(["a", "b"]))


def test_an_option_starts_in_every_period_in_which_it_may_and_can_be_complete() -> None:
    """Proves: σ = max(b(s), earliest) with σ < latest, and ρ before the end.

    By hand, six months, earliest 11 February, latest 15 May, two months to build: starts in February (on the 11th),
    March and April; one of 1 May would be ready on 1 July, which is the end.
    Sensitivity: a start on 1 February, or one that is ready on the last day after the horizon.
    """
    option = project(build_time=2, earliest=date(2025, 2, 11), latest=date(2025, 5, 15))
    starts = network(plant("6 months", **line(5), expansions=[option], demands=asks([3]))).starts
    days = [np.datetime64("1970-01-01") + np.timedelta64(int(day), "D") for day in starts.begins]

    assert starts.period.tolist() == [1, 2, 3]
    assert [str(day) for day in days] == ["2025-02-11", "2025-03-01", "2025-04-01"]


def test_a_lane_carries_what_is_made_before_it_and_needed_beyond_it() -> None:
    """Proves: of three products on an open lane from the mine over the plant to the town, each flows as far as it is of use.

    By hand: ore is made in the mine and used in the plant, gold passes through to the town, mud is of no use anywhere.
    Sensitivity: every product on every lane would be 6 flows.
    """
    case = plant(
        sites=[{"site": name} for name in ("mine", "plant", "town")],
        products=[{"product": name} for name in ("ore", "gold", "mud", "part")],
        recipes=[
            *({"process": "dig", "product": name, "quantity": 1} for name in ("ore", "gold", "mud")),
            {"process": "make", "product": "ore", "quantity": -1},
            {"process": "make", "product": "part", "quantity": 1},
        ],
        operations=[{"site": "mine", "process": "dig"}, {"site": "plant", "process": "make"}],
        lanes=[
            {"origin": "mine", "destination": "plant", "mode": "road"},
            {"origin": "plant", "destination": "town", "mode": "road"},
        ],
        demands=[*asks([2], market="town", product="gold"), *asks([2], market="town", product="part")],
    )
    frame = network(case).flows.frame

    assert set(frame.select("origin", "product").iter_rows()) == {
        ("mine", "ore"),
        ("mine", "gold"),
        ("plant", "gold"),
        ("plant", "part"),
    }


def test_a_ramp_before_its_first_age_is_zero() -> None:
    """Proves: capacity follows steps whose first age is not 0.

    By hand: 30 % from age 10 days, complete on 1 January: 21/31 of 0.3 · 31 = 6.3, then 0.3 · 31 = 9.3.
    Sensitivity: the first step from age 0 on would give 9.3.
    """
    case = plant(
        "2 months",
        **line(0),
        ramps=[{"ramp": "late", "age [day]": 10, "fraction": 0.3}],
        expansions=[project(module=31, ramp="late", status="committed")],
        demands=asks([3]),
    )

    assert network(case).offered.amount[0] == pytest.approx([6.3, 9.3])
