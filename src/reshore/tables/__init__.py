"""The tables of a model: reading, checking, editing, resolving and writing them."""

from __future__ import annotations

from reshore.tables.buckets import horizon_end, parse_buckets
from reshore.tables.check import check
from reshore.tables.codes import CODES
from reshore.tables.convert import convert, write_template
from reshore.tables.findings import DataError, Finding, Severity
from reshore.tables.given import given_keys
from reshore.tables.keys import key_of
from reshore.tables.read import Reading, check_model, edited, read_model
from reshore.tables.record import given_edits, refuse_existing, scenario_file, write_scenario
from reshore.tables.resolve import resolve
from reshore.tables.scopes import scope
from reshore.tables.source import list_scenarios
from reshore.tables.table import ROW, Table, Tables
from reshore.tables.workbook.layout import BOOK
from reshore.tables.workbook.write import WorkbookLimit
from reshore.tables.write import FORMATS, Format, write_tables

__all__ = [
    "BOOK",
    "CODES",
    "FORMATS",
    "ROW",
    "DataError",
    "Finding",
    "Format",
    "Reading",
    "Severity",
    "Table",
    "Tables",
    "WorkbookLimit",
    "check",
    "check_model",
    "convert",
    "edited",
    "given_edits",
    "given_keys",
    "horizon_end",
    "key_of",
    "list_scenarios",
    "parse_buckets",
    "read_model",
    "refuse_existing",
    "resolve",
    "scenario_file",
    "scope",
    "write_scenario",
    "write_tables",
    "write_template",
]
