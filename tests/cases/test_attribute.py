"""What each edit contributes, by hand: in the order of the edits, to the last unit of money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.cases.made import CAPACITY, DEMAND, FEWER, PRICE, Edit, case, folder

import reshore
from reshore import CaseOptions, Comparison
from reshore.tables import Format

ROWS = ("kind", "contribution", "objective")


def compared(tmp_path: Path, a: Sequence[Edit], b: Sequence[Edit]) -> Comparison:
    """Return the comparison of two stored runs of one model, with these edits."""
    model = folder(tmp_path / "model", {"a": a, "b": b})
    runs = [reshore.save(reshore.plan(model, name), tmp_path / "runs").folder for name in ("a", "b")]
    found = reshore.compare(*runs)
    assert contributions(found).sum() == pytest.approx(found.difference, abs=1e-9)
    return found


def contributions(found: Comparison) -> pl.Series:
    assert found.attribution is not None
    return found.attribution.table["contribution"]


def told(found: Comparison) -> list[tuple[str, float, float]]:
    assert found.attribution is not None
    return [(kind, round(one, 9), round(value, 9)) for kind, one, value in found.attribution.table.select(ROWS).rows()]


def test_each_edit_contributes_what_it_changes_after_those_before_it(tmp_path: Path) -> None:
    """Proves: contributions in the order of the edits, which interact.

    By hand: 30 parts at 5 are 150; the line makes 52, 37 are wanted: 185; 74 are wanted: 260; at 7: 364.
    Sensitivity: each edit measured alone (+35, +0, +60), which sums to 95 of 214.
    """
    found = compared(tmp_path, [], [CAPACITY, DEMAND, PRICE])

    assert told(found) == [("edit", 35, 185), ("edit", 75, 260), ("edit", 104, 364)]
    assert found.difference == pytest.approx(214)


def test_another_order_contributes_otherwise(tmp_path: Path) -> None:
    """Proves: the order is that of the scenario.

    By hand: more demand alone serves no more: 150; then the line makes 52: 260; at 7: 364. Sensitivity: a sorted order.
    """
    found = compared(tmp_path, [], [DEMAND, CAPACITY, PRICE])

    assert told(found) == [("edit", 0, 150), ("edit", 110, 260), ("edit", 104, 364)]


def test_what_both_begin_with_stays_and_the_rest_of_a_is_undone_first(tmp_path: Path) -> None:
    """Proves: the way from A to B where neither begins with the other.

    By hand: A is 52 parts at 5, 260. Without its doubling 185; at 7, 259; 20 wanted, 140.
    Sensitivity: the common edit undone and made again (two steps more), B's edits made on top of A's.
    """
    found = compared(tmp_path, [CAPACITY, DEMAND], [{**CAPACITY, "note": "a remark"}, PRICE, FEWER])

    assert told(found) == [("undo", -75, 185), ("edit", 74, 259), ("edit", -119, 140)]
    assert found.attribution is not None
    assert found.attribution.table["text"][0] == "without: demands part: quantity * 2"


def test_settings_are_edits_after_the_scenario(tmp_path: Path) -> None:
    """Proves: a setting is the last edit. By hand: 52 parts at 5 of 37 wanted, 185, then at 9, 333. Sensitivity: left out."""
    model = folder(tmp_path / "model", {"more": [CAPACITY]})
    plans = [reshore.plan(model), reshore.plan(model, "more", "demands:plant/part//2025-01-01:price=9")]
    found = reshore.compare(*plans)

    assert told(found) == [("edit", 35, 185), ("edit", 148, 333)]
    assert found.attribution is not None
    assert found.attribution.table["text"][1] == "--set demands:plant/part//2025-01-01:price=9"


def test_an_edit_after_which_there_is_no_plan_is_told_with_the_next(tmp_path: Path) -> None:
    """Proves: an infeasible model between is said so, and the sum holds.

    By hand: 30 required parts earn 150; 74 cannot be made of 30; with a line of 80 they can, 370: +220 together.
    Sensitivity: an error, or a contribution of infinity.
    """
    more = {**CAPACITY, "value": 80}
    model = folder(
        tmp_path / "model",
        {"more": [{**FEWER, "value": 74}, more]},
        case(required=True).changing("demands", quantity=30),
    )
    found = reshore.compare(reshore.plan(model), reshore.plan(model, "more"))

    assert told(found) == [("edit", 220, 370)]
    assert found.attribution is not None
    (row,) = found.attribution.table.iter_rows(named=True)
    assert (row["first"], row["last"]) == (1, 2)
    assert row["together"].startswith("after step 1: No plan is possible: these cannot hold together.")
    assert row["text"] == "demands part: quantity = 74; resources line: capacity = 80"


def test_an_edit_that_leaves_errors_is_told_with_the_next(tmp_path: Path) -> None:
    """Proves: tables between that do not pass the checks are not planned. By hand: a demand of a site that comes later."""
    rows = [{"market": "shop", "product": "part", "date": "2025-01-05", "quantity": 4, "price": 0}]
    edits = [
        {"table": "demands", "op": "add", "rows": rows},
        {"table": "sites", "op": "add", "rows": [{"site": "shop"}]},
        {"table": "lanes", "op": "add", "rows": [{"origin": "plant", "destination": "shop", "mode": "van"}]},
        PRICE,
    ]
    found = compared(tmp_path, [], edits)

    assert found.attribution is not None
    table = found.attribution.table
    assert (table["first"][0], table["last"][-1]) == (1, 4)
    assert "after step 1: the tables have errors: E2" in table["together"][0]


def test_other_tables_are_told_table_by_table(tmp_path: Path) -> None:
    """Proves: where the models differ before any edit, each table that differs is a step, in the declared order.

    By hand: 30 parts at 5, 150; the other line makes 52 of 37 wanted, 185; the other demand is 74 at 7, 364.
    Sensitivity: edits of one made to the tables of the other.
    """
    other = plan_of(tmp_path / "b", capacity=52, quantity=74, price=7)
    found = reshore.compare(plan_of(tmp_path / "a"), other)

    assert told(found) == [("table", 35, 185), ("table", 179, 364)]
    assert found.attribution is not None
    assert found.attribution.by == "tables"
    assert found.attribution.why == "the tables differ before any edit"
    assert list(found.attribution.table["text"]) == ["resources (1 cell or row)", "demands (2 cells or rows)"]
    assert found.inputs.rows() == [
        ("resources", "plant/line", "capacity", "30", "52"),
        ("demands", "plant/part//2025-01-01", "quantity", "37", "74"),
        ("demands", "plant/part//2025-01-01", "price", "5", "7"),
    ]


def plan_of(path: Path, capacity: float = 30, **demand: object) -> reshore.Plan:
    return reshore.plan(case().changing("resources", capacity=capacity).changing("demands", **demand).write(path))


def test_remarks_and_the_name_of_the_model_make_no_other_tables(tmp_path: Path) -> None:
    """Proves: a note, a source and a name do not stop the attribution by edits. Sensitivity: a hash of all that is written."""
    noted = case().changing("demands", note="as of May", source="the shop").over("1 months", name="other")
    model = folder(tmp_path / "model", {"more": [CAPACITY]})
    found = reshore.compare(reshore.plan(noted.write(tmp_path / "noted")), reshore.plan(model, "more"))

    assert told(found) == [("edit", 35, 185)]
    assert found.inputs.height == 1


def test_a_table_in_another_time_goes_with_the_values_over_time(tmp_path: Path) -> None:
    """Proves: a table that counts in weeks is not mixed with values over time that count in months.

    By hand: 7 a week of the 31 days of January are 31 parts, 155; from then on the profile of A says 14, that of B 7 (a week).
    Sensitivity: between, 14 a week.
    """
    profile = {"table": "resources", "key": "plant/line", "column": "capacity", "date": "2025-01-01"}
    a = case().adding(profiles=[{**profile, "value": 14}])
    weekly = [{"site": "plant", "resource": "line", "unit": "hour", "capacity [hour/week]": 7}]
    b = case().having(resources=weekly).adding(profiles=[{**profile, "value": 7}])
    found = reshore.compare(reshore.plan(a.write(tmp_path / "a")), reshore.plan(b.write(tmp_path / "b")))

    assert told(found) == [("table", 85, 155)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_run_keeps_what_it_was_made_of(kind: Format, tmp_path: Path) -> None:
    """Proves: edits are made to the tables that the runs keep, in the units of their headers; the model may be gone.

    By hand: [khour/month] counts thousands: the edit to 0.052 is 52, as before. Sensitivity: the edit read in hours (0.052), or
    the model's folder read again.
    """
    thousands = [{"site": "plant", "resource": "line", "unit": "hour", "capacity [khour/month]": 0.03}]
    model = folder(
        tmp_path / "thousands", {"more": [{**CAPACITY, "value": 0.052}, PRICE]}, case().having(resources=thousands)
    )
    target = reshore.new(tmp_path / "model", model, kind)
    runs = [reshore.save(reshore.plan(target, name), tmp_path / "runs").folder for name in (None, "more")]
    for path in sorted(target.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    assert told(reshore.compare(*runs)) == [("edit", 35, 185), ("edit", 74, 259)]
    assert all((run / "base").is_dir() for run in runs)


def test_workers_change_nothing(tmp_path: Path) -> None:
    """Proves: the same attribution of one and of two processes. Sensitivity: contributions in the order of completion."""
    model = folder(tmp_path / "model", {"all": [CAPACITY, DEMAND, PRICE, FEWER]})
    a, b = reshore.plan(model), reshore.plan(model, "all")
    one, two = (reshore.compare(a, b, how=CaseOptions(workers=workers)).attribution for workers in (1, 2))

    assert one is not None
    assert two is not None
    assert one.table.equals(two.table)
    assert list(one.table["objective"]) == pytest.approx([185, 260, 364, 140])


def test_runs_that_are_stored_are_not_planned_again(tmp_path: Path) -> None:
    """Proves: a model between that is a run in the folder is read, not planned; `fresh` plans it.

    By hand: three models between, one of them stored. Sensitivity: all planned; stored runs taken though others were asked for.
    """
    model = folder(tmp_path / "model", {"one": [CAPACITY], "all": [CAPACITY, DEMAND, PRICE, FEWER]})
    for name in (None, "one", "all"):
        reshore.save(reshore.plan(model, name), tmp_path / "runs")
    counts: list[int] = []
    for fresh in (False, True):
        how = CaseOptions(fresh=fresh, tell=lambda done, count, _: counts.append(count) if not done else None)
        found = reshore.compare("latest~2", "latest", tmp_path / "runs", how=how)
        assert [one for _, one, _ in told(found)] == [35, 75, 104, -224]

    assert counts == [2, 3]


def test_a_gap_is_told_as_what_a_contribution_may_be_off(tmp_path: Path) -> None:
    """Proves: what a search left open is told. By hand: 2 % of 150 and 1 % of 185. Sensitivity: contributions taken for exact."""
    model = folder(tmp_path / "model", {"more": [CAPACITY]})
    a, b = replace(reshore.plan(model), gap=0.02), replace(reshore.plan(model, "more"), gap=0.01)
    found = reshore.compare(a, b)

    assert found.attribution is not None
    assert found.attribution.table["within"].to_list() == pytest.approx([3.0 + 1.85])
    assert found.notes == (
        "Plan A is within 2% of the best possible: 3 USD. Smaller differences may be chance.",
        "Plan B is within 1% of the best possible: 1.85 USD. Smaller differences may be chance.",
    )


def test_a_run_that_does_not_keep_its_edits_is_told_by_tables(tmp_path: Path) -> None:
    """Proves: runs of versions that kept no edits can be compared. By hand: +35 by the table of resources."""
    model = folder(tmp_path / "model", {"more": [CAPACITY]})
    a = reshore.plan(model)
    old = replace(a, about={name: value for name, value in a.about.items() if name not in ("edits", "base_hash")})
    found = reshore.compare(old, reshore.plan(model, "more"))

    assert told(found) == [("table", 35, 185)]
    assert found.attribution is not None
    assert found.attribution.why == "run A does not keep what it was made of"


def test_a_difference_without_an_edit_is_told_as_such(tmp_path: Path) -> None:
    """Proves: contributions sum to the difference where only options differ. By hand: 150 against 149."""
    plan = reshore.plan(folder(tmp_path / "model", {}))
    found = reshore.compare(plan, replace(plan, objective=149.0))

    assert told(found) == [("other", -1, 149)]
