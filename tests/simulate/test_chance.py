"""What is drawn has the distribution that the tables declare, and depends on seed, name and block alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.builders import Row, asks, line, plant, project

from reshore.network import build_network
from reshore.simulation.chance import BLOCK
from reshore.simulation.hazards import Happened, Hazard, happen, hazards_of
from reshore.simulation.numbers import chances, numbers_of
from reshore.simulation.shapes import Range, lognormal, triangular
from reshore.simulation.study import prepare
from reshore.simulation.summary import SimulateOptions
from reshore.tables import resolve

MANY = 400
"""Blocks that are drawn: about a hundred thousand replications."""
EVEN = (np.arange(200_000) + 0.5) / 200_000
"""Chances that are spread evenly: a sample without error."""


def hazard(**cells: object) -> Hazard:
    """Return the hazard of a row, over two years."""
    row: Row = {"hazard": "stop", "scope": "site", "names": "plant", "annual_rate": 1, "duration": 10, **cells}
    case = plant("24 months", **line(1), demands=asks([1]), hazards=[row])
    tables = resolve(case.read())
    return hazards_of(tables, build_network(tables).periods)[0]


def drawn(one: Hazard, seed: int = 1) -> list[Happened]:
    return [happen(one, seed, block) for block in range(MANY)]


def test_events_are_a_poisson_process() -> None:
    """Proves: the number of events in two years has mean and variance of twice the rate, and they lie evenly in time.

    By hand: a rate of 1.5 a year over 730 of 365.25 days a year: 2.998. Tolerances are five standard errors.
    Sensitivity: a rate per horizon, or one event at most.
    """
    found = drawn(hazard(annual_rate=1.5))
    counts = np.concatenate([np.bincount(one.replication, minlength=BLOCK) for one in found])
    starts = np.concatenate([one.start for one in found])
    mean = 1.5 * 730 / 365.25

    assert counts.mean() == pytest.approx(mean, abs=5 * np.sqrt(mean / len(counts)))
    assert counts.var() == pytest.approx(mean, rel=0.03)
    assert (starts.min() >= 0.0, starts.max() < 730.0) == (True, True)
    assert starts.mean() == pytest.approx(365, abs=5 * 730 / np.sqrt(12 * len(starts)))


def test_events_begin_in_their_window() -> None:
    """Proves: none begins before `starts`, or on `ends` or later; there are as many as the window is long. By hand: 59 days."""
    found = drawn(hazard(annual_rate=6, starts="2025-03-01", ends="2025-04-29"))
    starts = np.concatenate([one.start for one in found])

    assert 59.0 <= starts.min() < 59.1
    assert 117.9 < starts.max() < 118.0
    assert len(starts) / (MANY * BLOCK) == pytest.approx(6 * 59 / 365.25, rel=0.02)


def test_a_rate_that_is_not_known_is_the_same_for_all_events_of_a_replication() -> None:
    """Proves: counts spread more than those of one rate: by the variance of the rate times the time squared.

    By hand: mean rate r, variance of rate v, over t years: variance of counts = r t + v t². Sensitivity: a rate for each event.
    """
    one = hazard(annual_rate=2, annual_rate_low=1, annual_rate_high=4)
    rates = Range("triangular", 1.0, 2.0, 4.0, least=0.0).quantile(EVEN)
    counts = np.concatenate([np.bincount(each.replication, minlength=BLOCK) for each in drawn(one)])
    years = 730 / 365.25

    assert counts.mean() == pytest.approx(rates.mean() * years, rel=0.01)
    assert counts.var() == pytest.approx(rates.mean() * years + rates.var() * years**2, rel=0.03)


def test_durations_and_losses_have_their_moments() -> None:
    """Proves: a triangular duration has mean (l + m + h) / 3 and variance (l² + m² + h² − lm − lh − mh) / 18; so has the loss."""
    one = hazard(
        duration=20,
        duration_low=10,
        duration_high=60,
        loss=0.5,
        loss_low=0.2,
        loss_high=1,
    )
    found = drawn(one)
    for name, (low, mode, high) in {"duration": (10, 20, 60), "loss": (0.2, 0.5, 1.0)}.items():
        values = np.concatenate([getattr(each, name) for each in found])
        variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
        assert values.mean() == pytest.approx((low + mode + high) / 3, rel=0.01), name
        assert values.var() == pytest.approx(variance, rel=0.03), name


def test_lognormal_durations() -> None:
    """Proves: one in ten is shorter than low and one longer than high, as the table declares, and the logs are normal.

    By hand: with 30 and 365 the median is sqrt(30 · 365) = 104.6, and sigma = ln(365/30) / (2 · 1.2816) = 0.975.
    Sensitivity: a mode that moves the tenths: with one of 90 a third would be longer than the high value.
    """
    values = lognormal(EVEN, 30.0, 365.0)
    assert np.quantile(values, [0.1, 0.5, 0.9]) == pytest.approx([30, np.sqrt(30 * 365), 365], rel=1e-4)
    assert np.log(values).std() == pytest.approx(0.975, abs=1e-3)
    one = hazard(duration=90, duration_low=30, duration_high=365, duration_distribution="lognormal")
    found = np.concatenate([each.duration for each in drawn(one)])
    assert ((found < 30).mean(), (found > 365).mean()) == pytest.approx((0.1, 0.1), abs=0.005)
    assert np.log(found).mean() == pytest.approx(np.log(30 * 365) / 2, abs=0.01)


@pytest.mark.parametrize("shape", ["triangular", "uniform", "normal", "lognormal", "pert"])
@pytest.mark.parametrize(("low", "mid", "high"), [(4.0, 9.0, 10.0), (1.0, 2.0, 3.0), (2.0, 2.5, 9.0)])
def test_one_in_ten_lies_below_low_and_above_high(shape: str, low: float, mid: float, high: float) -> None:
    """Proves: ranges mean what their columns say, whatever their shape. Sensitivity: low and high as the ends of a triangle."""
    one = Range(shape, low, mid, high)

    assert one.quantile(np.array([0.1, 0.9])) == pytest.approx([low, high], rel=1e-6)
    values = one.quantile(EVEN)
    assert (np.diff(values) >= 0.0).all()


def test_the_mode_of_a_range_is_its_middle_value() -> None:
    """Proves: the densest part of a triangular and of a PERT sample is at `mid`; bounds hold; no width is no chance."""
    for shape in ("triangular", "pert"):
        counts, edges = np.histogram(Range(shape, 4.0, 9.0, 10.0).quantile(EVEN), bins=60)
        assert abs(edges[counts.argmax()] - 9.0) < 0.4
    assert Range("normal", 0.8, 0.9, 1.0, 0.0, 1.0).quantile(EVEN).max() == 1.0
    assert Range("triangular", 5.0, 5.0, 5.0).quantile(EVEN[:3]).tolist() == [5.0, 5.0, 5.0]
    assert triangular(0.5, 0.0, 1.0, 2.0) == pytest.approx(1.0)


def test_losses_fall_with_distance() -> None:
    """Proves: a site a degree of latitude away has exp(−111.19 / 50) of the loss, and each site is as often the nearest.

    By hand: a degree of a great circle is 6371 · pi / 180 = 111.19 km; 10.8 %. Sensitivity: degrees for kilometres.
    """
    sites = [
        {"site": "plant", "latitude": 24, "longitude": 120},
        {"site": "north", "latitude": 25, "longitude": 120},
    ]
    row = {"hazard": "quake", "scope": "site", "names": "plant;north", "annual_rate": 1, "duration": 10}
    row |= {"correlation": "distance", "decay_length": 50}
    case = plant("24 months", **line(1), demands=asks([1]), hazards=[row]).having(sites=sites)
    tables = resolve(case.read())
    one = hazards_of(tables, build_network(tables).periods)[0]

    assert one.near == pytest.approx(np.array([[1.0, 0.10816], [0.10816, 1.0]]), abs=2e-4)
    where = np.concatenate([each.epicentre for each in drawn(one)])
    assert np.bincount(where) / len(where) == pytest.approx([0.5, 0.5], abs=0.01)


def test_draws_depend_on_seed_name_and_block_alone() -> None:
    """Proves: the same again for the same, something else for another seed, name or block; apart, each name has its own."""
    one = hazard(annual_rate=3)

    assert np.array_equal(happen(one, 1, 7).start, happen(one, 1, 7).start)
    others = [happen(one, 2, 7), happen(one, 1, 8), happen(replace(one, name="other"), 1, 7)]
    assert all(not np.array_equal(happen(one, 1, 7).start, other.start) for other in others)
    assert np.array_equal(chances(["a", "b"], 1, 0)[1:], chances(["b"], 1, 0))
    apart = replace(one, names=("x", "y"), apart=True)
    alone = happen(replace(one, names=("y",), apart=True), 1, 7)
    both = happen(apart, 1, 7)
    assert np.array_equal(both.start[both.part == 1], alone.start)


def test_numbers_without_a_place_are_said() -> None:
    """Proves: a range that the simulation cannot carry is listed with the reason, and none is dropped."""
    ranges = [
        {"table": "operations", "key": "plant/make", "column": "cycle_time", "low": 1, "high": 3},
        {"table": "operations", "key": "plant/make", "column": "yield", "low": 0.5, "high": 0.9},
        {"table": "demands", "key": "plant/part//2025-01-01", "column": "price", "low": -1, "high": 5}
        | {"distribution": "lognormal"},
        {"table": "resources", "key": "plant/line", "column": "fixed_cost", "low": 1, "high": 5},
        {"table": "resources", "key": "plant/line", "column": "capacity", "low": 5, "high": 9},
        {"table": "products", "key": "part", "column": "terminal_value", "low": 1, "mid": 2, "high": 3},
    ]
    case = plant(
        "1 months",
        **line(1, fixed_cost=2),
        operations=[{"site": "plant", "process": "make", "cycle_time": 2, "yield": 0.8}],
        demands=asks([1], price=2),
        ranges=ranges,
    )
    plan = case.plan()
    carried, left = numbers_of(plan.inputs, plan.given)

    assert [number.name for number in carried] == ["operations/plant/make/yield", "resources/plant/line/fixed_cost"]
    assert left == [
        ("operations/plant/make/cycle_time", "the plan forward has no place for it"),
        ("demands/plant/part//2025-01-01/price", "a lognormal range lies on one side of 0"),
        ("resources/plant/line/capacity", "its own value lies outside"),
        ("products/part/terminal_value", "it has no value of its own"),
    ]


def test_what_a_run_takes_is_never_made() -> None:
    """Proves: a recipe keeps its sign however wide its range is, and goods come from nowhere in no replication.

    By hand: a normal range of -2 to -0.05 reaches above 0 in one of ten, one of 0.1 to 2 below it; stock is never negative, and
    never more than there was. Sensitivity: recipes that turn round, which give ore, or take parts.
    """
    rows = {"ore": (-2, -0.05), "part": (0.1, 2)}
    for product, (low, high) in rows.items():
        case = plant(
            "1 months",
            **line(100),
            products=[{"product": "part"}, {"product": "ore"}],
            recipes=[
                {"process": "make", "product": "part", "quantity": 1},
                {"process": "make", "product": "ore", "quantity": -1},
            ],
            stocks=[{"site": "plant", "product": "ore", "initial": 10}],
            demands=asks([10], price=5),
            ranges=[{"table": "recipes", "key": f"make/{product}", "column": "quantity", "low": low, "high": high}],
        ).changing("ranges", distribution="normal")
        simulator, _ = prepare(case.plan(), SimulateOptions(BLOCK, ranges=True))
        values = simulator.lottery.draw(0).values
        block = simulator.block(0, BLOCK)

        assert (np.abs(values) > 0.0).all()
        assert len(np.unique(np.sign(values))) == 1, product
        assert block.stocks.min() >= -1e-6, product
        ore = simulator.lottery.model.network.products.names.index_of("ore")
        assert block.stocks[simulator.lottery.model.network.points.product == ore].max() <= 10 * BLOCK, product


def test_a_factor_of_nothing_is_said() -> None:
    """Proves: a number that is 0 in the tables, and that the simulation multiplies, is listed and not drawn.

    Sensitivity: modules of no size would offer not-a-number.
    """
    ranges = [
        {"table": "expansions", "key": "grow", "column": "module", "low": 0, "high": 8},
        {"table": "demands", "key": "plant/part//2025-01-01", "column": "quantity", "low": 0, "high": 8},
    ]
    case = plant(
        "1 months",
        **line(10),
        expansions=[project(module=0, status="committed", earliest="2025-01-01", max_modules=1)],
        demands=[{"market": "plant", "product": "part", "date": "2025-01-01", "quantity": 0, "price": 5}],
        ranges=ranges,
    )
    plan = case.plan()
    why = "its own value is 0, which the simulation only multiplies"

    assert numbers_of(plan.inputs, plan.given) == (
        [],
        [("expansions/grow/module", why), ("demands/plant/part//2025-01-01/quantity", why)],
    )
