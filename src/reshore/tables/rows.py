"""Add rows to the file of a table, and remove some: nothing else of what people wrote changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from reshore.schema import TableSchema, table_schema
from reshore.tables.aside import aside
from reshore.tables.cells import must_be_filled, parse
from reshore.tables.check import cells
from reshore.tables.edits import Draft, Editor
from reshore.tables.files import SUFFIXES
from reshore.tables.findings import DataError, Finding
from reshore.tables.raw import Raw
from reshore.tables.read import draft_of
from reshore.tables.report import Place, hint
from reshore.tables.saving import NotWritten, write_raw, write_workbook_of
from reshore.tables.script import Script
from reshore.tables.source import Source, read_source
from reshore.tables.stated import KEY, Stated, stated
from reshore.tables.table import ROW

ADDED: Final = "added rows"
REMOVED: Final = "removed rows"
CSV, PARQUET = SUFFIXES
Rows = Sequence[Mapping[str, str]]


def write_rows_of(path: Path, table: str, add: Rows = (), remove: Sequence[str] = ()) -> None:
    """Add rows to a table of a model, and remove others, in its file, which is written aside and then renamed.

    `add` has the text of cells by column, in the unit of the header; `remove` has keys as `stated` gives them (where several
    rows have one, the last of them goes). Rows are removed first. Added ones come last; columns that the file lacks are
    appended, in the declared unit, and a table without a file gets one. Other rows and columns stay as they are written.

    Raises DataError where a table, column or key is not there, a key is there already, or a value is none that the column can
    hold: the findings have the number of the row to add or to remove, from 1, as their row. What a name refers to may come
    later. Raises NotWritten where something in a file would be lost, and WorkbookLimit.
    """
    source = read_source(path)
    _refuse(_misnamed(source, table, add))
    before = stated(source)[table]
    _refuse(_unknown(before, remove))
    raw = source.raws.get(table) or Raw(source.place(table) or Place(_file(source, table), table))
    gone = _lines(before, remove)
    kept = raw.frame.filter(~pl.col(ROW).is_in(gone))
    after = _with_rows(replace(raw, frame=kept), before, add)
    lines = after.frame[ROW].tail(len(add)).to_list()
    _refuse(_wrong(replace(source, raws={**source.raws, table: after}), table, lines))
    if source.book:
        write_workbook_of(source, path, {table: after})
        return
    file = source.home / after.place.file
    _refuse_loss(raw, file, known=table in source.raws)
    with aside(file) as target:
        if file.suffix == PARQUET:
            _parquet(file, before, add, gone).write_parquet(target)
        else:
            write_raw(after, file, target)


def _refuse(findings: Iterator[Finding]) -> None:
    found = tuple(findings)
    if found:
        raise DataError(found)


def _misnamed(source: Source, table: str, add: Rows) -> Iterator[Finding]:
    """Yield findings about a table that there is not or that has one row, and about columns that there are not."""
    draft = draft_of(source)
    draft.findings.clear()
    if Editor(draft, Script(Place(ADDED, ""), {}), 1).table(table) is not None:
        if table == "model":
            message, remedy = "No rows can be added to model, or removed, which has one row.", "Change its columns."
            yield Place(ADDED, table).finding("E402", message, remedy)
        for number, row in enumerate(add, start=1):
            editor = Editor(draft, Script(Place(ADDED, ""), {}), number)
            for column in row:
                editor.column(table, column)
    yield from draft.findings


def _unknown(before: Stated, remove: Sequence[str]) -> Iterator[Finding]:
    keys = set(before.texts[KEY]) if remove else set()
    for number, key in enumerate(remove, start=1):
        if key not in keys:
            remedy = hint(key, keys, f"Look at {before.file}.")
            message = f"{before.name} has no row '{key}'."
            yield Place(REMOVED, before.name).finding("E405", message, remedy, number)


def _lines(before: Stated, remove: Sequence[str]) -> list[int]:
    """Return the lines of the rows to remove: of each key the last."""
    found = before.texts.filter(pl.col(KEY).is_in(list(remove))).unique(KEY, keep="last")
    return found[ROW].to_list()


def _with_rows(raw: Raw, before: Stated, add: Rows) -> Raw:
    """Return the text of a file with rows added at its end, and the columns that these need."""
    if not add:
        return raw
    declared = table_schema(raw.place.table)
    texts = _texts(declared, add)
    header = list(raw.header)
    places = {}
    for name in texts.columns:
        title = before.titles.get(name)
        if title is None:
            header.append(name)
        places[name] = str(header.index(title) if title is not None else len(header) - 1)
    last = max([1, *raw.frame[ROW].tail(1), *raw.broken])
    lines = pl.int_range(last + 1, last + 1 + len(add), dtype=pl.Int64, eager=True).alias(ROW)
    frame = pl.concat([raw.frame, texts.rename(places).with_columns(lines)], how="diagonal")
    return replace(raw, header=header, frame=_whole(frame, header))


def _whole(frame: pl.DataFrame, header: Sequence[str]) -> pl.DataFrame:
    """Return rows with a text in each column of a header: an empty one where they have none."""
    places = [str(place) for place in range(len(header))]
    empty = [pl.lit("").alias(place) for place in places if place not in frame.columns]
    return frame.with_columns(empty).with_columns(pl.col(places).fill_null(""))


def _texts(declared: TableSchema, add: Rows) -> pl.DataFrame:
    """Return the cells of rows to add: columns that have any, and those that each row needs, in the declared order."""
    given = {name for row in add for name, text in row.items() if text.strip()}
    names = [column.name for column in declared.columns if column.name in given or must_be_filled(column)]
    return pl.DataFrame(
        {name: [row.get(name, "").strip() for row in add] for name in names}, schema=dict.fromkeys(names, pl.String)
    )


def _wrong(after: Source, table: str, lines: Sequence[int]) -> Iterator[Finding]:
    """Yield what is wrong with the cells of the added rows by themselves, and with their keys; references are not looked at."""
    if not lines:
        return
    draft: Draft = draft_of(after)
    tables = draft.tables()
    found = [*draft.findings, *cells.bounds(tables), *cells.names(tables), *cells.duplicates(tables)]
    numbers = {line: number for number, line in enumerate(lines, start=1)}
    for finding in found:
        if finding.table == table and finding.code.startswith("E2") and finding.row in numbers:
            yield replace(finding, file=ADDED, sheet=None, row=numbers[finding.row], cell=None)


def _file(source: Source, table: str) -> str:
    """Return the name of a file for a table that has none: a Parquet file where all others are."""
    files = {Path(raw.place.file).suffix for name, raw in source.raws.items() if name != "model"}
    return f"{table}{PARQUET if files == {PARQUET} else CSV}"


def _refuse_loss(raw: Raw, file: Path, *, known: bool) -> None:
    """Raise NotWritten where the text of a file is not all of it."""
    if not known and (file.exists() or file.is_symlink()):
        raise NotWritten(f"{file.name} leads out of the folder of the model. Copy the file into the folder.")
    if raw.findings and not raw.header:
        raise NotWritten(f"{file.name} cannot be read, and is not written to. {raw.findings[0].remedy}")
    if raw.broken:
        lines = ", ".join(map(str, sorted(raw.broken)[:5]))
        raise NotWritten(
            f"{file.name} has rows with more or fewer cells than its header (line {lines}). Mend them first."
        )


def _parquet(file: Path, before: Stated, add: Rows, gone: Sequence[int]) -> pl.DataFrame:
    """Return the rows of a Parquet file without some and with others; a column takes a wider type where it has to."""
    declared = table_schema(before.name)
    frame = pl.read_parquet(file, glob=False) if file.exists() else pl.DataFrame()
    lines = pl.int_range(2, frame.height + 2, dtype=pl.Int64, eager=True)
    kept = frame.filter(~lines.is_in(gone))
    if not add:
        return kept
    known = {name.strip(): name for name in frame.columns}
    columns = []
    for texts in _texts(declared, add):
        title = known.get(before.titles.get(texts.name, ""), texts.name)
        as_text = kept.schema.get(title) == pl.String
        columns.append((texts if as_text else parse(declared.column(texts.name), texts)).alias(title))
    return pl.concat([kept, pl.DataFrame(columns)], how="diagonal_relaxed")
