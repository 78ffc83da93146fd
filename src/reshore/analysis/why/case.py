"""One case of short demand: the programs asked about it, and what their answers say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.arrival import first_periods
from reshore.analysis.why.asks import Asked, break_even, lever, most, required, same_whole, threshold
from reshore.analysis.why.instead import instead
from reshore.analysis.why.limits import limits_of
from reshore.analysis.why.short import Pieces, clean, pieces_of
from reshore.solution import Plan
from reshore.solve import Optimum, SolveOptions

TOLERANCE: Final = 1e-6
"""A part of what is short that is a smaller share of what is wanted is none."""
KEY: Final = {"subject": pl.String, "kind": pl.String}


def cases(plan: Plan, optimum: Optimum, subject: tuple[str, np.ndarray], pieces: Pieces) -> Iterator[Case]:
    """Yield the cases of a subject: that some of it is never served, that some of it is served late."""
    name, wanted = subject
    for kind, short in (("lost", pieces.lost), ("late", pieces.late)):
        if (clean(short, pieces.wanted)[wanted] > 0.0).any():
            yield Case(plan, optimum, name, kind, Asked(wanted, kind == "lost"))


@dataclass(frozen=True)
class Case:
    """Demand that is short: `kind` is lost (some is never served) or late (some is not served on time)."""

    plan: Plan
    optimum: Optimum
    subject: str
    kind: str
    asked: Asked

    @staticmethod
    def empty() -> tuple[pl.DataFrame, ...]:
        """Return the tables of an answer without rows: reasons, limits, price, instead."""
        text, amount = pl.String, pl.Float64
        return (
            pl.DataFrame(schema={**KEY, "reason": text, "quantity": amount, "unit": text, "words": text}),
            pl.DataFrame(
                schema={**KEY, "reason": text, "law": text, "entity": text, "first": pl.Date, "last": pl.Date}
                | {"periods": pl.UInt32, "serves": amount, "per": text, "needed": amount, "limit": amount}
                | {"quantity": text, "relief": text, "chain": pl.List(pl.String)}
            ),
            pl.DataFrame(
                schema={
                    **KEY,
                    "units": amount,
                    "cost": amount,
                    "what": text,
                    "low": amount,
                    "high": amount,
                    "now": amount,
                }
                | {"whole": pl.Boolean}
            ),
            pl.DataFrame(schema={**KEY, "what": text, "entity": text, "change": amount, "unit": text}),
        )

    def answer(self, tell: Callable[[str], None], options: SolveOptions) -> tuple[pl.DataFrame, ...]:
        """Return the tables of the answer."""
        network, optimum = self.plan.network, self.optimum
        before = pieces_of(optimum, network)
        wanted, have = float(before.wanted[self.asked.pieces].sum()), self._got(before)
        tell(f"why {self.subject} is {self.kind}: the most that could be served")
        free = most(optimum, network, self.asked, False, options)
        at_most = min(self._got(pieces_of(free, network)), wanted)
        kept, alone = free, have
        if at_most - have > TOLERANCE * wanted:
            tell(f"why {self.subject} is {self.kind}: the same without taking from others")
            kept = most(optimum, network, self.asked, True, options)
            alone = min(self._got(pieces_of(kept, network)), at_most)
        parts = {"impossible": wanted - at_most, "shared": at_most - alone, "profit": alone - have}
        parts = {name: amount if amount > TOLERANCE * wanted else 0.0 for name, amount in parts.items()}
        tables = [self._reasons(parts, free), self._limits({"impossible": free, "shared": kept}, parts)]
        tell(f"why {self.subject} is {self.kind}: what it would cost")
        none = self.empty()
        return (*tables, *(self._cost(free, options) if at_most - have > TOLERANCE * wanted else (none[2], none[3])))

    def _got(self, pieces: Pieces) -> float:
        got = pieces.served if self.asked.ever else pieces.on_time
        return float(got[self.asked.pieces].sum())

    def _keyed(self, table: pl.DataFrame) -> pl.DataFrame:
        return table.select(pl.lit(self.subject).alias("subject"), pl.lit(self.kind).alias("kind"), *table.columns)

    def _reasons(self, parts: dict[str, float], free: Optimum) -> pl.DataFrame:
        unit = self.plan.network.pieces.frame["unit"][int(self.asked.pieces[0])]
        rows = [
            {"reason": name, "quantity": amount, "unit": unit, "words": self._words(name, free)}
            for name, amount in parts.items()
            if amount > 0.0
        ]
        return self._keyed(pl.DataFrame(rows)) if rows else self.empty()[0]

    def _words(self, reason: str, free: Optimum) -> str:
        served = "served" if self.asked.ever else "served on time"
        if reason == "shared":
            return f"could be {served} only by taking from other demand"
        if reason == "profit":
            return f"could be {served} with all other demand as it is, but does not pay"
        return f"cannot be {served} by any plan{self._too_soon(free)}"

    def _too_soon(self, free: Optimum) -> str:
        """Say from when on anything newly made can be there, where what is short is due before."""
        network = self.plan.network
        pieces, points = network.pieces, network.points
        got = pieces_of(free, network)
        served = got.served if self.asked.ever else got.on_time
        short = self.asked.pieces[clean(got.wanted - served, got.wanted)[self.asked.pieces] > 0.0]
        if not len(short):
            return ""
        first = np.minimum(first_periods(free.program, network, from_stock=False), network.periods.count)
        offers = np.flatnonzero(np.isin(network.offers.piece, short))
        point = points.find(pieces.market[network.offers.piece[offers]], network.offers.product[offers])
        soonest = np.full(pieces.count, network.periods.count)
        np.minimum.at(soonest, network.offers.piece[offers], np.where(point >= 0, first[point], network.periods.count))
        last = pieces.latest if self.asked.ever else pieces.due
        early = short[last[short] < soonest[short]]
        if not len(early):
            return ""
        due = network.periods.dates[int(pieces.due[early].max())]
        when = int(soonest[early].min())
        if when >= network.periods.count:
            return f": nothing made from the start on can get there by {due}, only what was there or under way"
        begin = network.periods.dates[when]
        return (
            f": nothing made from the start on can be there before {begin}, and what is due by {due}"
            " can only come from what was there or under way"
        )

    def _limits(self, optima: dict[str, Optimum], parts: dict[str, float]) -> pl.DataFrame:
        found = [
            self._keyed(limits_of(optima[reason], self.plan, self.asked, (reason, parts[reason])))
            for reason in ("impossible", "shared")
            if parts[reason] > 0.0
        ]
        return pl.concat([self.empty()[1], *found], how="diagonal_relaxed")

    def _cost(self, free: Optimum, options: SolveOptions) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return what serving all that could be served would cost, and what would be done otherwise."""
        network, optimum, none = self.plan.network, self.optimum, self.empty()
        asked, short, units = self._payable(free)
        if not short.any():
            return none[2], none[3]
        found = required(optimum, network, asked, free, options)
        if found is None:
            return none[2], none[3]
        what = lever(network, asked)
        now = getattr(network.pieces, what)[asked.pieces]
        same = same_whole(optimum, found)
        more = break_even(optimum, found, network, asked)
        need = threshold(found, network, asked) if same else np.full(len(now), more)
        price = need + (0.0 if what == "late_cost" else now)
        row = {
            "units": units,
            "cost": max(0.0, optimum.solution.objective - found.solution.objective),
            "what": what,
            "low": float(price[short].min()),
            "high": float(price[short | (need > 0.0)].max()),
            "now": float(now[short].mean()),
            "whole": same,
        }
        prices = pl.DataFrame([row]) if np.isfinite(need).all() else none[2].drop(list(KEY))
        return self._keyed(prices), self._keyed(instead(self.plan, optimum, found, self.asked))

    def _payable(self, free: Optimum) -> tuple[Asked, np.ndarray, float]:
        """Return what could be served at a cost, which pieces of it are short in the plan, and how much of them could be.

        What must be on time is taken piece by piece, those that can be on time in full.
        """
        before, could = (pieces_of(one, self.plan.network) for one in (self.optimum, free))
        pieces = self.asked.pieces
        if not self.asked.ever:
            pieces = pieces[clean(could.wanted - could.on_time, could.wanted)[pieces] == 0.0]
        has, can = (one.served if self.asked.ever else one.on_time for one in (before, could))
        more = clean(can - has, before.wanted)[pieces]
        short = clean(before.wanted - has, before.wanted)[pieces] > 0.0
        total = float((can - has)[pieces].sum())
        return Asked(pieces, self.asked.ever), short & (more > 0.0), total
