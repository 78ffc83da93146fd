"""From what must give to a repair: edits of the tables, checked to leave a model that has a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from reshore.analysis.conflict.courses import Edit, Step, course_of, rows_by_key
from reshore.analysis.conflict.knobs import ALWAYS, Knobs
from reshore.analysis.conflict.least import Least
from reshore.analysis.conflict.stated import Stated, make_stated
from reshore.analysis.words import said
from reshore.model import build_program
from reshore.model.laws.rules import wholes
from reshore.network import Network, build_network
from reshore.network.periods import Floats
from reshore.schema import table_schema
from reshore.schema.units import time_unit
from reshore.solve.options import SolveOptions
from reshore.solve.possible import possible
from reshore.tables import Tables, edited, resolve

MARGINS: Final = (0.0, 1e-6, 1e-4, 1e-2)
"""Shares by which more is given than the solver found, tried in this order until the changed model has a plan."""
VIOLATED: Final = 1e-9
CHANGES: Final = {
    "table": pl.String,
    "key": pl.String,
    "column": pl.String,
    "date": pl.Date,
    "from": pl.Float64,
    "to": pl.Float64,
    "unit": pl.String,
    "words": pl.String,
}
WORDS: Final[Mapping[tuple[str, str], str]] = {
    ("demands", "quantity"): "required demand",
    ("stocks", "minimum"): "minimum stock",
    ("stocks", "maximum"): "storage",
    ("stocks", "initial"): "stock at the start",
    ("stocks", "in_transit"): "stock under way",
    ("operations", "minimum"): "minimum runs",
    ("operations", "maximum"): "runs",
    ("resources", "capacity"): "capacity",
    ("lanes", "capacity"): "lane_capacity",
    ("controls", "limit"): "quota",
    ("sites", "floor_area"): "floor_area",
    ("expansions", "max_modules"): "modules",
    ("expansions", "max_per_year"): "growth",
    ("rules", "value"): "rules",
}


@dataclass(frozen=True)
class Repair:
    """The least change of the tables that leaves a plan.

    `changes` has a row for each new value: table, key, column, date (from which it holds; null: at all times), from, to,
    unit, words. Numbers count in the units of the files. `gives` says what gives first: asked or world. `edits` are the
    same as a scenario has them. `checked` says that the changed model was seen to have a plan; `alone` that nothing but what
    `gives` names had to give.
    """

    gives: str
    changes: pl.DataFrame
    edits: tuple[Edit, ...]
    checked: bool
    alone: bool


@dataclass(frozen=True)
class Model:
    """A model without a plan: its tables as they are in the files, its network and its stated program."""

    tables: Tables
    network: Network
    stated: Stated


def make_repair(model: Model, knobs: Knobs, found: Least, gives: str, options: SolveOptions) -> Repair:
    """Return the repair that lets knobs give, checked by asking whether the changed tables allow anything at all."""
    kinds = {kind for kind, given in zip(knobs.kind, found.gives, strict=True) if given > 0.0}
    steps: list[tuple[str, Step]] = []
    for margin in MARGINS:
        steps = list(_steps(model, knobs, found, margin))
        edits = tuple(step.edit for _, step in steps)
        if _has_plan(model.tables, edits, options):
            return Repair(gives, _changes(model, steps), edits, True, kinds <= {gives})
    return Repair(gives, _changes(model, steps), tuple(step.edit for _, step in steps), False, kinds <= {gives})


def _has_plan(tables: Tables, edits: tuple[Edit, ...], options: SolveOptions) -> bool:
    reading = edited(tables, edits)
    if reading.errors or reading.tables is None:
        return False
    stated = make_stated(build_program(build_network(resolve(reading.tables))))
    return possible(stated.arrays(), options, 60.0) is True


def _steps(model: Model, knobs: Knobs, found: Least, margin: float) -> Iterator[tuple[str, Step]]:
    """Yield (key, step) for each number that gives."""
    given = [int(at) for at in np.flatnonzero(found.gives > 0.0)]
    places = dict.fromkeys((knobs.table[at], knobs.column[at], knobs.key[at], int(knobs.sign[at])) for at in given)
    for table, column, key, sign in places:
        own = [
            at
            for at in given
            if (knobs.table[at], knobs.column[at], knobs.key[at], knobs.sign[at]) == (table, column, key, sign)
        ]
        given_up = _of_rule(model, knobs, found, own) if table == "rules" else _over_time(model, knobs, found, own)
        change = sign * given_up * (1.0 + margin)
        rows = rows_by_key(model.tables, table)
        of_file = key in rows
        row = rows[key] if of_file else rows_by_key(model.network.tables, table)[key]
        course = course_of(model.tables, row, (table, column, key), of_file)
        whole = column == "max_modules" and bool(row["whole_modules"])
        yield from ((key, step) for step in course.changed(change, model.network.periods, whole))


def _over_time(model: Model, knobs: Knobs, found: Least, own: list[int]) -> Floats:
    """Return how much a number gives in each period: where it is the same always, only while something needs it."""
    change = np.zeros(model.network.periods.count)
    for at in own:
        if knobs.period[at] != ALWAYS:
            change[knobs.period[at]] = found.gives[at]
            continue
        needed = _needed(model, knobs, found, at)
        change[needed] = found.gives[at]
    return change


def _of_rule(model: Model, knobs: Knobs, found: Least, own: list[int]) -> Floats:
    """Return how much the value of a rule gives, the same in each period: of a share, the most that any window needs."""
    rules = model.network.rules
    needed = 0.0
    for at in own:
        entry = np.flatnonzero(knobs.knob == at)
        row = knobs.row[entry] - model.stated.program.rows["rules"].first
        whole = wholes(model.stated.program, model.network, int(rules.rule[row[0]]), found.values)
        of_row = {
            int(place): float(amount) for place, amount in zip(rules.rows(int(rules.rule[row[0]])), whole, strict=True)
        }
        needed = max(needed, *(found.gives[at] / (of_row[int(place)] or 1.0) for place in row))
    return np.full(model.network.periods.count, needed)


def _needed(model: Model, knobs: Knobs, found: Least, at: int) -> slice:
    """Return the periods from the first to the last in which the solution is beyond what a knob would allow unmoved."""
    entry = np.flatnonzero(knobs.knob == at)
    when = knobs.when[entry]
    if (when == ALWAYS).all() or not table_schema(knobs.table[at]).column(knobs.column[at]).profile:
        return slice(None)
    program, row = model.stated.program, knobs.row[entry]
    activity = program.matrix.tocsr()[row] @ found.values
    beyond = activity > program.row_upper[row] + VIOLATED * np.maximum(1.0, np.abs(program.row_upper[row]))
    if not beyond.any() or (when[beyond].min() == when.min() and when[beyond].max() == when.max()):
        return slice(None)
    return slice(int(when[beyond].min()), int(when[beyond].max()) + 1)


def _changes(model: Model, steps: list[tuple[str, Step]]) -> pl.DataFrame:
    """Return the table of changes, a row for each step."""
    rows = []
    for key, step in steps:
        edit = step.edit
        entry = edit if edit["table"] != "profiles" else edit["rows"][0] if edit["op"] == "add" else edit["where"]
        table, column = entry["table"], entry["column"]
        rows.append(
            {
                "table": table,
                "key": key,
                "column": column,
                "date": step.day,
                "from": step.before,
                "to": step.after,
                **_told(model, table, column, key),
            }
        )
    return pl.DataFrame(rows, schema=CHANGES)


def _told(model: Model, table: str, column: str, key: str) -> dict[str, str]:
    """Return the unit in which the file counts, and the business words of what changes."""
    rows = rows_by_key(model.tables, table)
    row = rows.get(key) or rows_by_key(model.network.tables, table)[key]
    counted = _counted(model, table, row)
    names = pl.DataFrame(
        [{name: str(value) for name, value in row.items() if isinstance(value, str)} | {"unit": counted}]
    )
    words = said(_limit(table, column, row), names).item()
    groups = model.tables.frame("groups")["group"].unique().to_list()
    mine = [column.name for column in table_schema(table).columns if column.key and column.expands]
    grouped = [str(row[name]) for name in mine if row[name] in groups]
    more = f" (each member of {' and '.join(grouped)})" if grouped else ""
    unit, _ = counted_unit(model, table, column, counted)
    return {"unit": unit, "words": f"{words}{more}"}


def _limit(table: str, column: str, row: Mapping[str, Any]) -> str:
    committed = table == "expansions" and row["status"] == "committed"
    return "committed project" if committed else WORDS[table, column]


def _counted(model: Model, table: str, row: Mapping[str, Any]) -> str:
    """Return what a row counts: the unit of its resource or product, or of the value of a rule."""
    if table == "rules":
        return str(model.network.rules.stated.filter(rule=row["rule"])["unit"][0])
    if table == "resources":
        return str(row["unit"])
    if "product" not in row:
        return "unit"
    products = model.tables.frame("products").filter(product=row["product"])["unit"]
    return str(products[0]) if len(products) else "unit"


def counted_unit(model: Model, table: str, column: str, counted: str) -> tuple[str, float]:
    """Return the unit of a column as its header gives it, else as it is declared, and its factor to the declared one."""
    declared = table_schema(table).column(column).unit
    usual = time_unit(declared)
    if usual is not None:
        declared = declared.replace(usual, model.tables[table].time(column))
    unit, factor = model.tables[table].headers.get(column, (declared, 1.0))
    first, slash, rest = unit.partition("/")
    return (counted if first in ("unit", "capacity", "measure") else first) + slash + rest, factor
