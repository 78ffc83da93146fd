"""The reasons of short demand, what limits would serve and the price, against programs of our own, in random plants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.analysis.test_bottlenecks_are_derivatives import planned
from tests.analysis.varied import CHANGES, cell, optimum_elsewhere
from tests.builders import Case

import reshore
from reshore.analysis.optimum import optimum_of
from reshore.api import why
from reshore.model import Program
from reshore.network import Network
from reshore.network.periods import Floats

slow = pytest.mark.slow


@pytest.mark.parametrize(
    "seeds", [(10, 16), *(pytest.param(range(first, first + 25), marks=slow) for first in (1, 26, 51))]
)
def test_reasons_are_what_could_be_served_less_what_is(seeds: Sequence[int]) -> None:
    """Proves: impossible is what is wanted less the most that can be served, shared that most less the most with every other
    served as in the plan, profit the rest; one more unit of a limit serves what it says; numbers are finite, none negative.

    By hand: the definitions; the two programs are solved by `linprog`. Sensitivity: others that may get less, lateness counted
    as loss, units of a substitute, duals where another limit binds as well.
    """
    cases = 0
    for seed in seeds:
        found = planned(seed)
        if found is None:
            continue
        case, plan = found
        for subject in ("part@shop", "new@shop"):
            cases += _prove(seed, case, plan, subject)
    assert cases


def _prove(seed: int, case: Case, plan: reshore.Plan, subject: str) -> int:
    """Compare the reasons of a subject and return how many cases there were: lost, late, both or none."""
    found, optimum, network = why(plan, subject), optimum_of(plan), plan.network
    pieces = np.flatnonzero((network.pieces.frame["product"] == subject.partition("@")[0]).to_numpy())
    wanted, plain = network.pieces.quantity[pieces].sum(), optimum.solution.columns
    kinds = found.reasons["kind"].unique(maintain_order=True).to_list()
    for kind in kinds:
        counts = _counted(optimum.program, network, pieces, kind)
        most = _most(_serving(optimum.program, counts))
        alone = _most(_keeping(_serving(optimum.program, counts), network, pieces, plain))
        reasons = dict(found.reasons.filter(kind=kind).select("reason", "quantity").iter_rows())
        has = counts @ plain
        parts = {"impossible": wanted - most, "shared": most - alone, "profit": alone - has}
        assert {name: reasons.get(name, 0.0) for name in parts} == pytest.approx(parts, abs=1e-5 * wanted), (seed, kind)
        assert sum(reasons.values()) == pytest.approx(wanted - has, abs=1e-5 * wanted)
        _prove_limits(case, network, (pieces, kind), found.limits.filter(kind=kind, reason="impossible"), most)
    for table in (found.limits, found.price, found.instead):
        for column in table.select(pl.col(pl.Float64)):
            assert column.drop_nulls().is_finite().all(), (seed, column.name)
    assert (found.price.select("units", "cost").min_horizontal() >= 0.0).all()
    assert (found.price["units"] > 0.0).all()
    assert (found.price["low"] <= found.price["high"]).all()
    return len(kinds)


def _prove_limits(
    case: Case, network: Network, asked: tuple[np.ndarray, str], limits: pl.DataFrame, most: float
) -> None:
    """Compare what one more unit of stock at the start, or of the line in one period, serves with a program that has it."""
    periods = network.periods
    ends = dict(zip(periods.dates, [*periods.dates[1:], None], strict=True))
    for row in limits.filter(pl.col("law").is_in(["stock at the start", "capacity"])).iter_rows(named=True):
        if row["periods"] > 1 or ends[row["first"]] is None:
            continue
        changed = CHANGES[row["law"]](case, row["entity"], [(row["first"], ends[row["first"]])], 1e-3)
        assert changed is not None
        new, program = changed.program()
        got = _most(_serving(program, _counted(program, new, *asked))) - most
        assert got == pytest.approx(1e-3 * row["serves"], abs=1e-7), row


def _counted(program: Program, network: Network, pieces: np.ndarray, kind: str) -> Floats:
    serve, offers = program.columns["serve"], network.offers
    piece = offers.piece[serve.entity]
    mine = np.isin(piece, pieces) & ((kind == "lost") | (serve.period == network.pieces.due[piece]))
    counts = np.zeros(program.shape[1])
    counts[serve.slice] = np.where(mine, 1.0 / offers.ratio[serve.entity], 0.0)
    return counts


def _serving(program: Program, counts: Floats) -> Program:
    return replace(program, cost=counts, constant=0.0, integer=np.zeros_like(program.integer))


def _keeping(program: Program, network: Network, pieces: np.ndarray, plain: Floats) -> Program:
    serve = program.columns["serve"]
    other = ~np.isin(network.offers.piece[serve.entity], pieces)
    lower = program.lower.copy()
    lower[serve.slice] = np.where(other, plain[serve.slice] * (1.0 - 1e-9), lower[serve.slice])
    return replace(program, lower=lower)


def _most(program: Program) -> float:
    found = optimum_elsewhere(program, np.zeros(program.shape[1]))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "seeds", [(2, 19), *(pytest.param(range(first, first + 25), marks=slow) for first in (1, 26, 51))]
)
def test_planning_again_above_the_price_serves_and_below_does_not(seeds: Sequence[int]) -> None:
    """Proves: at the highest price named, all that can be served is; a little below it is not.

    By hand: the definition, where whole modules stay as they are and a unit brings the same however it is served.
    Sensitivity: prices of what is served already, of a part of what could be, without what losing costs.
    """
    for seed in seeds:
        found = planned(seed)
        if found is None or found[0].setting["objective"] == "cost":
            continue
        case, plan = found
        for subject in ("part", "new"):
            price = why(plan, f"{subject}@shop").price.filter(kind="lost")
            if price.height and price["whole"][0] and _same_however(case, plan):
                _prove_price(seed, case, plan, (subject, float(price["high"][0])))


def _same_however(case: Case, plan: reshore.Plan) -> bool:
    return not case.setting["discount_rate"] and plan.inputs.frame("substitutes").is_empty()


def _prove_price(seed: int, case: Case, plan: reshore.Plan, asked: tuple[str, float]) -> None:
    """Plan again with prices raised to just above and to just below the price."""
    product, price = asked
    optimum, network = optimum_of(plan), plan.network
    pieces = np.flatnonzero((network.pieces.frame["product"] == product).to_numpy())
    most = _most(_serving(optimum.program, _counted(optimum.program, network, pieces, "lost")))
    whole = optimum.solution.columns[optimum.program.integer]
    for share, served in ((1.002, True), (0.998, False)):
        demands = [
            {**row, "price": max(cell(row, "price"), price * share)} if row["product"] == product else row
            for row in case.tables["demands"]
        ]
        again = optimum_of(case.having(demands=demands).plan())
        if np.array_equal(again.solution.columns[again.program.integer], whole):
            counts = _counted(again.program, network, pieces, "lost")
            assert (counts @ again.solution.columns >= most * (1.0 - 1e-5)) == served, (seed, product, share)
