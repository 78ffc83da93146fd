"""Which statements of the model a column of a table influences: found by changing its cells and building again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np
import polars as pl
from tests.builders import Row
from tests.units.everything import everything

from reshore.model import Block, Earning, Program, build_program
from reshore.network import build_network
from reshore.schema import schema
from reshore.tables import Tables, resolve

Key = tuple[object, ...]
DAYS = (date(2025, 1, 5), date(2025, 3, 5), date(2025, 6, 20))
DOUBLE = (2.0,)
CUT = date(2025, 3, 1)
AVERAGES = (
    ("operations", "plant/make", "unit_cost"),
    ("operations", "plant/make", "yield"),
    ("uses", "plant/make/line", "per_run"),
    ("lanes", "plant/town/air", "cost_per_unit"),
    ("operations", "plant/make", "emissions"),
    ("lanes", "plant/town/air", "emissions_per_mass"),
)
"""What changes within the period that `DAYS` cut too, so that windows matter to its average."""
FACTORS = {
    "recipes.quantity": (2.0, -1.0),
    "stocks.initial": (2.0, -1.0),
    "stocks.in_transit": (2.0, -1.0),
    "stocks.minimum": (2.0, -1.0),
    "uses.per_run": (2.0, -1.0),
    "expansions.build_time": (2.0, 8.5),
    "expansions.life": (0.025,),
}
"""What numbers are multiplied by, where twice is not enough: goods and uses vanish, few starts are left, lives are short."""
MONEY = ("operations", "resources", "lanes", "demands", "expansions", "stocks", "products")
"""Tables whose rows may count in another currency."""
NAMES = {
    "model.objective": ("profit", "cost"),
    "expansions.site": ("mine",),
    "expansions.resource": ("power",),
    "expansions.ramp": ("", "learn"),
    "expansions.yield_ramp": ("", "rise"),
    "expansions.spend_profile": ("", "bills"),
    "rules.measure": ("cost",),
    "rules.filters": ("", "site = mine | plant"),
    "rules.share_of": ("", "all"),
    "sites.country": ("Peru", "Chile"),
    "sites.customs_territory": ("union",),
    "products.hs_code": ("90",),
    "products.control_class": ("", "X"),
    "recipes.origin_rule": ("confers",),
    "stocks.origin": ("Peru", "Chile"),
    "tariffs.stacks": ("add", "max", "replaces:levy"),
    **{f"{table}.currency": ("", "EUR") for table in MONEY},
}
"""Other names for columns that refer to something."""


@dataclass
class Cells:
    """What a statement says: numbers by key, and for keys that speak of a variable, the key of that variable."""

    numbers: dict[Key, tuple[float, ...]] = field(default_factory=dict)
    about: dict[Key, Key] = field(default_factory=dict)

    def among(self, variables: set[Key]) -> dict[Key, tuple[float, ...]]:
        """Return the numbers that speak of no other variables than these."""
        return {
            key: cell for key, cell in self.numbers.items() if key not in self.about or self.about[key] in variables
        }


@dataclass(frozen=True)
class Said:
    """What a program says: the keys of its variables, and the cells of each statement by page."""

    variables: set[Key]
    pages: Mapping[str, Cells]


@cache
def base() -> Tables:
    """Return the model with everything, and with places, goods and starts that exist by what single columns say."""
    ways = [
        {"origin": origin, "destination": destination, "mode": "any"}
        for origin, destination in (("mine", "hub"), ("hub", "town"))
    ]
    names = ("spare", "kit")
    asked: Row = {"market": "town", "date": DAYS[1], "quantity": 3, "price": 9}
    copied: Row = {"product": "copy", "value": 3, "shelf_life": 40, "track_origin": True}
    case = everything().adding(
        recipes=[
            {"process": "copy", "product": "kit", "quantity": -1},
            {"process": "copy", "product": "copy", "quantity": 1, "origin_rule": "inherits:kit"},
            {"process": "redo", "product": "spare", "quantity": -1},
            {"process": "redo", "product": "copy", "quantity": 1, "origin_rule": "inherits:spare"},
        ],
        operations=[{"site": "mine", "process": "copy"}, {"site": "mine", "process": "redo"}],
        sites=[{"site": "hub"}],
        products=[
            {"product": name, "value": 2, "shelf_life": 40, "scrap_cost": 1, "track_origin": True} for name in names
        ]
        + [copied],
        resources=[{"site": "mine", "resource": "line", "unit": "hour", "capacity": 900}],
        uses=[{"site": "mine", "process": "dig", "resource": "line"}],
        lanes=ways,
        stocks=[
            {"site": "mine", "product": "spare", "initial": 5, "origin": "Chile"},
            {"site": "mine", "product": "kit", "in_transit": 5, "in_transit_time": 300, "origin": "Chile"},
            {"site": "town", "product": "ore"},
        ],
        ramps=[{"ramp": "learn", "age": 5.5, "fraction": 0.99}],
        demands=[{"product": name, **asked} for name in names],
    )
    case = case.adding(
        profiles=[
            {"table": table, "key": key, "column": column, "date": CUT, "value": 0.7} for table, key, column in AVERAGES
        ]
    )
    known = {row["rule"] for row in case.tables["bases"]}
    others = [row["rule"] for row in case.tables["rules"] if row["rule"] not in known]
    case = case.adding(bases=[{"rule": name, "date": date(2030, 1, 1), "value": 1} for name in others])
    case = case.changing("operations", 1, cycle_time=9)
    for row, ramp in enumerate(("rise", "rise", "")):
        case = case.changing("expansions", row, ramp=ramp, earliest=date(2024, 12, 20))
    return resolve(case.read())


@cache
def program() -> Program:
    """Return the program of that model."""
    return build_program(build_network(base()))


def influenced(column: str) -> set[str]:
    """Return the pages of the statements that some change of a column changes."""
    return {page for tables in _changed(base(), column) for page in _differing(_original(), said(_program(tables)))}


@cache
def _original() -> Said:
    return said(program())


def _program(tables: Tables) -> Program:
    return build_program(build_network(tables))


def _changed(tables: Tables, column: str) -> Iterator[Tables]:
    """Yield the tables with all cells of a column changed, in each of several ways."""
    table, _, name = column.partition(".")
    frame = tables.frame(table)
    for cells in _cells(frame[name], column):
        yield tables.with_table(tables[table].with_frame(frame.with_columns(cells)))


def _cells(cells: pl.Series, column: str) -> Iterator[pl.Series]:
    table, _, name = column.partition(".")
    declared = schema()[table].column(name)
    if declared.dtype == "float":
        yield from (cells * factor for factor in FACTORS.get(column, DOUBLE))
        if not declared.default:
            yield cells.fill_null(7.0)
    elif declared.dtype == "bool":
        yield ~cells
    elif declared.dtype == "list":
        yield cells.list.head(0)
    else:
        values = DAYS if declared.dtype == "date" else declared.choices or NAMES[column]
        yield from (pl.Series(name, [value] * len(cells), dtype=cells.dtype) for value in values)


def said(program: Program) -> Said:
    """Return what a program says."""
    variables = [key for block in program.columns.values() for key in _keys(block)]
    pages = {f"variable-{name}": _variable(program, block, variables) for name, block in program.columns.items()}
    pages |= {f"law-{name}": _law(program, block, variables) for name, block in program.rows.items()}
    for earning in program.ledger:
        _money(pages.setdefault(f"money-{earning.term}", Cells()), earning, variables)
    return Said(set(variables), pages)


def _keys(block: Block) -> list[Key]:
    """Return a key for each entry: block, names (of a project its own alone), period, and a number among equal ones."""
    labels = block.labels.drop("unit", strict=False)
    if {"expansion", "resource"} <= {*labels.columns}:
        labels = labels.drop("site", "resource")
    keys = [
        (block.name, *labels.row(entity), int(period))
        for entity, period in zip(block.entity, block.period, strict=True)
    ]
    seen: Counter[Key] = Counter()
    numbered = []
    for key in keys:
        numbered.append((*key, seen[key]))
        seen[key] += 1
    return numbered


def _variable(program: Program, block: Block, variables: list[Key]) -> Cells:
    bounds = zip(program.lower, program.upper, program.integer, strict=True)
    return Cells(dict(list(zip(variables, (tuple(map(float, each)) for each in bounds), strict=True))[block.slice]))


def _law(program: Program, block: Block, variables: list[Key]) -> Cells:
    rows = _keys(block)
    bounds = zip(program.row_lower[block.slice], program.row_upper[block.slice], strict=True)
    cells = Cells(dict(zip(rows, bounds, strict=True)))
    entries = program.matrix.tocsr()[block.slice].tocoo()
    for row, column, value in zip(entries.row, entries.col, entries.data, strict=True):
        key = (rows[row], variables[column])
        cells.numbers[key], cells.about[key] = (float(value),), variables[column]
    return cells


def _money(cells: Cells, earning: Earning, variables: list[Key]) -> None:
    """Add up the entries of a term, as paid and discounted, by variable and period; those of a constant by label and period."""
    for label, column, period, amount in zip(
        earning.label, earning.column, earning.period, earning.amount, strict=True
    ):
        key = (variables[column] if column >= 0 else earning.labels.row(int(label)), int(period))
        paid, discounted = cells.numbers.get(key, (0.0, 0.0))
        cells.numbers[key] = (paid + float(amount), discounted + float(amount * earning.factor[period]))
        if column >= 0:
            cells.about[key] = variables[column]


def _differing(before: Said, after: Said) -> Iterator[str]:
    """Yield the pages whose cells differ, apart from those about variables that only one of both programs has."""
    both = before.variables & after.variables
    for page in before.pages.keys() | after.pages.keys():
        old, new = (each.pages.get(page, Cells()).among(both) for each in (before, after))
        if old.keys() != new.keys() or not np.allclose(_flat(old, old), _flat(new, old)):
            yield page


def _flat(cells: Mapping[Key, tuple[float, ...]], order: Mapping[Key, object]) -> list[float]:
    return [number for key in order for number in cells[key]]
