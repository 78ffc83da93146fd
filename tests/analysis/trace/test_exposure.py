"""Exposure: shares of quantity and of value by country and operator, and their concentration."""

from __future__ import annotations

import polars as pl
import pytest
from tests.analysis.trace.cases import chain, rework, shares, traced

import reshore
from reshore.analysis.trace import Trace


def sums(trace: Trace, column: str) -> list[float]:
    """Return the sum of a column of shares for each product and kind that has any."""
    rows = trace.exposure.filter(pl.col(column).is_not_null())
    return rows.group_by("product", "by").agg(pl.col(column).sum())[column].to_list()


def test_value_is_added_where_each_stage_is_made() -> None:
    """Proves: value through all tiers, by the mix of sources that capacity gives.

    By hand: a part of 100 holds 4 ore (40, Chile), smelting of 2 metal at 10 each, 45 to 30 between Japan and Korea (12 and 8),
    and assembly (40). Concentration: 0.4² + 0.12² + 0.08² + 0.4² = 0.3408. Melt, of both smelters: 0.4² + 0.2² + 0.4² = 0.36.
    Sensitivity: value of the last stage alone, equal shares, or gross instead of added value.
    """
    trace = traced(chain())

    expected = {"Chile": 0.4, "Japan": 0.12, "Korea": 0.08, "United States": 0.4}
    assert shares(trace, "part", "value_share") == pytest.approx(expected)
    assert shares(trace, "metal", "quantity_share") == pytest.approx({"Chile": 0.0, "Japan": 0.6, "Korea": 0.4})
    index = dict(trace.concentration.filter(product="part").select("by", "value_hhi").iter_rows())
    assert index == pytest.approx({"country": 0.3408, "operator": 0.36})
    assert trace.concentration.filter(product="metal", by="country")["quantity_hhi"][0] == pytest.approx(0.52)


def test_a_plan_counts_what_it_makes() -> None:
    """Proves: with a plan, shares follow its flows, and value by country is the measure `value_added`, exactly.

    By hand: 45 of 70 metal a month from A: Japan 0.2 · 45/70. Nothing is in stock at the end. Sensitivity: capacity shares.
    """
    plan = chain().plan()
    trace = reshore.trace(plan)
    value = shares(trace, "part", "value_share")
    measured = plan.measure("value_added").group_by("country").agg(pl.col("value").sum())
    total = 105 * 100

    assert value == pytest.approx({"Chile": 0.4, "Japan": 0.2 * 45 / 70, "Korea": 0.2 * 25 / 70, "United States": 0.4})
    assert {name: share * total for name, share in value.items()} == pytest.approx(dict(measured.iter_rows()))
    assert set(trace.exposure["basis"]) == {"made"}


@pytest.mark.parametrize("planned", [False, True])
def test_value_goes_round_a_loop_into_what_is_sold(planned: bool) -> None:
    """Proves: a loop of rework is solved, not cut: all value that is added ends in chips.

    By hand, for 90 chips (5,400): 90 packages from the fab (4,500, Taiwan), ten tests of 9 · 60 + 5 − 10 · 50 = 45 (Korea), ten
    repairs of 50 − 5 = 45 (Japan). Sensitivity: a loop that is dropped (then 10 packages come from nowhere) or cut.
    """
    trace = reshore.trace(rework().plan()) if planned else traced(rework())

    expected = {"Taiwan": 4500 / 5400, "Korea": 450 / 5400, "Japan": 450 / 5400}
    assert shares(trace, "chip", "value_share") == pytest.approx(expected)
    assert shares(trace, "package", "quantity_share") == pytest.approx({"Taiwan": 0.9, "Japan": 0.1, "Korea": 0.0})


def test_joint_products_share_by_value() -> None:
    """Proves: what a run holds goes into its outputs by their value.

    By hand: smelting two ore (20) also gives slag of 10, so that 40 come out: metal has 30/40 of the 20 that ore is worth, half
    of its value, and slag half of its own. Sensitivity: all to the main product, or by amount.
    """
    case = chain().adding(
        products=[{"product": "slag", "unit": "t", "value": 10}],
        recipes=[{"process": "smelt", "product": "slag", "quantity": 1}],
    )
    trace = traced(case)

    assert shares(trace, "metal", "value_share") == pytest.approx({"Chile": 0.5, "Japan": 0.3, "Korea": 0.2})
    assert shares(trace, "slag", "value_share") == pytest.approx({"Chile": 0.5, "Japan": 0.3, "Korea": 0.2})


def test_stock_at_the_start_is_of_unknown_origin() -> None:
    """Proves: stock that a plan uses keeps its value, of unknown origin, and lowers no share of the others among themselves.

    By hand: 42 of 210 metal were in the plant: a fifth of 60 of a part's 100. Sensitivity: value that is lost, or mixed in.
    """
    case = chain().having(stocks=[{"site": "plant", "product": "metal", "initial": 42}])
    value = shares(reshore.trace(case.plan()), "part", "value_share")

    assert value["(unknown)"] == pytest.approx(0.12)
    assert value["Chile"] == pytest.approx(0.32)
    assert sum(value.values()) == pytest.approx(1.0)


def test_capacity_counts_committed_projects_and_what_inputs_allow() -> None:
    """Proves: shares of capacity. By hand: three more furnaces of 5 at B are committed from March on: 90 + 15 against 135, and
    an option counts nothing; A that gets no more than 60 ore (30 metal) in all counts 30.

    Sensitivity: options counted, projects forgotten, inputs that are not there.
    """
    furnace = {"expansion": "more", "site": "smelter B", "resource": "furnace", "module": 5, "build_time": 0}
    committed = {"max_modules": 3, "status": "committed", "earliest": "2025-03-01"}
    option = {**furnace, "expansion": "perhaps", "max_modules": 9}
    case = chain().having(expansions=[{**furnace, **committed}, option])
    narrow = case.changing("lanes", 0, capacity=20)

    assert shares(traced(case), "metal", "quantity_share") == pytest.approx(
        {"Chile": 0, "Japan": 135 / 240, "Korea": 105 / 240}
    )
    assert shares(traced(narrow), "metal", "quantity_share")["Japan"] == pytest.approx(30 / 135)


def test_operations_that_make_the_same_on_one_resource_share_it() -> None:
    """Proves: a resource is not counted twice for one product, and in full for each of two.

    By hand: A has a second process for metal on its furnace: 22.5 + 22.5, still 45 to 30. Sensitivity: 90 to 30.
    """
    case = chain().adding(
        recipes=[
            {"process": "smelt again", "product": "ore", "quantity": -3},
            {"process": "smelt again", "product": "metal", "quantity": 1},
        ],
        operations=[{"site": "smelter A", "process": "smelt again"}],
        uses=[{"site": "smelter A", "process": "smelt again", "resource": "furnace", "per_run": 1}],
    )

    assert shares(traced(case), "metal", "quantity_share")["Japan"] == pytest.approx(0.6)


def test_sources_without_a_limit_count_alike_and_say_so() -> None:
    """Proves: where a source is unlimited, capacity says nothing. By hand: A without furnace: half each."""
    case = chain()
    uses = [row for row in case.tables["uses"] if row["site"] != "smelter A"]
    trace = traced(case.having(uses=uses))

    assert shares(trace, "metal", "quantity_share") == pytest.approx({"Chile": 0, "Japan": 0.5, "Korea": 0.5})
    assert set(trace.exposure.filter(product="metal")["basis"]) == {"equal parts"}
    assert set(trace.exposure.filter(product="ore")["basis"]) == {"equal parts"}


def test_a_product_without_value_has_no_shares_of_value() -> None:
    """Proves: no division by zero. By hand: nothing has a value; quantities have shares all the same."""
    products = [{**row, "value": 0} for row in chain().tables["products"]]
    trace = traced(chain().having(products=products))

    assert trace.exposure["value_share"].null_count() == trace.exposure.height
    assert shares(trace, "metal", "quantity_share") == pytest.approx({"Japan": 0.6, "Korea": 0.4})
    assert trace.concentration["value_hhi"].null_count() == trace.concentration.height


def test_unnamed_operators_are_their_own_and_unnamed_countries_have_no_index() -> None:
    """Proves: sites that do not say their operator are not one operator. By hand: two smelters without, 0.36 + 0.16 = 0.52."""
    sites = [{"site": row["site"]} for row in chain().tables["sites"]]
    index = traced(chain().having(sites=sites)).concentration.filter(product="metal")

    assert dict(index.select("by", "quantity_hhi").iter_rows()) == {"country": None, "operator": pytest.approx(0.52)}


@pytest.mark.parametrize("model", ["first-plan", "factory", "us-buildout"])
def test_shares_sum_to_one(model: str) -> None:
    """Proves: nothing is lost or counted twice, in any example (factory has no values). Sensitivity: leaks on the way."""
    trace = reshore.trace(model)

    assert len(sums(trace, "quantity_share")) >= 4
    assert sums(trace, "quantity_share") == pytest.approx([1.0] * len(sums(trace, "quantity_share")))
    assert sums(trace, "value_share") == pytest.approx([1.0] * len(sums(trace, "value_share")))


def test_shares_of_a_plan_sum_to_one() -> None:
    """Proves: the same with a plan that uses stock at the start, projects and a pipeline."""
    trace = reshore.trace(reshore.plan("first-plan"))

    for column in ("quantity_share", "value_share"):
        assert sums(trace, column) == pytest.approx([1.0] * 4)
