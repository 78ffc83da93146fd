"""Write edits into the files of a model: cells that they change, and nothing else of what people wrote."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from reshore.schema import schema, table_schema
from reshore.tables.aside import aside
from reshore.tables.cells import parse
from reshore.tables.convert import scripts_of
from reshore.tables.files import MODEL
from reshore.tables.findings import DataError, Finding
from reshore.tables.page import page_of_raw
from reshore.tables.raw import Raw
from reshore.tables.read import read_tables
from reshore.tables.scenarios import SETTINGS
from reshore.tables.source import Source, read_source
from reshore.tables.stated import Stated, stated
from reshore.tables.table import ROW
from reshore.tables.toml import toml_key, toml_value
from reshore.tables.workbook.archive import ArchiveError
from reshore.tables.workbook.book import open_book
from reshore.tables.workbook.layout import BOOK, READ_ME, SCENARIOS
from reshore.tables.workbook.write import write_book
from reshore.tables.write import write_rows

OWN: Final = {READ_ME, SCENARIOS}
"""Sheets of a workbook, besides those of tables, that are written again with it."""


HELD: Final = {"E101", "E109", "E111", "E114", "E206", "E207", "E209", "E210", "E211", "E214", "E215"}
"""Errors about tables whose cells are held all the same, besides those that say how rows go together (from E301 on)."""


class NotWritten(Exception):
    """Edits cannot be written into a model without losing something; the message says what, and what to do."""


@dataclass(frozen=True)
class Changed:
    """A table that edits change: its file as it was read, and its rows before and after."""

    raw: Raw
    before: Stated
    after: Stated

    @property
    def columns(self) -> list[str]:
        """The columns in which a cell changes."""
        kept = self.before.texts.join(self.after.texts.select(ROW), on=ROW, how="semi", maintain_order="left")
        names = table_schema(self.raw.place.table).names
        return [name for name in names if not kept[name].equals(self.after.texts[name])]

    def edited(self) -> Raw:
        """Return the text of the file with the edits made; columns that it lacks come last."""
        rows = self.after.texts.select(ROW)
        frame = rows.join(self.raw.frame, on=ROW, how="left", maintain_order="left")
        header = list(self.raw.header)
        for name in self.columns:
            title = self.before.titles.get(name)
            place = str(header.index(title)) if title is not None else str(len(header))
            header += [] if title is not None else [name]
            frame = frame.with_columns(self.after.texts[name].fill_null("").alias(place))
        return replace(self.raw, header=header, frame=frame)


def write_edits(path: Path, sets: Sequence[str]) -> None:
    """Write settings (`TABLE:KEY:COLUMN=VALUE`) into the files of a model, each aside and then in its place.

    Claim: what is read from the files then is what was read before with the settings applied. Other cells stay as they are
    written, also those with errors, and so do columns that are no table's, comments in `model.toml` as far as they can, and
    files that no edit concerns. A number set where there is a profile over time takes the place of that. Raises DataError with
    the findings about settings that cannot be made, NotWritten for a workbook that holds more than a model or has errors.
    """
    source = read_source(path)
    wrong = [
        one for one in read_tables(source, None, sets).findings if one.file == SETTINGS and one.severity == "error"
    ]
    if wrong:
        raise DataError(tuple(wrong))
    changed = list(_changed(source, sets))
    if source.book:
        write_workbook_of(source, path, {each.raw.place.table: each.edited() for each in changed})
        return
    with ExitStack() as files:
        for each in changed:
            file = source.home / each.raw.place.file
            _write(each, file, files.enter_context(aside(file)))


def _changed(source: Source, sets: Sequence[str]) -> Iterator[Changed]:
    before, after = stated(source), stated(source, None, sets)
    for name, table in after.items():
        if not table.texts.equals(before[name].texts):
            if name not in source.raws:
                raise NotWritten(f"The table {name} has no file to write to. Add one.")
            yield Changed(source.raws[name], before[name], table)


def _write(changed: Changed, file: Path, target: Path) -> None:
    if file.name == MODEL:
        target.write_text(_toml(changed, file.read_text(encoding="utf-8-sig")), encoding="utf-8", newline="\n")
    elif file.suffix == ".parquet":
        _parquet(changed, file).write_parquet(target)
    else:
        write_raw(changed.edited(), file, target)


def write_raw(raw: Raw, file: Path, target: Path) -> None:
    """Write the text of a file as CSV, in the manner in which the file is written."""
    write_rows(raw.header, raw.frame.select(str(place) for place in range(len(raw.header))), target, file)


def _parquet(changed: Changed, file: Path) -> pl.DataFrame:
    """Return the rows of a Parquet file with the edits made, each column of the type that it has."""
    frame = pl.read_parquet(file, glob=False)
    lines = pl.int_range(2, frame.height + 2, dtype=pl.Int64, eager=True)
    kept = frame.filter(lines.is_in(changed.after.texts[ROW].implode()))
    known = {name.strip(): name for name in frame.columns}
    for name in changed.columns:
        title = known.get(changed.before.titles.get(name, ""), name)
        texts = changed.after.texts[name].fill_null("")
        typed = parse(table_schema(changed.raw.place.table).column(name), texts)
        as_text = title in kept.columns and kept.schema[title] == pl.String
        kept = kept.with_columns((texts if as_text else typed).alias(title))
    return kept


def _toml(changed: Changed, text: str) -> str:
    """Return the settings with the edits made line by line, so that comments stay; all anew where that fails."""
    wanted = tomllib.loads(text)
    for name in changed.columns:
        title = next((key for key in wanted if key.strip() == changed.before.titles.get(name, name)), name)
        value = _value(changed, name, title)
        line = "" if value is None else f"{toml_key(title)} = {toml_value(value)}\n"
        wanted = {key: item for key, item in wanted.items() if key != title} | ({} if value is None else {title: value})
        pattern = re.compile(rf'^[ \t]*(?:{re.escape(title)}|"{re.escape(title)}")[ \t]*=.*(?:\n|$)', re.MULTILINE)
        found = pattern.subn(lambda _, line=line: line, text, count=1)  # type: ignore[misc]
        text = found[0] if found[1] else f"{text.rstrip()}\n{line}"
    try:
        sound = tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        sound = False
    return text if sound else "".join(f"{toml_key(key)} = {toml_value(item)}\n" for key, item in wanted.items())


def _value(changed: Changed, name: str, title: str) -> Any:
    """Return a setting as TOML holds it, in the unit of its title; None where it is empty."""
    value, text = changed.after.values[name][0], changed.after.texts[name][0]
    if text is None:
        return None
    if isinstance(value, pl.Series):
        return value.to_list()
    if isinstance(value, float) and not isinstance(value, bool):
        number = float(text) if "[" in title else value
        return int(number) if number == int(number) and abs(number) < 2**53 else number
    return value


def write_workbook_of(source: Source, path: Path, changed: Mapping[str, Raw]) -> None:
    """Write the workbook of a model anew, with some tables as they are to be.

    Raises NotWritten where something in it would be lost: cells that no table can hold, columns and sheets of one's own.
    """
    file = path if path.is_file() else path / BOOK
    instead = "Keep the edits as a scenario, or make them in Excel."
    if any(_unheld(finding) for finding in read_tables(source).errors):
        raise NotWritten(f"The workbook has errors, and is not written to before these are mended. {instead}")
    try:
        sheets = {part.name.strip().lower() for part in open_book(file).sheets}
    except ArchiveError as error:
        raise NotWritten(f"{error.message} {error.remedy}") from None
    more = sorted(sheets - {*schema(), *OWN})
    if more:
        raise NotWritten(f"The workbook has sheets of its own ({', '.join(more)}), which would be lost. {instead}")
    own = [f"{name}.{title}" for name, raw in source.raws.items() for title in raw.header if title.startswith("_")]
    if own:
        raise NotWritten(f"The workbook has columns of its own ({', '.join(own)}), which would be lost. {instead}")
    raws = source.raws | dict(changed)
    pages = {name: page_of_raw(raws[name]) for name in schema() if name in raws and raws[name].header}
    with aside(file) as target:
        write_book(
            pages, {name: script for name, script in scripts_of(source).items() if name in source.scripts}, target
        )


def _unheld(finding: Finding) -> bool:
    """Whether an error is about something in a file that is lost when its tables are written anew from what was read."""
    return finding.code not in HELD and finding.code < "E3"
