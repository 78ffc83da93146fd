"""Events: concrete disruptions of a network, what they hit, and what is left of a rate in each period."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from reshore.network.codes import Codes
from reshore.network.network import Network
from reshore.network.periods import Floats, Periods
from reshore.tables.report import hint

Scope = Literal["site", "country", "region", "operator", "lane", "mode", "product"]
Affects = Literal["capacity", "transit", "supply"]
PLACES: Final = ("site", "country", "region", "operator")
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
AFFECTS: Final = MappingProxyType(
    {
        **dict.fromkeys(PLACES, ("capacity", "transit", "supply")),
        "lane": ("transit",),
        "mode": ("transit",),
        "product": ("supply", "transit"),
    }
)
"""What an event in each scope can affect; the first is what it affects where that is not said."""


@dataclass(frozen=True)
class Event:
    """One disruption of all that is called `name` in a `scope`; a lane is called `ORIGIN>DESTINATION` or with `/MODE`.

    From `start` on [day since the model's start], and for its `duration` [day], the fraction `loss` of what it affects is
    gone; then that comes back evenly over `recovery` [day], at once where that is 0. It affects `capacity`: resources and
    operations of the places; `transit`: what departs on lanes that begin or end there; or `supply`: the operations that make the
    product (or that the places perform), whatever resources they use. Where `affects` is empty it is what `AFFECTS` says first.
    Raises KeyError for an unknown scope, ValueError for what the scope cannot affect and for numbers that make no event.
    """

    scope: str
    name: str
    affects: str = ""
    start: float = 0.0
    duration: float = 0.0
    loss: float = 1.0
    recovery: float = 0.0

    def __post_init__(self) -> None:
        if not self.affects:
            object.__setattr__(self, "affects", default_affects(self.scope))
        _refuse_other(self.scope, self.affects)
        if not 0.0 <= self.loss <= 1.0:
            raise ValueError(f"a loss of {self.loss} is no fraction. Give 0 to 1.")
        for what, days in (("duration", self.duration), ("recovery", self.recovery)):
            if not 0.0 <= days < np.inf:
                raise ValueError(f"a {what} of {days} days is none. Give 0 or more.")


@dataclass(frozen=True)
class Members:
    """What an event hits: codes of resources, operations and flows, each in order; empty where it hits none."""

    resources: Codes
    operations: Codes
    flows: Codes


def default_affects(scope: str) -> str:
    """Return what an event in a scope affects where that is not said; raises KeyError for an unknown scope."""
    if scope not in AFFECTS:
        choose = f"Choose {', '.join(SCOPES)}."
        raise KeyError(f"There is no scope '{scope}'. {hint(scope, SCOPES, choose)}")
    return AFFECTS[scope][0]


def scopes(network: Network, scope: str) -> tuple[str, ...]:
    """Return the names of all that there is in a scope, in order of the tables: lanes with their mode.

    Products are those that some operation makes. Raises KeyError for an unknown scope.
    """
    default_affects(scope)
    frame = network.lanes.frame
    if scope == "lane":
        names = pl.select(pl.format("{}>{}/{}", frame["origin"], frame["destination"], frame["mode"])).to_series()
    elif scope == "mode":
        names = frame["mode"]
    elif scope == "product":
        made = np.isin(np.arange(len(network.products.names)), network.outputs.product)
        names = network.products.names.filter(pl.Series(made))
    else:
        names = network.tables.frame("sites")[scope]
    return tuple(name for name in names.unique(maintain_order=True) if name)


def members(network: Network, scope: str, name: str, affects: str = "") -> Members:
    """Return what an event hits. Raises KeyError for an unknown scope or name, ValueError for what cannot be affected."""
    affects = affects or default_affects(scope)
    _refuse_other(scope, affects)
    none = np.zeros(0, dtype=np.int64)
    if scope in PLACES:
        there = _there(network, scope, name)
        if affects == "capacity":
            resources, operations = (
                np.flatnonzero(there[part.site]) for part in (network.resources, network.operations)
            )
            return Members(resources, operations, none)
        if affects == "supply":
            return Members(none, np.flatnonzero(there[network.operations.site]), none)
        touched = there[network.lanes.origin] | there[network.lanes.destination]
        return Members(none, none, np.flatnonzero(touched[network.flows.lane]))
    if scope == "product":
        return _of_product(network, name, affects)
    lane = _lanes(network, name) if scope == "lane" else _known(network, scope, name, network.lanes.frame["mode"])
    return Members(none, none, np.flatnonzero(lane[network.flows.lane]))


def remaining(periods: Periods, start: ArrayLike, duration: ArrayLike, loss: ArrayLike, recovery: ArrayLike) -> Floats:
    """Return the fraction that is left of a rate in each period, shape (event, period).

    The arguments are those of events, shapes (event,) or one for all. It is the average over the days of the period, each with
    what is left then: exact, whatever day an event begins or ends on.
    """
    parts = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(part, dtype=float)) for part in (start, duration, loss, recovery))
    )
    left: Floats = np.ones((len(parts[0]), periods.count))
    event, period, now = touched(periods, *parts)
    left[event, period] = now
    return left


def touched(
    periods: Periods, start: Floats, duration: Floats, loss: Floats, recovery: Floats
) -> tuple[Codes, Codes, Floats]:
    """Return the periods that events touch, as pairs of event and period, and the fraction left in each; see `remaining`."""
    bounds = periods.bounds - periods.start
    end = start + duration + recovery
    first = np.clip(np.searchsorted(bounds, start, "right") - 1, 0, periods.count)
    count = np.clip(np.searchsorted(bounds, end, "left"), first, periods.count) - first
    event = np.repeat(np.arange(len(start)), count)
    period = np.arange(len(event)) - np.repeat(np.cumsum(count) - count - first, count)
    lasts, returns = duration[event], recovery[event]

    def gone(day: Floats) -> Floats:
        since = day - start[event]
        after = np.clip(since - lasts, 0.0, returns)
        back = np.divide(after**2, 2.0 * returns, out=np.zeros_like(after), where=returns > 0.0)
        return np.asarray(np.clip(since, 0.0, lasts) + after - back)

    begin, close = bounds[period], bounds[period + 1]
    left = np.clip(1.0 - loss[event] * (gone(close) - gone(begin)) / (close - begin), 0.0, 1.0)
    return event, period, left


def whole_lanes(network: Network, flows: Codes) -> NDArray[np.bool_]:
    """Return the lanes of which all flows are among some, shape (lane,)."""
    there, struck = (
        np.bincount(part, minlength=len(network.lanes.origin))
        for part in (network.flows.lane, network.flows.lane[flows])
    )
    whole: NDArray[np.bool_] = (struck == there) & (there > 0)
    return whole


def _refuse_other(scope: str, affects: str) -> None:
    default_affects(scope)
    if affects not in AFFECTS[scope]:
        raise ValueError(f"an event in a {scope} cannot affect '{affects}'. Choose {', '.join(AFFECTS[scope])}.")


def _there(network: Network, scope: str, name: str) -> NDArray[np.bool_]:
    """Return which sites are in a place, shape (site,)."""
    return _known(network, scope, name, network.tables.frame("sites")[scope])


def _lanes(network: Network, name: str) -> NDArray[np.bool_]:
    """Return which lanes a name stands for, shape (lane,): of one mode, or of all."""
    frame = network.lanes.frame
    ways = pl.select(pl.format("{}>{}", frame["origin"], frame["destination"]).alias("way")).to_series()
    exact = pl.select(pl.format("{}/{}", ways, frame["mode"])).to_series()
    found = ((ways == name) | (exact == name)).to_numpy()
    return found if found.any() else _known(network, "lane", name, exact)


def _of_product(network: Network, name: str, affects: str) -> Members:
    product = _known(network, "product", name, network.products.names)
    none = np.zeros(0, dtype=np.int64)
    if affects == "transit":
        return Members(none, none, np.flatnonzero(product[network.flows.product]))
    return Members(none, np.unique(network.outputs.operation[product[network.outputs.product]]), none)


def _known(network: Network, scope: str, name: str, names: pl.Series) -> NDArray[np.bool_]:
    """Return which rows have a name; raises KeyError, with the nearest name, where none has."""
    found: NDArray[np.bool_] = (names == name).fill_null(value=False).to_numpy()
    if not name or not found.any():
        known = scopes(network, scope)
        there = (
            f"Those there are: {', '.join(known[:10])}{', ...' if len(known) > 10 else ''}"
            if known
            else "There are none."
        )
        raise KeyError(f"There is no {scope} '{name}'. {hint(name, known, there)}")
    return found
