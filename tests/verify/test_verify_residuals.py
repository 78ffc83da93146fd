"""Residuals: relative to a size that makes 1e-6 mean the same for small and large quantities."""

from __future__ import annotations

import numpy as np
import pytest

from reshore.verify.residuals import Rows, at_most, compare, flag, relative


@pytest.mark.parametrize("size", [1e-2, 1.0, 1e9])
def test_a_residual_does_not_depend_on_the_scale(size: float) -> None:
    """Proves: the same error, relative to its row, has the same residual for quantities of 0.01 and of 1e9."""
    residual = relative(np.array([0.01, 0.0]) * size, np.array([1.0, 1.0]) * size, None, 0.1)
    assert residual == pytest.approx(np.array([0.01, 0.0]))


def test_large_things_do_not_hide_small_ones() -> None:
    """Proves: a product counted in hundredths keeps its own scale beside one counted in billions."""
    size = np.array([1e9, 1e9, 1e9, 0.02, 0.02])
    residual = relative(np.array([0, 0, 0, 0.0002, 0]), size, np.array([0, 0, 0, 1, 1]), 0.1)
    assert residual[3] == pytest.approx(0.01)


def test_rounding_in_rows_near_zero_is_small() -> None:
    """Proves: 1e-8 that is left in a row of zeros counts against the typical row: 1e-8 / (0.1 · 50)."""
    residual = relative(np.array([1e-8, 0, 0, 0]), np.array([1e-8, 50, 50, 100]), None, 0.1)
    assert residual[0] == pytest.approx(1e-8 / 5)
    assert relative(np.array([1e-8]), np.array([0.0]), None, 0.1).tolist() == [1.0]


def test_what_is_no_number_is_wrong() -> None:
    """Proves: NaN and infinity never pass for zero."""
    bad = np.array([np.nan, np.inf, 0.0])
    assert relative(bad, np.array([1.0, 1.0, 1.0]), None, 0.1).tolist() == [1, 1, 0]


def test_checks_say_where_the_worst_row_is() -> None:
    """Proves: the largest residual is reported with its place and unit, and a bound counts only above it."""
    rows = Rows(lambda row: f"row {row}", lambda row: "ab"[row])
    check = compare("law", "what", np.array([1.0, -3.0]), np.array([10.0, 10.0]), rows)
    assert (check.rows, check.residual, check.where, check.unit) == (2, 0.3, "row 1", "b")
    assert at_most("law", "what", (np.array([1.0, 2.0]), np.array([2.0, 2.0])), rows).residual == 0
    assert at_most("law", "what", (np.array([4.0, 2.0]), np.array([2.0, 2.0])), rows).residual == 0.5
    assert compare("law", "what", np.array([]), np.array([]), rows).residual == 0
    assert flag("law", "what", np.array([False, True]), rows.where).where == "row 1"
    assert flag("law", "what", np.array([False, False]), rows.where).residual == 0
