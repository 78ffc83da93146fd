"""Large tables are read and checked soon and in little memory, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.tables.measure import measured
from benchmarks.tables.model import large_tables

from reshore.tables import FORMATS, Format, write_tables


def check(rows: int, form: Format, folder: Path, bounds: tuple[float, float]) -> None:
    write_tables(large_tables(rows), folder / "model", form)
    found = measured(folder / "model")
    assert found["rows"] >= rows
    assert found["findings"] == 0
    assert found["seconds"] < bounds[0]
    assert found["megabytes"] < bounds[1]


@pytest.mark.parametrize("form", FORMATS)
def test_20_000_rows(form: Format, tmp_path: Path) -> None:
    """Proves: a tenth of the size takes far less than the whole may. Sensitivity: work in Python for each cell or finding."""
    check(20_000, form, tmp_path, (3, 400))


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_200_000_rows(form: Format, tmp_path: Path) -> None:
    """Proves: 200,000 rows are read and checked in less than 5 s and 500 MB.

    Sensitivity: openpyxl takes 15 s and pandas 38 s to read as many.
    """
    check(200_000, form, tmp_path, (5, 500))
