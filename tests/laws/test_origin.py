"""Origin: goods keep the country in which they were made, or that of the input from which they inherit it."""

import pytest
from tests.builders import Case, Row, asks, by_month, earns, plant, total

CHAIN = ("wafer", "chip", "box")


def entry(process: str, product: str, quantity: float, rule: str | None = None) -> Row:
    """Return a row of a recipe."""
    return {"process": process, "product": product, "quantity": quantity, "origin_rule": rule}


def chain(**tables: list[Row]) -> Case:
    """Return fabs in Japan and Spain, a packager in Chile whose chips keep the wafer's origin, a plant in Peru, a market.

    Wafers cost 3 in Japan and 5 in Spain, where 40 can be made; packing and boxing cost 1 and 2. Boxes originate in Peru.
    """
    rows: dict[str, list[Row]] = {
        "sites": [
            {"site": site, "country": country}
            for site, country in (
                ("east", "Japan"),
                ("west", "Spain"),
                ("pack", "Chile"),
                ("rack", "Peru"),
                ("shop", "Canada"),
            )
        ],
        "products": [
            {"product": name, "value": value, "track_origin": True}
            for name, value in zip(CHAIN, (3, 8, 20), strict=True)
        ],
        "recipes": [
            entry("etch", "wafer", 1),
            entry("pack", "wafer", -2),
            entry("pack", "chip", 4, "inherits:wafer"),
            entry("join", "chip", -2),
            entry("join", "box", 1, "confers"),
        ],
        "operations": [
            {"site": "east", "process": "etch", "unit_cost": 3, "maximum": 30},
            {"site": "west", "process": "etch", "unit_cost": 5, "maximum": 40},
            {"site": "pack", "process": "pack", "unit_cost": 1},
            {"site": "rack", "process": "join", "unit_cost": 2},
        ],
        "lanes": [
            {"origin": origin, "destination": destination, "mode": "sea"}
            for origin, destination in (("east", "pack"), ("west", "pack"), ("pack", "rack"), ("rack", "shop"))
        ],
        "demands": list(asks([45], market="shop", product="box", price=90)),
    }
    return plant("1 months").having(**{**rows, **tables})


def test_origin_is_inherited_conferred_and_mixed() -> None:
    """Proves: wafers originate where they are made, chips where their wafer does, boxes where they are joined of any chips.

    By hand: 45 boxes take 90 chips, 45 wafers: 30 of Japan at 3, 15 of Spain at 5. Two wafers are four chips: 60 chips of
    Japan and 30 of Spain reach Peru, are taken into the mix there, and leave as 45 boxes of Peru.
    Money: 45 · 90 − 30 · 3 − 15 · 5 − 22.5 · 1 − 45 · 2 = 3772.50.
    Sensitivity: chips that originate where they are packed would be of Chile.
    """
    plan = chain().plan()

    shipped = {
        (product, country): value
        for product, country, value in plan.table("ship")
        .filter(destination="rack")
        .select("product", "country_of_origin", "value")
        .iter_rows()
    }
    assert shipped == pytest.approx({("chip", "Japan"): 60, ("chip", "Spain"): 30})
    assert total(plan, "take", site="rack", country_of_origin="Japan") == pytest.approx(60)
    assert total(plan, "take", site="rack", country_of_origin="Spain") == pytest.approx(30)
    assert plan.table("ship").filter(product="box")["country_of_origin"].to_list() == ["Peru"]
    runs = dict(plan.table("make").filter(process="pack").select("parts", "value").iter_rows())
    assert runs == pytest.approx({"wafer: Japan": 15, "wafer: Spain": 7.5})
    made = dict(plan.measure("made").group_by("product").agg("value").rows())
    assert {name: sum(values) for name, values in made.items()} == pytest.approx({"wafer": 45, "chip": 90, "box": 45})
    earns(plan, 3772.5, revenue=4050, operation=-277.5)


def test_stock_of_all_origins_shares_a_limit_and_demand_takes_any() -> None:
    """Proves: minimum and maximum of a place hold for the sum of the origins there; demand is served by any of them.

    By hand: the shop holds 7 wafers of Japan at the start; at the end of a month at least 5 and at most 9 stay. 12 are asked for
    in February, so that 12 + 5 = 17 are needed: 10 come from Spain, which makes 8 a month, at 1 each. In January there is room
    for 2 of them, the other 8 come in February. Money: 12 · 4 − 10 = 38.
    Sensitivity: limits by origin would allow 9 of each.
    """
    case = chain(
        operations=[{"site": "west", "process": "etch", "maximum": 8}],
        lanes=[{"origin": "west", "destination": "shop", "mode": "sea", "cost_per_unit": 1}],
        stocks=[{"site": "shop", "product": "wafer", "initial": 7, "origin": "Japan", "minimum": 5, "maximum": 9}],
        demands=list(asks([0, 12], market="shop", product="wafer", price=4)),
    ).over("2 months")
    plan = case.plan()

    assert by_month(plan, "stock", site="shop") == pytest.approx({1: 9, 2: 5})
    assert by_month(plan, "ship") == pytest.approx({1: 2, 2: 8})
    assert total(plan, "take", site="shop") == pytest.approx(12)
    earns(plan, 38, revenue=48, transport=-10)


def test_tracking_alone_changes_no_optimum() -> None:
    """Proves: where no law asks for the origin, tracking it leaves the objective as it was.

    By hand: 3772.50 as above. Sensitivity: an origin that cannot be used, or goods made twice.
    """
    untracked = chain(products=[{"product": name} for name in CHAIN])

    assert untracked.plan().objective == pytest.approx(3772.5)
