"""Arithmetic on replications side by side, compiled: each function is one pass over numbers that lie next to each other."""

from __future__ import annotations

from reshore.network.periods import Floats
from reshore.simulation.compiled import compiled


@compiled
def add(to: Floats, per: float, what: Floats) -> None:
    """Add `per` times something."""
    for lane in range(len(what)):
        to[lane] += per * what[lane]


@compiled
def add_scaled(to: Floats, per: float, scale: Floats, what: Floats) -> None:
    """Add `per` times `scale` times something."""
    for lane in range(len(what)):
        to[lane] += per * scale[lane] * what[lane]


@compiled
def cut(to: Floats, there: Floats, below: float, per: float) -> None:
    """Cut to what there is above a level, by what a unit takes of it."""
    inverse = 1.0 / per
    for lane in range(len(to)):
        most = (there[lane] - below) * inverse
        most = max(most, 0.0)
        to[lane] = min(to[lane], most)


@compiled
def cut_scaled(to: Floats, there: Floats, below: float, per: float, scale: Floats) -> None:
    """Cut to what there is above a level, by what a unit takes of it in each replication."""
    for lane in range(len(to)):
        most = (there[lane] - below) / (per * scale[lane])
        most = max(most, 0.0)
        to[lane] = min(to[lane], most)


@compiled
def cut_to(to: Floats, most: Floats) -> None:
    """Cut to the most that may be."""
    for lane in range(len(to)):
        to[lane] = min(to[lane], most[lane])


@compiled
def waits(to: Floats, held: float, left: Floats, free: Floats) -> None:
    """Where less than all is left, cut to what was behind before, the share of it that the days are that are free.

    `held` is what the plan wants of the period: what is not left of it waits for the next.
    """
    for lane in range(len(to)):
        if left[lane] < 1.0:
            to[lane] = max(to[lane] - held * (1.0 - left[lane]), 0.0) * free[lane]


@compiled
def share_least(to: Floats, there: Floats, wanted: Floats, slack: float) -> None:
    """Cut a share to what there is over what is wanted, where that is more."""
    for lane in range(len(to)):
        want, have = wanted[lane], there[lane]
        part = max(have, 0.0) / max(want, 1e-300)
        part = part if want > have * slack else 1.0
        to[lane] = min(to[lane], part)


@compiled
def multiply(to: Floats, by: Floats) -> None:
    """Multiply."""
    for lane in range(len(to)):
        to[lane] *= by[lane]


@compiled
def total(what: Floats) -> float:
    """Return the sum, of four sums that go on beside each other."""
    first = second = third = fourth = 0.0
    whole = len(what) - len(what) % 4
    for lane in range(0, whole, 4):
        first += what[lane]
        second += what[lane + 1]
        third += what[lane + 2]
        fourth += what[lane + 3]
    for lane in range(whole, len(what)):
        first += what[lane]
    return (first + second) + (third + fourth)


@compiled
def some(what: Floats) -> bool:
    """Return whether anything is above 0."""
    for lane in range(len(what)):  # noqa: SIM110
        if what[lane] > 0.0:
            return True
    return False


@compiled
def exceeds(what: Floats, level: float) -> bool:
    """Return whether anything is above a level."""
    for lane in range(len(what)):  # noqa: SIM110
        if what[lane] > level:
            return True
    return False


@compiled
def above(to: Floats, what: Floats, ratio: float, small: float) -> bool:
    """Set to what is more than a small amount, times a ratio, else to 0; return whether anything is."""
    for lane in range(len(to)):
        to[lane] = what[lane] * ratio if what[lane] > small else 0.0
    return some(to)
