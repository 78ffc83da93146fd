"""Files of a folder become typed tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.tables.conftest import FILES

from reshore.api import check, list_examples, list_scenarios, new
from reshore.schema import schema
from reshore.tables import DataError, Reading, read_model, resolve
from reshore.tables.cells import TYPES


def test_every_table_has_the_declared_columns_types_and_defaults(read_small: Callable[..., Reading]) -> None:
    tables = read_small().checked()
    assert [table.name for table in tables] == list(schema())
    for table in tables:
        expected = {column.name: TYPES[column.dtype] for column in schema()[table.name].columns}
        assert dict(table.frame.schema) == {**expected, "_row": pl.Int64()}
    lane = tables.frame("lanes").select("capacity", "starts", "source", "transit_time", "_row").row(0)
    assert lane == (None, None, "", 0.0, 2)
    assert tables.frame("lanes")["products"].to_list() == [[], []]
    assert tables.frame("expansions").height == 0
    assert tables.setting["currency"] == "USD"
    assert tables.setting["start"] == date(2025, 1, 1)


def test_text_is_stripped_and_line_numbers_are_those_of_the_file(read_small: Callable[..., Reading]) -> None:
    """Proves: blank lines, quoted line breaks, a byte order mark and Windows line ends do not shift rows or names."""
    sites = '\ufeffsite , country,note,,\r\n\r\n FAB , US,"two\r\nlines",,\r\n,,,,\r\nHOU,US\u00a0,,,\r\nMKT,MX,,,\r\n'
    frame = read_small({"sites.csv": sites}).checked().frame("sites")
    assert frame.select("site", "country", "note", "_row").rows() == [
        ("FAB", "US", "two\r\nlines", 3),
        ("HOU", "US", "", 6),
        ("MKT", "MX", "", 7),
    ]


def test_dates_truths_and_numbers(read_small: Callable[..., Reading]) -> None:
    """Proves: a month is its first day, and text such as 007 stays text."""
    changes = {
        "demands.csv": (
            "market,product,date,quantity,required,class\nMKT,rack,2025-06,1e1,YES,007\nMKT,rack,2025-07-01,.5,0,\n"
        ),
        "products.csv": "product,hs_code,_mine\nwafer,0700,x\nrack,,\n",
    }
    tables = read_small(changes).checked()
    assert tables.frame("demands").select("date", "quantity", "required", "class").rows() == [
        (date(2025, 6, 1), 10.0, True, "007"),
        (date(2025, 7, 1), 0.5, False, ""),
    ]
    assert tables.frame("products")["hs_code"].to_list() == ["0700", ""]


def test_units_in_headers(read_small: Callable[..., Reading]) -> None:
    """Proves: values convert to the declared unit, and the unit of time stays with the column.

    Sensitivity: 57 · 0.01 is 0.5700000000000001.
    """
    changes = {
        "operations.csv": "site,process,yield [%],cycle_time [week]\nFAB,etch,57,3\nHOU,build,100,2\n",
        "products.csv": "product,mass [tonne/unit]\nwafer,0.002\nrack,1.5\n",
    }
    tables = read_small(changes).checked()
    operations = tables["operations"]
    assert operations.frame.select("yield", "cycle_time").rows() == [(0.57, 3.0), (1.0, 2.0)]
    assert (operations.time("cycle_time"), dict(operations.times)) == ("week", {"cycle_time": "week"})
    assert tables.frame("products")["mass"].to_list() == [2.0, 1500.0]


def test_typed_parquet(read_small: Callable[..., Reading], tmp_path: Path) -> None:
    """Proves: columns with types of their own are read as text would be."""
    pl.DataFrame(
        {
            "market": pl.Series(["MKT", "MKT"], dtype=pl.Categorical),
            "product": ["rack", "rack"],
            "class": [7, None],
            "date": [datetime(2025, 6, 1), datetime(2025, 7, 1)],
            "quantity [thousand unit]": [3, 4],
            "required": [True, None],
        }
    ).write_parquet(tmp_path / "demands.parquet")
    frame = read_small({"demands.csv": None}).checked().frame("demands")
    assert frame.select("class", "date", "quantity", "required", "_row").rows() == [
        ("7", date(2025, 6, 1), 3000.0, True, 2),
        ("", date(2025, 7, 1), 4000.0, False, 3),
    ]


def test_a_file_that_is_no_parquet(read_small: Callable[..., Reading]) -> None:
    (finding,) = read_small({"uses.parquet": b"PAR1 is not enough", "uses.csv": None}).findings
    assert (finding.code, finding.file) == ("E103", "uses.parquet")


def test_a_link_out_of_the_folder(
    read_small: Callable[..., Reading], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "sites.csv"
    outside.write_text("site\nFAB\nHOU\nMKT\n")
    (tmp_path / "sites.csv").symlink_to(outside)
    assert [str(finding) for finding in read_small({"sites.csv": None}).findings] == [
        "E106 error  sites.csv\n  The file is a link out of the folder of the model. Copy the file into the folder."
    ]


def test_no_folder(tmp_path: Path) -> None:
    reading = read_model(tmp_path / "nowhere")
    assert reading.tables is None
    assert [(finding.code, finding.message) for finding in reading.findings] == [
        ("E101", "There is no such folder or workbook.")
    ]
    with pytest.raises(DataError):
        reading.checked()


def test_nothing_at_all_in_the_folder(tmp_path: Path) -> None:
    """Proves: each missing file is one finding, and nothing follows from it."""
    codes = [(finding.code, finding.file) for finding in read_model(tmp_path).findings]
    assert codes == [("E101", name) for name in ("model.toml", "sites.csv", "products.csv", "demands.csv")]


def test_all_errors_are_raised_at_once(read_small: Callable[..., Reading]) -> None:
    """Proves: mistakes in files, cells, references and supply are found in one reading."""
    changes = {
        "sites.csv": "+FAB,US\n",
        "resources.csv": "+FAB,oven,hot\n",
        "uses.csv": "+FAB,etch,lin\n",
        "demands.csv": "+FAB,rack,2025-03-01,4\n",
        "ramps.csv": "ramp,age\nr,1\n",
    }
    with pytest.raises(DataError) as caught:
        read_small(changes).checked()
    codes = {(finding.code, finding.table, finding.row) for finding in caught.value.findings}
    assert codes == {
        ("E210", "sites", 5),
        ("E201", "resources", 4),
        ("E214", "uses", 4),
        ("E111", "ramps", None),
    }
    assert {finding.code for finding in read_small({**changes, "sites.csv": "+"}).findings} == {
        "E201",
        "E214",
        "E111",
        "E316",
    }


NAMES = [
    "FAB",
    "MKT",
    "rack",
    "wafer",
    "etch",
    "G",
    "H",
    "x;;y",
    "a/b",
    "resources",
    "FAB/line",
    "capacity",
    "profiles",
    "resources/FAB/line/capacity/2025-06-01",
    "sites",
    "model",
]
NUMBERS = ["", "-1", "0", "1e308", "1e999", "nan", "2025-06-01", "9999-12-31", "12 months", "true"]
CELL = st.sampled_from([*NAMES, *NUMBERS, "value", "committed", '"', "\0", "=1", "é\u2028"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_data_raises(data: st.DataObject, write_small: Callable[..., Path], tmp_path: Path) -> None:
    """Proves: any cells in any tables give findings, never a traceback, and the tables can be resolved."""
    names = data.draw(st.lists(st.sampled_from(list(schema())), min_size=1, max_size=5, unique=True))
    changes = {}
    for name in names:
        columns = schema()[name].names
        rows = data.draw(st.lists(st.lists(CELL, min_size=len(columns), max_size=len(columns)), max_size=4))
        if name == "model":
            pairs = zip(columns, rows[0] if rows else [], strict=False)
            changes["model.toml"] = "".join(f"{column} = {json.dumps(cell)}\n" for column, cell in pairs)
        else:
            changes[f"{name}.csv"] = "\n".join(",".join(row) for row in [columns, *rows])
    for path in tmp_path.iterdir():
        path.unlink()
    reading = read_model(write_small(changes))
    assert reading.tables is not None
    resolve(reading.tables)


FULL = {
    "products.csv": "product,unit,value [kUSD/wafer]\nwafer,wafer,7\nrack,wafer,90\n",
    "resources.csv": "site,resource,unit,capacity [hour/month]\nFAB,line,hour,100\nHOU,bench,hour,50\n",
    "uses.csv": "site,process,resource,per_run [k hour/run]\nFAB,etch,line,1\nHOU,build,bench,1\n",
    "expansions.csv": "expansion,site,resource,module [hour/month/module],ramp\nP,FAB,line,10,r\n",
    "ramps.csv": "ramp,age,fraction\nr,0,1\n",
    "stocks.csv": "site,product,initial [k wafer]\nPLACES,wafer,1\n",
    "groups.csv": "group,member\nPLACES,FAB\n",
    "profiles.csv": "table,key,column,date,value\nresources,FAB/line,capacity,2025-02-01,7\n",
    "ranges.csv": "table,key,column,low,high\nresources,HOU/bench,capacity,7,70\n"
    "profiles,resources/FAB/line/capacity/2025-02-01,value,6,8\n",
}
TABLES = ("model.toml", "sites", "products", "recipes", "operations", "resources", "uses", "lanes", "stocks", "demands")


@pytest.mark.parametrize("name", [*TABLES, "expansions", "ramps", "groups", "profiles", "ranges"])
def test_nothing_follows_from_a_file_that_cannot_be_read(name: str, read_small: Callable[..., Reading]) -> None:
    """Proves: an unreadable table, or a missing one that is required, is one finding: not one more for each name or unit in it.

    By hand: the full model has no findings. Sensitivity: `[k wafer]` is no unit where products.csv is missing, 'FAB/line'
    no row where resources.csv is, 'PLACES' no site where groups.csv is.
    """
    file = name if "." in name else f"{name}.csv"
    assert read_small(FULL).findings == ()

    assert [(found.code, found.file) for found in read_small({**FULL, file: b"\xff"}).findings] == [("E104", file)]


@pytest.mark.parametrize("name", ["sites", "products", "demands"])
def test_nothing_follows_from_a_required_file_that_is_missing(name: str, read_small: Callable[..., Reading]) -> None:
    """Proves: the missing file is the one finding. Sensitivity: as above."""
    file = f"{name}.csv"

    assert [(found.code, found.file) for found in read_small({**FULL, file: None}).findings] == [("E101", file)]


@pytest.mark.parametrize(
    ("file", "column"), [("sites.csv", "site"), ("products.csv", "product"), ("recipes.csv", "process")]
)
def test_nothing_follows_from_a_missing_column_of_names(
    file: str, column: str, read_small: Callable[..., Reading]
) -> None:
    """Proves: a table without its names is one finding. Sensitivity: every name elsewhere refers to nothing."""
    contents = {**FILES, **FULL}[file].replace(column, "_" + column, 1)

    assert [(found.code, found.column) for found in read_small({**FULL, file: contents}).findings] == [("E111", column)]


@pytest.mark.parametrize("example", list_examples()["example"])
def test_copies_of_the_examples_have_no_findings(example: str, tmp_path: Path) -> None:
    """Proves: what `reshore new DIR --from EXAMPLE` writes is clean, with every scenario.

    Sensitivity: a check that cries wolf.
    """
    folder = new(tmp_path / "copy", example)

    for scenario in (None, *list_scenarios(folder)["scenario"]):
        assert check(folder, scenario) == []
