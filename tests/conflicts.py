"""Check conflicts and repairs by edits of the tables and plans of what is left, without anything that found them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.builders import Case

import reshore
from reshore.analysis.conflict import Conflict, Repair
from reshore.model import build_program
from reshore.network import build_network
from reshore.network.periods import make_periods
from reshore.schema import table_schema
from reshore.tables import Tables, edited, key_of, resolve

MUCH = 1e9
COLUMNS = {
    "required demand": ("demands", "required", False),
    "minimum stock": ("stocks", "minimum", 0.0),
    "minimum runs": ("operations", "minimum", 0.0),
    "storage": ("stocks", "maximum", None),
    "runs": ("operations", "maximum", None),
    "capacity": ("resources", "capacity", MUCH),
    "lane_capacity": ("lanes", "capacity", None),
    "floor_area": ("sites", "floor_area", None),
    "modules": ("expansions", "max_modules", None),
    "growth": ("expansions", "max_per_year", None),
    "quota": ("controls", "limit", MUCH),
    "ban": ("controls", "kind", "quota"),
    "whole runs": ("operations", "whole_runs", False),
    "whole modules": ("expansions", "whole_modules", False),
}
"""The column that states each limit, and its value where there is none."""
RULES = ("rules", "minimum rules")
"""Limits that rules state: without one it costs nothing to miss it."""
GIVEN = {"committed project": ("expansions", "max_modules", 0.0), "stock at the start": ("stocks", "initial", 0.0)}
"""What there is; without it there is nothing."""


def no_plan(model: Case | Tables) -> reshore.NoPlan:
    """Return the error of a model without a plan."""
    with pytest.raises(reshore.NoPlan) as caught:
        reshore.plan(model if isinstance(model, Tables) else model.read())
    return caught.value


def conflict(model: Case | Tables) -> Conflict:
    """Return why a model has no plan; raises where it has one."""
    found = no_plan(model).conflict
    assert found is not None
    return found


def named(found: Conflict) -> set[tuple[str, str]]:
    """Return (law, entity) of each limit in a conflict."""
    return {(row["law"], row["entity"]) for row in found.rows.iter_rows(named=True)}


def spans(found: Conflict, law: str) -> list[tuple[str, int, int]]:
    """Return (entity, first month, last month) of each line of a law."""
    rows = found.rows.filter(law=law)
    return [(row["entity"], row["first"].month, row["last"].month) for row in rows.iter_rows(named=True)]


def changes(repair: Repair | None) -> list[tuple[str, str, str, float, float]]:
    """Return (table, key, column, from, to) of each change."""
    assert repair is not None
    return [tuple(row) for row in repair.changes.select("table", "key", "column", "from", "to").iter_rows()]


def repaired(tables: Tables, repair: Repair) -> Tables:
    """Return the tables after the edits of a repair, checked."""
    return edited(tables, repair.edits).checked()


def proven(model: Case | Tables) -> Conflict:
    """Return the conflict of a model, after asserting that it is one, that none of it can be left out, and that repairs repair.

    All limits that are not in a conflict are taken out of the tables: there is no plan. Without any one limit of it, in any
    one of its periods, there is one; so there is after each repair.
    """
    tables = model if isinstance(model, Tables) else model.read()
    found = conflict(tables)
    assert found.irreducible
    assert found.rows.height
    for rows in found.rows.partition_by("conflict"):
        members = list(_members(tables, rows))
        assert not has_plan(with_only(tables, members), _asked_in(members)), rows
        for member in members:
            others = [other for other in members if other != member]
            assert has_plan(with_only(tables, others, member), _asked_in(others)), member
    for repair in found.repairs:
        assert repair.checked
        assert plans(repaired(tables, repair)), repair.changes
    return found


def _asked_in(members: Sequence[Member]) -> list[tuple[str, date | None]]:
    return [(member.entity, member.begin) for member in members if member.law == "demand"]


def has_plan(tables: Tables, asked_in: Sequence[tuple[str, date | None]] | None = None) -> bool:
    """Say whether tables allow any plan, whatever it earns, by the solver of scipy.

    Where `asked_in` is given, more than falls due can be sold, but for these (market and product, first day of the period).
    """
    program = build_program(build_network(resolve(tables)))
    upper, block = program.row_upper.copy(), program.rows["demand"]
    if asked_in is not None:
        named = [" ".join(row) for row in block.labels.select("market", "product").iter_rows()]
        days = _bounds(tables)
        held = [
            (named[entity], days[period]) in asked_in for entity, period in zip(block.entity, block.period, strict=True)
        ]
        upper[block.first + np.flatnonzero(~np.array(held, dtype=bool))] = np.inf
    rows = LinearConstraint(program.matrix, program.row_lower, upper)
    bounds = Bounds(program.lower, program.upper)
    found = milp(np.zeros(len(program.cost)), integrality=program.integer, bounds=bounds, constraints=rows)
    assert found.status in (0, 2), found.message
    return bool(found.status == 0)


def plans(tables: Tables) -> bool:
    """Say whether tables have a plan; an unlimited profit needs one too."""
    try:
        reshore.plan(tables)
    except reshore.NoPlan as error:
        return error.conflict is not None and error.conflict.kind == "unbounded"
    return True


@dataclass(frozen=True)
class Member:
    """A limit in one period, from `begin` to before `end`; in all of them where these are None."""

    law: str
    entity: str
    begin: date | None
    end: date | None


def _members(tables: Tables, rows: pl.DataFrame) -> Iterator[Member]:
    bounds = _bounds(tables)
    for row in rows.iter_rows(named=True):
        if row["law"] in RULES:
            yield Member(row["law"], row["entity"], None, None)
            continue
        if row["law"] == "demand":
            pieces = build_network(resolve(tables)).pieces
            names = [" ".join(name) for name in pieces.frame.select("market", "product").iter_rows()]
            due = {bounds[period] for name, period in zip(names, pieces.due, strict=True) if name == row["entity"]}
            inside = [(a, b) for a, b in pairwise(bounds) if row["first"] <= a <= row["last"] and a in due]
            yield from (Member("demand", row["entity"], begin, end) for begin, end in inside)
            continue
        table, column, _ = {**COLUMNS, **GIVEN}[row["law"]]
        if row["first"] is None or not table_schema(table).column(column).profile:
            yield Member(row["law"], row["entity"], None, None)
            continue
        for begin, end in pairwise(bounds):
            if row["first"] <= begin <= row["last"]:
                yield Member(row["law"], row["entity"], begin, end)


def with_only(tables: Tables, members: Sequence[Member], gone: Member | None = None) -> Tables:
    """Return the tables with no other limits than the members; what is given goes only where it is `gone`."""
    tables = _with_rules(resolve(tables), [member.entity for member in members if member.law in RULES])
    before = tables
    for law, (table, column, free) in COLUMNS.items():
        frame = tables.frame(table)
        own = [member.entity for member in members if member.law == law and member.begin is None]
        kept = _entities(frame, table).is_in(own)
        nothing = pl.lit(free, frame.schema[column])
        if table == "expansions":
            kept |= frame["status"] == "committed"
        changed = frame.with_columns(pl.when(kept).then(column).otherwise(nothing).alias(column))
        tables = tables.with_table(tables[table].with_frame(changed))
        profiles = tables["profiles"]
        others = profiles.frame.filter((pl.col("table") != table) | (pl.col("column") != column))
        tables = tables.with_table(profiles.with_frame(others))
        dated = [member for member in members if member.law == law and member.begin is not None]
        steps: dict[tuple[str, date], float] = {}
        for member in sorted(dated, key=lambda member: (member.entity, member.begin)):
            steps |= _steps(before, member, free)
        rows = [
            {"table": table, "key": key, "column": column, "date": day, "value": value}
            for (key, day), value in steps.items()
        ]
        if rows:
            tables = edited(tables, [{"table": "profiles", "op": "add", "rows": rows}]).tables or tables
    if gone is not None and gone.law in GIVEN:
        table, column, value = GIVEN[gone.law]
        frame = tables.frame(table)
        same = _entities(frame, table) == gone.entity
        changed = frame.with_columns(pl.when(same).then(value).otherwise(column).alias(column))
        tables = tables.with_table(tables[table].with_frame(changed))
    return tables


def _with_rules(tables: Tables, kept: Sequence[str]) -> Tables:
    """Return the tables in which all rules but some may be missed for nothing."""
    rules = tables["rules"]
    free = pl.when(pl.col("rule").is_in(list(kept))).then("penalty").otherwise(0.0)
    return tables.with_table(rules.with_frame(rules.frame.with_columns(free.alias("penalty"))))


def _steps(tables: Tables, member: Member, free: float | None) -> dict[tuple[str, date], float]:
    """Return by (key, day) the values by which a limit holds in its period and then no more, in the unit of the file."""
    assert member.begin is not None
    assert member.end is not None
    table, column, _ = COLUMNS[member.law]
    frame = tables.frame(table)
    same = _entities(frame, table) == member.entity
    row = frame.filter(same).row(0, named=True)
    key = key_of(frame, table_schema(table)).filter(same).item()
    profile = tables.frame("profiles").filter(table=table, key=key, column=column).sort("date")
    earlier = profile.filter(pl.col("date") <= member.begin)["value"].to_list()
    value = earlier[-1] if earlier else row[column]
    factor = tables[table].headers.get(column, ("", 1.0))[1]
    return {(key, member.begin): value / factor, (key, member.end): (MUCH if free is None else free) / factor}


def _entities(frame: pl.DataFrame, table: str) -> pl.Series:
    names = ["expansion", "site", "resource"] if table == "expansions" else list(table_schema(table).key)
    parts = frame.with_row_index("_at").select(
        pl.concat_list([pl.col(name).cast(pl.String).fill_null("") for name in names]).alias("p")
    )
    return pl.Series([" ".join(part for part in row if part) for row in parts["p"].to_list()], dtype=pl.String)


def _bounds(tables: Tables) -> list[date]:
    setting = tables.setting
    periods = make_periods(setting["start"], setting["buckets"])
    return [date.fromordinal(date(1970, 1, 1).toordinal() + int(day)) for day in periods.bounds]
