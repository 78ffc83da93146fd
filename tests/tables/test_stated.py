"""Tables as they are stated: text, units of headers, and what edits make of both."""

from pathlib import Path

import polars as pl
from tests.tables.headed import CASE

from reshore.tables import read_source
from reshore.tables.stated import KEY, stated
from reshore.tables.table import ROW


def test_cells_are_as_they_are_written(tmp_path: Path) -> None:
    """Proves: text and headers of the file, null where nothing is stated, keys and lines.

    By hand: the rows above. Sensitivity: values in declared units; defaults in place of nothing.
    """
    found = stated(read_source(CASE.write(tmp_path)))
    parts = found["products"]
    row = parts.texts.row(0, named=True)

    assert (row[KEY], row[ROW], row["holding_rate"], row["value"]) == ("part", 2, "57.3", None)
    assert parts.titles["holding_rate"] == "holding_rate [%/year]"
    assert parts.values["holding_rate"].to_list() == [0.573]
    assert found["model"].texts[KEY].to_list() == [""]
    assert found["model"].texts["buckets"].to_list() == ["3 months"]


def test_edits_are_stated_in_the_unit_of_the_header(tmp_path: Path) -> None:
    """Proves: a number that is set reads back as it was given, other cells keep their text, and a profile gives way to it.

    By hand: 12.5 % stays 12.5, not 0.125 or 12.500000000000002. Sensitivity: values after conversion.
    """
    source = read_source(CASE.write(tmp_path))
    sets = ["products:part:holding_rate=12.5", "resources:here/line:capacity=9"]
    found = stated(source, sets=sets)

    assert found["products"].texts["holding_rate"].to_list() == ["12.5"]
    assert found["products"].texts["unit"].to_list() == ["part"]
    assert found["resources"].texts["capacity"].to_list() == ["9"]
    assert found["profiles"].texts.height == 0
    assert stated(source)["profiles"].texts["value"].to_list() == ["14"]


def test_a_damaged_file_has_the_rows_that_can_be_read(tmp_path: Path) -> None:
    """Proves: text that is no number is shown, so that it can be mended. Sensitivity: null for what cannot be read."""
    folder = CASE.write(tmp_path)
    file = folder / "products.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("57.3", "much"), encoding="utf-8")
    found = stated(read_source(folder))["products"]

    assert found.texts["holding_rate"].to_list() == ["much"]
    assert found.values["holding_rate"].to_list() == [0.0]
    assert found.haystack.str.contains("much").to_list() == [True]
    assert isinstance(found.texts, pl.DataFrame)
