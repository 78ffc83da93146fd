"""Small models from rows of Python, written as files and read back, so that defaults and checks apply."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest

import reshore
from reshore.model import Program, build_program
from reshore.network import Network, build_network
from reshore.tables import Tables, read_model, resolve

Row = Mapping[str, object]
Rows = Sequence[Row]
SETTING: Row = {"name": "case", "start": date(2025, 1, 1), "buckets": "3 months"}


@dataclass(frozen=True)
class Case:
    """A model as rows: a header may give a unit, as `{"capacity [unit/week]": 7}`; cells that are missing are empty."""

    setting: Row
    tables: Mapping[str, Rows]

    def over(self, buckets: str, **setting: object) -> Case:
        """Return the case over other buckets, with other settings."""
        return replace(self, setting={**self.setting, "buckets": buckets, **setting})

    def adding(self, **tables: Rows) -> Case:
        """Return the case with more rows at the end of the tables."""
        more = {name: [*self.tables.get(name, ()), *rows] for name, rows in tables.items()}
        return replace(self, tables={**self.tables, **more})

    def having(self, **tables: Rows) -> Case:
        """Return the case with other rows in place of those of the tables."""
        return replace(self, tables={**self.tables, **tables})

    def changing(self, table: str, row: int = 0, **cells: object) -> Case:
        """Return the case with other cells in one row."""
        rows = list(self.tables[table])
        rows[row] = {**rows[row], **cells}
        return self.having(**{table: rows})

    def write(self, folder: Path) -> Path:
        """Write the files of the model and return the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        lines = [f"{json.dumps(name)} = {_toml(value)}\n" for name, value in self.setting.items()]
        (folder / "model.toml").write_text("".join(lines), encoding="utf-8")
        for name, rows in self.tables.items():
            if rows:
                _csv(folder / f"{name}.csv", rows)
        return folder

    def read(self) -> Tables:
        """Return the checked tables; raises DataError where the checks find an error."""
        with TemporaryDirectory() as folder:
            return read_model(self.write(Path(folder) / "case")).checked()

    def plan(self) -> reshore.Plan:
        """Return the optimal plan of the files, verified."""
        with TemporaryDirectory() as folder:
            return reshore.plan(self.write(Path(folder) / "case"))

    def program(self) -> tuple[Network, Program]:
        """Return the network and its program."""
        network = build_network(resolve(self.read()))
        return network, build_program(network)


def plant(buckets: str = "3 months", **tables: Rows) -> Case:
    """Return a plant that makes parts out of nothing and sells them itself, from 1 January 2025 on."""
    rows: dict[str, Rows] = {
        "sites": [{"site": "plant"}],
        "products": [{"product": "part", "unit": "piece"}],
        "recipes": [{"process": "make", "product": "part", "quantity": 1}],
        "operations": [{"site": "plant", "process": "make"}],
    }
    return Case(SETTING, {**rows, **tables}).over(buckets)


def depot(buckets: str = "2 months", **tables: Rows) -> Case:
    """Return a depot that has goods in stock and a shop that sells them; give stocks, lanes and demands."""
    rows: dict[str, Rows] = {
        "sites": [{"site": "depot"}, {"site": "shop"}],
        "products": [{"product": "part", "unit": "piece"}],
    }
    return Case(SETTING, {**rows, **tables}).over(buckets)


def asks(quantities: Sequence[float], market: str = "plant", product: str = "part", **cells: object) -> Rows:
    """Return a demand on the first of each month of 2025; months with 0 have none."""
    return [
        {"market": market, "product": product, "date": date(2025, 1 + month, 1), "quantity": quantity, **cells}
        for month, quantity in enumerate(quantities)
        if quantity
    ]


def line(capacity: float, per_run: float = 1, **cells: object) -> dict[str, Rows]:
    """Return the tables of a resource `line` at the plant that making a part uses."""
    return {
        "resources": [{"site": "plant", "resource": "line", "unit": "hour", "capacity": capacity, **cells}],
        "uses": [{"site": "plant", "process": "make", "resource": "line", "per_run": per_run}],
    }


def project(**cells: object) -> Row:
    """Return an expansion `grow` of the plant's line."""
    return {"expansion": "grow", "site": "plant", "resource": "line", "module": 10, **cells}


def half_a_run() -> Case:
    """Return a plant whose runs make 4 parts where exactly 10 have to be kept: it has a plan in fractions alone."""
    return plant(
        "1 months",
        recipes=[{"process": "make", "product": "part", "quantity": 4}],
        operations=[{"site": "plant", "process": "make", "whole_runs": True}],
        stocks=[{"site": "plant", "product": "part", "minimum": 10, "maximum": 10}],
        demands=asks([1.5], price=-3),
    )


def by_month(plan: reshore.Plan, table: str, column: str = "value", **chosen: str) -> dict[int, float]:
    """Return the sums of a column by number of the month in which the period begins; zeros are left out."""
    rows = plan.table(table).filter(**chosen).group_by(pl.col("period").dt.month()).agg(pl.col(column).sum())
    return {month: value for month, value in sorted(rows.iter_rows()) if abs(value) > 1e-9}


def total(plan: reshore.Plan, table: str, column: str = "value", **chosen: str) -> float:
    """Return the sum of a column over the chosen rows."""
    return float(plan.table(table).filter(**chosen)[column].sum())


def money(plan: reshore.Plan) -> dict[str, float]:
    """Return the undiscounted sum of each term of money."""
    sums = plan.table("money").group_by("term").agg(pl.col("value").sum())
    return {str(term): float(value) for term, value in sums.iter_rows()}


def earns(plan: reshore.Plan, objective: float, **terms: float) -> None:
    """Assert the objective, the undiscounted sum of every term, and that the ledger sums to the objective."""
    assert plan.objective == pytest.approx(objective, rel=1e-7, abs=1e-7)
    assert money(plan) == pytest.approx(terms, rel=1e-7, abs=1e-7)
    assert total(plan, "money", "discounted") == pytest.approx(plan.objective, rel=1e-9, abs=1e-9)


def _csv(path: Path, rows: Rows) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([_cell(row.get(name)) for name in names] for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _toml(value: object) -> str:
    return json.dumps(value) if isinstance(value, str) else _cell(value)
