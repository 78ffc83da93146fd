"""What matters: what one more unit of every input number earns, from one solve, and what its range earns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from reshore.analysis.matters.again import Again, solved_again
from reshore.analysis.matters.derivatives import derivatives
from reshore.analysis.matters.numbers import numeric_columns
from reshore.analysis.matters.ranged import GIVEN, as_given, with_effects, with_ranges
from reshore.analysis.matters.units import with_units
from reshore.analysis.optimum import optimum_of
from reshore.analysis.targets.freed import freed
from reshore.analysis.targets.subject import Subject, most_of
from reshore.analysis.targets.target import targets_of
from reshore.model import Program, build_program
from reshore.network import build_network
from reshore.solution import Plan
from reshore.solve import SolveOptions
from reshore.tables import Tables
from reshore.tables.report import hint

PROFIT: Final = "profit"
TOP: Final = 8
"""Numbers for which the program is solved again."""
TABLES: Final = tuple(dict.fromkeys(table for table, _ in numeric_columns()))
COLUMNS: Final = (
    "table",
    "key",
    "column",
    "value",
    "unit",
    "low",
    "high",
    "range",
    "derivative",
    "derivative_down",
    "derivative_up",
    "effect",
    "effect_low",
    "effect_high",
    "source",
)


@dataclass(frozen=True)
class Matters:
    """What every input number of a plan is worth, the largest effects first: of profit [`unit`: currency], or of a target.

    `numbers` has a row for each number of the files: table, key, column; `value`, `low` and `high` [`unit`: as declared, in the
    header's unit of time]; `range` (given: by the table `ranges`; 10 %: either way, as far as a value may go); `derivative` (of
    discounted profit, or of cost saved where that is the objective, or of the most that a target can reach [`Matters.unit` per
    unit]; null where it cannot be told from
    the plan); `derivative_down` and `derivative_up` (to either side, where these differ or were solved again); `effect_low` and
    `effect_high` (derivative × the way to that end of the range [`Matters.unit`]); `effect` (the larger of them); `source`.
    `plan` is the plan that was asked about.
    """

    run: str
    unit: str
    of: str
    numbers: pl.DataFrame
    plan: Plan | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Asked:
    """Which numbers are asked about: those of a table (all where None), those with a range `given`, the `top` solved again."""

    table: str | None = None
    given: bool = False
    top: int = TOP

    def of(self, numbers: pl.DataFrame) -> pl.DataFrame:
        """Return those of the numbers that are asked about."""
        table = pl.lit(True) if self.table is None else pl.col("table") == self.table
        return numbers.filter(table & ((pl.col("range") == GIVEN) | (not self.given)))


EVERYTHING: Final = Asked()


def matters(
    plan: Plan, of: str = PROFIT, tell: Callable[[str], None] | None = None, asked: Asked = EVERYTHING
) -> Matters:
    """Return what every input number of a plan is worth. Whole numbers stay as planned.

    What it is worth to a target is asked of the model without goals before money, as what can be reached of it is; whole numbers
    are then those at the most.

    Raises KeyError where `of` or a table is not known, StateError where the plan cannot be solved on from, SolverError where
    the solver fails.
    """
    if asked.table is not None and asked.table not in TABLES:
        near = hint(asked.table, TABLES, f"Tables with numbers are {', '.join(TABLES)}.")
        raise KeyError(f"There is no table '{asked.table}' with numbers. {near}")
    tell = tell or (lambda _: None)
    inputs, subject = _subject(plan, of, tell)
    found = derivatives(inputs, subject.build, subject.optimum, tell, asked.table)
    numbers = asked.of(with_effects(with_ranges(inputs, as_given(found, plan.given))))
    again = Again(inputs, subject.build, subject.optimum)
    numbers = solved_again(again, numbers, tell, asked.top)
    numbers = with_effects(numbers.with_columns(pl.col("^derivative.*$") / subject.per))
    table = with_units(plan.network, numbers).select(COLUMNS)
    return Matters(str(plan.about.get("run", "")), subject.unit, of, table, plan)


def _subject(plan: Plan, of: str, tell: Callable[[str], None]) -> tuple[Tables, Subject]:
    """Return what is asked about, and of which inputs: the objective of the plan, or the most of a target of it without goals."""
    known = {target.name: target for target in targets_of(plan.inputs)}
    if of != PROFIT and of not in known:
        otherwise = f"Ask about {PROFIT}{', ' if known else ''}{' or '.join(known)}."
        raise KeyError(f"'{of}' is nothing that can be asked about. {hint(of, [PROFIT, *known], otherwise)}")
    options = SolveOptions(tell=tell)
    free = plan if of == PROFIT else freed(plan, options)
    tell("solving the plan again from where it stood")
    optimum = optimum_of(free)
    if of == PROFIT:
        return free.inputs, Subject(program_of, optimum, 1.0, plan.currency)
    tell(f"the most of {of} that can be reached")
    return free.inputs, most_of(free, optimum, known[of], options)


def program_of(tables: Tables) -> Program:
    """Return the program of resolved tables that a plan maximises."""
    return build_program(build_network(tables))
