"""The same rules, written a second time as an event simulation in SimPy, give the same."""

import pytest
from benchmarks.simulation.__main__ import beside


def test_an_event_simulation_of_the_same_rules_serves_the_same() -> None:
    """Proves: what a chain serves, month by month in 64 replications with strikes, floods and closed lanes, is what SimPy serves.

    Sensitivity: arrivals a month late, capacity that catches up before it does what is planned.
    """
    apart, _, _ = beside(64)

    assert apart == pytest.approx(0.0, abs=1e-6)
