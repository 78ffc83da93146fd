"""The tables of a model: reading, checking, editing, resolving and writing them."""

from __future__ import annotations

from reshore.tables.bases import refilled, same_bases, unfilled
from reshore.tables.buckets import horizon_end, parse_buckets
from reshore.tables.check import check
from reshore.tables.codes import CODES
from reshore.tables.convert import convert, write_source, write_template
from reshore.tables.findings import DataError, Finding, Findings, Severity
from reshore.tables.given import given_keys, given_rows
from reshore.tables.keys import key_of
from reshore.tables.origin import SET, Origin, base_hash, inputs_hash
from reshore.tables.read import Reading, check_model, edited, origin_of, read_model, remade
from reshore.tables.record import given_edits, refuse_existing, scenario_file, write_scenario
from reshore.tables.rescript import Rescripted, joined_edits, kept_script, remove_script, rename_script, rescript
from reshore.tables.resolve import resolve
from reshore.tables.rows import write_rows_of
from reshore.tables.saving import NotWritten, write_edits
from reshore.tables.scopes import scope
from reshore.tables.source import list_scenarios, read_source
from reshore.tables.table import ROW, Table, Tables
from reshore.tables.workbook.layout import BOOK
from reshore.tables.workbook.limits import WorkbookLimit
from reshore.tables.write import FORMATS, Format, write_tables, write_workbook

__all__ = [
    "BOOK",
    "CODES",
    "FORMATS",
    "ROW",
    "SET",
    "DataError",
    "Finding",
    "Findings",
    "Format",
    "NotWritten",
    "Origin",
    "Reading",
    "Rescripted",
    "Severity",
    "Table",
    "Tables",
    "WorkbookLimit",
    "base_hash",
    "check",
    "check_model",
    "convert",
    "edited",
    "given_edits",
    "given_keys",
    "given_rows",
    "horizon_end",
    "inputs_hash",
    "joined_edits",
    "kept_script",
    "key_of",
    "list_scenarios",
    "origin_of",
    "parse_buckets",
    "read_model",
    "read_source",
    "refilled",
    "refuse_existing",
    "remade",
    "remove_script",
    "rename_script",
    "rescript",
    "resolve",
    "same_bases",
    "scenario_file",
    "scope",
    "unfilled",
    "write_edits",
    "write_rows_of",
    "write_scenario",
    "write_source",
    "write_tables",
    "write_template",
    "write_workbook",
]
