"""The symbols of an equation: what each stands for, and the columns that it comes from.

A symbol that has the name of a column, `per_run[o,r,t]`, is that column of the table that its indices stand for
(`indices.csv`); `symbols.csv` declares the others, by name and first index; those with the name of a variable are decisions.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from reshore.model.variables import VARIABLES
from reshore.schema import schema

from .stated import Statement

HERE: Final = Path(__file__).parent
SYMBOL: Final = re.compile(r"\b([a-z_]+)(?:\[([^\]\s]+)\]|\((?=[a-z]\)))")
DECISIONS: Final = {function.__name__.removeprefix("add_"): function for function in VARIABLES}


@dataclass(frozen=True)
class Symbol:
    """A symbol as it is written, what it means, the columns that it comes from, and the variable that it is (or empty)."""

    written: str
    meaning: str
    columns: tuple[str, ...]
    variable: str


def symbols(statement: Statement) -> tuple[Symbol, ...]:
    """Return the symbols of an equation in order of first use; raises KeyError for one that nothing declares."""
    found: dict[str, Symbol] = {}
    for match in SYMBOL.finditer(statement.equation):
        name, indices = match[1], tuple((match[2] or "").split(",")) if match[2] else ()
        found.setdefault(_key(name, indices), _symbol(name, indices))
    return tuple(found.values())


def variables(statement: Statement) -> tuple[str, ...]:
    """Return the names of the variables in an equation."""
    return tuple(dict.fromkeys(symbol.variable for symbol in symbols(statement) if symbol.variable))


@cache
def declared(file: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one of the files beside this module."""
    return tuple(csv.DictReader((HERE / file).read_text(encoding="utf-8").splitlines()))


def _symbol(name: str, indices: tuple[str, ...]) -> Symbol:
    written = f"{name}[{','.join(indices)}]" if indices else f"{name}(t)"
    if name in DECISIONS:
        return Symbol(written, "", (), name)
    known = {row["symbol"]: row for row in declared("symbols.csv")}
    key = _key(name, indices)
    if key in known:
        row = known[key]
        return Symbol(written, row["meaning"], tuple(filter(None, row["columns"].split(";"))), "")
    table = _table(name, indices)
    return Symbol(written, schema()[table].column(name).description, (f"{table}.{name}",), "")


def _key(name: str, indices: tuple[str, ...]) -> str:
    return name if name in DECISIONS else f"{name}[{indices[0]}]" if indices else f"{name}()"


def _table(name: str, indices: tuple[str, ...]) -> str:
    """Return the table that has the column: that of two indices together before that of one."""
    for row in reversed(declared("indices.csv")):
        table = row["table"]
        if table and set(row["index"].split(",")) <= set(indices) and name in schema()[table].names:
            return table
    raise KeyError(f"nothing declares the symbol {name}[{','.join(indices)}]")
