"""Measures: the forms over a program's columns, and the values of a plan's tables."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from tests.builders import Case, asks, line, plant, project
from tests.properties.cases import NETWORKS, Numbers
from tests.properties.test_properties import examples, sizes
from tests.units.everything import everything

from reshore.model import Program, build_program
from reshore.model.measures import FORMS, added_up, matching, windows
from reshore.network import Network, build_network
from reshore.schema.measures import measures
from reshore.schema.rules import Window
from reshore.solution import MEASURES, make_plan
from reshore.solve import Solution, solve_program
from reshore.tables import Tables
from reshore.tables.filters import FilterError, expanded_filters, parse_filters

CELL = ["site", "product", "period"]


def polluting(tables: Tables) -> Tables:
    """Return tables in which runs and shipments have emissions."""
    for name, column, factor in (("operations", "emissions", 1.5), ("lanes", "emissions_per_mass", 0.25)):
        frame = tables.frame(name)
        rising = pl.Series(column, factor * np.arange(1.0, frame.height + 1.0))
        tables = tables.with_table(tables[name].with_frame(frame.with_columns(rising)))
    goods = tables.frame("products").with_columns(mass=pl.Series([2.0, 3.5]))
    return tables.with_table(tables["products"].with_frame(goods))


def same_in_both_ways(network: Network, program: Program, solution: Solution) -> list[str]:
    """Assert that each form has the values of the plan's tables at its columns; return the measures that are not 0."""
    plan = make_plan(network, program, solution)
    moved = []
    for name, form_of in FORMS.items():
        values = form_of(program, network).values(solution.columns, network.periods.count)
        if "product" not in values.columns or name in ("capacity", "used", "built"):
            values = values.rename({"resource": "product"})
        dates = network.periods.dates.gather(values["time"].to_numpy())
        form = (
            values.with_columns(dates.alias("period")).group_by(CELL).agg(pl.col("value").sum(), pl.col("unit").first())
        )
        table = MEASURES[name](network, plan.tables)
        both = form.join(table, on=CELL, how="full", coalesce=True, suffix="_table").fill_null(0.0)
        assert both["value"].to_numpy() == pytest.approx(both["value_table"].to_numpy(), rel=1e-9, abs=1e-7), name
        here = both.filter(pl.col("value").abs() > 1e-6)
        assert here["unit"].to_list() == here["unit_table"].to_list(), name
        moved += [name] * (here.height > 0)
    return moved


@sizes
def test_forms_are_the_values_of_plans(share: float) -> None:
    """Proves: every measure as a form, at the columns of a plan, is what the tables of that plan give, in random networks.

    By hand: two ways of counting, one from variables before there is a plan, the other from tables after it.
    Sensitivity: a form that counts inputs for outputs, forgets a yield or takes the capex of another period.
    """

    @examples(share, of=10)
    @given(numbers=NETWORKS)
    def proved(numbers: Numbers) -> None:
        network = build_network(polluting(numbers.tables()))
        program = build_program(network)
        same_in_both_ways(network, program, solve_program(program))

    proved()


def test_forms_are_the_values_of_a_plan_with_everything() -> None:
    """Proves: the same where yields learn, goods stand for others, projects are committed and runs are whole.

    By hand: as above; every measure is other than 0.
    Sensitivity: a form that leaves out vintages, substitutes or committed projects.
    """
    network, program = everything().program()
    moved = same_in_both_ways(network, program, solve_program(program))

    assert set(FORMS) == set(moved)


def test_every_measure_is_declared_once() -> None:
    """Proves: forms, measures of plans and the declaration have the same names, keys and levels.

    By hand: the three lists. Sensitivity: a measure that a rule may name and no plan has.
    """
    network, program = everything().program()

    assert list(FORMS) == list(measures())
    assert set(MEASURES) == set(measures())
    for name, declared in measures().items():
        form = FORMS[name](program, network)
        along = {"country", "region", "operator", "kind", "destination_country", "generation", "control_class"}
        assert set(declared.keys) - along <= set(form.labels.columns), name
        assert form.level == declared.level
    assert [name for name, declared in measures().items() if declared.level] == ["stock"]


def over(
    case: Case, name: str, filters: str, each: Window, span: tuple[float, float] = (-np.inf, np.inf)
) -> list[float]:
    """Return what a measure of the optimal plan adds up to in each window."""
    network, program = case.program()
    solution = solve_program(program)
    form = FORMS[name](program, network)
    chosen = matching(network, form, expanded_filters(network.tables, parse_filters(filters)))
    sums = added_up(form, chosen, windows(network.periods, each, span, form.level))
    return [float(value) for value in sums.at(solution.columns)]


def day(text: str) -> float:
    """Return a date as days since 1970-01-01."""
    return float((date.fromisoformat(text) - date(1970, 1, 1)).days)


def quarters() -> Case:
    """Return a plant that makes 90 parts in the quarter from 1 December 2025 and 62 in the next, and keeps 27 then 20."""
    demand = {"market": "plant", "product": "part", "price": 4, "required": True}
    return plant(
        **line(40),
        stocks=[{"site": "plant", "product": "part", "minimum": 27}],
        demands=[
            {**demand, "date": date(2025, 12, 5), "quantity": 63},
            {**demand, "date": date(2026, 3, 5), "quantity": 62},
        ],
    ).over("2 quarters", start=date(2025, 12, 1), terminal_share=0)


def test_windows_cut_periods_by_days() -> None:
    """Proves: a measure counts in a window, and in each calendar year, by the days of each period in it.

    By hand: 90 parts in the 90 days from 1 December, 62 in the 92 days from 1 March: 31 in 2025, 59 + 62 in 2026;
    from 21 February to 15 April 8 days of the first and 46 of the second: 8 + 31.
    Sensitivity: whole periods would give 152; a share of the window instead of the period another number.
    """
    assert over(quarters(), "made", "", "total") == pytest.approx([152])
    assert over(quarters(), "made", "", "each period") == pytest.approx([90, 62])
    assert over(quarters(), "made", "", "each year") == pytest.approx([31, 121])
    assert over(quarters(), "made", "", "total", (day("2026-02-21"), day("2026-04-16"))) == pytest.approx([39])
    assert over(quarters(), "made", "", "total", (day("2027-01-01"), day("2028-01-01"))) == []


def test_a_level_counts_in_the_period_of_the_last_day() -> None:
    """Proves: stock is what there is at the end of the period that has the last day of the window.

    By hand: 80 less 63 is 17 at the end of February, 0 at the end of May. Sensitivity: a level that is shared by days.
    """
    case = quarters().changing("stocks", minimum=None, initial=80)

    assert over(case, "stock", "", "each period") == pytest.approx([17, 0])
    assert over(case, "stock", "", "total") == pytest.approx([0])
    assert over(case, "stock", "", "each year") == pytest.approx([17, 0])
    assert over(case, "stock", "", "total", (-np.inf, day("2026-02-28"))) == pytest.approx([17])


def two_plants() -> Case:
    """Return plants in two countries that make a and b, and modules that are built at one of them."""
    sites = [
        {"site": "north", "country": "Norway", "operator": "Acme"},
        {"site": "south", "country": "Spain", "operator": "Acme"},
    ]
    products = [{"product": "a", "generation": "old"}, {"product": "b", "generation": "new"}]
    return Case(
        plant().setting,
        {
            "sites": sites,
            "products": products,
            "groups": [
                {"group": "all goods", "member": "a"},
                {"group": "all goods", "member": "b"},
                {"group": "Europe", "member": "Spain"},
            ],
            "recipes": [{"process": f"make {name}", "product": name, "quantity": 1} for name in "ab"],
            "operations": [{"site": site["site"], "process": f"make {name}"} for site in sites for name in "ab"],
            "demands": [
                *asks([1], market="north", product="a", price=1),
                *asks([2], market="north", product="b", price=1),
                *asks([4], market="south", product="a", price=1),
                *asks([8], market="south", product="b", price=1),
            ],
        },
    ).over("1 months")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("", 15),
        ("all", 15),
        ("site = north", 3),
        ("country = Spain", 12),
        ("country = Europe", 12),
        ("operator = Acme; product = a", 5),
        ("product = all goods; country = Norway | Spain", 15),
        ("generation = new; process = make b; site = south", 8),
        ("site = north; country = Spain", 0),
    ],
)
def test_filters_choose_labels(filters: str, expected: float) -> None:
    """Proves: names of one key are alternatives, keys hold together, groups (also of countries) stand for their members.

    By hand: north makes 1 a and 2 b, south 4 a and 8 b. Sensitivity: keys that were alternatives would choose more.
    """
    assert over(two_plants(), "made", filters, "total") == pytest.approx([expected])


@pytest.mark.parametrize("filters", ["site north", "= north", "site =", "site = north; site = south", "site = |"])
def test_filters_that_are_none_are_refused(filters: str) -> None:
    """Proves: text that is not `key = name | name; ...` is an error, never everything or nothing.

    By hand: each lacks a key, a sign or a name, or has a key twice. Sensitivity: a part that is left out silently.
    """
    with pytest.raises(FilterError):
        parse_filters(filters)


def test_modules_are_built_when_they_are_complete() -> None:
    """Proves: `built` counts modules in the period of their completion.

    By hand: one committed module begun on 1 January and complete after a month and a half: in February.
    Sensitivity: the period of the start would be January.
    """
    case = plant("3 months", **line(1), expansions=[project(status="committed", max_modules=1, build_time=1.5)]).adding(
        demands=asks([1])
    )

    assert over(case, "built", "expansion = grow", "each period") == pytest.approx([0, 1, 0])
