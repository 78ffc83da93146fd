"""Policy that is there and says nothing is no policy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import reshore
from reshore.model import build_program
from reshore.network import build_network
from reshore.schema import table_schema
from reshore.tables import resolve

POLICY = ("tariffs", "controls", "incentives", "rates", "rules", "targets")


@pytest.mark.parametrize("example", ["first-plan", "factory"])
def test_empty_tables_of_policy_change_nothing(example: str, tmp_path: Path) -> None:
    """Proves: with a header and no rows in each table of policy the program is the same to the last digit, and so is its optimum.

    By hand: identity. Sensitivity: tables whose being there splits goods by origin, or adds rows that limit something.
    """
    plain = reshore.new(tmp_path / "plain", example=example)
    empty = reshore.new(tmp_path / "empty", example=example)
    for name in POLICY:
        (plain / f"{name}.csv").unlink(missing_ok=True)
        columns = ",".join(column.name for column in table_schema(name).columns)
        (empty / f"{name}.csv").write_text(columns + "\n", encoding="utf-8")

    without, with_tables = (build_program(build_network(resolve(reshore.load(model)))) for model in (plain, empty))
    assert with_tables.shape == without.shape
    assert (with_tables.matrix != without.matrix).nnz == 0
    for part in ("cost", "lower", "upper", "row_lower", "row_upper"):
        assert np.array_equal(getattr(with_tables, part), getattr(without, part)), part
    assert reshore.plan(empty).objective == reshore.plan(plain).objective
