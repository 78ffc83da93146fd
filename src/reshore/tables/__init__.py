"""The tables of a model: reading, checking, editing, resolving and writing them."""

from __future__ import annotations

from reshore.tables.buckets import horizon_end, parse_buckets
from reshore.tables.check import check
from reshore.tables.codes import CODES
from reshore.tables.findings import DataError, Finding, Severity
from reshore.tables.given import given_keys
from reshore.tables.keys import key_of
from reshore.tables.read import Reading, edited, read_model
from reshore.tables.record import given_edits, refuse_existing, scenario_file, write_scenario
from reshore.tables.resolve import resolve
from reshore.tables.scenarios import list_scenarios
from reshore.tables.table import ROW, Table, Tables
from reshore.tables.write import write_tables

__all__ = [
    "CODES",
    "ROW",
    "DataError",
    "Finding",
    "Reading",
    "Severity",
    "Table",
    "Tables",
    "check",
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
    "write_scenario",
    "write_tables",
]
