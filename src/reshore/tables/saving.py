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
from reshore.tables.aside import in_place
from reshore.tables.cells import parse
from reshore.tables.convert import scripts_of
from reshore.tables.files import MODEL
from reshore.tables.findings import DataError, Finding
from reshore.tables.page import page_of_raw
from reshore.tables.raw import Raw
from reshore.tables.read import read_tables
from reshore.tables.scenarios import SETTINGS
from reshore.tables.script import Script
from reshore.tables.source import Source, read_source
from reshore.tables.stated import Stated, stated
from reshore.tables.table import ROW
from reshore.tables.toml import comment_behind, toml_key, toml_value
from reshore.tables.workbook.archive import ArchiveError
from reshore.tables.workbook.book import open_book
from reshore.tables.workbook.layout import BOOK
from reshore.tables.workbook.own import own_of
from reshore.tables.workbook.write import write_book
from reshore.tables.write import manner, write_rows

HELD: Final = {"E101", "E109", "E111", "E114", "E206", "E207", "E209", "E210", "E211", "E214", "E215"}
"""Errors about tables whose cells are held all the same, besides those that say how rows go together (from E301 on)."""


SECTION: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)
"""Where a table begins in TOML: settings stand above it."""


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
    the findings about settings that cannot be made, NotWritten for a file with rows that are cut or filled on reading, and for
    a workbook that holds more than a model or has errors.
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
    for each in changed:
        refuse_broken(each.raw)
    with ExitStack() as files:
        for each in changed:
            file = source.home / each.raw.place.file
            _write(each, file, files.enter_context(in_place(file)))


def refuse_broken(raw: Raw) -> None:
    """Raise NotWritten where a file has rows that do not fit its header, which were cut or filled on reading, or comments."""
    if raw.comments:
        raise NotWritten(f"{raw.place.file} begins with a comment, which would be lost. Take it out first.")
    if raw.broken:
        some = sorted(raw.broken)[:5]
        lines = f"line{'s' if len(some) > 1 else ''} {', '.join(map(str, some))}"
        message = (
            f"{raw.place.file} has rows with more or fewer cells than its header ({lines}), whose text would be lost."
        )
        raise NotWritten(f"{message} Mend them first: put text with commas in quotes, and give each column a cell.")


def _changed(source: Source, sets: Sequence[str]) -> Iterator[Changed]:
    before, after = stated(source), stated(source, None, sets)
    for name, table in after.items():
        if not table.texts.equals(before[name].texts):
            if name not in source.raws:
                raise NotWritten(f"The table {name} has no file to write to. Add one.")
            yield Changed(source.raws[name], before[name], table)


def _write(changed: Changed, file: Path, target: Path) -> None:
    if file.name == MODEL:
        text = _toml(changed, file.read_text(encoding="utf-8-sig"))
        encoding, end = manner(file)
        target.write_text(text, encoding=encoding, newline=end)
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
        said = "" if value is None else f"{toml_key(title)} = {toml_value(value)}"
        wanted = {key: item for key, item in wanted.items() if key != title} | ({} if value is None else {title: value})
        pattern = re.compile(rf'^[ \t]*(?:{re.escape(title)}|"{re.escape(title)}")[ \t]*=(.*)(?:\n|$)', re.MULTILINE)
        found = pattern.search(text)
        if found is None:
            table = SECTION.search(text)
            above = text[: table.start() if table else None].rstrip()
            text = f"{above}\n{said}{text[len(above) :] or chr(10)}" if said else text
        else:
            comment = comment_behind(found[1])
            line = f"{said}{comment}\n" if said else f"{comment.lstrip()}\n" if comment else ""
            text = f"{text[: found.start()]}{line}{text[found.end() :]}"
    try:
        sound = tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        sound = False
    if not sound and any(isinstance(item, dict) for item in wanted.values()):
        raise NotWritten(
            f"{MODEL} has tables of its own, which would be lost. Mend it first, or keep the edits as a scenario."
        )
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


def write_workbook_of(
    source: Source, path: Path, changed: Mapping[str, Raw], scripts: Mapping[str, Script] | None = None
) -> None:
    """Write the workbook of a model anew, with some tables as they are to be, and the scenarios where they are given.

    Raises NotWritten where something in it would be lost: cells that no table can hold, and what `own_of` finds.
    """
    file = path if path.is_file() else path / BOOK
    instead = "Keep the edits as a scenario, or make them in Excel."
    if any(_unheld(finding) for finding in read_tables(source).errors):
        raise NotWritten(f"The workbook has errors, and is not written to before these are mended. {instead}")
    try:
        own = own_of(open_book(file))
    except ArchiveError as error:
        raise NotWritten(f"{error.message} {error.remedy}") from None
    if own:
        raise NotWritten(f"The workbook has {', '.join(own)}, which would be lost. {instead}")
    raws = source.raws | dict(changed)
    pages = {name: page_of_raw(raws[name]) for name in schema() if name in raws and raws[name].header}
    known = {name: script for name, script in scripts_of(source).items() if name in source.scripts}
    with in_place(file) as target:
        write_book(pages, known if scripts is None else scripts, target)


def _unheld(finding: Finding) -> bool:
    """Whether an error is about something in a file that is lost when its tables are written anew from what was read."""
    return finding.code not in HELD and finding.code < "E3"
