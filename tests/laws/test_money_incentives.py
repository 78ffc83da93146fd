"""Grants and credits, paid in full."""

import pytest
from tests.builders import Case, Row, asks, by_month, earns, line, plant, project

HERE = [{"site": "plant", "country": "A"}]


def works(buckets: str, projects: list[Row], *incentives: Row, **setting: object) -> Case:
    """Return a plant in A with committed projects and incentives for them; nothing is sold."""
    tables = {**line(0), "sites": HERE, "demands": asks([5]), "incentives": list(incentives)}
    return plant(**tables, expansions=[{**project(status="committed"), **each} for each in projects]).over(
        buckets, **setting
    )


def makes(*incentives: Row, **cells: object) -> Case:
    """Return a plant in A that makes 10 a month, of which 8 are good, 10 days later, for two months; nothing is sold."""
    tables = {"sites": HERE, "demands": asks([0.001]), "incentives": list(incentives)}
    operation = {"site": "plant", "process": "make", "yield": 0.8, "cycle_time": 10, "minimum": 10, "maximum": 10}
    return plant("2 months", **tables, operations=[{**operation, **cells}]).having(
        products=[{"product": "part", "unit": "piece", "value": 30, "terminal_value": 0}]
    )


def test_a_grant_is_paid_as_capex_is_spent_and_complete_when_all_is_built() -> None:
    """Proves: each module brings its part of the amount, when its capex is paid.

    By hand: two modules at 600, over 62 days from 1 January: 1 200 of capex in parts of 31, 28 and 3 days. The grant of 248 comes
    in the same: 124, 112, 12. Where the project may have four modules, two bring half of it; one that starts before the
    window of the grant brings none.
    Sensitivity: a grant paid at once, or shared among what is built.
    """
    grant: Row = {"incentive": "aid", "expansion": "grow", "starts": "2025-01-01", "kind": "grant", "amount": 248}
    cells = {"capex": 600, "build_time [day]": 62, "max_modules": 2}
    case = works("3 months", [cells], grant)
    plan = case.plan()

    assert by_month(plan, "money", term="incentive") == pytest.approx({1: 124, 2: 112, 3: 12})
    earns(plan, -952, capex=-1200, incentive=248)
    row = plan.table("money").filter(term="incentive").row(0, named=True)
    assert [row[name] for name in ("site", "partner", "name", "product", "program")] == ["plant", "", "grow", "", "aid"]
    earns(case.changing("incentives", starts="2025-01-02").plan(), -1200, capex=-1200)


def test_modules_that_are_not_built_bring_nothing_of_a_grant() -> None:
    """Proves: the amount is for all modules that the project may have.

    By hand: the line makes 10 a month and 20 are wanted at 3: one of three possible modules is built for 50, and the grant of 36
    pays 12 of it. 20 · 3 in three months are 180: 180 − 50 + 12 = 142.
    Sensitivity: a grant for what is built would pay 36.
    """
    grant: Row = {"incentive": "aid", "country": "A", "starts": "2025-01-01", "kind": "grant", "amount": 36}
    tables = {**line(10), "sites": HERE, "demands": asks([20, 20, 20], price=3), "incentives": [grant]}
    plan = plant("3 months", **tables, expansions=[project(capex=50, max_modules=3)]).plan()

    earns(plan, 142, revenue=180, capex=-50, incentive=12)


def test_projects_share_a_grant_by_their_capex() -> None:
    """Proves: of several projects each brings the share that all of its capex has, at the prices of the first period.

    By hand: 2 modules at 100 and one at 300: 500. Of 80 the first project brings 32, the second 48.
    Sensitivity: equal shares of projects, or of modules.
    """
    grant: Row = {"incentive": "aid", "site": "plant", "starts": "2025-01-01", "kind": "grant", "amount": 80}
    projects: list[Row] = [{"capex": 100, "max_modules": 2}, {"expansion": "other", "capex": 300}]
    plan = works("1 months", projects, grant).plan()

    paid = plan.table("money").filter(term="incentive").sort("name")
    assert dict(paid.select("name", "value").rows()) == pytest.approx({"grow": 32, "other": 48})


def test_what_is_unpaid_at_the_end_is_granted_there() -> None:
    """Proves: the grant on bills that are open at the end comes with them, discounted from the end.

    By hand: 120 days to build of which 90 are in the horizon: of 120 the grant pays 31, 28 and 31, and 30 at the end of a
    quarter at 21 % a year: 30 · 1.21^(−1/4).
    Sensitivity: leaving it out charges the bill of 30 without its grant; the middle of March gives another factor.
    """
    grant: Row = {"incentive": "aid", "expansion": "grow", "starts": "2025-01-01", "kind": "grant", "amount": 120}
    plan = works("3 months", [{"capex": 240, "build_time [day]": 120}], grant, discount_rate=0.21).plan()

    assert by_month(plan, "money", term="incentive") == pytest.approx({1: 31, 2: 28, 3: 61})
    late = by_month(plan, "money", "discounted", term="incentive")[3] - 31 * 1.21 ** (-2.5 / 12)
    assert late == pytest.approx(30 * 1.21**-0.25)


@pytest.mark.parametrize(
    ("starts", "deadline", "paid"),
    [
        ("2025-01-01", None, {1: 30, 3: 25, 4: 50}),
        ("2025-01-16", None, {3: 25, 4: 50}),
        ("2025-01-01", "2025-03-01", {1: 30, 3: 25}),
        ("2024-12-31", "2025-03-02", {1: 30, 3: 25, 4: 50}),
        ("2025-02-15", "2025-02-02", {3: 25}),
    ],
)
def test_an_investment_credit_counts_start_and_completion(
    starts: str, deadline: str | None, paid: dict[int, float]
) -> None:
    """Proves: a share of capex at completion, for modules that start before the deadline and are complete in the window.

    By hand: 25 % of 120, 100, 200 and 400: complete on 15 January (a month after 15 December), 1 March, 1 April, and on 1 May,
    the end of the horizon, which counts for nothing. Started on 15 December, 1 February, 1 March and 1 February.
    Sensitivity: a deadline by completion, a credit when capex is paid, one of what is complete at the end.
    """
    credit: Row = {
        "incentive": "itc",
        "kind": "investment_credit",
        "rate": 0.25,
        "starts": starts,
        "ends": "2025-06-01",
    }
    projects = [
        {"expansion": name, "capex": capex, "earliest": day, "build_time": months}
        for name, capex, day, months in (
            ("a", 120, "2024-12-15", 1),
            ("b", 100, "2025-02-01", 1),
            ("c", 200, "2025-03-01", 1),
            ("d", 400, "2025-02-01", 3),
        )
    ]
    plan = works("4 months", projects, {**credit, "construction_deadline": deadline}).plan()

    assert by_month(plan, "money", term="incentive") == pytest.approx(paid)


def test_a_production_credit_is_paid_for_good_units_when_they_are_finished() -> None:
    """Proves: amount and share of value of each good unit, by the lag of the operation; after the horizon at its end.

    By hand: 2 and 10 % of 30 are 5 for each of 8 good units. Of January's, 21/31 are finished in January and 10/31 in
    February; of February's, 18/28 and 10/28, these after the horizon: 27.10, 12.90 + 25.71, and 14.29 at the end.
    Sensitivity: runs that are counted when they start, or bad, pay 40 or 50 in each month.
    """
    credit: Row = {"incentive": "ptc", "kind": "production_credit", "starts": "2025-01-01", "per_unit": 2, "rate": 0.1}
    plan = makes(credit).over("2 months", discount_rate=0.21).plan()

    amounts = by_month(plan, "money", term="incentive")
    assert amounts == pytest.approx({1: 40 * 21 / 31, 2: 40 * (10 / 31 + 1)})
    late = by_month(plan, "money", "discounted", term="incentive")[2]
    assert late == pytest.approx(40 * (10 / 31 + 18 / 28) * 1.21 ** (-1.5 / 12) + 40 * 10 / 28 * 1.21 ** (-2 / 12))
    row = plan.table("money").filter(term="incentive").row(0, named=True)
    assert [row[name] for name in ("site", "name", "product", "program")] == ["plant", "make", "part", "ptc"]


def test_a_production_credit_counts_what_is_finished_in_its_window() -> None:
    """Proves: of what is finished, the part in the window by days; the value is that of the period in which it is finished.

    By hand: from 16 January to 20 February: January's output is finished evenly from 11 January to 10 February, 16/31 of it in
    January's window, 10/31 in February; February's from 11 February to 10 March: 9/28 until 19 February. 10 % of 30 in
    January, of 50 in February: 8 · 3 · 16/31 and 8 · 5 · (10/31 + 9/28).
    Sensitivity: lags shared by whole periods give 8 · 3 · 21/31 · 16/31 in January.
    """
    credit: Row = {"incentive": "ptc", "kind": "production_credit", "starts": "2025-01-16", "ends": "2025-02-20"}
    changes: list[Row] = [
        {"table": "products", "key": "part", "column": "value", "date": "2025-02-01", "value": 50},
    ]
    plan = makes({**credit, "rate": 0.1, "product": "part", "country": "A"}).adding(profiles=changes).plan()

    assert by_month(plan, "money", term="incentive") == pytest.approx({1: 24 * 16 / 31, 2: 40 * (10 / 31 + 9 / 28)})
