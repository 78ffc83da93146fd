"""Duty: what programs charge on goods that enter another customs territory."""

from datetime import date

import pytest
from tests.builders import Case, Row, asks, by_month, depot, earns, money, total
from tests.laws.test_origin import chain

START = date(2024, 1, 1)


def tariff(program: str, rate: float | None = None, **cells: object) -> Row:
    """Return a row of tariffs of Peru that holds from 2024 on."""
    return {"program": program, "destination": "Peru", "starts": START, "rate": rate, **cells}


def port(*tariffs: Row, **lane: object) -> Case:
    """Return a depot in Japan with 100 parts of 10 each, heading 8471.50, and a shop in Peru that sells 20 in January at 30."""
    return depot(
        "1 months",
        sites=[{"site": "depot", "country": "Japan"}, {"site": "shop", "country": "Peru"}],
        products=[{"product": "part", "unit": "piece", "value": 10, "hs_code": "8471.50"}],
        stocks=[{"site": "depot", "product": "part", "initial": 100}],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "air", **lane}],
        demands=asks([20], market="shop", price=30),
        tariffs=list(tariffs),
    )


def owed(case: Case) -> dict[str, float]:
    """Return what each program charges on a unit sold."""
    plan = case.plan()
    sold = total(plan, "serve")
    rows = plan.table("money").filter(term="duty").group_by("program").agg("value").rows()
    return {str(program): -sum(values) / sold for program, values in rows}


def test_duty_is_a_share_of_the_value_and_an_amount_per_unit() -> None:
    """Proves: a unit owes rate · value + per_unit, to the program, on the lane, when it arrives.

    By hand: 0.25 · 10 + 1.5 = 4 a unit, 80 for the 20 parts. 600 − 80 = 520.
    Sensitivity: a share of the price would be 7.50 + 1.50.
    """
    plan = port(tariff("code", 0.25, per_unit=1.5)).plan()

    row = plan.table("money").filter(term="duty").row(0, named=True)
    assert [row[name] for name in ("site", "partner", "name", "product", "program")] == [
        "depot",
        "shop",
        "air",
        "part",
        "code",
    ]
    assert plan.measure("duty")["value"].sum() == pytest.approx(80)
    assert plan.measure("duty")["site"].to_list() == ["shop"]
    earns(plan, 520, revenue=600, duty=-80)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((tariff("a", 0.1), tariff("b", 0.2)), {"a": 1, "b": 2}),
        ((tariff("a", 0.1), tariff("b", 0.25, stacks="max"), tariff("c", 0.15, stacks="max")), {"a": 1, "b": 2.5}),
        ((tariff("b", 0.1, stacks="max"), tariff("c", per_unit=1.25, stacks="max")), {"c": 1.25}),
        ((tariff("a", 0.1), tariff("b", 0.25, stacks="replaces:a")), {"b": 2.5}),
        ((tariff("a", 0.1), tariff("b", stacks="replaces:a"), tariff("c", 0.03)), {"c": 0.3}),
        (
            (tariff("a", 0.1), tariff("b", 0.25, stacks="replaces:a"), tariff("c", 0.4, stacks="replaces:b")),
            {"a": 1, "c": 4},
        ),
        ((tariff("a", 0.1), tariff("b", 0.2), tariff("c", 0.05, stacks="replaces: a; b")), {"c": 0.5}),
        (
            (tariff("a", 0.5, stacks="max"), tariff("b", 0.3, stacks="max"), tariff("c", stacks="replaces:a")),
            {"b": 3},
        ),
    ],
    ids=["add", "max", "max by amount", "replaces", "exempts", "chain", "several", "replaced before the largest"],
)
def test_programs_stack(rows: tuple[Row, ...], expected: dict[str, float]) -> None:
    """Proves: programs add up; of those that say `max` the largest is charged; one that is replaced neither charges nor replaces.

    By hand: shares of 10. In the chain c replaces b, which then does not replace a: 1 + 4.
    Sensitivity: programs that always add up, or a replaced one that still replaces.
    """
    assert owed(port(*rows)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rows", "rate"),
    [
        ((tariff("a", 0.3, product="part"), tariff("a", 0.1, hs_prefix="847150", origin="Japan")), 3),
        ((tariff("a", 0.3, hs_prefix="8471"), tariff("a", 0.1, hs_prefix="84", origin="Japan")), 3),
        ((tariff("a", 0.3, origin="Japan"), tariff("a", 0.1, starts=date(2025, 1, 1))), 3),
        ((tariff("a", 0.1), tariff("a", 0.3, starts=date(2024, 6, 1))), 3),
        ((tariff("a", 0.1), tariff("a", 0.3, hs_prefix="84.71")), 3),
        ((tariff("a", 0.1), tariff("a", 0.3, hs_prefix="8473"), tariff("a", 0.2, origin="Peru")), 1),
        ((tariff("a", 0.1), tariff("a", 0.3, ends=date(2025, 1, 1))), 1),
    ],
    ids=["product", "heading", "origin", "latest", "digits", "others", "ended"],
)
def test_the_most_specific_row_of_a_program_counts(rows: tuple[Row, ...], rate: float) -> None:
    """Proves: product named, then the longer heading, then origin named, then the later start; one row of a program counts.

    By hand: shares of 10. Sensitivity: rows of one program that add up, or the first that matches.
    """
    rows = tuple(
        {**row, "starts": row["starts"] if number == 0 or row["starts"] != START else date(2024, 2, 1)}
        for number, row in enumerate(rows)
    )

    assert owed(port(*rows)) == pytest.approx({"a": rate})


def test_each_day_of_arrival_has_its_rate() -> None:
    """Proves: goods that arrive evenly over a month in which the rate changes owe the rate of each day.

    By hand: what leaves in January arrives in January, 15 days of 31 at 0.1, 16 at 0.3: (15 · 1 + 16 · 3)/31 = 63/31 a unit.
    Sensitivity: the rate of the start of the month would be 1.
    """
    rows = (tariff("a", 0.1), tariff("a", 0.3, starts=date(2025, 1, 16)))

    assert owed(port(*rows)) == pytest.approx({"a": 63 / 31})


def test_what_leaves_before_a_change_and_arrives_after_it_owes_the_new_rate() -> None:
    """Proves: the day of arrival counts, with the value of its period, and duty is paid then.

    By hand: 31 parts leave in January and arrive from 21 January on, 11 in January at 0.1 · 10 = 1 each and 20 in February at
    0.3 · 12 = 3.60: 11 and 72. Sensitivity: the rate of departure would charge 31 in January.
    """
    case = port(tariff("a", 0.1, ends=date(2025, 2, 1)), tariff("a", 0.3, starts=date(2025, 2, 1)), transit_time=20)
    case = case.having(
        demands=asks([0, 31], market="shop", price=30),
        profiles=[{"table": "products", "key": "part", "column": "value", "date": date(2025, 2, 1), "value": 12}],
    ).changing("lanes", ends=date(2025, 2, 1))
    plan = case.over("2 months").plan()

    assert by_month(plan, "money", term="duty") == pytest.approx({1: -11, 2: -72})
    earns(plan, 930 - 83, revenue=930, duty=-83)


def test_what_arrives_after_the_horizon_pays_at_its_end() -> None:
    """Proves: goods that arrive after the end pay then, at the rates of their days, discounted as what they are worth then.

    By hand: 31 parts that are worth 40 at the shop leave in January: 11 arrive in January, 20 after the end, of which 5 (by
    days, until 6 February) at 0.1 and 15 at 0.5 of 10. So 11 are paid in January, 5 · 1 + 15 · 5 = 80 at the end. With 21 %
    a year: in January the middle is 1/24 of a year after the start, the end 1/12.
    Sensitivity: a horizon that forgives duty would earn 80 more.
    """
    case = port(tariff("a", 0.1), tariff("a", 0.5, starts=date(2025, 2, 6)), transit_time=20)
    case = case.having(
        demands=asks([1], market="depot", price=0),
        stocks=[
            {"site": "depot", "product": "part", "initial": 31, "terminal_value": -1},
            {"site": "shop", "product": "part", "terminal_value": 40},
        ],
    ).over("1 months", discount_rate=0.21)
    plan = case.plan()

    middle, end = 1.21 ** (-1 / 24), 1.21 ** (-1 / 12)
    assert money(plan) == pytest.approx({"terminal": 1240, "duty": -91})
    assert total(plan, "money", "discounted", term="duty") == pytest.approx(-11 * middle - 80 * end)


def test_no_duty_within_a_customs_territory() -> None:
    """Proves: duty is owed where goods go from one territory into another, whatever the countries.

    By hand: the depot in Japan and the shop in Peru are in one union: nothing is owed.
    Sensitivity: a comparison of countries would charge 2.
    """
    case = port(tariff("a", 0.2))
    union = [{**site, "customs_territory": "union"} for site in case.tables["sites"]]

    assert owed(case.having(sites=union)) == {}
    assert owed(case.having(sites=[union[0], case.tables["sites"][1]])) == pytest.approx({"a": 2})


def test_groups_of_countries_and_products_stand_for_their_members() -> None:
    """Proves: origin, destination and product may be groups; a row that names the member itself goes before.

    By hand: parts of all of Asia owe 0.2, of Japan itself 0.3; all goods of the kind owe 0.05 under another program.
    Sensitivity: a group that matches nothing.
    """
    case = port(
        tariff("a", 0.2, origin="Asia"),
        tariff("b", 0.05, destination="Andes", product="goods"),
    ).having(
        groups=[
            {"group": "Asia", "member": "Japan"},
            {"group": "Andes", "member": "Peru"},
            {"group": "goods", "member": "part"},
        ]
    )

    assert owed(case) == pytest.approx({"a": 2, "b": 0.5})
    assert owed(case.adding(tariffs=[tariff("a", 0.3, origin="Japan")])) == pytest.approx({"a": 3, "b": 0.5})


def test_duty_follows_the_origin_that_chips_inherit() -> None:
    """Proves: goods owe by their own country of origin, not by that of the site that ships them.

    By hand: chips of 8 go from Chile to Peru, those of wafers from Japan owe 0.5 · 8 = 4, those of Spain nothing. A chip of a
    Japanese wafer costs 2 less wafer cost · 0.5 = 1.50, plus 4; of a Spanish one 2.50: so the 40 Spanish wafers are used, 80
    chips, 40 boxes; the last 5 boxes take 10 Japanese chips: 40 of duty, and still earn.
    Money: 4050 − 40 · 5 − 5 · 3 − 22.5 − 90 − 40 = 3682.50.
    Sensitivity: duty by shipping country would charge nothing, or all.
    """
    plan = chain(tariffs=[tariff("a", 0.5, origin="Japan")]).plan()

    duty = plan.table("money").filter(term="duty")
    assert duty.select("site", "partner", "product").rows() == [("pack", "rack", "chip")]
    earns(plan, 3682.5, revenue=4050, operation=-327.5, duty=-40)


def test_foreign_content_leaves_out_what_was_added_at_home() -> None:
    """Proves: the share of value that a country added to a good and its tracked parts is not taxed by `foreign_content`.

    By hand: a run packs 2 wafers of 3 each into 4 chips of 8 each, worth 32, of which Chile adds 26. Of a Peruvian wafer all
    3 were added in Peru (its process has no inputs), so 6/32 = 0.1875 of the chips is of Peru: they owe 0.8 · 8 · 0.8125 =
    5.20, those of Japanese wafers 0.8 · 8 = 6.40. That saves 2.40 a wafer, which costs 2 more: 20 Peruvian wafers, all that
    can be had, make 40 chips; 50 more are of Japanese ones: 208 + 320 = 528.
    Money: 4050 − 528 − 20 · 5 − 25 · 3 − 22.5 − 90 = 3234.50.
    Sensitivity: content by the origin of the chips alone would tax all of it.
    """
    case = chain(tariffs=[tariff("a", 0.8, product="chip", basis="foreign_content")])
    case = case.changing("sites", 1, country="Peru").changing("operations", 1, maximum=20)
    case = case.changing("recipes", 2, origin_rule="confers")
    plan = case.plan()

    shipped = {
        (country, content): value
        for country, content, value in plan.table("ship")
        .filter(product="chip")
        .select("country_of_origin", "content", "value")
        .iter_rows()
    }
    assert shipped == pytest.approx({("Chile", "Peru 18.7500 %"): 40, ("Chile", ""): 50})
    earns(plan, 3234.5, revenue=4050, operation=-287.5, duty=-528)


def assembly(chip: Row, **assembling: object) -> Case:
    """Return a plant in Mexico that makes boxes of 100 of a chip from Peru each: 10 are sold there, foreign content owes 0.2."""
    return depot(
        "1 months",
        sites=[
            {"site": site, "country": country}
            for site, country in (("fab", "Peru"), ("plant", "Mexico"), ("shop", "Peru"))
        ],
        products=[
            {"product": "chip", "unit": "piece", "track_origin": True, "terminal_value": 0, **chip},
            {"product": "box", "unit": "piece", "track_origin": True, "value": 100, "hs_code": "8471"},
        ],
        recipes=[
            {"process": "etch", "product": "chip", "quantity": 1},
            {"process": "join", "product": "chip", "quantity": -1},
            {"process": "join", "product": "box", "quantity": 1},
        ],
        operations=[{"site": "fab", "process": "etch"}, {"site": "plant", "process": "join", **assembling}],
        lanes=[
            {"origin": one, "destination": other, "mode": "sea"} for one, other in (("fab", "plant"), ("plant", "shop"))
        ],
        demands=asks([10], market="shop", product="box", price=500),
        tariffs=[tariff("a", 0.2, hs_prefix="8471", basis="foreign_content")],
    )


@pytest.mark.parametrize("chip", [{"value": 50}, {"value": 100, "currency": "EUR"}], ids=["own", "other"])
def test_content_counts_values_at_the_rates_of_the_first_day(chip: Row) -> None:
    """Proves: values of parts and goods are in one currency, that of the model, at the rate of the day `start`.

    By hand: a chip of 50, or of 100 euros at 0.5 on 1 January, is half of a box of 100: 0.2 · 100 · 0.5 = 10 a box, 100 for
    10. From 11 January on a euro is 0.9, before 2025 it was 0.3. Sensitivity: values as they stand would owe nothing; the
    average rate of January, 0.77, would owe 46.
    """
    euros = [("2024-01-01", 0.3), ("2025-01-01", 0.5), ("2025-01-11", 0.9)]
    rates = [{"currency": "EUR", "date": day, "value": value} for day, value in euros]

    earns(assembly(chip).having(rates=rates).plan(), 4900, revenue=5000, duty=-100)


def test_parts_lost_to_yield_are_no_content() -> None:
    """Proves: content is by quantities of the recipe: a chip that is scrapped is not in the box.

    By hand: at a yield of 0.5 two chips are taken for each box, one of which is in it: 0.2 · 100 · 0.5 = 10 a box.
    Sensitivity: content by what is consumed would owe nothing.
    """
    plan = assembly({"value": 50}, **{"yield": 0.5}).plan()

    assert total(plan, "make", process="etch") == pytest.approx(20)
    earns(plan, 4900, revenue=5000, duty=-100)
