"""Figures: their numbers are those of the plan, and each can be read by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from tests.builders import asks, line, plant
from tests.report.seen import abroad

import reshore
from reshore import api
from reshore.analysis.stress import Asked
from reshore.report.figures import Figure, Subject, chances, figures_of, gauges, matrix, ramp, resilience
from reshore.report.figures.amounts import amount, chance_told, money, money_scale, unit_scale
from reshore.report.figures.needs import needed
from reshore.report.figures.places import places
from reshore.report.figures.waterfall import _parts
from reshore.simulation.summary import SimulateOptions

FIRST = (
    "chain",
    "output",
    "value-added",
    "ramp-line",
    "build",
    "exposure",
    "bottlenecks",
    "matters",
    "difference-terms",
)


@pytest.fixture(scope="module")
def subject() -> Subject:
    """Return first-plan with all that can be asked about it, compared with at most one module."""
    plan = reshore.plan("first-plan")
    other = reshore.plan("first-plan", sets="expansions:second line:max_modules=1")
    return Subject(
        plan,
        bottlenecks=reshore.bottlenecks(plan),
        matters=reshore.matters(plan),
        comparison=api.compare(other, plan, attribute=False),
    )


@pytest.fixture(scope="module")
def figures(subject: Subject) -> dict[str, Figure]:
    """Return its figures by name."""
    return {figure.name: figure for figure in figures_of(subject)}


@pytest.fixture(scope="module")
def foreign() -> dict[str, Figure]:
    """Return the figures of a model with places and targets."""
    plan = abroad().plan()
    return {figure.name: figure for figure in figures_of(Subject(plan, targets=reshore.targets(plan)))}


@pytest.fixture(scope="module")
def broken() -> Subject:
    """Return a plant that makes a third of what it could, stressed, and simulated with two floods a year."""
    flood = {"hazard": "flood", "scope": "site", "names": "plant", "affects": "capacity", "annual_rate": 2}
    plan = plant(
        "12 months",
        products=[{"product": "part", "unit": "piece", "value": 8}],
        **line(30),
        demands=asks([10] * 12, price=5),
        hazards=[{**flood, "duration": 60, "loss": 1}],
        targets=[{"target": "all", "measure": "delivered", "by": "2026-01-01", "at_least": 120}],
    ).plan()
    asked = Asked(durations=("2w", "1m"), survive=False)
    return Subject(
        plan, stress=reshore.stress(plan, asked), simulation=reshore.simulate(plan, options=SimulateOptions(300))
    )


def series(figure: Figure) -> dict[str, list[Any]]:
    """Return the data of each series by name."""
    return {each["name"]: each["data"] for each in figure.option["series"]}


def leaves(value: object) -> Iterator[object]:
    """Yield every leaf of an option."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else None
    if parts is None:
        yield value
        return
    for each in parts:
        yield from leaves(each)


def test_what_there_is_has_figures(figures: dict[str, Figure], foreign: dict[str, Figure]) -> None:
    """Proves: each kind is drawn where there is something of it, once, and not where there is nothing.

    By hand: first-plan has no targets and no places; the plant abroad builds nothing.
    Sensitivity: a kind that is not registered, or drawn empty.
    """
    assert set(figures) == set(FIRST)
    assert {"targets", "progress", "map", "chain", "output", "exposure", "ramp-line"} <= set(foreign)
    assert "build" not in foreign


def test_every_figure_can_be_read_by_itself(
    figures: dict[str, Figure], foreign: dict[str, Figure], broken: Subject
) -> None:
    """Proves: title, units, source and words for who does not see it; a table; an option that is plain, finite data.

    Sensitivity: a figure without one of them; a function, a numpy number or NaN in an option.
    """
    for figure in [*figures.values(), *foreign.values(), *figures_of(broken)]:
        assert all(text.strip() for text in (figure.title, figure.units, figure.source, figure.alternative)), (
            figure.name
        )
        assert figure.source.startswith("Source: ")
        assert figure.rows
        assert all(len(row) == len(figure.columns) for row in figure.rows), figure.name
        text = json.dumps(figure.option, allow_nan=False)
        assert json.loads(text) == json.loads(json.dumps(figure.option))
        assert "function" not in text
        assert "=>" not in text
        assert all(isinstance(leaf, str | int | float | None) for leaf in leaves(figure.option)), figure.name


def test_ramp_is_the_capacity_and_what_demand_needs(figures: dict[str, Figure]) -> None:
    """Proves: hours of the line, what is used, and four hours for each pump asked for, whenever it is served.

    By hand: 400 hours and 10, 40, 80, 100 % of two modules' 320; 80, 120, 150, 160, 170, 200 pumps.
    Sensitivity: needs of what is served alone would be 576 in March and 760 in June.
    """
    found = series(figures["ramp-line"])

    assert found["works"] == [400, 432, 528, 656, 720, 720]
    assert found["used"] == [400, 432, 528, 656, 720, 720]
    assert found["what all demand needs"] == [320, 480, 600, 640, 680, 800]


def test_needs_go_through_all_tiers(subject: Subject) -> None:
    """Proves: what inputs need of resources counts. Sensitivity: needs of the last tier alone.

    By hand: if casting took 3 hours of a press, each pump, of two castings, would take 6.
    """
    plan = reshore.plan(pressed())
    need = needed(plan).filter(resource="press").sort("period")

    assert need["need"].to_list() == pytest.approx([480, 720, 900, 960, 1020, 1200])
    assert "press" not in needed(subject.plan)["resource"]


def pressed() -> Any:
    """Return the tables of first-plan with a press that castings need."""
    tables = api.load("first-plan")
    rows = {
        "resources": {"site": "foundry", "resource": "press", "unit": "hour", "capacity": 1e6, "fixed_cost": 0.0},
        "uses": {"site": "foundry", "process": "cast", "resource": "press", "per_run": 3.0},
    }
    for name, row in rows.items():
        frame = tables.frame(name)
        more = {column: row.get(column, "" if kind == pl.String else None) for column, kind in frame.schema.items()}
        added = pl.DataFrame([{**more, "_row": 99}], schema=frame.schema)
        tables = tables.with_table(tables[name].with_frame(pl.concat([frame, added])))
    return tables


def test_output_and_value_added_by_country(figures: dict[str, Figure]) -> None:
    """Proves: value by the country that makes it. By hand: 864 pumps at 240 are 207,360.

    The plan casts 1,468 castings at 20, which adds 29,360 in Mexico; 864 x (240 - 2 x 20) = 172,800 in the United States.
    Sensitivity: value added that counted inputs; goods in the country of the market.
    """
    assert series(figures["output"]) == {"United States": [207.4]}
    assert series(figures["value-added"]) == {"United States": [172.8], "Mexico": [29.36]}


def test_chain_is_what_flows(figures: dict[str, Figure]) -> None:
    """Proves: castings go from Mexico into pumps, pumps to the market, at standard value.

    By hand: 864 pumps use 1,728 castings at 20, and are served at 240. The works gets castings from Mexico alone, so that those
    that were there at the start count as from there too.
    Sensitivity: flows in the wrong direction, a loop, or a tier left out.
    """
    links = figures["chain"].option["series"][0]["links"]
    found = {(link["source"], link["target"]): link["value"] for link in links}

    assert found == {
        ("Mexico: foundry, tier 1", "United States: assembly plant, tier 0"): pytest.approx(34.56),
        ("United States: assembly plant, tier 0", "United States: market"): pytest.approx(207.36),
    }


def test_projects_in_time(figures: dict[str, Figure]) -> None:
    """Proves: a bar from the start until it is ready, and on to the end. By hand: 1 January and 15 February 2025.

    Sensitivity: a bar that begins when it is ready; modules that are not told.
    """
    found = series(figures["build"])

    assert figures["build"].rows == (("second line", "works", "line", "2", "2025-01-01", "2025-02-15"),)
    assert found["before"] == [pytest.approx(2025.0, abs=0.01)]
    assert found["being built"][0]["value"] == pytest.approx(45 / 365.25, abs=1e-3)
    assert found["ready"][0]["value"] == pytest.approx((181 - 45) / 365.25, abs=1e-3)
    assert found["ready"][0]["name"] == "second line at works: 2 of line, 2025-01-01 to 2025-02-15"


def test_bottlenecks_are_the_money_of_limits(figures: dict[str, Figure]) -> None:
    """Proves: each cell is what an hour is worth times the hours. By hand: 33.25 x 400 = 13,300 in January, 36 x 720 in June."""
    cells = {tuple(each["value"][:2]): each["value"][2] for each in figures["bottlenecks"].option["series"][0]["data"]}

    assert cells["2025-01", "line at works"] == pytest.approx(13.3)
    assert cells["2025-06", "line at works"] == pytest.approx(25.92)


def test_tornado_is_what_matters(figures: dict[str, Figure], subject: Subject) -> None:
    """Proves: bars are the effects, the largest on top. Sensitivity: ends exchanged, another order."""
    assert subject.matters is not None
    numbers = subject.matters.numbers.head(12)
    found = series(figures["matters"])

    assert found["at the low end"][::-1] == pytest.approx(
        (numbers["effect_low"].fill_null(0.0) / 1e3).to_list(), rel=1e-3
    )
    assert found["at the high end"][::-1] == pytest.approx(
        (numbers["effect_high"].fill_null(0.0) / 1e3).to_list(), rel=1e-3
    )


def test_waterfall_sums_to_the_difference(figures: dict[str, Figure]) -> None:
    """Proves: the steps are the terms and add up. By hand: the second module earns 61,648 - 54,464 = 7,184.

    Sensitivity: a term left out; the sign of the difference.
    """
    rows: dict[str, str] = {row[0]: row[1] for row in figures["difference-terms"].rows}

    assert rows.pop("in all") == "7.184"
    assert sum(float(value.replace(",", "")) for value in rows.values()) == pytest.approx(7.184, abs=0.01)
    assert float(rows["capex"]) == -90.0


@pytest.mark.parametrize(
    ("before", "after", "drawn"),
    [
        (2, 5, (2, 3, 0)),
        (5, 2, (2, 3, 0)),
        (-2, -5, (-2, 0, -3)),
        (-5, -2, (-2, 0, -3)),
        (2, -5, (0, 2, -5)),
        (-5, 2, (0, 2, -5)),
    ],
)
def test_a_step_may_cross_zero(before: float, after: float, drawn: tuple[float, ...]) -> None:
    """Proves: what is transparent ends where the step begins. Sensitivity: a bar of the wrong length where signs change."""
    assert _parts(before, after) == drawn


def test_map_has_flows_by_value_and_year(foreign: dict[str, Figure]) -> None:
    """Proves: 30 parts at 8 go from the plant to the shop, in all years and in 2025; lines are as wide as the largest.

    Sensitivity: units in place of value; the direction; latitude and longitude exchanged.
    """
    option = foreign["map"].option
    assert foreign["map"].rows == (("plant", "shop", "240"),)
    assert option["baseOption"]["timeline"]["data"] == ["all years", "2025"]
    for step in option["options"]:
        drawn = [each for part in step["series"] for each in part["data"]]
        assert [(each["name"], each["coords"]) for each in drawn] == [
            ("plant to shop: $240", [[120.3, 23.1], [282.5, 39.0]])
        ]
        assert drawn[0]["lineStyle"]["width"] == pytest.approx(8.8)


def test_near_sites_are_one_place() -> None:
    """Proves: sites of a country that are close on the map are one place with their number, others are not.

    By hand: on a map from Taiwan to Virginia 4 degrees are close; of Taiwan and China alone a sixth of one is.
    Sensitivity: sites of two countries together; a place that is called after one of its sites; one measure for all maps.
    """
    rows = [
        ("a", "Taiwan", "", 23.0, 120.0),
        ("b", "Taiwan", "", 25.0, 121.5),
        ("c", "China", "", 24.5, 118.1),
        ("d", "Taiwan", "", None, None),
        ("e", "United States", "", 39.0, -77.5),
    ]
    found = located(rows)

    assert dict(found.select("site", "label").iter_rows()) == {
        "a": "Taiwan (2)",
        "b": "Taiwan (2)",
        "c": "c",
        "e": "e",
    }
    assert found["x"].to_list() == pytest.approx([120.75, 120.75, 118.1, -77.5])
    assert located(rows[:3])["label"].to_list() == ["a", "b", "c"]


def test_no_two_places_are_called_alike() -> None:
    """Proves: places of several sites are called after their country where it has one place, after their region, or a site.

    Sensitivity: two places of Germany as one, whose flows would be added up; a map of one country that names it everywhere.
    """
    town = [("a", 48.1, 11.6), ("b", 48.1, 11.6), ("c", 53.5, 10.0), ("d", 53.5, 10.0), ("e", 53.6, 10.0)]
    plain = [(site, "Germany", "", *where) for site, *where in town]
    named = [(site, "Germany", "south" if site in "ab" else "north", *where) for site, *where in town]
    mixed = [(site, "Germany", "state", *where) for site, *where in town]
    two = [*plain[:2], ("x", "Austria", "", 47.1, 15.4)]

    assert located(plain)["label"].unique(maintain_order=True).to_list() == ["a +1", "c +2"]
    assert located(named)["label"].unique(maintain_order=True).to_list() == ["south (2)", "north (3)"]
    assert located(mixed)["label"].unique(maintain_order=True).to_list() == ["state (2)", "state (3)"]
    assert located(mixed[:4])["label"].unique(maintain_order=True).to_list() == ["a +1", "c +1"]
    assert located(two)["label"].to_list() == ["Germany (2)", "Germany (2)", "x"]


def test_a_place_lies_across_the_antimeridian() -> None:
    """Proves: 179.9 east and 179.7 west are 0.4 degrees apart, and their middle is 179.9 west.

    Sensitivity: two places at the ends of the map; one in Africa, at the mean of both numbers.
    """
    found = located(
        [("a", "Fiji", "", -17.0, 179.9), ("b", "Fiji", "", -17.0, -179.7), ("c", "Peru", "", -12.0, -77.0)]
    )

    assert found["count"].to_list() == [2, 2, 1]
    assert found["x"].to_list() == pytest.approx([-179.9, -179.9, -77.0])


def located(rows: list[tuple[str, str, str, float | None, float | None]]) -> pl.DataFrame:
    """Return the places of sites (site, country, region, latitude, longitude)."""
    return places(pl.DataFrame(rows, schema=["site", "named", "region", "latitude", "longitude"], orient="row"))


def test_gauges_are_shares_of_the_goal(foreign: dict[str, Figure]) -> None:
    """Proves: 30 of 60 parts are 50 %, 30 of 24 are 125 %; the most is told where it was asked for.

    By hand: the line has 30 hours, so that no plan makes more than 30.
    Sensitivity: shares of the sum of goals; the scale of 150 % as the value.
    """
    found = foreign["targets"]
    values = [(each["data"][0]["name"], each["data"][0]["value"]) for each in found.option["series"]]

    assert ("sixty", 50.0) in values
    assert ("two dozen", 125.0) in values
    assert ("sixty: the most", 50.0) in values
    assert found.rows[0] == ("sixty", "2025-02-01", "60 piece", "30 piece", "50.0", "30 piece", "")
    assert "reaches 1 of 2 targets" in found.alternative
    assert foreign["progress"].rows == (("2025-02-01", "50.0", "125.0"),)


@pytest.mark.parametrize(("value", "told"), [(4.94e11, "$494 bn"), (-1.5e6, "−$1.50 m"), (950.0, "$950"), (0.0, "$0")])
def test_money_is_told_as_people_do(value: float, told: str) -> None:
    """Proves: billions, millions, a sign before the currency. Sensitivity: 4.94e11."""
    assert money(value, "USD") == told


def test_scales_are_of_the_largest() -> None:
    """Proves: an axis counts in one unit, by the largest amount. Sensitivity: a scale of the first amount; a unit left out."""
    scale = money_scale([5e8, -5e11], "USD")
    assert (scale.words, scale.of(5e8)) == ("$ billions", 0.5)
    assert money_scale([2e7], "CHF").words == "CHF millions"
    assert unit_scale([25_000.0], "wafer").words == "thousands of wafers"
    assert unit_scale([9.0], "rack").words == "racks"
    assert [unit_scale([9.0], unit).words for unit in ("country", "day", "kg/h", "lens")] == [
        "countries",
        "days",
        "kg/h",
        "lens",
    ]
    assert amount(0.152, "1", "USD") == "15.2%"


def test_the_matrix_has_what_each_outage_costs(broken: Subject) -> None:
    """Proves: cells are the profit lost by place and duration; what costs nothing is there as nothing.

    By hand: two weeks leave 30 · 17 / 31 parts of July, enough for 10; a month leaves none, 10 parts at 5.
    Sensitivity: places and durations turned round; a cell that is left out.
    """
    (found,) = matrix.figures(broken)
    cells = {name: value for (name, _, value) in (cell["value"] for cell in found.option["series"][0]["data"])}

    assert cells == {"14 days": 0.0, "31 days": 50.0}
    assert found.rows == (("plant", "0", "50"),)


def test_curves_are_output_beside_the_plan(broken: Subject) -> None:
    """Proves: the worst case of a place, month by month in percent of the plan.

    By hand: nothing in July, all else as planned. Sensitivity: the mildest case; parts instead of shares.
    """
    (found,) = resilience.figures(broken)

    assert series(found) == {"plant, 31 days": [0.0 if month == 7 else 100.0 for month in range(1, 13)]}


def test_the_band_lies_between_the_tenths(broken: Subject) -> None:
    """Proves: the band begins at the tenth and is as high as what lies up to the ninetieth; the line is the plan.

    By hand: 10 parts a month are planned, and no future has more; two floods of 60 days a year hit about a third of all days.
    Sensitivity: a band from nothing, or quantiles of the whole year in each month.
    """
    (found,) = chances.figures(broken)
    assert broken.simulation is not None
    drawn, paths = series(found), broken.simulation.tables["paths"].sort("period")

    assert drawn["planned"] == [10.0] * 12
    assert drawn["P10"] == pytest.approx(paths["p10"].to_list(), abs=1e-3)
    assert drawn["P10 to P90"] == pytest.approx((paths["p90"] - paths["p10"]).to_list(), abs=1e-3)
    assert all(low + high <= 10.0 + 1e-9 for low, high in zip(drawn["P10"], drawn["P10 to P90"], strict=True))
    assert min(drawn["P10"]) < 10.0


def test_the_ramp_has_the_band_of_what_is_used(broken: Subject) -> None:
    """Proves: simulated use is drawn about the planned one, and told; what is planned stays as it is.

    By hand: each part takes one of 30, so that use is what is made: 10 a month, and nothing while a flood lasts.
    Sensitivity: a band of what there is, not of what is used; quantiles of the whole year.
    """
    (found,) = ramp.figures(broken)
    assert broken.simulation is not None
    drawn, used = series(found), broken.simulation.tables["capacity"].sort("period")

    assert drawn["used"] == [10.0] * 12
    assert used["planned"].to_list() == pytest.approx([10.0] * 12)
    assert drawn["used, P10"] == pytest.approx(used["p10"].to_list(), abs=1e-3)
    assert drawn["used in 8 of 10 futures"] == pytest.approx((used["p90"] - used["p10"]).to_list(), abs=1e-2)
    assert min(drawn["used, P10"]) < 5.0
    assert (
        max(high + low for high, low in zip(drawn["used in 8 of 10 futures"], drawn["used, P10"], strict=True)) > 10.0
    )
    assert "300 simulated futures" in found.alternative


def test_capacity_that_nothing_uses_has_no_band() -> None:
    """Proves: a resource that no operation uses is drawn, without a band. Sensitivity: a use that is not known as a number."""
    resources = [{"site": "plant", "resource": name, "unit": "hour", "capacity": 30} for name in ("line", "spare")]
    case = plant("3 months", demands=asks([10] * 3, price=5), **line(30)).having(resources=resources)
    plan = case.plan()
    simulation = reshore.simulate(plan, options=SimulateOptions(5))
    found = {figure.name: figure for figure in ramp.figures(Subject(plan, simulation=simulation))}

    assert "used in 8 of 10 futures" in series(found["ramp-line"])
    assert series(found["ramp-spare"])["plant"] == [30.0] * 3
    assert "used in 8 of 10 futures" not in series(found["ramp-spare"])
    assert found["ramp-line"].alternative.endswith("In every period 9 of 10 of 5 simulated futures use no less.")


def test_gauges_tell_the_probability_that_was_simulated(broken: Subject) -> None:
    """Proves: the chance of a target is that of the simulation. Sensitivity: the chance of another target, or none."""
    (found,) = gauges.figures(broken)
    assert broken.simulation is not None
    chance = broken.simulation.tables["targets"]["probability"][0]

    assert 0.0 < chance < 1.0
    assert found.rows[0][-1] == chance_told(chance)


def test_what_was_not_asked_is_not_drawn(subject: Subject) -> None:
    """Proves: without stress and simulation there is none of their figures."""
    assert not [*matrix.figures(subject), *resilience.figures(subject), *chances.figures(subject)]


@pytest.mark.parametrize(
    ("value", "told"),
    [(1.217e11, "122"), (4.512e10, "45.1"), (-6.558e9, "−6.56"), (1.04e7, "0.01"), (6.8e6, "<0.01"), (0.0, "0")],
)
def test_cells_have_few_digits(value: float, told: str) -> None:
    """Proves: what is read at a glance has three digits at most, and no more than two decimals. Sensitivity: 0.000681."""
    assert money_scale([1.2e11], "USD").short(value) == told


@pytest.mark.parametrize(
    ("probability", "told"), [(0.0, "0 %"), (0.005, "<1 %"), (0.776, "78 %"), (0.995, ">99 %"), (1.0, "100 %")]
)
def test_only_what_is_certain_is_told_as_such(probability: float, told: str) -> None:
    """Proves: 0 and 100 % are told of what happened in no replication, and in all. Sensitivity: 100 % of 9,990 in 10,000."""
    assert chance_told(probability) == told
