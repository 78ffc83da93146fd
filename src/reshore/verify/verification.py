"""Verify a plan: recompute it from its tables, and say what does not hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from reshore.verify.case import Case
from reshore.verify.inputs import Inputs
from reshore.verify.plan import Plan
from reshore.verify.registry import CHECKS
from reshore.verify.residuals import Check
from reshore.verify.world import World

SCHEMA: Mapping[str, pl.DataType] = {
    "law": pl.String(),
    "what": pl.String(),
    "rows": pl.Int64(),
    "residual": pl.Float64(),
    "where": pl.String(),
    "unit": pl.String(),
    "ok": pl.Boolean(),
}


@dataclass(frozen=True, eq=False)
class Verification:
    """What came of verifying a plan.

    `checks` has a row for each check: law, what is checked, rows (number of them checked), residual (the largest
    relative one, see `reshore.verify.residuals` for its scale), where that is, its unit, and ok (within `tolerance`).
    """

    checks: pl.DataFrame
    tolerance: float

    @property
    def residual(self) -> float:
        """Largest relative residual over all checks."""
        return float(self.checks["residual"].to_numpy().max(initial=0.0))

    @property
    def ok(self) -> bool:
        """Whether every check holds."""
        return bool(self.checks["ok"].all())

    @property
    def failures(self) -> tuple[str, ...]:
        """One line of text for each check that does not hold."""
        failed = self.checks.filter(~pl.col("ok"))
        return tuple(_line(row) for row in failed.iter_rows(named=True))


def verify_plan(
    inputs: Inputs, plan: Mapping[str, pl.DataFrame], objective: float, tolerance: float = 1e-6
) -> Verification:
    """Verify the tables of a plan against the inputs of its model and the objective that it claims."""
    return verify_world(World.of(inputs), plan, objective, tolerance)


def verify_world(
    world: World, plan: Mapping[str, pl.DataFrame], objective: float, tolerance: float = 1e-6
) -> Verification:
    """Verify a plan of a model whose inputs are arranged already: to verify many plans of one model."""
    case = Case(world, Plan.of(world, plan), objective)
    checks = [check for check_law in CHECKS.values() for check in check_law(case)]
    return Verification(_table(checks, tolerance), tolerance)


def verify_run(folder: Path, tolerance: float = 1e-6) -> Verification:
    """Verify the run in a folder: `run.json`, `inputs/` and `plan/`.

    Raises ValueError where the run has no objective, because then it has no plan.
    """
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    if run.get("objective") is None:
        raise ValueError(f"{folder} has no plan: its status is {run.get('status')}")
    plan = {path.stem: pl.read_parquet(path) for path in sorted((folder / "plan").glob("*.parquet"))}
    return verify_plan(Inputs.read(folder / "inputs"), plan, float(run["objective"]), tolerance)


def _table(checks: list[Check], tolerance: float) -> pl.DataFrame:
    rows = [(c.law, c.what, c.rows, c.residual, c.where, c.unit, c.residual <= tolerance) for c in checks]
    return pl.DataFrame(rows, schema=dict(SCHEMA), orient="row")


def _line(row: Mapping[str, object]) -> str:
    unit = f" [{row['unit']}]" if row["unit"] else ""
    return f"{row['law']}: {row['what']}: off by {row['residual']:.3g} (relative) at {row['where']}{unit}"
