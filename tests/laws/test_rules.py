"""Rules: limits on measures that users state as data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.builders import Case, Row, Rows, asks, by_month, depot, earns, line, plant, project, total

import reshore


def rule(measure: str, sense: str, value: float, **cells: object) -> dict[str, Rows]:
    """Return the table of one rule."""
    return {"rules": [{"rule": "limit", "measure": measure, "sense": sense, "value": value, **cells}]}


def dual(plan: reshore.Plan) -> list[float]:
    """Return the duals of the rules, window by window."""
    return [float(value) for value in plan.duals["rules"].sort("rule", "starts")["dual"]]


def two_countries(buckets: str = "1 months", **tables: Rows) -> Case:
    """Return a cheap plant in Peru (1 a part) and a dear one in Chile (3 a part), which sell 100 parts at 10 each month."""
    sites = [
        {"site": "cheap", "country": "Peru", "operator": "Inca"},
        {"site": "dear", "country": "Chile", "operator": "Andes"},
        {"site": "shop", "country": "Chile"},
    ]
    rows: dict[str, Rows] = {
        "sites": sites,
        "operations": [
            {"site": "cheap", "process": "make", "unit_cost": 1},
            {"site": "dear", "process": "make", "unit_cost": 3},
        ],
        "lanes": [{"origin": name, "destination": "shop", "mode": "road"} for name in ("cheap", "dear")],
        "demands": asks([100] * 12, market="shop", price=10),
        **tables,
    }
    return plant(buckets, **rows)


def test_a_least_share_of_one_country() -> None:
    """Proves: made in Chile ≥ 40 % of all that is made; the dual is per part of the measure.

    By hand: 40 parts at 3 and 60 at 1: 1000 − 120 − 60 = 820. One part more of the right-hand side is one part made for 3
    in place of 1: −2. Sensitivity: 40 % of what the others make would be 28.6 parts.
    """
    case = two_countries(**rule("made", "at_least", 0.4, filters="country = Chile", share_of="product = part"))
    plan = case.plan()

    assert total(plan, "make", site="dear") == pytest.approx(40)
    assert dual(plan) == pytest.approx([-2])
    earns(plan, 820, revenue=1000, operation=-180)


def test_a_most_share_of_one_country() -> None:
    """Proves: made in Peru ≤ 25 % of everything (`all`); more of the right-hand side earns.

    By hand: 25 parts at 1, 75 at 3: 1000 − 25 − 225 = 750; a part more allowed saves 2. Sensitivity: a share of 1/4 of what
    is made elsewhere would be 20 parts.
    """
    plan = two_countries(**rule("made", "at_most", 0.25, filters="country = Peru", share_of="all")).plan()

    assert total(plan, "make", site="cheap") == pytest.approx(25)
    assert dual(plan) == pytest.approx([2])
    earns(plan, 750, revenue=1000, operation=-250)


def test_a_group_of_countries_stands_for_its_members() -> None:
    """Proves: a group of countries in a filter holds together with the other keys.

    By hand: Peru and Chile are `Andean`, and Inca makes 30 parts there at most; 70 at 3: 1000 − 30 − 210 = 760.
    Sensitivity: a group that is looked for as a country chooses nothing, and 100 parts are cheap.
    """
    groups = [{"group": "Andean", "member": "Peru"}, {"group": "Andean", "member": "Chile"}]
    inner = {
        "rule": "Inca",
        "measure": "made",
        "sense": "at_most",
        "value": 30,
        "filters": "operator = Inca; country = Andean",
    }
    plan = two_countries(groups=groups, rules=[inner]).plan()

    assert total(plan, "make", site="cheap") == pytest.approx(30)
    earns(plan, 760, revenue=1000, operation=-240)


def growing(**tables: Rows) -> Case:
    """Return a plant without capacity from 1 October 2025 on, whose line grows by modules of 10 a month at 90 each."""
    demands = [
        {
            "market": "plant",
            "product": "part",
            "date": date(2025 + (9 + month) // 12, (9 + month) % 12 + 1, 1),
            "quantity": 50,
            "price": 9,
        }
        for month in range(6)
    ]
    return plant(
        "6 months", **line(0), expansions=[project(capex=90, build_time=0, life=100)], demands=demands, **tables
    ).over("6 months", start=date(2025, 10, 1), terminal_share=0)


def test_a_budget_each_year() -> None:
    """Proves: capex ≤ 180 in each calendar year, also where a year is only partly in the horizon.

    By hand: two modules of 90 in 2025 (at once, as they earn 90 a month each), two more in January 2026. They make 20 a
    month for three months and 40 for three: 180 parts at 9. Sensitivity: one budget for all would build two modules.
    """
    plan = growing(**rule("capex", "at_most", 180, window="each year")).plan()

    assert by_month(plan, "build") == pytest.approx({10: 2, 1: 2})
    assert total(plan, "serve") == pytest.approx(180)
    sums = plan.measure("capex").group_by("year").agg(pl.col("value").sum())
    assert dict(sums.iter_rows()) == pytest.approx({2025: 180, 2026: 180})


def test_a_rate_counts_the_length_of_each_window() -> None:
    """Proves: with `per` the value is a rate: weeks of 7 days and a month of 31 allow 7 and 31 times as much as a day.

    By hand: 3 a day: 21 in each of two weeks from 1 January, 3 · 31 = 93 in the month that begins on the 15th.
    Sensitivity: the same amount in each bucket, or a month of 30 days.
    """
    demands = [
        {"market": "plant", "product": "part", "date": day, "quantity": 500, "price": 2}
        for day in (date(2025, 1, 1), date(2025, 1, 8), date(2025, 1, 15))
    ]
    plan = plant("2 weeks, 1 months", demands=demands, **rule("made", "at_most", 3, per="day")).plan()

    assert plan.table("make").sort("period")["value"].to_list() == pytest.approx([21, 21, 93])
    assert dual(plan) == pytest.approx([2, 2, 2])


def test_a_window_across_parts_of_periods() -> None:
    """Proves: a window counts each period with the share of its days in it.

    By hand: 15 of the 31 days of January and 14 of the 28 of February, at most 25 in them. Parts sell at 31 in January and at 20
    in February, 60 and 40 are asked for: a unit of the limit earns 31 / (15/31) = 64 in January and 40 in February, so that
    25 / (15/31) = 51.67 are made in January and none in February. Sensitivity: whole periods would allow 25 in January.
    """
    case = plant(
        "2 months",
        demands=[*asks([60], price=31), *asks([0, 40], price=20)],
        **rule("made", "at_most", 25, window="total", starts=date(2025, 1, 17), ends=date(2025, 2, 15)),
    )
    plan = case.plan()

    assert by_month(plan, "make") == pytest.approx({1: 25 * 31 / 15})
    assert dual(plan) == pytest.approx([31 * 31 / 15])


def test_stock_is_limited_at_the_end_of_each_period() -> None:
    """Proves: stock of all places together is at most 30 at the end of each month within the window, and free after it.

    By hand: of 100 at the depot 20 are sold in January and 30 may be left, so that 50 are scrapped at 1; 25 are sold in February
    and 5 in March: 5 · 50 − 50 = 200. Sensitivity: a limit at each place would keep 30 at both.
    """
    case = depot(
        "3 months",
        products=[{"product": "part", "unit": "piece", "scrap_cost": 1}],
        stocks=[{"site": "depot", "product": "part", "initial": 100}],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "road"}],
        demands=asks([20, 25, 40], market="shop", price=5),
        **rule("stock", "at_most", 30, filters="product = part", ends=date(2025, 3, 1)),
    ).over("3 months", terminal_share=0)
    plan = case.plan()

    assert by_month(plan, "stock")[1] == pytest.approx(30)
    assert total(plan, "scrap") == pytest.approx(50)
    earns(plan, 200, revenue=250, scrap=-50)


def test_emissions_are_capped() -> None:
    """Proves: runs emit per run, goods per kilogram shipped, and both count in one cap.

    By hand: a part made cheaply emits 5 and weighs 2 kg at 0.5 a kg on the road: 6; a dear one 1 + 1 = 2. 100 parts with at
    most 320: 30 are cheap, 70 dear: 180 + 140. A kg more turns a quarter of a part: 2/4. 1000 − 30 − 210 = 760.
    Sensitivity: without the way 80 could be cheap.
    """
    case = two_countries(**rule("emissions", "at_most", 320, window="total")).having(
        products=[{"product": "part", "unit": "piece", "mass": 2}],
        operations=[
            {"site": "cheap", "process": "make", "unit_cost": 1, "emissions": 5},
            {"site": "dear", "process": "make", "unit_cost": 3, "emissions": 1},
        ],
        lanes=[
            {"origin": name, "destination": "shop", "mode": "road", "emissions_per_mass": 0.5}
            for name in ("cheap", "dear")
        ],
    )
    plan = case.plan()

    assert total(plan, "make", site="cheap") == pytest.approx(30)
    assert dual(plan) == pytest.approx([0.5])
    assert float(plan.measure("emissions")["value"].sum()) == pytest.approx(320)
    earns(plan, 760, revenue=1000, operation=-240)


def test_exactly_so_much() -> None:
    """Proves: `equal` holds from both sides.

    By hand: 64 parts from the cheap plant, neither 100 (which earns most) nor fewer: 1000 − 64 − 108 = 828.
    Sensitivity: at most would make 64, at least 100.
    """
    plan = two_countries(**rule("shipped", "equal", 64, filters="site = cheap; destination_country = Chile")).plan()
    more = two_countries(**rule("shipped", "equal", 64, filters="site = dear; mode = road")).plan()

    assert total(plan, "ship", origin="cheap") == pytest.approx(64)
    assert total(more, "ship", origin="dear") == pytest.approx(64)
    earns(plan, 828, revenue=1000, operation=-172)
    earns(more, 772, revenue=1000, operation=-228)


@pytest.mark.parametrize(
    ("measure", "filters", "value", "expected"),
    [
        ("delivered", "product = part; site = shop", 70, 630),
        ("revenue", "country = Chile", 700, 630),
        ("cost", "term = operation; process = make", 50, 450),
        ("gross_value", "country = Peru", 120, 780),
        ("value_added", "process = make; operator = Inca", 150, 800),
        ("profit", "", 650, 650),
    ],
)
def test_money_and_goods(measure: str, filters: str, value: float, expected: float) -> None:
    """Proves: what is delivered, earned, paid and worth can be limited.

    By hand: a part is worth 3. 70 delivered, all from Peru: 700 − 70; so with revenue of 700. 50 for runs: 50 parts from Peru. A
    value of 120 in Peru: 40 parts there, 60 from Chile: 1000 − 40 − 180; of 150: 50 and 50. Profit is what it is allowed to be.
    Sensitivity: a measure of another column, or of other labels.
    """
    case = two_countries(**rule(measure, "at_most", value, filters=filters)).changing("products", value=3)

    assert case.over("1 months", terminal_share=0).plan().objective == pytest.approx(expected)


def test_capacity_built_and_used() -> None:
    """Proves: what there is, what is built and what is used can be limited in modules and hours.

    By hand: 1.5 modules at most, where five would be built; exactly 40 hours in each month take four modules; of 12 hours used at
    most there are 12 parts in each of six months. Sensitivity: a limit on another of the three.
    """
    built = growing(**rule("built", "at_most", 1.5, window="total", filters="expansion = grow")).plan()
    there = growing(**rule("capacity", "equal", 40, filters="resource = line; site = plant")).plan()
    used = growing(**rule("used", "at_most", 12, filters="process = make")).plan()

    assert total(built, "build") == pytest.approx(1.5)
    assert total(there, "build") == pytest.approx(4)
    assert total(used, "serve") == pytest.approx(72)


def test_a_rule_holds_only_in_its_window() -> None:
    """Proves: a rule on each period holds in those that its window overlaps, by days.

    By hand: 10 at most in February alone; the other 40 that it needs are made in January. Sensitivity: a rule on every month.
    """
    case = plant(
        "3 months",
        stocks=[{"site": "plant", "product": "part", "holding_cost": 0.1}],
        demands=asks([50, 50, 50], price=1),
        **rule("made", "at_most", 10, starts=date(2025, 2, 1), ends=date(2025, 3, 1)),
    )

    assert by_month(case.plan(), "make") == pytest.approx({1: 90, 2: 10, 3: 50})


def test_headers_may_count_in_thousands() -> None:
    """Proves: value and penalty have units: a value in thousands of the measure, a penalty in thousands of money for one of it.

    By hand: 0.03 thousand parts are 30: 70 of 100 from Peru over it, at 0.0005 thousand each: 900 − 35.
    Sensitivity: a header that is not read would allow 0.03 parts.
    """
    cells: Row = {"rule": "few", "measure": "made", "sense": "at_most", "filters": "country = Peru"}
    case = two_countries(rules=[{**cells, "value [1000 measure]": 0.03, "penalty [kUSD/measure]": 0.0005}])

    earns(case.plan(), 865, revenue=1000, operation=-100, penalty=-35)


def test_no_rules_are_no_rows() -> None:
    """Proves: a model without rules has no block of them, and a rule on days outside the horizon no row.

    By hand: 0 rows; 1 part is sold at 1. Sensitivity: a block without rows, or a rule that holds on days that it does not name.
    """
    soft: Row = {"rule": "later", "measure": "made", "sense": "at_most", "value": 1, "starts": date(2030, 1, 1)}
    plain, later = (
        plant("1 months", demands=asks([1], price=1)),
        plant("1 months", demands=asks([1], price=1), rules=[soft]),
    )

    assert "rules" not in plain.program()[1].rows
    assert "rules" not in later.program()[1].rows
    earns(later.plan(), 1, revenue=1)


def test_a_multiple_of_what_a_base_plan_has() -> None:
    """Proves: with `of_base` the value counts in what the base plan has in the window: an amount, or a share.

    By hand: the base has 50 of Peru in January and none known in February: 0.6 · 50 = 30 at most in January, and no limit in
    February: 1000 − 30 − 210, and 900. A share of 0.5 in the base: at most 0.6 · 0.5 of it: 30 again.
    Sensitivity: a limit of 0.6 parts, or of 0 in February.
    """
    cells: Row = {"filters": "country = Peru", "of_base": True}
    base = {"bases": [{"rule": "limit", "date": date(2025, 1, 1), "value": 50}]}
    share = {"bases": [{"rule": "limit", "date": date(2025, 1, 1), "value": 0.5}]}
    amount = two_countries("2 months", **rule("made", "at_most", 0.6, **cells), **base).plan()
    part = two_countries("2 months", **rule("made", "at_most", 0.6, **cells, share_of="all"), **share).plan()

    for plan in (amount, part):
        assert by_month(plan, "make", site="cheap") == pytest.approx({1: 30, 2: 100})
        assert dual(plan) == pytest.approx([2])


def test_the_base_is_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: `model.base` names a run beside the model or among the runs, whatever its buckets, and the run of the new plan
    has what the base has.

    By hand: the base makes 100 parts in Peru each month, in one bucket of a quarter 300; no more than half of that in each of
    three months, 300/90 · days: 51.67, 46.67, 51.67. The days of April are not in the base, so April has no limit.
    Sensitivity: bases that are read by period instead of by days; a base that is said to have 0 in April.
    """
    monkeypatch.chdir(tmp_path)
    stored = reshore.save(reshore.plan(two_countries("1 quarters").write(tmp_path / "base")))
    new = two_countries("4 months", **rule("made", "at_most", 0.5, filters="country = Peru", of_base=True))
    plan = reshore.plan(new.over("4 months", base=stored.name).write(tmp_path / "new"))
    (tmp_path / "old").mkdir()
    stored.folder.rename(tmp_path / "old" / "before")
    beside = reshore.plan(new.over("4 months", base="before").write(tmp_path / "old"))

    for each in (plan, beside):
        made = by_month(each, "make", site="cheap")
        assert made == pytest.approx({1: 50 * 93 / 90, 2: 50 * 84 / 90, 3: 50 * 93 / 90, 4: 100})
    again = reshore.open_run(reshore.save(plan).name)
    assert again.inputs.frame("bases")["value"].to_list() == pytest.approx([310 / 3, 280 / 3, 310 / 3])


@pytest.mark.parametrize(
    ("rates", "limit"),
    [
        ([("2025-01-01", 0.5)], 30),
        ([("2025-01-01", 0.5), ("2025-02-01", 0.75), ("2025-03-01", 1)], 45),
        ([("2025-01-01", 0.5), ("2025-01-11", 1.12)], 20 * (10 * 0.5 + 21 * 1.12) / 31 + 2 * 20 * 1.12),
    ],
    ids=["one rate", "by month", "within a month"],
)
def test_money_of_a_base_in_another_currency_is_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rates: list[tuple[str, float]], limit: float
) -> None:
    """Proves: what a base has in its own currency is a limit in that of the model, at the average rates of its periods.

    By hand: the base makes 10 a month at a cost of 2 euros: 20 a month. At 0.5 that is 30 in all: 15 parts, which earn 3 each:
    45. At 0.5, 0.75, 1 by month: 10 + 15 + 20. Sensitivity: euros that are taken for dollars allow all 30, 90.
    """
    monkeypatch.chdir(tmp_path)
    case = plant(operations=[{"site": "plant", "process": "make", "unit_cost": 2}], demands=asks([10] * 3, price=5))
    stored = reshore.save(reshore.plan(case.over("3 months", currency="EUR").write(tmp_path / "base")))
    new = case.having(**rule("cost", "at_most", 1, window="total", of_base=True)).over("3 months", base=stored.name)
    euros = [{"currency": "EUR", "date": day, "value": value} for day, value in rates]
    plan = reshore.plan(new.having(rates=euros).write(tmp_path / "new"))

    assert plan.inputs.frame("bases")["value"].to_list() == pytest.approx([limit])
    assert plan.objective == pytest.approx(1.5 * min(limit, 60))
