"""The inputs of a plan as a workbook: planned as they are they give the same optimum, and a changed cell counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.builders import Case, asks, line, plant
from tests.cases.made import folder
from tests.report.seen import abroad

import reshore
from reshore.api.reading import reading_of
from reshore.solution import Plan
from reshore.solution.inputs import stated_inputs
from reshore.tables import inputs_hash, read_model, resolve, write_workbook

DEAR = {"table": "lanes", "where": {"destination": "all"}, "column": "cost_per_unit", "op": "*", "value": 2}


def planned(file: Path) -> float:
    """Return the objective of the plan of a workbook."""
    return float(reshore.plan(file).objective)


def change(file: Path, sheet: str, row: int, column: str, value: object) -> None:
    """Change a cell of a workbook by the header of its column, as somebody would in Excel."""
    book = openpyxl.load_workbook(file)
    place = next(cell.column for cell in book[sheet][1] if str(cell.value).split(" [")[0] == column)
    book[sheet].cell(row, place).value = value
    book.save(file)


def column(file: Path, sheet: str, name: str) -> list[Any]:
    """Return the values of a column of a workbook that are not empty."""
    rows = list(openpyxl.load_workbook(file)[sheet].values)
    place = [str(title).split(" [")[0] for title in rows[0]].index(name)
    return [row[place] for row in rows[1:] if row[place] is not None]


def test_inputs_are_planned_again_as_they_are_and_changed(tmp_path: Path) -> None:
    """Proves: the same optimum from the inputs of a stored run, another from a changed cell.

    By hand: with one module of the second line at most instead of two, first-plan earns 7,184 less than 61,648.
    Sensitivity: numbers in other units; a sheet that is not read.
    """
    stored = reshore.save(reshore.plan("first-plan"), tmp_path / "runs")
    file = reshore.export_inputs(stored.name, tmp_path / "inputs.xlsx", tmp_path / "runs")

    assert reshore.check(file) == []
    assert planned(file) == pytest.approx(61_648)
    change(file, "expansions", 2, "max_modules", 1)
    assert planned(file) == pytest.approx(61_648 - 7_184)


def test_what_was_applied_is_in_the_inputs_and_groups_stay(tmp_path: Path) -> None:
    """Proves: a scenario and a setting are applied once, and the row of a group is one row to change.

    By hand: carrying costs 1, doubled by the scenario; the setting cuts the 16 parts of the north to 12, so that 12 + 20 are
    sold at 5 less 2: 96. Then the one row costs 4: 32. Sensitivity: a scenario applied again; a row for each member.
    """
    case = plant(
        "1 months",
        sites=[{"site": "plant"}, {"site": "north"}, {"site": "south"}],
        groups=[{"group": "all", "member": name} for name in ("north", "south")],
        lanes=[{"origin": "plant", "destination": "all", "mode": "road", "transit_time": 0, "cost_per_unit": 1}],
        demands=[*asks([16], market="north", price=5), *asks([20], market="south", price=5)],
        **line(100),
    )
    path = folder(tmp_path / "model", {"dear": [DEAR]}, case)
    plan = reshore.plan(path, "dear", "demands:north/part//2025-01-01:quantity=12")
    file = reshore.export_inputs(plan, tmp_path / "inputs.xlsx")

    assert plan.objective == pytest.approx(96)
    assert planned(file) == pytest.approx(96)
    assert column(file, "lanes", "destination") == ["all"]
    change(file, "lanes", 2, "cost_per_unit", 4)
    assert planned(file) == pytest.approx(32)


def test_without_what_they_were_made_of_each_member_has_a_row(tmp_path: Path) -> None:
    """Proves: of tables given as they are, too, the same optimum, with goals in order as they were stated.

    By hand: 24 parts carried at 1 each are what the goal asks for at the least cost. Sensitivity: what the goal reached is
    written as a rule, or only money is left to plan for.
    """
    case = abroad().over("1 months", objective="target:two dozen; cost")
    plan = reshore.plan(case.read())
    assert plan.origin is None
    file = reshore.export_inputs(plan, tmp_path / "inputs.xlsx")

    again = reshore.plan(file)
    assert [goal["goal"] for goal in again.goals] == ["target:two dozen"]
    assert again.objective == pytest.approx(plan.objective)
    assert column(file, "targets", "target") == ["sixty", "two dozen"]
    assert column(file, "rules", "rule") == []


def test_what_a_base_plan_has_is_kept_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: the workbook needs no other run. By hand: half of the 30 parts that the base makes, at 5: 75.

    Sensitivity: a base that is looked for beside the workbook.
    """
    monkeypatch.chdir(tmp_path)
    case: Case = plant("3 months", demands=asks([10, 10, 10], price=5), **line(10))
    base = reshore.save(reshore.plan(case.write(tmp_path / "base")))
    half = {"rule": "half", "measure": "made", "window": "total", "sense": "at_most", "value": 0.5, "of_base": True}
    model = case.having(rules=[half]).over("3 months", base=base.name).write(tmp_path / "model")
    file = reshore.export_inputs(reshore.plan(model), tmp_path / "away" / "inputs.xlsx")
    monkeypatch.chdir(tmp_path / "away")

    assert planned(file) == pytest.approx(75)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("scenario", [None, "arizona_late"])
def test_the_showcase_comes_back_to_the_last_digit(scenario: str | None, known: bool, tmp_path: Path) -> None:
    """Proves: what is planned of the workbook is what was planned, all 30 tables. By hand: the hash of resolved tables.

    Sensitivity: a digit, a unit of a header or a member of a group that is lost.
    """
    reading = reading_of("us-buildout", scenario, ())
    tables = resolve(reading.checked())
    plan = Plan(tables, {}, {}, "optimal", 0.0, 0.0, origin=reading.origin if known else None)
    file = write_workbook(stated_inputs(plan), tmp_path / "inputs.xlsx")

    assert inputs_hash(resolve(read_model(file).checked())) == inputs_hash(tables)


def test_thousands_of_another_currency_stay_the_money_that_they_are(tmp_path: Path) -> None:
    """Proves: numbers under [kEUR] are written as EUR, a thousand times as many, in cells, profiles and ranges alike; the tables
    that are read from the workbook are those of the plan.

    By hand: 90 kEUR are 90,000, 0.7 are 700, 80 to 95 are 80,000 to 95,000. Sensitivity: a unit lost with its header.
    """
    model = reshore.new(tmp_path / "model", "first-plan")
    file = model / "expansions.csv"
    text = file.read_text(encoding="utf-8").replace("capex [USD/module]", "capex [kEUR/module]")
    text = text.replace("fixed_cost [USD/module/month]", "fixed_cost [kEUR/module/month]")
    head, row = text.replace(",90000,", ",90,").replace(",600,", ",0.6,").splitlines()
    file.write_text(f"{head},currency\n{row},EUR\n", encoding="utf-8")
    for name, lines in {
        "rates": "currency,date,value\nEUR,2025-01-01,1.1\nEUR,2025-04-01,1.2\n",
        "profiles": "table,key,column,date,value\nexpansions,second line,fixed_cost,2025-03-01,0.7\n",
        "ranges": "table,key,column,low,mid,high\nexpansions,second line,capex,80,90,95\n",
    }.items():
        (model / f"{name}.csv").write_text(lines, encoding="utf-8")
    plan = reshore.plan(model)
    again = reshore.load(reshore.export_inputs(plan, tmp_path / "inputs.xlsx"))

    assert again.frame("expansions")["capex"].to_list() == [90_000.0]
    assert again.frame("profiles")["value"].to_list() == [700.0]
    assert again.frame("ranges").select("low", "mid", "high").row(0) == (80_000.0, 90_000.0, 95_000.0)
    assert inputs_hash(again) == inputs_hash(plan.inputs)


def test_inputs_keep_the_units_of_the_files(tmp_path: Path) -> None:
    """Proves: headers and numbers are those of the files, values over time too, and give the same plan.

    By hand: 30 an hour-rate a week, 0.5 kUSD, 4 %, and 0.6 kUSD from March. Sensitivity: 500 under `kUSD`; 0.04 under `%`.
    """
    model = plant("6 months", **line(30), demands=asks([10] * 6, price=5)).write(tmp_path / "m")
    (model / "resources.csv").write_text(
        "site,resource,capacity [hour/week],fixed_cost [kUSD/month],unit\nplant,line,30,0.5,hour\n"
    )
    (model / "products.csv").write_text("product,unit,holding_rate [%/year]\npart,piece,4\n")
    (model / "profiles.csv").write_text("table,key,column,date,value\nresources,plant/line,fixed_cost,2025-03-01,0.6\n")
    plan = reshore.plan(model)
    file = reshore.export_inputs(plan, tmp_path / "inputs.xlsx")
    book = openpyxl.load_workbook(file)

    assert {"capacity [hour/week]", "fixed_cost [kUSD/month]"} <= {cell.value for cell in book["resources"][1]}
    assert column(file, "resources", "fixed_cost") == [0.5]
    assert column(file, "products", "holding_rate") == [4]
    assert column(file, "profiles", "value") == [0.6]
    assert planned(file) == pytest.approx(plan.objective)
