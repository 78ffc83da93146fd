"""Write a model in another format: the same titles, cells and scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reshore.schema import schema
from reshore.tables.findings import DataError, Finding
from reshore.tables.page import page_of_raw, without_blanks
from reshore.tables.read import read_tables
from reshore.tables.scenarios import find_script, sound
from reshore.tables.script import Script
from reshore.tables.source import Source, read_source, scenario_files
from reshore.tables.workbook.layout import BOOK
from reshore.tables.workbook.write import write_book
from reshore.tables.write import Format, write_pages


def convert(path: Path, folder: Path, format: Format) -> None:  # noqa: A002
    """Write the model in a folder or a workbook into another folder, in one of the formats.

    Claim: the tables read from it, with each scenario too, are those of the model. Raises DataError with all findings where the
    model or a scenario has errors, and otherwise as `write_tables` does.
    """
    source = read_source(path)
    read_tables(source).checked()
    write_source(source, scripts_of(source), folder, format)


def write_source(source: Source, scripts: Mapping[str, Script], folder: Path, format: Format) -> None:  # noqa: A002
    """Write the text of a model's files, with the titles that they have. Claim: the same tables are read from it.

    The files must have been read without errors; raises as `write_tables` does.
    """
    pages = {
        name: page_of_raw(source.raws[name]) for name in schema() if name in source.raws and source.raws[name].header
    }
    if format != "xlsx":
        pages = {name: without_blanks(page) for name, page in pages.items() if page.frame.height}
    write_pages(pages, scripts, folder, format)


def write_template(path: Path, folder: Path) -> None:
    """Write the model in a folder as the workbook to fill in, which says that its rows are to be replaced."""
    source = read_source(path)
    read_tables(source).checked()
    folder.mkdir(parents=True, exist_ok=True)
    pages = {name: page_of_raw(raw) for name, raw in source.raws.items()}
    write_book(pages, scripts_of(source), folder / BOOK, example=True)


def scripts_of(source: Source) -> dict[str, Script]:
    """Return every scenario of a model; raises DataError where one cannot be read or is not written as one."""
    found: list[Finding] = []
    names = sorted({*source.scripts, *(file.stem for file in scenario_files(source.home))})
    scripts = {name: find_script(source, name, found) for name in names}
    for script in scripts.values():
        found += sound(script)
    if found:
        raise DataError(tuple(found))
    return scripts
