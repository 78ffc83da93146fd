"""Why demand is late or lost: what stops it, who competes with it, and at what price it would be served."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.analysis.optimum import optimum_of
from reshore.analysis.why.asks import Asked
from reshore.analysis.why.case import Case, cases
from reshore.analysis.why.short import NAMES, chosen, pieces_of, shortfalls
from reshore.solution import Plan
from reshore.solve import SolveOptions


@dataclass(frozen=True)
class Why:
    """Why demand is short, in tables.

    What could be served counts modules in fractions, what that costs counts them whole.

    `short`: every market, product and class that is short: `wanted`, `late`, `lost`, `unit`, `first` and `last` due date,
    `stake` [currency]. The other tables speak of the demand asked about.

    `reasons`: `subject`, `kind` (lost: what is never served; late: what is not served on time), `reason`, `quantity`, `unit`,
    `words`. The reasons split what is short:
    `impossible` (no plan whatsoever could serve it), `shared` (only by taking from other demand), `profit` (it could be
    served with all others as they are, and does not pay).
    `limits`: `subject`, `kind`, `reason`, `law`, `entity`, `first`, `last`, `periods`, `serves` (units more that one more unit
    of the limit alone would serve, 0 where others bind with it), `per`, `needed` (at least so much more of it, were it alone;
    null where it serves none), `limit` (as it
    stands), `relief` (what could add to it), `chain` (steps from the demand back to it).
    `price`: `subject`, `kind`, `units`, `cost` (the profit that serving them would take), `what` (the column of demands that
    could make it pay: price, or lost_cost where the objective is cost, or late_cost), `low` and `high` (that at which the first
    and the last of them would be served; of late_cost what a unit would have to cost more), `now`, `whole` (whole modules are
    those of the plan; else it is that at which such a plan earns as much: at least so much is needed).
    `instead`: `subject`, `kind`, `what`, `entity`, `change`, `unit`: what such a plan would do otherwise.
    """

    run: str
    currency: str
    short: pl.DataFrame
    reasons: pl.DataFrame
    limits: pl.DataFrame
    price: pl.DataFrame
    instead: pl.DataFrame


def why(
    plan: Plan,
    subject: str | None = None,
    tell: Callable[[str], None] | None = None,
    options: SolveOptions | None = None,
) -> Why:
    """Return why demand is late or lost: of `subject` (PRODUCT@SITE, or the key of a demand), else what has most at stake.

    Up to three programs are solved for it: the most that could be served whatever it costs, the same with all others kept, and
    the best profit when it must be served. Raises KeyError where the subject names nothing that is asked for, StateError where
    the plan cannot be solved on from, SolverError where the solver fails.
    """
    tell = tell or (lambda _: None)
    tell("solving the plan again from where it stood")
    options = options or SolveOptions(tell=tell)
    optimum, network = optimum_of(plan), plan.network
    pieces = pieces_of(optimum, network)
    short = shortfalls(plan, pieces)
    if subject is None:
        names = None if short.is_empty() else short.row(0, named=True)
        frame = network.pieces.frame
        mask = np.zeros(len(frame), bool)
        if names:
            mask = frame.select(pl.all_horizontal(pl.col(name) == names[name] for name in NAMES)).to_series().to_numpy()
        wanted = np.flatnonzero(mask)
        subject = _named(**names) if names else ""
    else:
        wanted = chosen(network, subject)
    found = [case.answer(tell, options) for case in cases(plan, optimum, (subject, wanted), pieces)]
    return Why(str(plan.about.get("run", "")), plan.currency, short, *_joined(found))


def _named(market: str, product: str, **rest: object) -> str:
    """Return a subject that names what is short in a class: PRODUCT@SITE, or the beginning of its key where there is a class."""
    return f"{market}/{product}/{rest['class']}" if rest["class"] else f"{product}@{market}"


def _joined(found: list[tuple[pl.DataFrame, ...]]) -> Iterator[pl.DataFrame]:
    for place, empty in enumerate(Case.empty()):
        yield pl.concat([empty, *(tables[place] for tables in found)], how="diagonal_relaxed")


__all__ = ["Asked", "Why", "why"]
