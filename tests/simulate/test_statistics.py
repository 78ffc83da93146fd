"""Figures of a sample, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from reshore.simulation.figures import quantiles, tail, variance_share, wilson


def test_interval_of_a_chance() -> None:
    """Proves: Wilson's interval. By hand: his formula for 1 of 10 with z = 1.96: 0.0179 to 0.4042; for none: 0 to 0.2775."""
    assert wilson(1, 10) == pytest.approx((0.01788, 0.40415), abs=1e-5)
    assert wilson(0, 10) == pytest.approx((0.0, 0.27753), abs=1e-5)
    assert wilson(10, 10) == pytest.approx((0.72247, 1.0), abs=1e-5)
    assert wilson(0, 0) == (0.0, 1.0)


def test_value_at_risk_and_mean_of_the_tail() -> None:
    """Proves: the worst twentieth of 1 to 40 is 1 and 2: at most 2, 1.5 on average; of 1 to 30 it is 1 and half of 2: 4/3."""
    assert tail(np.arange(40.0, 0.0, -1.0)) == pytest.approx((2.0, 1.5))
    assert tail(np.arange(1.0, 31.0)) == pytest.approx((2.0, (1.0 + 0.5 * 2.0) / 1.5))
    assert tail(np.array([7.0])) == pytest.approx((7.0, 7.0))


def test_quantiles_go_straight_between_values() -> None:
    """Proves: P10 of 0 to 10 is 1, the middle 5. Sensitivity: quantiles along the wrong axis."""
    assert quantiles(np.arange(11.0)).tolist() == [1.0, 5.0, 9.0]
    assert quantiles(np.array([[0.0, 10.0], [5.0, 5.0]])).tolist() == [[1.0, 5.0], [5.0, 5.0], [9.0, 5.0]]


def test_shares_of_the_variance_of_a_sum() -> None:
    """Proves: of 2 x + y with equal spreads x explains 4/5 and y 1/5, of what has no part in it nothing.

    By hand: variances 4 and 1. Sensitivity: a correlation that is not squared (0.89), classes that explain noise.
    """
    x, y, z = np.random.default_rng(1).random((3, 20_000))
    effect = 2.0 * x + y

    assert variance_share(x, effect) == pytest.approx(0.8, abs=0.02)
    assert variance_share(y, effect) == pytest.approx(0.2, abs=0.02)
    assert variance_share(z, effect) == pytest.approx(0.0, abs=0.005)
    assert variance_share((x - 0.5) ** 2, (x - 0.5) ** 2) == pytest.approx(1.0, abs=0.02)


def test_share_of_what_happens_seldom() -> None:
    """Proves: what is 0 in most replications is a class of its own: it explains all of what only it causes.

    By hand: identity. Nothing to explain, or nothing that differs, explains nothing.
    """
    numbers = np.random.default_rng(2)
    seldom = np.where(numbers.random(10_000) < 0.02, numbers.random(10_000), 0.0)

    assert variance_share(seldom, -3.0 * seldom) > 0.97
    assert variance_share(seldom, np.zeros(10_000)) == 0.0
    assert variance_share(np.zeros(10_000), numbers.random(10_000)) == 0.0
