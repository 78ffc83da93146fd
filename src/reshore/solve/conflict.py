"""Why there is no plan: the rows and limits that contradict each other, or the decisions that can grow without limit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.model import Block, Program
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.solve.existence import TOLERANCE, at_box, boxed, elastic, fractional
from reshore.solve.highs import Answer, Arrays
from reshore.solve.options import SolveOptions
from reshore.solve.scaling import Scaling, make_scaling
from reshore.solve.solve import scaled, solve_arrays

LAWS_OF_BOUNDS = {"stock": "storage", "lost": "required demand", "build": "committed project"}


@dataclass(frozen=True)
class Conflict:
    """Rows and limits that cannot hold together.

    `rows`: law, entity, period, limit, change, unit. `change` is how much the limit must give in the cheapest repair (in
    standard value) of all, 0 where it takes part in the contradiction but need not give.
    """

    kind: str
    rows: pl.DataFrame


def explain(program: Program, network: Network, status: str, options: SolveOptions) -> Conflict:
    """Return what contradicts (infeasible) or grows without limit (unbounded).

    The elastic program lets every row give at a cost: the rows that give are the repair, and the rows and limits with a
    dual value prove that without giving there is no plan (a Farkas certificate).
    """
    scaling = make_scaling(program)
    arrays = scaled(program, scaling)
    if status != "unbounded":
        answer = solve_arrays(elastic(fractional(arrays)), options)
        if answer.objective < -TOLERANCE:
            return Conflict("infeasible", _contradiction(program, network, scaling, answer))
        if program.integer.any():
            answer = solve_arrays(elastic(arrays), options)
            if answer.objective < -TOLERANCE:
                return Conflict("infeasible in whole numbers", _contradiction(program, network, scaling, answer))
    return Conflict("unbounded", _growing(program, network, arrays, options))


def _contradiction(program: Program, network: Network, scaling: Scaling, answer: Answer) -> pl.DataFrame:
    height, width = program.shape
    slack = answer.columns[width:]
    change = (slack[:height] - slack[height:]) / scaling.row
    takes_part = (np.abs(answer.row_duals) > TOLERANCE) | (np.abs(change) > TOLERANCE / scaling.row)
    limit = np.where(np.isfinite(program.row_upper), program.row_upper, program.row_lower)
    rows = [
        _listed(law, block, network, takes_part[block.slice], (limit[block.slice], change[block.slice]))
        for law, block in program.rows.items()
    ]
    proves = np.abs(answer.column_duals[:width]) > TOLERANCE
    lower, upper = program.lower, program.upper
    bounds = [
        _listed(
            LAWS_OF_BOUNDS.get(name, f"limit of {name}"),
            block,
            network,
            proves[block.slice] & ((lower[block.slice] > 0.0) | np.isfinite(upper[block.slice])),
            (np.where(lower[block.slice] > 0.0, lower[block.slice], upper[block.slice]), np.zeros(block.size)),
        )
        for name, block in program.columns.items()
    ]
    found = pl.concat([*rows, *bounds])
    last = pl.col("law") == "balance"
    return found.sort(last, pl.col("change") == 0.0, -pl.col("change").abs(), "law", "entity", "period")


def _growing(program: Program, network: Network, arrays: Arrays, options: SolveOptions) -> pl.DataFrame:
    grows = at_box(arrays, solve_arrays(boxed(arrays), options))
    return pl.concat(
        _listed(name, block, network, grows[block.slice], (np.full(block.size, np.inf), np.zeros(block.size)))
        for name, block in program.columns.items()
    )


def _listed(law: str, block: Block, network: Network, mask: np.ndarray, values: tuple[Floats, Floats]) -> pl.DataFrame:
    chosen = np.flatnonzero(mask)
    limit, change = values
    names = [column for column in block.labels.columns if column not in ("unit", "due")]
    text = block.labels.select(pl.concat_str([pl.col(names).cast(pl.String).fill_null("")], separator=" "))
    return pl.DataFrame(
        {
            "law": [law] * len(chosen),
            "entity": text.to_series()[block.entity[chosen]].str.strip_chars().str.replace_all("  +", " "),
            "period": network.periods.dates[block.period[chosen]],
            "limit": limit[chosen],
            "change": change[chosen],
            "unit": [block.unit] * len(chosen),
        },
        schema_overrides={"law": pl.String, "entity": pl.String, "unit": pl.String},
    )
