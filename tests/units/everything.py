"""A model in which every law holds somewhere, every term of money moves, and every number matters."""

from datetime import date

from tests.builders import SETTING, Case, Row


def everything() -> Case:
    """Return a mine, a plant and a town over seven months, with three projects."""
    setting: Row = {**SETTING, "buckets": "2 weeks, 6 months", "discount_rate": 0.1, "terminal_share": 0.4}
    more = {"rules": _rules(), "bases": _bases()}
    return Case(setting, {**_places(), **_flows(), **_projects(), **_policy(), **more})


def _places() -> dict[str, list[Row]]:
    return {
        "sites": [
            {"site": "mine", "country": "Peru"},
            {"site": "plant", "country": "Peru", "floor_area": 50},
            {"site": "town", "country": "Chile"},
        ],
        "products": [
            {"product": "ore", "value": 3, "mass": 2, "holding_rate": 0.2, "shelf_life": 40, "scrap_cost": 1.5}
            | {"track_origin": True},
            {"product": "part", "value": 20, "mass": 5, "holding_rate": 0.3, "scrap_cost": 2.5, "track_origin": True}
            | {"hs_code": "84.13", "control_class": "X"},
            {"product": "new", "value": 25, "mass": 6, "holding_rate": 0.35, "shelf_life": 70, "terminal_value": 11}
            | {"control_class": "Y", "currency": "EUR"},
        ],
        "recipes": [
            {"process": "dig", "product": "ore", "quantity": 2},
            {"process": "make", "product": "ore", "quantity": -3},
            {"process": "make", "product": "part", "quantity": 1.5, "origin_rule": "inherits:ore"},
            {"process": "renew", "product": "ore", "quantity": -4},
            {"process": "renew", "product": "new", "quantity": 1.25},
        ],
        "operations": [
            {"site": "mine", "process": "dig", "unit_cost": 1.1, "yield": 0.9, "cycle_time": 5, "maximum": 900}
            | {"emissions": 4, "currency": "EUR"},
            {
                "site": "plant",
                "process": "make",
                "unit_cost": 2.3,
                "yield": 0.8,
                "minimum": 2,
                "qualification_time": 12,
                "emissions": 7,
            },
            {"site": "plant", "process": "renew", "unit_cost": 3.1, "maximum": 70, "whole_runs": True},
        ],
        "resources": [
            {"site": "plant", "resource": "line", "unit": "hour", "capacity": 30, "fixed_cost": 7},
            {"site": "plant", "resource": "power", "unit": "kWh", "capacity": 100, "fixed_cost": 2, "currency": "EUR"},
        ],
        "uses": [
            {"site": "plant", "process": "make", "resource": "line", "per_run": 1.2},
            {"site": "plant", "process": "make", "resource": "power", "per_run": 2.5},
            {"site": "plant", "process": "renew", "resource": "line", "per_run": 1.7},
        ],
    }


def _flows() -> dict[str, list[Row]]:
    way: Row = {
        "transit_time": 9,
        "cost_per_unit": 0.3,
        "cost_per_mass": 0.05,
        "capacity": 170,
        "emissions_per_mass": 0.2,
    }
    demand: Row = {"market": "town", "date": date(2025, 2, 11), "late_cost": 0.7, "lost_cost": 1.3, "patience": 35}
    return {
        "lanes": [
            {"origin": "mine", "destination": "plant", "mode": "rail", "products": "ore", **way},
            {"origin": "plant", "destination": "town", "mode": "road", "products": "part", **way, "transit_time": 20},
            {
                "origin": "plant",
                "destination": "town",
                "mode": "air",
                "products": "new",
                **way,
                "capacity": 60,
                "currency": "EUR",
            },
        ],
        "stocks": [
            {
                "site": "plant",
                "product": "ore",
                "initial": 9,
                "in_transit": 6,
                "in_transit_time": 40,
                "minimum": 1,
                "maximum": 60,
                "holding_cost": 0.1,
                "terminal_value": 2,
                "origin": "Chile",
                "currency": "EUR",
            },
            {"site": "town", "product": "part", "initial": 4, "in_transit": 8, "in_transit_time": 300}
            | {"minimum": 0.5, "origin": "Peru"},
        ],
        "demands": [
            {"product": "part", "quantity": 80, "spread": 2.5, "price": 45, **demand},
            {"product": "new", "quantity": 30, "spread": 1, "price": 60, "currency": "EUR", **demand},
        ],
        "substitutes": [{"product": "part", "by": "new", "ratio": 0.5, "price_factor": 1.2}],
        "tariffs": _tariffs(),
    }


def _tariffs() -> list[Row]:
    """Return two duties that add up, and two of which one replaces the other."""
    entry: Row = {"destination": "Chile", "starts": date(2024, 6, 1)}
    return [
        {"program": "code", **entry, "product": "part", "rate": 0.1, "per_unit": 1.5, "ends": date(2025, 6, 10)},
        {"program": "levy", **entry, "hs_prefix": "84", "rate": 0.25, "stacks": "max"},
        {"program": "base", **entry, "product": "new", "rate": 0.2, "per_unit": 0.75},
        {
            "program": "pact",
            **entry,
            "product": "new",
            "rate": 0.05,
            "stacks": "replaces:base",
            "starts": date(2025, 4, 1),
        },
        {"program": "home", **entry, "product": "part", "rate": 0.3, "basis": "foreign_content"},
    ]


def _projects() -> dict[str, list[Row]]:
    project: Row = {
        "site": "plant",
        "resource": "line",
        "module": 10,
        "capex": 100,
        "build_time": 0.75,
        "max_modules": 3,
        "max_per_year": 2,
        "floor_area": 8,
        "fixed_cost": 3,
        "life": 5,
    }
    changes = (
        ("operations", "mine/dig", "unit_cost", 1.4),
        ("operations", "mine/dig", "maximum", 800),
        ("uses", "plant/make/line", "per_run", 1.1),
        ("resources", "plant/line", "capacity", 40),
        ("stocks", "plant/ore", "maximum", 55),
        ("sites", "plant", "floor_area", 60),
        ("expansions", "A", "capex", 90),
        ("products", "part", "value", 22),
        ("lanes", "plant/town/air", "capacity", 66),
        ("lanes", "plant/town/air", "emissions_per_mass", 0.5),
        ("operations", "plant/make", "emissions", 6),
    )
    return {
        "ramps": [
            {"ramp": ramp, "age": age, "fraction": fraction}
            for ramp, age, fraction in (
                ("rise", 0, 0.4),
                ("rise", 1.5, 1),
                ("learn", 0, 0.5),
                ("learn", 2, 0.95),
                ("bills", 0, 0.25),
                ("bills", 1, 1),
            )
        ],
        "expansions": [
            {"expansion": "A", **project, "spend_profile": "bills", "ramp": "rise", "whole_modules": True},
            {"expansion": "B", **project, "yield_ramp": "learn", "module": 12, "fixed_cost": 4, "currency": "EUR"},
            {"expansion": "C", **project, "status": "committed", "max_modules": 2, "life": 0.25},
        ],
        "profiles": [
            {"table": table, "key": key, "column": column, "date": date(2025, 3, 20), "value": value}
            for table, key, column, value in changes
        ],
    }


def _rules() -> list[Row]:
    emissions: Row = {"measure": "emissions", "starts": date(2025, 1, 11), "ends": date(2025, 7, 3)}
    digging: Row = {"filters": "process = dig", "window": "total", "of_base": True}
    return [
        {"rule": "clean", **emissions, "sense": "at_most", "value": 400, "per": "month", "penalty": 0.3},
        {"rule": "some", **emissions, "sense": "at_least", "value": 3, **digging},
        {
            "rule": "by air",
            **emissions,
            "sense": "equal",
            "value": 0.4,
            "filters": "mode = air",
            "share_of": "mode = air | road",
            "window": "each year",
            "penalty": 0.2,
        },
    ]


def _bases() -> list[Row]:
    return [{"rule": "some", "date": date(2025, 1, 11), "value": 3}]


def _policy() -> dict[str, list[Row]]:
    control: Row = {"control": "rule", "destination": "Chile", "starts": date(2025, 2, 20)}
    return {
        "controls": [
            {**control, "product": "part", "control_class": "X", "kind": "quota", "limit": 130},
            {**control, "control_class": "Y", "kind": "fee", "fee_rate": 0.15},
            {**control, "control_class": "X", "kind": "ban", "starts": date(2025, 5, 1), "ends": date(2025, 6, 25)},
        ],
        "incentives": [
            {"country": "Peru", "starts": date(2025, 1, 10), "incentive": f"{name} {cap}", "cap": cap, **cells}
            for cap in (40, None)
            for name, cells in (
                ("grant", {"expansion": "B", "kind": "grant", "amount": 70}),
                ("credit", {"kind": "investment_credit", "rate": 0.2}),
                ("parts", {"product": "part", "kind": "production_credit", "per_unit": 0.6, "rate": 0.02}),
                ("news", {"product": "new", "kind": "production_credit", "per_unit": 0.4, "rate": 0.05}),
            )
        ],
        "rates": [
            {"currency": "EUR", "date": date(2025, 1, 1), "value": 1.1},
            {"currency": "EUR", "date": date(2025, 4, 9), "value": 1.2},
        ],
    }
