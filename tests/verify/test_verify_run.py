"""Runs: a folder with run.json, inputs and plan."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from reshore.verify import verify_run

Tables = dict[str, pl.DataFrame]
MODEL = """
start = 2026-01-01
buckets = "4 months"
discount_rate = 0.1
currency = "EUR"
terminal_share = 0.5
"""


def written(folder: Path, tables: Tables, plan: Tables, objective: float | None) -> Path:
    for name, frames in (("inputs", tables), ("plan", plan)):
        (folder / name).mkdir()
        for table, frame in frames.items():
            frame.write_parquet(folder / name / f"{table}.parquet")
    (folder / "inputs" / "model.toml").write_text(MODEL)
    (folder / "run.json").write_text(json.dumps({"objective": objective, "status": "optimal"}))
    return folder


def test_a_run_is_verified_from_its_folder(tmp_path: Path, tables: Tables, plan: Tables, objective: float) -> None:
    """Proves: the little plan passes when it is read back from files."""
    verification = verify_run(written(tmp_path, tables, plan, objective))
    assert verification.failures == ()
    assert verification.checks.columns == ["law", "what", "rows", "residual", "where", "unit", "ok"]
    assert set(verification.checks["law"]) == {
        *("tables", "balance", "demand", "builds", "floor", "capacity", "capacity table"),
        *("lanes", "storage", "runs", "shelf life", "quotas", "claims", "caps", "money", "mix", "rules"),
    }


def test_a_wrong_run_is_reported_in_words(tmp_path: Path, tables: Tables, plan: Tables, objective: float) -> None:
    """Proves: failures name the law, the size, the place and the unit; a looser tolerance lets them pass.

    Stock at MINE (17 t in March, 7 t in April) is 1e-4 too large, so April's balance is off by 1e-4 · (17 − 7), of 30
    that leave.
    """
    stock = plan["stock"].with_columns(pl.col("value") * (1 + 1e-4 * (pl.col("site") == "MINE")))
    folder = written(tmp_path, tables, {**plan, "stock": stock}, objective)
    verification = verify_run(folder)
    assert not verification.ok
    balance = verification.checks.row(by_predicate=pl.col("law") == "balance", named=True)
    assert balance["residual"] == pytest.approx(1e-4 * (17 - 7) / 30, rel=1e-6)
    line = next(line for line in verification.failures if line.startswith("balance"))
    assert line.endswith("site MINE, product ore, period 2026-04-01 [t]")
    assert verify_run(folder, tolerance=1e-2).ok


def test_a_run_without_a_plan_is_refused(tmp_path: Path, tables: Tables, plan: Tables) -> None:
    with pytest.raises(ValueError, match="has no plan"):
        verify_run(written(tmp_path, tables, plan, None))
