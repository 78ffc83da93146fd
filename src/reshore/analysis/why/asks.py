"""The programs that are asked why: the most that could be served, with and without taking from others, and at what cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from reshore.analysis.why.short import TINY, pieces_of
from reshore.model import Program
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.schema.goals import money_goal
from reshore.solve import Optimum, SolveOptions, SolverError, State, reopen, solve_again, solve_program

KEPT: Final = 1.0 - 1e-9
"""Share of what others get that they keep: a little less, so that rounding does not make it impossible."""

SPARED: Final = 2e-7
"""Share of what must be served that need not be: where a limit just suffices, the duals are those of the last units."""
EXACT: Final = 1e-8
"""Gap of a search over whole numbers whose answer is subtracted from another."""


@dataclass(frozen=True)
class Asked:
    """What is asked for: `pieces` of demand, and whether being served late is enough (`ever`) or it must be on time."""

    pieces: np.ndarray
    ever: bool


def counted(program: Program, network: Network, asked: Asked) -> Floats:
    """Return what a unit of each column counts of what is asked for, shape (column,) [unit asked for]."""
    serve, offers = program.columns["serve"], network.offers
    piece = offers.piece[serve.entity]
    counts = np.isin(piece, asked.pieces)
    if not asked.ever:
        counts &= serve.period == network.pieces.due[piece]
    cost = np.zeros(program.shape[1])
    cost[serve.slice] = np.where(counts, 1.0 / offers.ratio[serve.entity], 0.0)
    return cost


def most(optimum: Optimum, network: Network, asked: Asked, keep_others: bool, options: SolveOptions) -> Optimum:
    """Return the optimum that serves the most of what is asked for, whatever it costs, modules in fractions.

    With `keep_others`, every other demand gets at least what it gets at the optimum, when it gets it. Raises SolverError where
    the solver finds none, though the optimum is one.
    """
    program = optimum.program
    lower = program.lower
    if keep_others:
        serve = program.columns["serve"]
        other = ~np.isin(network.offers.piece[serve.entity], asked.pieces)
        lower = lower.copy()
        lower[serve.slice] = np.where(other, optimum.solution.columns[serve.slice] * KEPT, lower[serve.slice])
    cost = counted(program, network, asked)
    changed = replace(program, cost=cost, constant=0.0, lower=lower, integer=np.zeros_like(program.integer))
    found = solve_again(optimum, changed, options)
    if not found.solution.feasible:
        raise SolverError(f"the most that could be served was not found: {found.solution.status}")
    return found


def required(optimum: Optimum, network: Network, asked: Asked, free: Optimum, options: SolveOptions) -> Optimum | None:
    """Return the optimum of profit that loses no more of what is asked for than `free`, which serves the most of it.

    Where it must be on time, all of it is. Modules are whole; None where that is impossible. Its duals hold while whole
    numbers are as they are there. The whole numbers of the plan are tried first, from its basis: what serving costs is a
    small difference of two large profits, which a search from the beginning may miss by its tolerance.
    """
    program = optimum.program
    upper, lost, serve = program.upper.copy(), program.columns["lost"], program.columns["serve"]
    quantity = network.pieces.quantity
    unserved = pieces_of(free, network).lost if asked.ever else np.zeros(len(quantity))
    spared = np.where(unserved > TINY * quantity, unserved, 0.0) + SPARED * quantity
    upper[lost.slice][asked.pieces] = np.minimum(upper[lost.slice], spared)[asked.pieces]
    if not asked.ever:
        piece = network.offers.piece[serve.entity]
        late = np.isin(piece, asked.pieces) & (serve.period > network.pieces.due[piece])
        upper[serve.slice] = np.where(late, 0.0, upper[serve.slice])
    changed = replace(program, upper=upper)
    whole = np.round(optimum.solution.columns)
    kept = solve_again(optimum, _with_whole(changed, whole), options)
    if not program.integer.any():
        return kept if kept.solution.feasible else None
    searched = solve_program(changed, replace(options, gap=EXACT))
    if kept.solution.feasible and not searched.objective > kept.solution.objective:
        return replace(kept, program=changed)
    return reopen(changed, State(searched.columns, searched.basis), options) if searched.feasible else None


def _with_whole(program: Program, values: Floats) -> Program:
    """Return the program with its whole numbers fixed."""
    lower, upper = (np.where(program.integer, values, part) for part in (program.lower, program.upper))
    return replace(program, lower=lower, upper=upper)


def same_whole(before: Optimum, after: Optimum) -> bool:
    """Say whether all whole numbers are the same at two optima of the same variables."""
    whole = before.program.integer
    return bool(np.array_equal(np.round(before.solution.columns[whole]), np.round(after.solution.columns[whole])))


def lever(network: Network, asked: Asked) -> str:
    """Return the column of demands that could make it pay: what losing or being late costs where prices earn nothing."""
    if not asked.ever:
        return "late_cost"
    return "lost_cost" if money_goal(network.tables.setting["objective"]) == "cost" else "price"


def break_even(before: Optimum, after: Optimum, network: Network, asked: Asked) -> float:
    """Return by how much the lever of all that is asked for must rise so that the second optimum earns what the first does.

    A lower limit: at that price, what serves only a part of it may earn still more. Infinite where the second has no more of it.
    """
    serve, offers = before.program.columns["serve"], network.offers
    change = after.solution.columns - before.solution.columns
    due = network.discount[network.pieces.due]
    if lever(network, asked) == "price":
        mine = np.isin(offers.piece[serve.entity], asked.pieces)
        paid = network.discount[serve.period] * offers.price_factor[serve.entity] / offers.ratio[serve.entity]
        more = float((paid * change[serve.slice])[mine].sum())
    elif asked.ever:
        more = -float((due * change[before.program.columns["lost"].slice])[asked.pieces].sum())
    else:
        on_time = pieces_of(after, network).on_time - pieces_of(before, network).on_time
        more = float((due * on_time)[asked.pieces].sum())
    cost = before.solution.objective - after.solution.objective
    return max(cost, 0.0) / more if more > 0.0 else float("inf")


def threshold(found: Optimum, network: Network, asked: Asked) -> Floats:
    """Return by how much the lever of each piece must rise for it to be served so, shape (piece,).

    By the duals of what was required: at that much more for a unit, undiscounted, the optimum stays optimal without
    requiring anything.
    """
    program, reduced = found.program, found.solution.column_duals
    serve, offers, pieces = program.columns["serve"], network.offers, network.pieces
    piece = offers.piece[serve.entity]
    lost = np.maximum(reduced[program.columns["lost"].slice], 0.0)
    paid = network.discount[pieces.due]
    if lever(network, asked) == "price":
        used = np.flatnonzero(found.solution.columns[serve.slice] > 0.0)
        paid = np.full(pieces.count, np.inf)
        factor = network.discount[serve.period[used]] * offers.price_factor[serve.entity[used]]
        np.minimum.at(paid, piece[used], factor)
    need = lost / paid
    if not asked.ever:
        late = np.flatnonzero(serve.period > pieces.due[piece])
        gain = np.maximum(reduced[serve.slice][late], 0.0) * offers.ratio[serve.entity[late]]
        np.maximum.at(need, piece[late], gain / network.discount[serve.period[late]])
    chosen: Floats = need[asked.pieces]
    return chosen
