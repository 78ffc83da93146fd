"""What a number really earns on either side: the program of moved tables, solved from where the plan's stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from reshore.analysis.matters.matched import match_program
from reshore.analysis.matters.numbers import Numbers, numbers_at
from reshore.model import Program
from reshore.network.drift import Torn
from reshore.solve import Optimum, solve_again
from reshore.tables import Tables

FARTHER: Final = 100.0
"""Steps of a derivative in one of a solve: still so small that nothing else comes to bind, but clear of the tolerances."""


@dataclass(frozen=True)
class Again:
    """Tables, what makes their program, and its optimum."""

    tables: Tables
    build: Callable[[Tables], Program]
    optimum: Optimum

    def slope(self, numbers: Numbers, sign: float) -> float | None:
        """Return what one more unit of all the numbers together earns to the right, or to the left where `sign` is −1.

        Whole numbers stay as they are. None where the moved tables have other decisions or limits, or allow no plan. Raises
        SolverError where the solver fails.
        """
        step = sign * FARTHER * float(numbers.steps.max(initial=0.0))
        if (numbers.values + step < numbers.low).any():
            return None
        try:
            program = self.build(numbers.moved(self.tables, np.full(len(numbers.rows), step)))
        except Torn:
            return None
        before = self.optimum.program
        if not match_program(before, program).same:
            return None
        whole, values = program.integer, np.round(self.optimum.solution.columns)
        moved = replace(
            program,
            cost=before.cost if np.array_equal(before.cost, program.cost) else program.cost,
            lower=np.where(whole, values, program.lower),
            upper=np.where(whole, values, program.upper),
            integer=np.zeros_like(whole),
        )
        solution = solve_again(self.optimum, moved).solution
        if solution.status != "optimal":
            return None
        return (solution.objective - self.optimum.solution.objective) / step


def solved_again(again: Again, numbers: pl.DataFrame, tell: Callable[[str], None], top: int) -> pl.DataFrame:
    """Return numbers (table, column, members), the first `top` with `derivative_down` and `derivative_up` as solved again."""
    sides = {side: numbers[side].to_list() for side in ("derivative_down", "derivative_up")}
    chosen = numbers.head(top).select("table", "column", "members")
    for place, (table, column, members) in enumerate(chosen.iter_rows()):
        tell(f"solving again with a little more and less of a number: {place + 1} of {chosen.height}")
        asked = numbers_at(again.tables, table, column, np.array(members))
        for side, sign in (("derivative_down", -1.0), ("derivative_up", 1.0)):
            found = again.slope(asked, sign)
            sides[side][place] = sides[side][place] if found is None else found
    return numbers.with_columns(pl.Series(side, values, dtype=pl.Float64) for side, values in sides.items())
