"""Why there is no plan: the rows and limits that contradict each other, or the decisions that can grow without limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reshore.model import Block, Program
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.solve.existence import TOLERANCE, at_box, bounds_as_rows, boxed, elastic, fractional
from reshore.solve.highs import Answer, Arrays
from reshore.solve.options import SolveOptions
from reshore.solve.scaling import Scaling, make_scaling
from reshore.solve.solve import scaled, solve_arrays

ASKED: Final = {"stock": "storage", "lost": "required demand"}
"""Blocks of columns whose limits are what a user asks for, and the law that these state."""
LAWS_OF_BOUNDS: Final = {"build": "modules"}
COMMITTED: Final = "committed project"
FIRM: Final = 1000.0
"""What it costs to let a limit of the world give, in units of letting give what was asked for."""


@dataclass(frozen=True)
class Conflict:
    """Rows and limits that cannot hold together.

    `rows`: law, entity, period, limit, change, unit, weight. `change` is how much the limit must give in the cheapest repair,
    in which what was asked for (required demand, minimum stock, minimum runs) gives before anything else; 0 where the row
    takes part in the contradiction but need not give. `weight` is its share in the proof: dual times limit.
    """

    kind: str
    rows: pl.DataFrame


def explain(program: Program, network: Network, status: str, options: SolveOptions) -> Conflict:
    """Return what contradicts (infeasible) or grows without limit (unbounded).

    The elastic program lets every row give at a cost: the rows that give are the repair, and the rows and limits with a
    dual value prove that without giving there is no plan (a Farkas certificate).
    """
    scaling = make_scaling(program)
    elastics = _Elastic.of(program, scaling)
    kinds = {"infeasible": fractional(elastics.arrays)}
    if program.integer.any():
        kinds["infeasible in whole numbers"] = elastics.arrays
    for kind, arrays in kinds.items() if status != "unbounded" else ():
        answer = solve_arrays(arrays, options)
        if answer.status != "optimal":
            return Conflict("unexplained", _columns(program, network, np.zeros(len(program.cost), dtype=bool)))
        if answer.objective < -TOLERANCE:
            return Conflict(kind, _contradiction(elastics, network, answer))
    plain = scaled(program, scaling)
    growing = _columns(program, network, at_box(plain, solve_arrays(boxed(plain), options)))
    return Conflict("unexplained" if growing.is_empty() else "unbounded", growing)


@dataclass(frozen=True)
class _Elastic:
    """The elastic program: its rows are those of the program, then the limits of `asked` columns."""

    program: Program
    arrays: Arrays
    asked: NDArray[np.int64]
    row_scale: Floats
    column_scale: Floats

    @staticmethod
    def of(program: Program, scaling: Scaling) -> _Elastic:
        """Return the elastic program in which what is asked for gives first."""
        blocks = [program.columns[name] for name in ASKED if name in program.columns]
        columns = np.concatenate([np.arange(block.first, block.first + block.size) for block in blocks])
        limited = (program.lower[columns] > 0.0) | np.isfinite(program.upper[columns])
        asked = columns[limited]
        arrays = bounds_as_rows(scaled(program, scaling), asked)
        height, _ = program.shape
        lowering = np.full(height + len(asked), FIRM)
        raising = lowering.copy()
        lost = program.columns["lost"]
        of_lost = (asked >= lost.first) & (asked < lost.first + lost.size)
        raising[height:] = np.where(of_lost, FIRM, 1.0)
        lowering[height:] = np.where(of_lost, 1.0, FIRM)
        if "runs" in program.rows:
            raising[program.rows["runs"].slice] = 1.0
        scale = np.concatenate([scaling.row, 1.0 / scaling.column[asked]])
        return _Elastic(program, elastic(arrays, raising, lowering), asked, scale, scaling.column)


def _contradiction(elastics: _Elastic, network: Network, answer: Answer) -> pl.DataFrame:
    """Return the rows that take part in a contradiction, those that give first."""
    program, scale = elastics.program, elastics.row_scale
    _, width = program.shape
    slack, count = answer.columns[width:], len(scale)
    change = (slack[:count] - slack[count:]) / scale
    duals = answer.row_duals
    takes_part = (np.abs(duals) > TOLERANCE) | (np.abs(change) > TOLERANCE / scale)
    lower = np.concatenate([program.row_lower, program.lower[elastics.asked]])
    upper = np.concatenate([program.row_upper, program.upper[elastics.asked]])
    limit = np.where((duals > 0.0) & np.isfinite(upper) | ~np.isfinite(lower), upper, lower)
    weight = np.abs(duals * np.where(np.isfinite(limit), limit, 0.0) * scale)
    values = _Values(limit, change, weight)
    rows = [
        _listed(law, block, network, takes_part[block.slice], values.part(block.slice))
        for law, block in program.rows.items()
    ]
    found = pl.concat([*rows, *_asked(elastics, network, takes_part, values), *_fixed(elastics, network, answer)])
    order = [pl.col("change") == 0.0, -pl.col("change").abs(), pl.col("law") == "balance", -pl.col("weight")]
    return found.sort(*order, "law", "entity", "period")


@dataclass(frozen=True)
class _Values:
    """Limit, change and weight of rows."""

    limit: Floats
    change: Floats
    weight: Floats

    def part(self, chosen: slice | NDArray[np.integer]) -> _Values:
        """Return the values of some rows."""
        return _Values(self.limit[chosen], self.change[chosen], self.weight[chosen])


def _asked(elastics: _Elastic, network: Network, takes_part: np.ndarray, values: _Values) -> list[pl.DataFrame]:
    """Return the limits of asked columns that take part."""
    program = elastics.program
    height, width = program.shape
    row = np.full(width, -1)
    row[elastics.asked] = height + np.arange(len(elastics.asked))
    found = []
    for name, law in ASKED.items():
        if name in program.columns:
            block = program.columns[name]
            own = row[block.slice]
            mask = (own >= 0) & takes_part[own]
            found.append(_listed(law, block, network, mask, values.part(own)))
    return found


def _fixed(elastics: _Elastic, network: Network, answer: Answer) -> list[pl.DataFrame]:
    """Return the limits of other columns that take part in the proof."""
    program = elastics.program
    _, width = program.shape
    proves = np.abs(answer.column_duals[:width]) > TOLERANCE
    lower, upper = program.lower, program.upper
    limit = np.where(lower > 0.0, lower, upper)
    weight = np.abs(answer.column_duals[:width] * np.where(np.isfinite(limit), limit, 0.0)) / elastics.column_scale
    found = []
    for name, block in program.columns.items():
        if name in ASKED:
            continue
        law = LAWS_OF_BOUNDS.get(name, f"limit of {name}")
        values = _Values(limit, np.zeros(width), weight).part(block.slice)
        fixed = (lower == upper)[block.slice]
        mask = proves[block.slice] & np.isfinite(values.limit)
        found.append(_listed(COMMITTED if name == "build" else law, block, network, mask & fixed, values))
        found.append(_listed(law, block, network, mask & ~fixed, values))
    return found


def _columns(program: Program, network: Network, mask: np.ndarray) -> pl.DataFrame:
    """Return the decisions for which a mask holds, without limits."""
    return pl.concat(
        _listed(name, block, network, mask[block.slice], _nothing(block)) for name, block in program.columns.items()
    )


def _nothing(block: Block) -> _Values:
    return _Values(np.full(block.size, np.inf), np.zeros(block.size), np.zeros(block.size))


def _listed(law: str, block: Block, network: Network, mask: np.ndarray, values: _Values) -> pl.DataFrame:
    chosen = np.flatnonzero(mask)
    own = values.part(chosen)
    names = [column for column in block.labels.columns if column not in ("unit", "due")]
    text = block.labels.select(pl.concat_str([pl.col(names).cast(pl.String).fill_null("")], separator=" "))
    return pl.DataFrame(
        {
            "law": [law] * len(chosen),
            "entity": text.to_series()[block.entity[chosen]].str.strip_chars().str.replace_all("  +", " "),
            "period": network.periods.dates[block.period[chosen]],
            "limit": own.limit + 0.0,
            "change": own.change,
            "unit": [block.unit] * len(chosen),
            "weight": own.weight,
        },
        schema_overrides={"law": pl.String, "entity": pl.String, "unit": pl.String},
    )
