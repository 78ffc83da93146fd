"""What the tables of a plan were made of: the files of a model, and the edits made to them in order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from reshore.schema import schema
from reshore.tables.cells import FREE_TEXT
from reshore.tables.keys import key_of
from reshore.tables.source import Source
from reshore.tables.table import Table, Tables

Edit = Mapping[str, Any]
SET: Final = "set"


@dataclass(frozen=True)
class Origin:
    """The text of a model's files, its tables before any edit (groups as they are), and the edits made to them in order.

    An edit is as a scenario has it, or `{"set": "TABLE:KEY:COLUMN=VALUE"}`; it holds nothing but what JSON can.
    """

    source: Source
    base: Tables
    edits: tuple[Edit, ...] = ()


def kept_edits(scenario: object, sets: Sequence[str]) -> tuple[Edit, ...]:
    """Return the edits of a scenario, then settings, as they are kept. What is no edit is left out: a finding told it."""
    given = scenario if isinstance(scenario, list) else []
    written = tuple(_plain(edit) for edit in given if isinstance(edit, Mapping))
    return (*written, *({SET: text} for text in sets))


def _plain(value: Any) -> Any:
    """Return a value of TOML as JSON holds it: dates as text, which reads as the same date."""
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | time) else value


def inputs_hash(tables: Tables) -> str:
    """Return a hash of the tables that does not depend on the order of their rows or on where they were stored."""
    digest = hashlib.sha256()
    for table in tables:
        digest.update(f"{table.name} {sorted(table.times.items())}\n".encode())
        digest.update(_rows(table).encode())
    return digest.hexdigest()


def _rows(table: Table) -> str:
    """Return the rows of a table in the order of their keys, as JSON."""
    if table.frame.is_empty():
        return "[]"
    frame = table.frame.drop("_row").with_columns(key_of(table.frame, schema()[table.name]).alias("_key"))
    return frame.sort("_key").drop("_key").write_json()


def base_hash(tables: Tables) -> str:
    """Return a hash of tables to which edits are made: their cells but not remarks and sources, and the units of headers."""
    bare = tables
    for table in tables:
        words = [*FREE_TEXT, *(["name"] if table.name == "model" else [])]
        bare = bare.with_table(table.with_frame(table.frame.drop(words, strict=False)))
    units = sorted((table.name, sorted(table.headers.items())) for table in tables)
    return hashlib.sha256(f"{inputs_hash(bare)} {units}".encode()).hexdigest()
