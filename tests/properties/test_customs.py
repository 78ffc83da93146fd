"""What must hold for every model whose goods have an origin."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import Case, Row
from tests.laws.test_money_duty import tariff
from tests.laws.test_origin import CHAIN, chain
from tests.properties.cases import eighths
from tests.properties.test_properties import examples, sizes

COUNTRIES = ("Japan", "Spain", "Chile", "Peru", "Canada")
TARIFFS = st.lists(
    st.builds(
        lambda program, origin, destination, product, rate, more, day, stacks, basis: (
            tariff(program, rate, origin=origin, destination=destination, product=product, per_unit=more, starts=day)
            | {"stacks": stacks, "basis": basis}
        ),
        st.sampled_from("abcd"),
        st.sampled_from(("", *COUNTRIES)),
        st.sampled_from(COUNTRIES[2:]),
        st.sampled_from(("", *CHAIN)),
        eighths(0, 1),
        eighths(0, 1),
        st.sampled_from((date(2024, 1, 1), date(2025, 1, 11), date(2025, 2, 3))),
        st.sampled_from(("add", "max", "replaces:a", "replaces:a;b")),
        st.sampled_from(("value", "foreign_content")),
    ),
    max_size=8,
)


def chain_of(
    rules: tuple[str, str],
    costs: tuple[float, float],
    rooms: tuple[int, int, int],
    transit: int,
    tracked: tuple[str, ...],
) -> Case:
    """Return a chain over three months with other rules of origin, costs, capacities, lead times and stock at the start."""
    case = chain(
        stocks=[
            {"site": "rack", "product": "chip", "initial": rooms[2], "maximum": 60, "origin": COUNTRIES[rooms[2] % 4]}
        ],
    ).over("3 months", discount_rate=0.125)
    case = case.having(products=[{**row, "track_origin": row["product"] in tracked} for row in case.tables["products"]])
    lanes = [{**lane, "transit_time": transit} for lane in case.tables["lanes"]]
    case = case.having(lanes=lanes).changing("demands", patience=90)
    for row, cost, room in zip((0, 1), costs, rooms[:2], strict=True):
        case = case.changing("operations", row, unit_cost=cost, maximum=room)
    inherited = {"chip": rules[0], "box": rules[1]}
    recipes = [
        {**row, "origin_rule": inherited[str(row["product"])] if fits(row, inherited, tracked) else "confers"}
        for row in case.tables["recipes"]
    ]
    return case.having(recipes=recipes)


def fits(row: Row, rules: dict[str, str], tracked: tuple[str, ...]) -> bool:
    """Return whether a row makes something that may inherit what its rule says: both are tracked."""
    rule = rules.get(str(row["product"]), "confers")
    return float(str(row["quantity"])) > 0 and {str(row["product"]), rule.removeprefix("inherits:")} <= set(tracked)


CASES = st.builds(
    chain_of,
    st.tuples(st.sampled_from(("confers", "inherits:wafer")), st.sampled_from(("confers", "inherits:chip"))),
    st.tuples(eighths(1, 6), eighths(1, 6)),
    st.tuples(st.integers(5, 40), st.integers(5, 40), st.integers(0, 30)),
    st.sampled_from((0, 9, 40)),
    st.sampled_from((("wafer",), ("wafer", "chip"), CHAIN)),
)


@sizes
def test_tracking_without_duty_changes_no_optimum(share: float) -> None:
    """Proves: without tariffs, the best plan earns the same whether origins are tracked or not, under any rules.

    By hand: no law and no money speaks of origins. Sensitivity: goods that are lost, or made, between origins.
    """

    @examples(share, of=12)
    @given(case=CASES)
    def proved(case: Case) -> None:
        plain = case.having(
            products=[{**row, "track_origin": False} for row in case.tables["products"]],
        )
        assert case.plan().objective == pytest.approx(plain.plan().objective, rel=1e-7, abs=1e-6)

    proved()


@sizes
def test_every_plan_with_tariffs_is_verified(share: float) -> None:
    """Proves: the independent recomputation agrees on origins, contents and duties of any model, and duty only costs.

    By hand: planning ends with the verification, which raises where it fails; no plan earns more than without tariffs.
    Sensitivity: a rule of matching, stacking or dates that the model and the verification read differently.
    """

    @examples(share, of=16)
    @given(case=CASES, tariffs=TARIFFS)
    def proved(case: Case, tariffs: list[Row]) -> None:
        kept = {
            (row["program"], row["origin"], row["destination"], row["product"], row["starts"]): row for row in tariffs
        }
        named = {str(row["program"]) for row in kept.values()}
        rows = [{**row, "stacks": sensible(row, named)} for row in kept.values()]
        plan = case.having(tariffs=rows).plan()
        assert plan.residual is not None
        assert plan.residual <= 1e-6
        assert plan.objective <= case.plan().objective + 1e-6 * abs(plan.objective)

    proved()


SURCHARGES = st.lists(
    st.builds(
        lambda origin, destination, product, rate, more: (origin, destination, product, rate, more),
        st.sampled_from(("", *COUNTRIES)),
        st.sampled_from(COUNTRIES[2:]),
        st.sampled_from(("", *CHAIN)),
        eighths(0, 1),
        eighths(0, 1),
    ),
    min_size=1,
    max_size=4,
)
"""Origin, destination, product, rate and amount per unit of programs of one row each, which add up."""


@sizes
def test_duty_is_the_sum_over_what_is_shipped(share: float) -> None:
    """Proves: the duty of a plan is what each unit shipped owes, of each program that names it, whenever it arrives.

    By hand: for each row of `ship` into another country, rate · value + amount of every program whose destination, origin (that
    of the goods, or of the site that ships what is not tracked) and product fit. Values are those of the table.
    Sensitivity: a program that is charged twice or not at all, an origin of the site in place of the goods', duty that is lost
    after the horizon.
    """

    @examples(share, of=12)
    @given(case=CASES, surcharges=SURCHARGES)
    def proved(case: Case, surcharges: list[tuple[str, str, str, float, float]]) -> None:
        rows = [
            tariff(f"p{number}", rate, origin=origin, destination=destination, product=product, per_unit=more)
            for number, (origin, destination, product, rate, more) in enumerate(surcharges)
        ]
        plan = case.having(tariffs=rows).plan()
        country = {row["site"]: row["country"] for row in case.tables["sites"]}
        value = {row["product"]: float(str(row["value"])) for row in case.tables["products"]}
        owed = sum(
            amount * (rate * value[product] + more)
            for start, end, product, made_in, amount in plan.table("ship")
            .select("origin", "destination", "product", "country_of_origin", "value")
            .iter_rows()
            for origin, destination, named, rate, more in surcharges
            if country[start] != country[end] == destination
            and origin in ("", made_in or country[start])
            and named in ("", product)
        )
        assert plan.measure("duty")["value"].sum() == pytest.approx(owed, rel=1e-7, abs=1e-7)

    proved()


def sensible(row: Row, programs: set[str]) -> object:
    """Return the way of stacking of a row, `add` where it would replace itself, or nothing that there is, or go round."""
    replaced = str(row["stacks"]).removeprefix("replaces:").split(";") if "replaces" in str(row["stacks"]) else []
    fine = all(name in programs and name < str(row["program"]) for name in replaced)
    return row["stacks"] if fine else "add"
