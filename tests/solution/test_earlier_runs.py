"""Runs that an earlier version stored, whose tables have no origins, can still be read and measured."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.laws.test_origin import chain

from reshore import api
from reshore.solution.decisions import LATER
from reshore.verify import verify_run


def test_a_run_without_columns_of_origin_is_read(tmp_path: Path) -> None:
    """Proves: tables without the later columns, and a plan without the table of what is taken, are read as having none.

    By hand: 45 boxes are made, none of which says of which chips. Sensitivity: a run that is called damaged.
    """
    case = chain()
    plan = case.having(products=[{**row, "track_origin": False} for row in case.tables["products"]]).plan()
    run = api.save(plan, tmp_path)
    for name, columns in LATER.items():
        path = run.folder / "plan" / f"{name}.parquet"
        pl.read_parquet(path).drop(columns).write_parquet(path)
    (run.folder / "plan" / "take.parquet").unlink()
    again = api.open_run("latest", tmp_path)

    assert again.table("take").height == 0
    assert again.measure("made").filter(product="box")["value"].sum() == pytest.approx(45)
    assert verify_run(run.folder).ok
