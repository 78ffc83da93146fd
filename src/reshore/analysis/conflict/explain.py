"""Why there is no plan: what contradicts, in words, and the least change of the tables that repairs it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from reshore.analysis.conflict.knobs import Knobs, make_knobs
from reshore.analysis.conflict.least import TOLERANCE, Least, least
from reshore.analysis.conflict.limits import make_limits
from reshore.analysis.conflict.repair import Model, Repair, make_repair
from reshore.analysis.conflict.smallest import smallest
from reshore.analysis.conflict.stated import Stated, make_stated
from reshore.analysis.conflict.told import ROWS, lead_times, lines
from reshore.analysis.words import said
from reshore.model import Block, Program
from reshore.network import Network
from reshore.solve.existence import at_box, boxed
from reshore.solve.options import SolveOptions
from reshore.solve.scaling import make_scaling
from reshore.solve.solve import scaled, solve_arrays
from reshore.tables import Tables

SECONDS = 60.0
"""Time after which the smallest conflict is told as far as it was found."""


@dataclass(frozen=True)
class Conflict:
    """Limits that cannot hold together, or decisions that can grow without limit.

    `kind` is infeasible, infeasible in whole numbers, unbounded, or unexplained. `rows`: conflict, law, words, entity,
    first, last, limit, most, unit; conflicts of different numbers share no limit. `irreducible` says that without any one
    of its limits the others of a conflict can hold; `more` that there are further conflicts. `because` says what lead times
    rule out. `repairs` holds the least changes after which there is a plan: what was asked for gives, then the world gives.
    """

    kind: str
    rows: pl.DataFrame
    irreducible: bool = False
    more: bool = False
    because: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class Case:
    """What is to be explained: the tables as they are in the files, the network and the program made of them."""

    tables: Tables
    network: Network
    program: Program


def explain(case: Case, status: str, options: SolveOptions) -> Conflict:
    """Return what contradicts (infeasible) or grows without limit (unbounded), and the least that repairs a contradiction.

    The elastic program lets numbers of the tables give at a cost: what gives is the repair, and the limits with a dual
    value prove that without giving there is no plan (a Farkas certificate). Among these the smallest conflict is found.
    """
    if status != "unbounded":
        stated = make_stated(case.program)
        for kind, part in _programs(stated):
            _tell(options, "finding the least that must give")
            knobs = make_knobs(case.tables, case.network, part)
            found = least(part, knobs, "asked", options)
            if found is None:
                return Conflict("unexplained", pl.DataFrame(schema=ROWS))
            if found.total > TOLERANCE:
                return _contradiction(case, kind, (stated, part), (knobs, found), options)
    growing = _growing(case, options)
    return Conflict("unexplained" if growing.is_empty() else "unbounded", growing)


def _programs(stated: Stated) -> list[tuple[str, Stated]]:
    """Return the program in fractions, and as it is where that is another."""
    none = np.zeros_like(stated.program.integer)
    fractional = replace(stated, program=replace(stated.program, integer=none))
    whole = [("infeasible in whole numbers", stated)] if stated.program.integer.any() else []
    return [("infeasible", fractional), *whole]


def _contradiction(
    case: Case, kind: str, programs: tuple[Stated, Stated], found: tuple[Knobs, Least], options: SolveOptions
) -> Conflict:
    stated, part = programs
    knobs, gives = found
    model = Model(case.tables, case.network, stated)
    limits = make_limits(part, case.network)
    _tell(options, "finding the smallest conflict")
    quiet = replace(options, tell=None)
    conflicts = smallest(part, limits, gives.proof if kind == "infeasible" else None, quiet, SECONDS)
    if conflicts is None:
        return Conflict("unexplained", pl.DataFrame(schema=ROWS))
    rows = lines(model, limits, knobs, conflicts)
    _tell(options, "finding the least change that repairs it")
    again = gives if part is stated or not stated.program.integer.any() else least(stated, knobs, "asked", options)
    repairs = [make_repair(model, knobs, each, side, options) for side, each in _sides(stated, knobs, again, options)]
    return Conflict(
        kind, rows, conflicts.irreducible, conflicts.more, lead_times(model, case.program, rows), tuple(repairs)
    )


def _sides(stated: Stated, knobs: Knobs, asked: Least | None, options: SolveOptions) -> list[tuple[str, Least]]:
    world = least(stated, knobs, "world", options)
    return [(side, found) for side, found in (("asked", asked), ("world", world)) if found is not None]


def _growing(case: Case, options: SolveOptions) -> pl.DataFrame:
    """Return the decisions that grow for ever."""
    program = case.program
    _tell(options, "finding what can grow without limit")
    plain = scaled(program, make_scaling(program))
    gone = at_box(plain, solve_arrays(boxed(plain), options))
    frames = [_decisions(case.network, block, gone[block.slice]) for block in program.columns.values()]
    return pl.concat([pl.DataFrame(schema=ROWS), *frames])


def _decisions(network: Network, block: Block, mask: np.ndarray) -> pl.DataFrame:
    """Return a row for each decision of a block that a mask holds for, with the first and last of its periods."""
    chosen = np.flatnonzero(mask)
    words = said(block.name, block.labels)
    shown = [name for name in block.labels.columns if name not in ("unit", "due")]
    text = block.labels.select(pl.concat_str([pl.col(shown).cast(pl.String).fill_null("")], separator=" ")).to_series()
    rows = pl.DataFrame(
        {
            "law": [block.name] * len(chosen),
            "words": words.gather(block.entity[chosen]),
            "entity": text.gather(block.entity[chosen]).str.strip_chars().str.replace_all("  +", " "),
            "period": network.periods.dates[block.period[chosen]],
            "unit": block.units(block.entity[chosen]),
        },
        schema_overrides={"law": pl.String, "unit": pl.String},
    )
    spans = rows.group_by("law", "words", "entity", "unit", maintain_order=True).agg(
        pl.col("period").min().alias("first"), pl.col("period").max().alias("last")
    )
    none = pl.lit(None, pl.Float64)
    return spans.select(
        pl.lit(1, pl.Int64).alias("conflict"),
        "law",
        "words",
        "entity",
        "first",
        "last",
        none.alias("limit"),
        none.alias("most"),
        "unit",
    )


def _tell(options: SolveOptions, text: str) -> None:
    if options.tell is not None:
        options.tell(text)
