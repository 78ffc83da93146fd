"""The rows of one file as text, before anything is known about their meaning."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

import polars as pl

from reshore.tables.content import PARQUET, TEXT, content_of, remedy_for
from reshore.tables.findings import Finding
from reshore.tables.report import Place
from reshore.tables.table import ROW

CHUNK: Final = 20_000
COMMENT: Final = "#"


@dataclass
class Raw:
    """A file's header and its cells as stripped text.

    The columns of `frame` are named by position, and `_row` is the line of each row; `broken` holds the
    lines whose cells cannot be trusted, because their number does not fit the header, `told` the cells (line, column) about
    which there is a finding already. In a workbook `letters` holds what Excel calls each column. `comments` are the lines before
    the header that are none of the table.
    """

    place: Place
    header: list[str] = field(default_factory=list)
    frame: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema={ROW: pl.Int64}))
    broken: set[int] = field(default_factory=set)
    told: set[tuple[int | None, str | None]] = field(default_factory=set)
    letters: list[str] = field(default_factory=list)
    comments: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def trusts(self, finding: Finding) -> bool:
        """Whether a finding about a cell is not just a consequence of an earlier one."""
        return finding.row not in self.broken and (finding.row, finding.column) not in self.told

    def report(self, code: str, message: str, remedy: str, row: int | None = None) -> Raw:
        """Add a finding about the file or one of its rows."""
        self.findings.append(self.place.finding(code, message, remedy, row))
        return self


def read_csv(path: Path, place: Place) -> Raw:
    """Return the text of a CSV file; what is wrong with the file is in its findings."""
    raw = Raw(place)
    try:
        if _is_something_else(path, raw, TEXT):
            return raw
        with path.open(encoding="utf-8-sig", newline="") as file:
            _fill(raw, _records(file))
        return raw
    except UnicodeDecodeError:
        raw.report("E104", "The file is not in UTF-8.", "Save it as 'CSV UTF-8 (comma delimited)'.")
    except csv.Error as error:
        reason, line = error.args
        raw.report("E103", f"The row is no CSV: {reason}.", "Close its quotes, and double those within text.", line)
    except OSError as error:
        raw.report(
            "E103", f"The file cannot be read: {error.strerror}.", "Close it in other programs and check its rights."
        )
    return Raw(place, findings=raw.findings)


def read_parquet(path: Path, place: Place) -> Raw:
    """Return the cells of a Parquet file as text; row numbers count as if the header were line 1."""
    raw = Raw(place)
    try:
        if _is_something_else(path, raw, PARQUET):
            return raw
        frame = pl.read_parquet(path, glob=False)
        texts = frame.select(_text(name, dtype) for name, dtype in frame.schema.items())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        panicked = isinstance(error, pl.exceptions.PanicException) or not str(error)
        reason = "it is damaged" if panicked else str(error).splitlines()[0]
        return raw.report("E103", f"The file is no Parquet that can be read: {reason}.", "Write it again.")
    raw.header = [name.strip() for name in frame.columns]
    texts.columns = [str(position) for position in range(texts.width)]
    raw.frame = texts.with_columns(pl.int_range(2, texts.height + 2, dtype=pl.Int64).alias(ROW))
    return raw


def read_toml(path: Path, place: Place) -> Raw:
    """Return the keys of a TOML file as the header and its values as one row."""
    raw = Raw(place)
    content = toml(path, raw.findings, place)
    if content is None:
        return raw
    raw.header = [name.strip() for name in content]
    cells: dict[str, list[str]] = {}
    for position, (name, value) in enumerate(content.items()):
        text = as_text(value)
        if text is None:
            message = f"The value of '{name}' is a table or a nested list."
            raw.findings.append(place.finding("E208", message, "Write one value.", column=name))
        cells[str(position)] = [text or ""]
    raw.frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String)).with_columns(
        pl.lit(0, dtype=pl.Int64).alias(ROW)
    )
    if raw.frame.height == 0:
        raw.frame = pl.DataFrame({ROW: [0]}, schema={ROW: pl.Int64})
    return raw


def toml(path: Path, findings: list[Finding], place: Place) -> dict[str, Any] | None:
    """Return the content of a TOML file, or None with a finding where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        findings.append(place.finding("E103", f"The file cannot be read: {error.strerror}.", "Check its rights."))
    except UnicodeDecodeError:
        findings.append(place.finding("E104", "The file is not in UTF-8.", "Save it in UTF-8."))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = f"The file is no TOML: {error}."
        findings.append(place.finding("E103", message, 'Write lines such as `name = "text"` or `rate = 0.08`.'))
    return None


def _is_something_else(path: Path, raw: Raw, wanted: str) -> bool:
    """Whether the first bytes of a file say that it holds something else than wanted, which is a finding."""
    content = content_of(path)
    if content in ("", wanted):
        return False
    otherwise = "Give it the ending .csv." if content == TEXT else "Save it as 'CSV UTF-8 (comma delimited)'."
    raw.report("E110", f"The file is not what its name says: it is {content}.", remedy_for(content, otherwise))
    return True


def as_text(value: object) -> str | None:
    """Return a TOML value as a cell would hold it: lists joined by `;`; None for tables and nested lists."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return None
    if isinstance(value, list):
        parts = [None if isinstance(item, list) else as_text(item) for item in value]
        return None if None in parts else ";".join(part for part in parts if part is not None)
    return str(value).strip()


def _records(file: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line of each record that is not blank, and its cells."""
    reader = csv.reader(file, strict=True)
    line = 1
    try:
        for cells in reader:
            if "".join(cells).strip():
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise csv.Error(f"{error}", line) from error


def _fill(raw: Raw, records: Iterator[tuple[int, list[str]]]) -> None:
    first = _header(raw, records)
    if first is None:
        return
    raw.header = [name.strip() for name in first[1]]
    if len(raw.header) == 1 and any(mark in raw.header[0] for mark in ";\t"):
        message = "Semicolons or tabs separate the columns."
        raw.report("E107", message, "Separate them by commas: save the file as 'CSV UTF-8 (comma delimited)'.")
        raw.header = []
        return
    names = [str(position) for position in range(len(raw.header))]
    frames = []
    while chunk := list(islice(records, CHUNK)):
        lines, rows = zip(*(_fitted(raw, line, cells) for line, cells in chunk), strict=True)
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        texts = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String)).select(pl.all().str.strip_chars())
        frames.append(texts.with_columns(pl.Series(ROW, lines, dtype=pl.Int64)))
    empty = pl.DataFrame(schema={**dict.fromkeys(names, pl.String), ROW: pl.Int64})
    raw.frame = pl.concat([empty, *frames])


def _header(raw: Raw, records: Iterator[tuple[int, list[str]]]) -> tuple[int, list[str]] | None:
    """Return the first record that is no comment; comments before it are a finding, and no header to guess anything from."""
    for line, cells in records:
        if not cells[0].lstrip().startswith(COMMENT):
            return line, cells
        if not raw.comments:
            message, remedy = (
                "The line is a comment, and a table has none.",
                "Take it out: the first line names the columns.",
            )
            raw.report("E118", message, remedy, line)
        raw.comments.append(line)
    return None


def _fitted(raw: Raw, line: int, cells: list[str]) -> tuple[int, list[str]]:
    """Return the line and the cells, cut or filled to the width of the header, with a finding where that matters."""
    width = len(raw.header)
    if len(cells) == width:
        return line, cells
    if len(cells) < width or "".join(cells[width:]).strip():
        message = f"The row has {len(cells)} cells, the header {width}."
        raw.report("E105", message, "Give each column a cell, and put text with commas in quotes.", line)
        raw.broken.add(line)
    return line, (cells + [""] * width)[:width]


def _text(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.List):
        column = column.cast(pl.List(pl.String)).list.join(";", ignore_nulls=True)
    elif isinstance(dtype, pl.Datetime):
        midnight = column.dt.time() == pl.time(0, 0, 0)
        column = (
            pl.when(midnight).then(column.dt.strftime("%Y-%m-%d")).otherwise(column.dt.strftime("%Y-%m-%d %H:%M:%S"))
        )
    return column.cast(pl.String).fill_null("").str.strip_chars()
