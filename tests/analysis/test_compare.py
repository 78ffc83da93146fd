"""The differences of two plans add up, whatever they are told by, and builds are told by their dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import polars as pl
import pytest
from tests.builders import Case, asks, line, plant, project

import reshore
from reshore.analysis.compare import compare_plans
from reshore.examples import TEMPLATE
from reshore.report.compare import compare_text
from reshore.report.sections import sections_of

COLUMNS = ("term", "site", "partner", "name", "product", "country", "year", "period")


@pytest.fixture(scope="module")
def plans() -> tuple[reshore.Plan, reshore.Plan]:
    """Return two plans of a model with every kind of row, discounted, over two years."""
    sets = ("model::discount_rate=0.09", "model::start=2025-09-11")
    return reshore.plan(TEMPLATE, sets=sets), reshore.plan(TEMPLATE, "demand_high", sets)


@pytest.mark.parametrize("by", [(name,) for name in COLUMNS] + list(combinations(COLUMNS, 2))[::5])
def test_money_by_anything_sums_to_the_difference(
    plans: tuple[reshore.Plan, reshore.Plan], by: tuple[str, ...]
) -> None:
    """Proves: discounted money by term, site, product, year, ... sums to each objective and to their difference.

    By hand: the objectives. Sensitivity: a term left out, money as paid, a period counted in two years.
    """
    found = compare_plans(*plans)
    sums = found.by(*by)

    assert abs(found.difference) > 1.0
    assert found.money["year"].n_unique() > 1
    for column, value in (("a", plans[0].objective), ("b", plans[1].objective), ("change", found.difference)):
        assert sums[column].sum() == pytest.approx(value, rel=1e-6, abs=1e-6 * abs(plans[0].objective))


def test_measures_are_the_difference_of_those_of_the_plans(plans: tuple[reshore.Plan, reshore.Plan]) -> None:
    """Proves: what changes of each measure is that of B less that of A, by site and year.

    By hand: the sums of the plans. Sensitivity: a measure of one plan twice; units that are mixed.
    """
    found = compare_plans(*plans).measures
    for name in ("made", "delivered", "shipped", "used", "revenue", "value_added"):
        a, b = (plan.measure(name)["value"].sum() for plan in plans)
        assert found.filter(measure=name)["change"].sum() == pytest.approx(b - a)
    assert set(found["measure"]) >= {"made", "stock", "capacity", "capex", "cost"}


def test_stock_of_a_year_is_that_at_its_end() -> None:
    """Proves: a level is not summed over the periods of a year.

    By hand: 9 parts are kept for ever, in A 4. Sensitivity: 27 and 12 over three months.
    """
    case = plant(**line(0), stocks=[{"site": "plant", "product": "part", "initial": 4}], demands=asks([1], price=-1))
    found = compare_plans(case.plan(), case.changing("stocks", initial=9).plan())

    (row,) = found.measures.filter(measure="stock").iter_rows(named=True)
    assert (row["year"], row["a"], row["b"], row["change"]) == (2025, 4, 9, 5)


def test_stock_of_a_year_is_nothing_where_its_last_period_ends_with_none() -> None:
    """Proves: the end of a year is that of the calendar, not the last period in which there is stock.

    By hand: of 50 parts for June 2025 that a line of 20 a month makes, 10 are there in April and 30 in May, none later; the same
    for February 2026 has 10 left at the end of 2025. Sensitivity: the last row of a year says 30.
    """

    def stocks(due: str, lines: float) -> dict[int, float]:
        asked = [{"market": "plant", "product": "part", "date": due, "quantity": 50, "price": 10}]
        case = plant("15 months", demands=asked, **line(lines))
        found = compare_plans(case.plan(), case.changing("resources", capacity=1000).plan())
        return dict(found.measures.filter(measure="stock").select("year", "a").rows())

    assert stocks("2025-06-01", 20) == {}
    assert stocks("2026-02-01", 20) == pytest.approx({2025: 10})


def test_a_plan_against_itself_differs_in_nothing(plans: tuple[reshore.Plan, reshore.Plan]) -> None:
    """Proves: every change is 0, no build and no cell differs, and nothing is attributed. Sensitivity: rows matched badly."""
    plan = replace(plans[1], gap=0.0)
    found = reshore.compare(plan, plan)

    assert found.difference == 0.0
    assert found.money.height > 0
    assert set(found.money["change"]) == {0.0}
    assert set(found.measures["change"]) == {0.0}
    assert (found.builds.height, found.inputs.height, found.notes) == (0, 0, ())
    assert found.attribution is not None
    assert found.attribution.table.is_empty()


def growing(**cells: object) -> Case:
    """Return a plant that must build one module of 10 to make all that is wanted from April on."""
    one = project(
        capex=3, status="committed", **{"build_time": 1, "earliest": date(2025, 2, 1), "max_modules": 1, **cells}
    )
    return plant("6 months", **line(10), expansions=[one], demands=asks([10, 10, 10, 20, 20, 20], price=5))


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [
        ({}, {"max_modules": 0}, "only in a"),
        ({"max_modules": 0}, {}, "only in b"),
        ({}, {"max_modules": 2}, "more"),
        ({"max_modules": 2}, {}, "fewer"),
        ({}, {"build_time": 2}, "later"),
        ({"build_time": 2}, {}, "sooner"),
    ],
)
def test_builds_are_told_by_modules_and_dates(a: dict[str, object], b: dict[str, object], how: str) -> None:
    """Proves: what one plan builds and the other does not, more, fewer, later or sooner.

    By hand: committed modules start in February and take one month or two. Sensitivity: sides exchanged.
    """
    (row,) = compare_plans(growing(**a).plan(), growing(**b).plan()).builds.iter_rows(named=True)

    assert row["how"] == how
    for side, cells in (("a", a), ("b", b)):
        modules = cells.get("max_modules", 1)
        ready = None if modules == 0 else date(2025, 4 if "build_time" in cells else 3, 1)
        assert (row[side], row[f"ready_{side}"]) == (modules, ready)


def test_cells_that_differ_are_listed_and_rows_that_are_in_one_alone() -> None:
    """Proves: the table of inputs. By hand: one cell, a row more, a row less. Sensitivity: every cell of a new row."""
    a = plant("2 months", **line(10), demands=asks([3, 4], price=5))
    b = a.having(demands=[*asks([7], price=5), *asks([0, 6], price=5, **{"class": "new"})])
    found = compare_plans(a.plan(), b.plan()).inputs

    assert found.rows() == [
        ("demands", "plant/part//2025-01-01", "quantity", "3", "7"),
        ("demands", "plant/part//2025-02-01", "(row)", "there", ""),
        ("demands", "plant/part/new/2025-02-01", "(row)", "", "there"),
    ]


def test_cells_are_told_without_the_digits_that_changes_of_units_leave() -> None:
    """Proves: 1409.8000000000002 is told as 1409.8, and is no other number than that: nobody wrote those digits.

    By hand: the prices. Sensitivity: cells as they are kept; an edit that nobody made.
    """
    a = plant("1 months", **line(10), demands=asks([3], price=1409.8000000000002))

    def told(price: float) -> list[str]:
        other = plant("1 months", **line(10), demands=asks([3], price=price))
        sections, _ = sections_of(compare_text(compare_plans(a.plan(), other.plan())))
        rows = [row for each in sections if each.title == "Cells of the tables that differ" for row in each.rows]
        return [cell for row in rows for cell in row[3:]]

    assert told(5.0) == ["1409.8", "5"]
    assert told(1409.8) == []


def test_every_difference_is_told_where_it_is_asked_for() -> None:
    """Proves: twelve cells and how many others there are, or each. By hand: 15 prices. Sensitivity: a limit that stays."""
    a = plant("1 months", **line(10), demands=[{**asks([1], price=5)[0], "class": f"c{at}"} for at in range(15)])
    b = a.having(demands=[{**asks([1], price=6)[0], "class": f"c{at}"} for at in range(15)])
    found = compare_plans(a.plan(), b.plan())

    def rows(every: bool) -> list[tuple[str, ...]]:
        sections, _ = sections_of(compare_text(found, every=every))
        (section,) = (each for each in sections if each.title == "Cells of the tables that differ")
        return list(section.rows)

    assert rows(False) == [*rows(True)[:12], ("3 others", "", "", "", "")]
    assert len(rows(True)) == 15


def test_plans_in_other_money_or_with_other_aims_are_refused() -> None:
    """Proves: USD are not taken from EUR, nor a cost from a profit. Sensitivity: a number that means nothing."""
    case = plant("1 months", **line(10), demands=asks([3], price=5, lost_cost=2))
    for setting, words in (
        ({"currency": "EUR"}, "count in USD and EUR"),
        ({"objective": "cost"}, "aim at profit and cost"),
    ):
        with pytest.raises(reshore.RunError, match=words):
            reshore.compare(case.plan(), case.over("1 months", **setting).plan())


def test_money_is_told_by_nothing_that_it_does_not_have(plans: tuple[reshore.Plan, reshore.Plan]) -> None:
    """Proves: an unknown column is named with those there are. Sensitivity: a bare error of polars."""
    with pytest.raises(KeyError, match="It is by term, site, partner, name, product, program, country, year, period"):
        compare_plans(*plans).by("colour")


def test_other_options_and_versions_are_told(plans: tuple[reshore.Plan, reshore.Plan]) -> None:
    """Proves: what else differs is said. By hand: the gap. Sensitivity: a difference of options taken for one of edits."""
    options = {**dict(plans[0].about["options"]), "gap": 0.05}  # type: ignore[call-overload]
    other = replace(plans[0], about={**plans[0].about, "options": options})

    assert compare_plans(plans[0], other).notes == ("The plans were solved with other options: gap 0.0001 and 0.05.",)


def test_units_are_of_what_is_sold(plans: tuple[reshore.Plan, reshore.Plan]) -> None:
    """Proves: units moved are those of final products, by site and year. Sensitivity: castings counted as pumps."""
    found = compare_plans(*plans)
    sold = set(plans[0].inputs.frame("demands")["product"])

    assert set(found.units["product"]) <= sold
    made = [plan.measure("made").filter(pl.col("product").is_in(sorted(sold)))["value"].sum() for plan in plans]
    assert found.units["change"].sum() == pytest.approx(made[1] - made[0])


def test_what_goals_reached_is_no_input() -> None:
    """Proves: the rules that keep goals are no cells that differ; other goals are told in a note.

    By hand: the same tables, of which one plan makes 20 parts at a loss of 2 each for a target. Sensitivity: a rule `goal 1` that
    nobody gave.
    """
    case = plant(
        demands=asks([10, 10, 10], price=5),
        operations=[{"site": "plant", "process": "make", "unit_cost": 7}],
        targets=[{"target": "t", "measure": "made", "by": "2025-04-01", "at_least": 20}],
    )
    plans = [
        case.over("3 months", objective=goals, goal_tolerance=0).plan() for goals in ("profit", "target:t; profit")
    ]
    found = compare_plans(*plans)

    assert found.difference == pytest.approx(-40)
    assert found.inputs.rows() == []
    assert found.notes == ("The plans have other goals before money: none and target:t.",)
