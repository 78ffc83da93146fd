"""The programs that are asked why: the most that could be served, with and without taking from others, and at what cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from reshore.model import Program
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.solve import Optimum, SolveOptions, State, reopen, solve_again, solve_program

KEPT: Final = 1.0 - 1e-9
"""Share of what others get that they keep: a little less, so that rounding does not make it impossible."""

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

    With `keep_others`, every other demand gets at least what it gets at the optimum, when it gets it.
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
    return solve_again(optimum, changed, options)


def required(optimum: Optimum, network: Network, asked: Asked, options: SolveOptions) -> Optimum | None:
    """Return the optimum of profit where all that is asked for is served, in whole modules; None where that is impossible.

    Its duals hold while whole numbers are as they are there.
    """
    program = optimum.program
    upper, lost, serve = program.upper.copy(), program.columns["lost"], program.columns["serve"]
    upper[lost.slice][asked.pieces] = 0.0
    if not asked.ever:
        piece = network.offers.piece[serve.entity]
        late = np.isin(piece, asked.pieces) & (serve.period > network.pieces.due[piece])
        upper[serve.slice] = np.where(late, 0.0, upper[serve.slice])
    changed = replace(program, upper=upper)
    if not program.integer.any():
        found = solve_again(optimum, changed, options)
        return found if found.solution.feasible else None
    solution = solve_program(changed, replace(options, gap=EXACT))
    return reopen(changed, State(solution.columns, solution.basis), options) if solution.feasible else None


def same_whole(before: Optimum, after: Optimum) -> bool:
    """Say whether all whole numbers are the same at two optima of the same variables."""
    whole = before.program.integer
    return bool(np.array_equal(np.round(before.solution.columns[whole]), np.round(after.solution.columns[whole])))


def break_even(before: Optimum, after: Optimum, network: Network, asked: Asked) -> float:
    """Return by how much the price of all that is asked for must rise so that the second optimum earns what the first does.

    A lower limit: at that price, what serves only a part of it may earn still more.
    """
    serve, offers = before.program.columns["serve"], network.offers
    mine = np.isin(offers.piece[serve.entity], asked.pieces)
    if not asked.ever:
        mine &= serve.period == network.pieces.due[offers.piece[serve.entity]]
    paid = network.discount[serve.period] * offers.price_factor[serve.entity] / offers.ratio[serve.entity]
    more = float((paid * (after.solution.columns - before.solution.columns)[serve.slice])[mine].sum())
    cost = before.solution.objective - after.solution.objective
    return max(cost, 0.0) / more if more > 0.0 else float("inf")


def threshold(found: Optimum, network: Network, asked: Asked) -> Floats:
    """Return by how much the price of each piece must rise (or being late cost more) for it to be served so, shape (piece,).

    By the duals of what was required: at that much more for a unit, undiscounted, the optimum stays optimal without
    requiring anything.
    """
    program, reduced = found.program, found.solution.column_duals
    serve, offers = program.columns["serve"], network.offers
    piece = offers.piece[serve.entity]
    need = np.zeros(network.pieces.count)
    if asked.ever:
        used = np.flatnonzero(found.solution.columns[serve.slice] > 0.0)
        paid = network.discount[serve.period[used]] * offers.price_factor[serve.entity[used]]
        worst = np.full(network.pieces.count, np.inf)
        np.minimum.at(worst, piece[used], paid)
        need = np.maximum(reduced[program.columns["lost"].slice], 0.0) / worst
    else:
        late = np.flatnonzero(serve.period > network.pieces.due[piece])
        gain = np.maximum(reduced[serve.slice][late], 0.0) * offers.ratio[serve.entity[late]]
        np.maximum.at(need, piece[late], gain / network.discount[serve.period[late]])
        lost = np.maximum(reduced[program.columns["lost"].slice], 0.0)
        need = np.maximum(need, lost / network.discount[network.pieces.due])
    chosen: Floats = need[asked.pieces]
    return chosen
