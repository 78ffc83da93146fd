"""The scenarios of a model side by side: every case once, whatever happens to the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.builders import asks, depot, line, plant, project
from tests.cases.made import CAPACITY, DEMAND, FEWER, PRICE, case, folder

import reshore
from reshore import CaseOptions, Sweep
from reshore.cases.written import writer_of
from reshore.tables import write_scenario

SCENARIOS: Mapping[str, list[Mapping[str, Any]]] = {"both": [CAPACITY, DEMAND], "fewer": [FEWER], "line": [CAPACITY]}
VARIES = ("seconds", "run")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return a model with three scenarios: 150 without, 260 with both, 100 with fewer, 185 with the line."""
    return folder(tmp_path / "model", SCENARIOS)


def swept(model: Path, **how: Any) -> Sweep:
    return reshore.sweep(model, workspace=model.parent / "runs", how=CaseOptions(**how))


def planned(found: Sweep) -> set[str]:
    return {row.scenario for row in found.rows if row.planned}


def test_a_row_for_each_scenario_after_the_base(model: Path) -> None:
    """Proves: objective, difference, money, units and service of each scenario.

    By hand: see `model`; of 37, 74, 20 and 37 wanted 30, 52, 20 and 37 are served. Sensitivity: rows at other places.
    """
    table = swept(model).table

    assert table["scenario"].to_list() == ["base", "both", "fewer", "line"]
    assert table["objective"].to_list() == pytest.approx([150, 260, 100, 185])
    assert table["difference"].to_list() == pytest.approx([0, 110, -50, 35])
    assert table["revenue [USD]"].to_list() == pytest.approx([150, 260, 100, 185])
    assert table["made:part [piece]"].to_list() == pytest.approx([30, 52, 20, 37])
    assert table["delivered:part:(none) [piece]"].to_list() == pytest.approx([30, 52, 20, 37])
    assert table["lost:part [piece]"].to_list() == pytest.approx([7, 22, 0, 0])
    assert table["on_time [1]"].to_list() == pytest.approx([30 / 37, 52 / 74, 1, 1])
    assert all(Path(run, "run.json").is_file() for run in table["run"])


def test_service_weighs_by_price_and_counts_substitutes_in_units_asked_for(tmp_path: Path) -> None:
    """Proves: shares on time and lost by value; what a substitute serves counts by its ratio.

    By hand: there are 15 new, and 10 old are wanted at 40 that take two new each: 7.5 of them are served, and
    none of 20 new at 2. Sensitivity: 15 served of 10; shares of units, 7.5 of 30.
    """
    supply = depot(
        products=[{"product": "old", "unit": "piece"}, {"product": "new", "unit": "piece"}],
        substitutes=[{"product": "old", "by": "new", "ratio": 2}],
        stocks=[{"site": "depot", "product": "new", "initial": 15}, {"site": "depot", "product": "old", "initial": 0}],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "van"}],
        demands=[
            *asks([10], market="shop", product="old", price=40),
            *asks([20], market="shop", product="new", price=2, patience=2),
        ],
    )
    (row,) = swept(folder(tmp_path / "model", {}, supply)).rows
    found = {(one["measure"], *one["filters"].values()): one["value"] for one in row.figures}

    assert found["on_time", "old"] == pytest.approx(7.5)
    assert found["lost", "old"] == pytest.approx(2.5)
    assert found["lost", "new"] == pytest.approx(20)
    assert found["on_time",] == pytest.approx(7.5 * 40 / (10 * 40 + 20 * 2))
    assert found["lost",] == pytest.approx((2.5 * 40 + 20 * 2) / (10 * 40 + 20 * 2))


def test_what_is_served_later_is_late(tmp_path: Path) -> None:
    """Proves: lateness counts from the due period. By hand: 30 of 37 in January, 7 in February. Sensitivity: late called lost."""
    patient = case(patience=2).over("2 months")
    (row,) = swept(folder(tmp_path / "model", {}, patient)).rows
    found = {(one["measure"], *one["filters"].values()): one["value"] for one in row.figures}

    assert [found[kind, "part"] for kind in ("on_time", "late", "lost")] == pytest.approx([30, 7, 0])
    assert [found[kind,] for kind in ("on_time", "late", "lost")] == pytest.approx([30 / 37, 7 / 37, 0])


def test_workers_change_nothing_but_the_time(model: Path) -> None:
    """Proves: the same table of one and of three processes. Sensitivity: rows in the order of completion."""
    one = swept(model).table.drop(VARIES)
    three = swept(model, workers=3, fresh=True).table.drop(VARIES)

    assert three.equals(one)


def test_what_is_finished_is_found_and_not_planned_again(model: Path) -> None:
    """Proves: a second sweep plans nothing and says the same; runs of `plan` count too; --fresh plans all.

    By hand: `line` was planned before, so three of four. Sensitivity: keys of names; seconds of the finding.
    """
    runs = model.parent / "runs"
    reshore.save(reshore.plan(model, "line"), runs)
    first = swept(model)
    second = swept(model, workers=2)

    assert planned(first) == {"base", "both", "fewer"}
    assert planned(second) == set()
    assert second.table.equals(first.table)
    assert planned(swept(model, fresh=True)) == {"base", "both", "fewer", "line"}


def test_only_what_an_edit_changes_is_planned_again(model: Path) -> None:
    """Proves: the key of a case is that of its inputs and options.

    By hand: another price of `fewer` changes one case, another gap all. Sensitivity: keys of the whole model.
    """
    swept(model)
    (model / "scenarios" / "fewer.toml").unlink()
    write_scenario(model / "scenarios" / "fewer.toml", "other", [FEWER, PRICE])

    assert planned(swept(model)) == {"fewer"}
    assert len(planned(swept(model, solve=reshore.SolveOptions(gap=0.01)))) == 4


def test_a_damaged_run_is_planned_again(model: Path) -> None:
    """Proves: a run that is not what was stored is no finished case. Sensitivity: figures of the damaged file."""
    found = swept(model)
    table = Path(found.table["run"][1]) / "plan" / "make.parquet"
    pl.read_parquet(table).with_columns(pl.col("value") * 3).write_parquet(table)
    again = swept(model)

    assert planned(again) == {"both"}
    assert again.table.drop(VARIES).equals(found.table.drop(VARIES))


def test_a_scenario_without_a_plan_is_a_row_and_is_kept(tmp_path: Path) -> None:
    """Proves: a contradiction stops no other case, is explained, and is not looked for again.

    By hand: 52 are required of 30. Another scenario that asks for the same is said to be the same, without all of it again.
    Sensitivity: an exception; the explanation lost in the second sweep.
    """
    model = folder(
        tmp_path / "model",
        {"bad": [{**FEWER, "value": 52}], "fewer": [FEWER], "worse": [{**FEWER, "value": 52}]},
        case(required=True).changing("demands", quantity=29),
    )
    first, second = swept(model, workers=2), swept(model)

    assert [row.status for row in first.rows] == ["optimal", "infeasible", "optimal", "infeasible"]
    assert first.remarks["worse"] == "its tables are those of bad, so what comes of them is the same."
    assert "No plan is possible" in first.rows[1].text
    assert "required demand for part in plant" in first.rows[1].text
    assert second.rows[1].text == first.rows[1].text
    assert (planned(first), planned(second)) == ({"base", "bad", "fewer", "worse"}, set())
    assert first.table["objective"].to_list() == [pytest.approx(145), None, pytest.approx(100), None]
    assert first.table["made:part [piece]"][1] is None
    (kept,) = (tmp_path / "runs" / "failed").iterdir()
    assert json.loads(kept.read_text(encoding="utf-8"))["scenario"] == "bad"
    assert swept(model, fresh=True).rows[1].planned


def test_a_failure_that_time_would_change_is_tried_again(tmp_path: Path) -> None:
    """Proves: no plan in no time is no result that is kept. By hand: no time at all. Sensitivity: kept for ever."""
    growing = plant(**line(30), expansions=[project(whole_modules=True, capex=3)], demands=asks([50, 50], price=9))
    model = folder(tmp_path / "model", {}, growing)
    for _ in range(2):
        (row,) = swept(model, solve=reshore.SolveOptions(time_limit=0.0)).rows
        assert (row.status, row.planned) == ("no plan in time", True)


def test_a_scenario_with_errors_is_a_row(model: Path) -> None:
    """Proves: errors of one scenario stop no other, and are all told. Sensitivity: DataError for all."""
    write_scenario(model / "scenarios" / "wrong.toml", "wrong", [{**CAPACITY, "column": "capacty"}])
    found = swept(model)

    assert [row.status for row in found.rows] == [*["optimal"] * 4, "data errors"]
    assert "Did you mean 'capacity'" in found.rows[4].text


def test_scenarios_that_are_the_same_are_planned_once(model: Path) -> None:
    """Proves: two names of one case are one run, which is said of the second alone. Sensitivity: two runs; said of both."""
    write_scenario(model / "scenarios" / "twin.toml", "the same", [{**CAPACITY, "note": "again"}])
    found = swept(model)

    assert found.table["run"][3] == found.table["run"][4]
    assert found.rows[4].scenario == "twin"
    assert [row.same_as for row in found.rows] == ["", "", "", "", "line"]
    assert found.remarks == {"twin": "its tables are those of line, so what comes of them is the same."}
    assert len(list((model.parent / "runs").glob("*/run.json"))) == 4


def test_a_scenario_undone_by_settings_is_said_to_be_the_base(model: Path) -> None:
    """Proves: a setting that overwrites all that a scenario edits leaves the base, and the base itself is like none.

    Sensitivity: a row that equals the base without a word.
    """
    row = "resources:plant/line:capacity=%g"
    found = reshore.sweep(model, ["line"], row % CAPACITY["value"], model.parent / "runs")

    assert [row.same_as for row in found.rows] == ["", "base"]


def test_settings_hold_for_every_scenario_and_names_choose(model: Path) -> None:
    """Proves: `sets` after each scenario, the base always first. By hand: at 9, 30 and 37 parts.

    Sensitivity: settings of the base alone.
    """
    price = "demands:plant/part//2025-01-01:price=9"
    found = reshore.sweep(model, ["line", "base"], price, model.parent / "runs")

    assert found.table.select("scenario", "objective").rows() == [
        ("base", pytest.approx(270)),
        ("line", pytest.approx(333)),
    ]


def test_what_cannot_be_swept_is_said(model: Path) -> None:
    """Proves: unknown scenarios, one named base, no workers, and errors without a scenario raise."""
    with pytest.raises(KeyError, match="Did you mean 'fewer'"):
        reshore.sweep(model, ["fewr"], workspace=model.parent / "runs")
    with pytest.raises(ValueError, match="0 workers"):
        swept(model, workers=0)
    with pytest.raises(reshore.DataError):
        reshore.sweep(model, sets="demands:plant/part//2025-01-01:quantity=-4", workspace=model.parent / "runs")
    write_scenario(model / "scenarios" / "base.toml", "base", [FEWER])
    with pytest.raises(ValueError, match="'base' has the name of the model without one"):
        swept(model)


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx"])
def test_the_table_is_written_by_its_ending(ending: str, tmp_path: Path) -> None:
    """Proves: texts, numbers and empty cells come back; a text that looks like a formula stays a text.

    Sensitivity: a formula in the workbook; 0 for nothing.
    """
    import python_calamine

    table = pl.DataFrame({"scenario": ["=1+1", "b"], "objective [USD]": [2.5, None]})
    file = tmp_path / f"table{ending}"
    writer_of(file)(table)

    if ending == ".xlsx":
        sheet = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
        assert sheet.to_python() == [["scenario", "objective [USD]"], ["=1+1", 2.5], ["b", ""]]
    else:
        read = pl.read_csv if ending == ".csv" else pl.read_parquet
        assert read(file).equals(table)
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    with pytest.raises(ValueError, match=r"Let it end in \.csv, \.parquet, \.xlsx"):
        writer_of(tmp_path / "table.ods")


def test_a_run_that_cannot_be_read_is_left_out(model: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Proves: a record that is damaged stops no sweep and hides no other run, and is told.

    By hand: 150 again from the run that there is; one run is listed. Sensitivity: an error, or silence.
    """
    broken = model.parent / "runs" / "bad"
    reshore.sweep(model, [], workspace=broken.parent)
    broken.mkdir()
    (broken / "run.json").write_text("{", encoding="utf-8")
    found = reshore.sweep(model, [], workspace=broken.parent)

    assert (found.table["objective"].to_list(), planned(found)) == ([150], set())
    assert reshore.list_runs(broken.parent).height == 1
    assert f"{broken / 'run.json'} cannot be read" in caplog.text
    assert "It is left out." in caplog.text
