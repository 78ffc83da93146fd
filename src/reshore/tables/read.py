"""Read a model: its files, a scenario, settings, checks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from reshore.schema import Names, TableSchema, schema, table_schema
from reshore.tables.cells import must_be_filled
from reshore.tables.check import check
from reshore.tables.edits import Draft
from reshore.tables.findings import DataError, Finding
from reshore.tables.keys import spoken_of
from reshore.tables.origin import Edit, Origin, kept_edits
from reshore.tables.raw import Raw
from reshore.tables.scenarios import (
    SETTINGS,
    apply_edits,
    apply_kept,
    apply_scenario,
    apply_settings,
    find_script,
    scenario_names,
    sound,
    with_scenario,
)
from reshore.tables.script import Script
from reshore.tables.source import Source, read_source
from reshore.tables.table import Table, Tables
from reshore.tables.typed import Typed, empty, scale, typed

COUNTED: Final = {"model": "currency", "products": "unit", "resources": "capacity"}
VALUES: Final = {"profiles": ("value",), "ranges": ("low", "mid", "high")}


@dataclass(frozen=True)
class Reading:
    """What reading a model gave: its tables (None where there is no folder to read), and all that is wrong with it.

    `origin` is what the tables were made of; None where that is not known.
    """

    tables: Tables | None
    findings: tuple[Finding, ...]
    origin: Origin | None = None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    def checked(self) -> Tables:
        """Return the tables; raises DataError where there is any error."""
        if self.errors or self.tables is None:
            raise DataError(self.findings)
        return self.tables


def read_model(path: Path, scenario: str | None = None, sets: Sequence[str] = ()) -> Reading:
    """Return the tables of a model (a folder or a workbook), with a scenario's edits and then settings, and all findings.

    Claim: nothing in the data raises. The tables are those of the files; `resolve` replaces the groups in them. Rows
    that the scenario adds have minus the number of the edit in `_row`.
    """
    source = read_source(path)
    if not source.raws and (source.book or not path.is_dir()):
        return Reading(None, tuple(source.findings))
    return read_tables(source, scenario, sets)


def read_tables(source: Source, scenario: str | None = None, sets: Sequence[str] = ()) -> Reading:
    """Return the tables in the text of a model's files, as `read_model` does."""
    return _read(draft_of(source), source, scenario, sets)


def check_model(path: Path, sets: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Return all findings of a model, then the errors and warnings that come with each of its scenarios.

    Those have the place of the scenario. What the model itself has, at the same place with the same code, is not repeated;
    where a table cannot be known, only how the scenarios are written is looked at.
    """
    source = read_source(path)
    if not source.raws and (source.book or not path.is_dir()):
        return tuple(source.findings)
    draft = draft_of(source)
    own = _read(draft.copy(), source, None, sets).findings
    known = {_where(finding) for finding in own}
    found = list(own)
    for name in scenario_names(source):
        findings: list[Finding] = []
        script = find_script(source, name, findings)
        if any(typed.table.lost for typed in draft.typed.values()):
            findings += sound(script)
        else:
            findings = list(_read(draft.copy(), source, name, sets).findings)
        fresh = [finding for finding in findings if finding.severity != "info" and _where(finding) not in known]
        found += [with_scenario(finding, script, name) for finding in fresh]
    return tuple(found)


def _where(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.file, finding.sheet, finding.row, finding.column


def _read(draft: Draft, source: Source, scenario: str | None, sets: Sequence[str]) -> Reading:
    base = _converted(draft)
    script = apply_scenario(draft, source, scenario) if scenario is not None else None
    apply_settings(draft, sets)
    edits = kept_edits(script.content.get("edits", []) if script is not None else [], sets)
    tables = _converted(draft) if edits else base
    checked = [_in_setting(finding, draft) for finding in check(tables, tuple(draft.findings))]
    findings = [_in_scenario(finding, script) for finding in [*draft.findings, *checked]]
    order = {name: position for position, name in enumerate(schema())}
    findings.sort(key=lambda finding: (order.get(finding.table, -1), finding.file, finding.row or 0))
    return Reading(tables, tuple(findings), Origin(source, base, edits))


def origin_of(source: Source, edits: Sequence[Edit]) -> Origin:
    """Return the origin that files and edits, kept from an earlier reading, are."""
    return Origin(source, _converted(draft_of(source)), tuple(edits))


def remade(origin: Origin, count: int) -> Reading:
    """Return the tables of an origin with the first `count` of its edits made, and all findings."""
    draft = draft_of(origin.source)
    apply_kept(draft, origin.edits[:count])
    after = _converted(draft)
    return Reading(after, (*draft.findings, *check(after, tuple(draft.findings))))


def edited(tables: Tables, edits: Sequence[Mapping[str, object]]) -> Reading:
    """Return tables with edits, as a scenario has them, made in order; numbers count in the units of the files."""
    draft = Draft({table.name: Typed(table, table.factors) for table in in_units_of_files(tables)})
    apply_edits(draft, edits)
    after = _converted(draft)
    return Reading(after, (*draft.findings, *check(after, tuple(draft.findings))))


def in_units_of_files(tables: Tables) -> Tables:
    """Return the tables with profiles and ranges in the units of the files."""
    inverse = {table.name: {name: 1.0 / factor for name, factor in table.factors.items()} for table in tables}
    return _converted(Draft({table.name: Typed(table, inverse[table.name]) for table in tables}))


def draft_of(source: Source) -> Draft:
    """Return the tables in the text of a model's files before any edit, in the units of its headers, with all findings."""
    raws, findings = source.raws, list(source.findings)
    draft = Draft({}, findings)
    lost = {name for name, declared in schema().items() if _lost(declared, raws.get(name), findings)}
    names = _names(raws, lost)
    for name, declared in schema().items():
        raw = raws.get(name)
        if raw is None or (not raw.header and raw.findings):
            draft.typed[name] = Typed(replace(_absent(name, source), lost=name in lost))
            continue
        draft.typed[name], found = typed(raw, names)
        draft.replace(replace(draft.typed[name].table, lost=name in lost))
        findings += found
        broken = any(finding.severity == "error" for finding in [*raw.findings, *found])
        if declared.required and draft.typed[name].table.frame.is_empty() and not broken:
            findings.append(raw.place.finding("E109", "The table has no rows.", f"Fill it: {declared.description}"))
    return draft


def _absent(name: str, source: Source) -> Table:
    place = source.place(name)
    return replace(empty(name), file=place.file, sheet=place.sheet) if place else empty(name)


def _lost(declared: TableSchema, raw: Raw | None, findings: Sequence[Finding]) -> bool:
    """Whether the rows of a table cannot be known, about which there is a finding."""
    if raw is None:
        return any(finding.table == declared.name for finding in findings)
    if not raw.header:
        return bool(raw.findings)
    titles = {title.split("[")[0].strip() for title in raw.header}
    return any(column.key and must_be_filled(column) and column.name not in titles for column in declared.columns)


def _names(raws: Mapping[str, Raw], lost: Collection[str]) -> Names:
    """Return the words that headers may use: the currency of the settings and others, and the units of products and resources."""
    (currency, *_) = _words(raws, "model", "currency")
    unknown = frozenset(kind for table, kind in COUNTED.items() if table in lost)
    products, resources = _words(raws, "products", "unit"), _words(raws, "resources", "unit")
    return Names(currency, products, resources, unknown, _words(raws, "rates", "currency"))


def _words(raws: Mapping[str, Raw], table: str, column: str) -> tuple[str, ...]:
    default = table_schema(table).column(column).default
    raw = raws.get(table)
    if raw is None or column not in raw.header:
        return (default,)
    cells = raw.frame.get_column(str(raw.header.index(column)))
    return tuple(cells.replace("", default).unique(maintain_order=True)) or (default,)


def _converted(draft: Draft) -> Tables:
    """Return the tables with profiles and ranges in the declared units of the columns that they speak of."""
    tables = draft.tables()
    for name, columns in VALUES.items():
        frame = tables.frame(name)
        if frame.is_empty():
            continue
        targets = spoken_of(frame)
        for table, column, factor in _factors(draft):
            mask = targets.select((pl.col("table") == table) & (pl.col("column") == column)).to_series()
            frame = frame.with_columns(_scaled_where(mask, frame[value], factor) for value in columns)
        tables = tables.with_table(tables[name].with_frame(frame))
    return tables


def _factors(draft: Draft) -> Iterator[tuple[str, str, float]]:
    """Yield table, column and factor of the columns that headers give in another unit than declared."""
    for table, typed_table in draft.typed.items():
        yield from ((table, column, factor) for column, factor in typed_table.factors.items() if factor != 1)


def _scaled_where(mask: pl.Series, values: pl.Series, factor: float) -> pl.Series:
    return pl.select(pl.when(mask).then(scale(values, factor)).otherwise(values).alias(values.name)).to_series()


def _in_setting(finding: Finding, draft: Draft) -> Finding:
    """Give a finding about a value that a setting gave the place of that setting."""
    row = 0 if finding.table == "model" else finding.row
    number = draft.settings.get((finding.table, finding.column, row))
    return finding if number is None else replace(finding, file=SETTINGS, sheet=None, row=number, cell=None)


def _in_scenario(finding: Finding, script: Script | None) -> Finding:
    """Give a finding about an added row the place of the edit that added it."""
    if finding.file == SETTINGS or finding.row is None or finding.row > 0 or script is None:
        return finding
    place = script.place_of(finding.table)
    sheet = place.sheet.name if place.sheet else None
    return replace(finding, file=place.file, sheet=sheet, row=script.line(-finding.row), cell=None)
