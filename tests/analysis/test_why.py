"""Why demand is short: hand-made cases with one, two and competing causes, and prices that are confirmed by planning again."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from tests.builders import Case, asks, line, plant

import reshore
from reshore.api import why

COST = [{"site": "plant", "process": "make", "unit_cost": 3}]


def reasons(found: reshore.Why, kind: str = "lost") -> dict[str, float]:
    """Return the quantity of each reason."""
    rows = found.reasons.filter(kind=kind)
    return dict(rows.select("reason", "quantity").iter_rows())


def limit(found: reshore.Why, entity: str) -> dict[str, object]:
    """Return the row of one limit."""
    return found.limits.filter(pl.col("entity") == entity).row(0, named=True)


def test_one_cause_is_named_with_its_quantities_and_the_way_to_it() -> None:
    """Proves: a full line is the reason, and what more of it would serve.

    By hand: 50 hours a month make 25 parts of 2 hours; 17, 30 and 38 are wanted, stock may be kept: 75 of 85 can be served.
    One more hour a month in each of the three months makes 1.5 parts, so 10 / 1.5 hours are missing.
    Sensitivity: duals of money instead of units; a limit that is not scarce.
    """
    case = plant(**line(50, 2), operations=COST, demands=asks([17, 30, 38], price=20))

    found = why(case.plan())

    assert reasons(found) == pytest.approx({"impossible": 10})
    row = limit(found, "line at plant")
    assert (row["serves"], row["needed"], row["limit"]) == pytest.approx((1.5, 10 / 1.5, 50))
    assert (row["first"], row["last"], row["periods"]) == (date(2025, 1, 1), date(2025, 3, 1), 3)
    assert row["chain"] == ["part at plant"]
    assert row["relief"] == "no project adds to it"
    assert found.price.is_empty()


def test_two_causes_are_told_apart() -> None:
    """Proves: demand before anything can arrive and demand beyond capacity are both named, each with its limit.

    By hand: parts travel a month, so nothing made is at the shop in January: of 12 only the 5 in stock there are served. 50
    hours make 25 parts a month, and those of February may serve March only: 25 + 25 of 31 + 30.
    Sensitivity: the first cause alone; taking the lead time for a lack of capacity.
    """
    case = (
        plant(**line(50, 2))
        .adding(sites=[{"site": "shop"}])
        .having(
            lanes=[{"origin": "plant", "destination": "shop", "mode": "rail", "transit_time [month]": 1}],
            stocks=[{"site": "shop", "product": "part", "initial": 5}],
            demands=asks([12, 31, 30], market="shop", price=20),
        )
    )

    found = why(case.plan(), "part@shop")

    assert reasons(found) == pytest.approx({"impossible": 7 + 11})
    assert "before 2025-02-01" in found.reasons["words"][0]
    assert "due by 2025-01-01" in found.reasons["words"][0]
    assert {"line at plant", "stock of part at shop at the start"} == set(found.limits["entity"])
    assert limit(found, "line at plant")["serves"] == pytest.approx(0.5 + 0.5)
    assert limit(found, "line at plant")["chain"] == ["part at shop", "by rail from plant"]
    assert limit(found, "stock of part at shop at the start")["serves"] == pytest.approx(1)


def two_products(price: float, of_b: float = 20) -> Case:
    """Return a plant whose line makes 25 of part or other; 20 parts are wanted at 20, `of_b` others at a price."""
    return plant(
        "1 months",
        **line(50, 2),
        operations=[*COST, {"site": "plant", "process": "other", "unit_cost": 3}],
    ).adding(
        products=[{"product": "other", "unit": "piece"}],
        recipes=[{"process": "other", "product": "other", "quantity": 1}],
        uses=[{"site": "plant", "process": "other", "resource": "line", "per_run": 2}],
        demands=[*asks([20], price=20), *asks([of_b], product="other", price=price)],
    )


def test_competing_demand_is_named_with_the_price_at_which_it_would_give_way() -> None:
    """Proves: what others take is told apart from what no plan could serve, and who would give it up.

    By hand: 25 are made, 20 parts earn 17 each, so 5 of 20 others (12 each) are served. All 20 could be, if 15 parts were not:
    that costs 15 × 5 = 75, and is done from a price of 20 on.
    Sensitivity: counting the 15 as impossible; the price of the average instead of the last.
    """
    found = why(two_products(15).plan(), "other@plant")

    assert reasons(found) == pytest.approx({"shared": 15})
    assert limit(found, "line at plant")["serves"] == pytest.approx(0.5)
    price = found.price.row(0, named=True)
    assert (price["units"], price["cost"], price["high"], price["now"]) == pytest.approx((15, 75, 20, 15))
    other = found.instead.filter(what="served of other demand")
    assert other.select("entity", "change").rows() == [("part@plant", pytest.approx(-15))]


def test_impossible_and_shared_add_up() -> None:
    """Proves: the reasons split what is short. By hand: of 32 others 25 can be made at all, 5 with the parts kept."""
    found = why(two_products(15, of_b=32).plan(), "other@plant")

    assert reasons(found) == pytest.approx({"impossible": 7, "shared": 20})


def unprofitable(price: float) -> Case:
    """Return a plant that could make 25 parts at 3 each, of which 14 are wanted; losing one costs 0.5."""
    return plant("1 months", **line(50, 2), operations=COST, demands=asks([14], price=price, lost_cost=0.5))


def test_where_profit_alone_is_the_reason_it_says_so_and_names_the_price() -> None:
    """Proves: no limit is blamed for what does not pay.

    By hand: a part costs 3 and brings 2, losing it costs 0.5: 0.5 better lost, 14 × 0.5 = 7. It is served from 2.5 on.
    Sensitivity: forgetting the cost of losing it, which gives 3.
    """
    found = why(unprofitable(2).plan())

    assert reasons(found) == pytest.approx({"profit": 14})
    assert found.limits.is_empty()
    price = found.price.row(0, named=True)
    assert (price["cost"], price["low"], price["high"]) == pytest.approx((7, 2.5, 2.5))


@pytest.mark.parametrize(("case", "threshold"), [(unprofitable, 2.5), (two_products, 20.0)])
def test_the_price_is_where_planning_again_begins_to_serve(case: Callable[[float], Case], threshold: float) -> None:
    """Proves: just above the price all is served, just below it is not."""
    name = "part" if case is unprofitable else "other"
    for price, short in ((threshold * 1.001, False), (threshold * 0.999, True)):
        table = case(price).plan().table("lost").filter(product=name)
        assert (table["value"].sum() > 1e-6) == short


def test_late_demand_has_what_being_late_would_have_to_cost() -> None:
    """Proves: lateness is explained as loss is.

    By hand: 25 parts a month; 31 are wanted in January and 10 in February, for which customers wait a month at 0.2 each. 6 of
    January are late, because no plan makes more than 25 by then.
    """
    case = plant(
        "2 months",
        **line(50, 2),
        operations=COST,
        demands=asks([31, 10], price=20, **{"patience [month]": 1, "late_cost [USD/unit/month]": 0.2}),
    )

    found = why(case.plan())

    assert found.short.select("late", "lost").row(0) == pytest.approx((6, 0))
    assert reasons(found, "late") == pytest.approx({"impossible": 6})
    assert limit(found, "line at plant")["serves"] == pytest.approx(0.5)


def test_late_by_choice_says_what_being_late_would_have_to_cost_more() -> None:
    """Proves: the threshold of lateness.

    By hand: the line is free, but making a part in February costs 2 instead of 3 (profile), and being late 0.2: all 10 of
    January wait, saving 0.8 each. They would not if being late cost 0.8 more.
    Sensitivity: forgetting what being late costs already (1).
    """
    change = {"table": "operations", "key": "plant/make", "column": "unit_cost", "date": "2025-02-01", "value": 2}
    case = plant(
        "2 months",
        **line(50, 2),
        operations=COST,
        profiles=[change],
        demands=asks([10], price=20, **{"patience [month]": 1, "late_cost [USD/unit/month]": 0.2}),
    ).over("2 months", discount_rate=0)

    found = why(case.plan())

    assert reasons(found, "late") == pytest.approx({"profit": 10})
    price = found.price.row(0, named=True)
    assert (price["cost"], price["high"]) == pytest.approx((8, 0.8))


def test_whole_modules_are_counted_whole() -> None:
    """Proves: first-plan could serve its 16 lost pumps with one module more, which does not pay.

    By hand: a third module costs 90,000, leaves 87,000 and takes 900 of upkeep; 16 pumps earn 144 each; built as late as
    it may be, 12 more come late at 10, and 36 of holding are saved: 3,900 − 2,304 + 120 − 36 = 1,680, 105 a pump.
    Sensitivity: modules in fractions, with which it would pay.
    """
    found = why(reshore.plan("first-plan"), "pump@city")

    assert reasons(found) == pytest.approx({"profit": 16})
    price = found.price.filter(kind="lost").row(0, named=True)
    assert (price["cost"], price["low"], price["whole"]) == (pytest.approx(1680), pytest.approx(305), False)
    built = found.instead.filter(kind="lost", what="modules built").row(0, named=True)
    assert (built["entity"], built["change"]) == ("second line", pytest.approx(1))


def test_demand_served_in_full_has_no_reason() -> None:
    found = why(plant(**line(50, 2), demands=asks([10], price=5)).plan(), "part@plant")

    assert found.short.is_empty()
    assert found.reasons.is_empty()


def test_an_unknown_subject_names_the_nearest() -> None:
    plan = plant(**line(50, 2), demands=asks([10], price=5)).plan()

    with pytest.raises(KeyError, match="Did you mean 'part@plant'"):
        why(plan, "prat@plant")


def test_a_demand_is_named_by_its_key() -> None:
    """Proves: the parts of the key choose one due date. By hand: 38 of March, of which 10 are short."""
    case = plant(**line(50, 2), operations=COST, demands=asks([17, 30, 38], price=20, **{"class": "retail"}))

    found = why(case.plan(), "plant/part/retail/2025-03-01")

    assert sum(reasons(found).values()) == pytest.approx(10)
    assert reasons(found)["shared"] == pytest.approx(10)


def test_where_cost_is_the_objective_losing_is_what_has_to_cost_more() -> None:
    """Proves: prices are not named where they earn nothing.

    By hand: a part costs 3 and losing one 2: 25 of 30 could be made and are not. They are from 3 on; that costs 25.
    Sensitivity: the price plus what is missing, 21.
    """
    case = plant("1 months", **line(50, 2), operations=COST, demands=asks([30], price=20, lost_cost=2))

    found = why(case.over("1 months", objective="cost").plan())

    assert reasons(found) == pytest.approx({"impossible": 5, "profit": 25})
    price = found.price.row(0, named=True)
    assert (price["what"], price["high"], price["now"]) == ("lost_cost", pytest.approx(3), 2)
    assert price["cost"] == pytest.approx(25, rel=1e-5)


def test_the_price_is_of_all_that_can_be_served() -> None:
    """Proves: where a part is impossible, the rest still has a price, and what is served already has none.

    By hand: 25 can be made, all parts (17 each) and 5 others (12 each); of 32 others 20 more could be, from a price of 20 on.
    Sensitivity: a price only of what can be served in full.
    """
    price = why(two_products(15, of_b=32).plan(), "other@plant").price.row(0, named=True)

    assert price["units"] == pytest.approx(20)
    assert (price["low"], price["high"]) == pytest.approx((20, 20))
    assert price["cost"] == pytest.approx(20 * 5, rel=1e-5)


def test_limits_that_bind_together_serve_no_more_alone() -> None:
    """Proves: where two limits hold back the same, neither alone is said to serve more.

    By hand: a line for 10 parts a month and a lane for 10; 17 are wanted. Sensitivity: the dual of one of them, 1.
    """
    case = plant("1 months", **line(10)).adding(sites=[{"site": "shop"}])
    lane = {"origin": "plant", "destination": "shop", "mode": "road", "capacity": 10}

    found = why(case.having(lanes=[lane], demands=asks([17], market="shop", price=20)).plan())

    assert found.limits["serves"].to_list() == pytest.approx([0] * found.limits.height, abs=1e-9)
    assert found.limits["needed"].null_count() == found.limits.height > 0


def test_a_class_is_named_and_tells_who_would_give_way() -> None:
    """Proves: two classes of one product at one market are told apart. By hand: 25 are made, class b at 10 gets 5 of 20."""
    demands = [*asks([20], price=20, **{"class": "a"}), *asks([20], price=10, **{"class": "b"})]

    found = why(plant("1 months", **line(50, 2), operations=COST, demands=demands).plan())

    assert found.reasons.select("subject", "reason").rows() == [("plant/part/b", "shared")]
    assert found.instead["entity"].to_list()[0] == "part@plant, class a"


def test_the_chain_says_how_much_of_each_good_a_unit_of_the_demand_takes() -> None:
    """Proves: quantities multiply along the way, with yields.

    By hand: a set is made of 3 parts with a yield of 0.75 (4 parts started for each good one), a part of 2 blanks; blanks
    are the limit: 40 in stock make 20 parts and 5 good sets of 9 wanted. So one more blank is an eighth of a set.
    """
    case = plant("1 months").having(
        products=[{"product": name, "unit": "piece"} for name in ("set", "part", "blank")],
        recipes=[
            {"process": "join", "product": "part", "quantity": -3},
            {"process": "join", "product": "set", "quantity": 1},
            {"process": "cut", "product": "blank", "quantity": -2},
            {"process": "cut", "product": "part", "quantity": 1},
        ],
        operations=[{"site": "plant", "process": "join", "yield": 0.75}, {"site": "plant", "process": "cut"}],
        stocks=[{"site": "plant", "product": "blank", "initial": 40}],
        demands=asks([9], product="set", price=20),
    )

    row = limit(why(case.plan()), "stock of blank at plant at the start")

    assert row["chain"] == ["set at plant", "made by join of 4 piece part", "made by cut of 8 piece blank"]
    assert (row["serves"], row["needed"]) == pytest.approx((1 / 8, 4 * 8))
