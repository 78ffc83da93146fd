"""What is written is read back the same."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import MappingProxyType

import polars as pl
import polars.testing
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reshore.schema import TIME_UNITS, Column, TableSchema, schema
from reshore.schema.units import time_unit
from reshore.tables import Reading, Table, Tables, read_model, write_tables
from reshore.tables.cells import TYPES, must_be_filled
from reshore.tables.typed import empty
from reshore.tables.write import Format

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6).map(str.strip)
NAME = TEXT.filter(bool)
ITEM = NAME.filter(lambda text: ";" not in text)
VALUES: dict[str, st.SearchStrategy[object]] = {
    "list": st.lists(ITEM, max_size=3),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "bool": st.booleans(),
    "date": st.dates(date(1000, 1, 1)),
}


def _values(column: Column) -> st.SearchStrategy[object]:
    if column.choices:
        return st.sampled_from(column.choices)
    if column.dtype == "str":
        return NAME if must_be_filled(column) or column.default else TEXT
    values = VALUES[column.dtype]
    optional = column.dtype in ("float", "date") and not must_be_filled(column) and not column.default
    return st.none() | values if optional else values


@st.composite
def _table(draw: st.DrawFn, declared: TableSchema) -> Table:
    least, most = (1, 1) if declared.name == "model" else (0, 3)
    rows = draw(st.lists(st.tuples(*(_values(column) for column in declared.columns)), min_size=least, max_size=most))
    types = {column.name: TYPES[column.dtype] for column in declared.columns}
    frame = pl.DataFrame(rows, schema=types, orient="row").with_columns(pl.lit(0, pl.Int64).alias("_row"))
    timed = [column for column in declared.columns if time_unit(column.unit) and not column.fixed and rows]
    times = {column.name: draw(st.sampled_from(TIME_UNITS)) for column in timed if draw(st.booleans())}
    kept = {name: time for name, time in times.items() if time != time_unit(declared.column(name).unit)}
    return Table(declared.name, frame, MappingProxyType(kept))


@st.composite
def _tables(draw: st.DrawFn) -> Tables:
    """Draw the settings and two tables with rows; the rest is empty."""
    full = {"model", *draw(st.lists(st.sampled_from(list(schema())), min_size=2, max_size=2))}
    return Tables.of(
        {name: draw(_table(declared)) if name in full else empty(name) for name, declared in schema().items()}
    )


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=_tables())
def test_written_tables_are_read_back_the_same(form: Format, tables: Tables) -> None:
    """Proves: any text, number and date survives, and so do the units of time (`_row` counts anew)."""
    with tempfile.TemporaryDirectory() as folder:
        write_tables(tables, Path(folder), form)
        again = read_model(Path(folder)).tables
    assert again is not None
    for table in tables:
        pl.testing.assert_frame_equal(again.frame(table.name).drop("_row"), table.frame.drop("_row"), check_exact=True)
        assert dict(again[table.name].times) == dict(table.times)


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_a_model_is_read_back_with_its_rows(form: Format, read_small: Callable[..., Reading], tmp_path: Path) -> None:
    """Proves: line numbers too come back for a plain model, and writing what was read gives the same files."""
    tables = read_small().checked()
    write_tables(tables, tmp_path / "one", form)
    again = read_model(tmp_path / "one").checked()
    for table in tables:
        assert again.frame(table.name).equals(table.frame)
    write_tables(again, tmp_path / "two", form)
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "two").iterdir())
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)


def test_what_csv_files_look_like(read_small: Callable[..., Reading], tmp_path: Path) -> None:
    """Proves: columns of defaults are left out, numbers are short, text that begins with = stays as it is."""
    header = "origin,destination,mode,transit_time [week],products,note\n"
    lanes = header + "FAB,HOU,road,2,wafer;rack,=1+1\nHOU,MKT,air,0.1,,\n"
    write_tables(read_small({"lanes.csv": lanes}).checked(), tmp_path / "out", "csv")
    assert (tmp_path / "out" / "lanes.csv").read_text() == lanes
    assert (tmp_path / "out" / "demands.csv").read_text() == (
        "market,product,class,date,quantity\nMKT,rack,,2025-06-01,10\n"
    )
    assert (
        tmp_path / "out" / "model.toml"
    ).read_text() == 'name = "small"\nstart = 2025-01-01\nbuckets = "12 months"\n'
    assert not (tmp_path / "out" / "ramps.csv").exists()


def test_tables_are_not_overwritten(read_small: Callable[..., Reading], tmp_path: Path) -> None:
    """Proves: a folder with tables is left alone, so that no stale table mixes with new ones."""
    tables = read_small().checked()
    with pytest.raises(FileExistsError, match=r"holds model\.toml already"):
        write_tables(tables, tmp_path, "parquet")
    assert not list(tmp_path.glob("*.parquet"))


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_line_ends_within_a_cell_survive(form: Format, read_small: Callable[..., Reading], tmp_path: Path) -> None:
    """Proves: a lone carriage return, which csv leaves without quotes, does not split a row."""
    tables = read_small({"sites.csv": 'site,note\nFAB,"a\rb"\nHOU,"c\r\nd"\nMKT,"e\nf"\n'}).checked()
    write_tables(tables, tmp_path / "out", form)
    assert read_model(tmp_path / "out").checked().frame("sites")["note"].to_list() == ["a\rb", "c\r\nd", "e\nf"]
