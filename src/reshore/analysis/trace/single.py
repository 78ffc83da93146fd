"""Single points of failure: what lies on every way to a product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.trace.goals import Goals
from reshore.analysis.trace.ways import Mask, Ways, derivation, reached, soonest
from reshore.network import Network
from reshore.network.codes import Codes, encode

BATCH: Final = 1024
KINDS: Final = ("site", "operator", "country", "lane")


@dataclass(frozen=True)
class Elements:
    """What can fail: `frame` has kind and name of each; `of` says which each step hangs on, shape (step, kind), −1 for none.

    A site fails for what is made at it and for what leaves from it, and so do its operator and its country. A market to which
    goods only come is therefore no element of its own supply.
    """

    frame: pl.DataFrame
    of: Codes


def make_elements(network: Network) -> Elements:
    """Return sites, operators, countries and lanes."""
    sites, lanes, flows = network.tables.frame("sites"), network.lanes, network.flows
    site = np.concatenate([network.operations.site, lanes.origin[flows.lane]])
    lane = np.concatenate([np.full(network.operations.count, -1), flows.lane])
    names = [sites["site"]]
    codes = [site]
    for kind in ("operator", "country"):
        known = sites[kind].unique(maintain_order=True).drop_nulls()
        known = known.filter(known != "")
        names.append(known)
        own = np.full(len(sites), -1)
        given = (sites[kind].fill_null("") != "").to_numpy()
        own[given] = encode(sites[kind].filter(pl.Series(given)), known)
        codes.append(own[site])
    names.append(lanes.frame.select(pl.concat_str("origin", "destination", "mode", separator="/")).to_series())
    codes.append(lane)
    first = np.cumsum([0, *(len(part) for part in names[:-1])])
    of = np.column_stack([np.where(code < 0, -1, code + at) for code, at in zip(codes, first, strict=True)])
    kinds = np.repeat(KINDS, [len(part) for part in names])
    return Elements(pl.DataFrame({"kind": kinds, "name": pl.concat([part.alias("name") for part in names])}), of)


def unavoidable(ways: Ways, of: Codes, points: Codes) -> tuple[Codes, Mask]:
    """Return elements, and whether every way to each of `points` needs each of them, shape (goal, element), in one period.

    `ways` has one period. An element is needed by every way exactly if the point cannot be had without it. As each such
    element lies on any one way, those of the fastest ways to the points are all that have to be tried. Points that cannot
    be had at all need everything.
    """
    taken = ways.possible[:, 0]
    steps = derivation(ways, soonest(ways, taken).step, points)
    candidates = np.unique(of[steps])
    candidates = candidates[candidates >= 0]
    needed = np.zeros((len(points), len(candidates)), dtype=bool)
    for first in range(0, len(candidates), BATCH):
        batch = slice(first, first + BATCH)
        blocked = np.repeat(~taken[:, None], len(candidates[batch]), axis=1)
        for kind in of.T:
            blocked |= kind[:, None] == candidates[batch]
        needed[:, batch] = ~reached(ways, blocked)[points]
    return candidates, needed


def single_points(network: Network, ways: Ways, goals: Goals) -> pl.DataFrame:
    """Return product, kind, name, markets, all_markets, from, until: each element that every way needs, and how long.

    Judged for what can be started in each period, without the time that it takes: `from` is the first day of the first
    period in which the product can be had but not without the element, `until` the first day on which there is another
    way, null where none comes. Periods in which it cannot be had at all do not interrupt a span.
    """
    elements = make_elements(network)
    rows = _spans(_needed(ways, elements, goals))
    dates = network.periods.dates
    named = pl.concat([goals.frame[rows["goal"]], elements.frame[rows["element"]]], how="horizontal").with_columns(
        dates.gather(rows["first"]).alias("from"), dates.gather(rows["last"]).alias("until")
    )
    asked = goals.frame.group_by("product").len("_markets")
    kinds = pl.col("kind").cast(pl.Enum(KINDS))
    return (
        named.group_by("product", "kind", "name", "from", "until", maintain_order=True)
        .agg(pl.col("market").alias("markets"))
        .join(asked, on="product", maintain_order="left")
        .with_columns((pl.col("markets").list.len() == pl.col("_markets")).alias("all_markets"))
        .sort("product", kinds, pl.col("markets").list.len(), "name", descending=[False, False, True, False])
        .select("product", "kind", "name", "markets", "all_markets", "from", "until")
    )


def _needed(ways: Ways, elements: Elements, goals: Goals) -> pl.DataFrame:
    """Return goal, element and period: what each goal needs in each period, and element −1 where it can be had.

    A goal that cannot be had in a period has no rows in it. One that can be had in no period is judged as though all that is
    possible at some time were possible at once.
    """
    spans, begins = _distinct(ways)
    found = [_in_span(spans[:, [span]], ways, elements, goals, int(begins[span])) for span in range(len(begins))]
    never = ~np.isin(np.arange(len(goals.point)), np.concatenate([part[0] for part in found]))
    whole = _in_span(ways.ever[:, None], ways, elements, goals, 0)
    kept = [tuple(column[never[whole[0]]] for column in whole), *found]
    goal, element, period = (np.concatenate([part[k] for part in kept]) for k in range(3))
    return pl.DataFrame({"goal": goal, "element": element, "period": period})


def _in_span(possible: Mask, ways: Ways, elements: Elements, goals: Goals, period: int) -> tuple[Codes, Codes, Codes]:
    """Return (goal, element, period) of what is needed; element −1 says that the goal can be had."""
    ways = Ways(ways.inputs, ways.makers, ways.lead, possible)
    there = np.isfinite(soonest(ways, possible[:, 0]).time[goals.point])
    candidates, needed = unavoidable(ways, elements.of, goals.point)
    goal, column = np.nonzero(needed & there[:, None])
    able = np.flatnonzero(there)
    goal = np.concatenate([able, goal])
    element = np.concatenate([np.full(len(able), -1), candidates[column]])
    return goal, element, np.full(len(goal), period)


def _distinct(ways: Ways) -> tuple[Mask, Codes]:
    """Return the sets of possible steps that follow each other, shape (step, span), and the period in which each begins."""
    changed = np.ones(ways.possible.shape[1], dtype=bool)
    changed[1:] = (ways.possible[:, 1:] != ways.possible[:, :-1]).any(axis=0)
    return ways.possible[:, changed], np.flatnonzero(changed)


def _spans(needed: pl.DataFrame) -> pl.DataFrame:
    """Return goal, element, first, last: runs of periods in which the goal can be had and needs the element.

    `last` is the first period in which the goal can be had without it, null where there is none.
    """
    able = needed.filter(pl.col("element") < 0).select("goal", "period").sort("goal", "period")
    able = able.with_columns(pl.int_range(pl.len()).over("goal").alias("rank"))
    rows = needed.filter(pl.col("element") >= 0).join(able, on=["goal", "period"])
    rows = rows.sort("goal", "element", "rank").with_columns(
        (pl.col("rank") - pl.int_range(pl.len()).over("goal", "element")).alias("run")
    )
    runs = rows.group_by("goal", "element", "run", maintain_order=True).agg(
        pl.col("period").first().alias("first"), (pl.col("rank").last() + 1).alias("rank")
    )
    after = able.rename({"period": "last"})
    return runs.join(after, on=["goal", "rank"], how="left", maintain_order="left").select(
        "goal", "element", "first", "last"
    )
