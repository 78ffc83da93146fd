"""Output against the targets that count it: a line at what a target takes a year."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import Case
from tests.report.seen import abroad

from reshore.report.figures import Figure, Subject, output
from reshore.report.figures.aims import aims_of


def aimed(**target: object) -> Case:
    """Return a plant in Taiwan that makes 30 parts worth 8 in January, with one target."""
    given: dict[str, Any] = {"target": "goal", "measure": "gross_value", "by": "2025-02-01", "at_least": 310, **target}
    return abroad().having(targets=[given])


def found(**target: object) -> Figure:
    """Return the figure of output."""
    figures = {each.name: each for each in output.figures(Subject(aimed(**target).plan()))}
    return figures["output"]


@pytest.mark.parametrize(
    ("target", "yearly"),
    [
        ({}, 310 * 365.25 / 31),
        ({"filters": "country = Taiwan; product = part"}, 310 * 365.25 / 31),
        ({"starts": "2025-01-11"}, 310 * 365.25 / 21),
        ({"per": "month"}, 310 * 12),
        ({"per": "year"}, 310),
    ],
    ids=["all", "a country", "from a day", "a month", "a year"],
)
def test_a_target_is_a_line_at_what_it_takes_a_year(target: dict[str, object], yearly: float) -> None:
    """Proves: an amount is spread over its days, a rate is made one of a year; words say which target and where.

    By hand: 310 in the 31 days of January are 10 a day. Sensitivity: the whole amount as that of each year.
    """
    figure = found(**target)
    line = figure.option["series"][-1]

    assert [each["yAxis"] for each in line["markLine"]["data"]] == [pytest.approx(yearly, rel=1e-3)]
    assert line["name"].startswith("goal: ")
    assert line["name"].endswith(f" a year in {'Taiwan' if 'filters' in target else 'all countries'}")
    assert line["name"] in figure.option["legend"]["data"]
    assert "Target goal: $310" in figure.alternative
    assert "broken lines are what targets take a year" in figure.units
    assert figure.option["yAxis"]["max"] == pytest.approx(1.1 * yearly, rel=1e-3)


def test_a_country_without_output_has_its_line_all_the_same() -> None:
    """Proves: a goal of which nothing is reached is there. Sensitivity: targets that are shown only where they are met."""
    case = aimed(filters="country = United States").adding(
        sites=[{"site": "mill", "country": "United States"}],
        recipes=[{"process": "mill", "product": "part", "quantity": 1}],
        operations=[{"site": "mill", "process": "mill", "unit_cost": 99}],
    )
    figure, _ = output.figures(Subject(case.plan()))

    assert figure.option["series"][-1]["name"] == "goal: 3,652 a year in United States"


@pytest.mark.parametrize(
    "target",
    [
        {"measure": "made", "at_least": 3},
        {"filters": "site = plant"},
        {"at_least": 0.5, "share_of": "all"},
        {"at_least": 0},
        {"measure": "value_added"},
    ],
    ids=["units", "a site", "a share", "nothing", "another measure"],
)
def test_what_counts_otherwise_has_no_line(target: dict[str, object]) -> None:
    """Proves: no line where the bars do not count what the target counts. Sensitivity: 3 parts drawn as 3 dollars."""
    assert not [each for each in found(**target).option["series"] if "markLine" in each]


def test_a_target_that_counts_part_of_a_bar_has_no_line() -> None:
    """Proves: a target for one of two products of a country is not drawn, one for both is.

    Sensitivity: bars that reach the line by what the target does not count.
    """
    both = {
        "products": [{"product": "gadget", "unit": "piece", "value": 5}],
        "recipes": [{"process": "form", "product": "gadget", "quantity": 1}],
        "operations": [{"site": "plant", "process": "form", "unit_cost": 0}],
        "demands": [{"market": "shop", "product": "gadget", "date": "2025-01-01", "quantity": 4, "price": 9}],
    }
    names = []
    for filters in ("product = part", "product = part | gadget"):
        subject = Subject(aimed(filters=filters).adding(**both).plan())
        rows = subject.plan.measure("gross_value")
        names.append([aim.target.name for aim in aims_of(subject, "gross_value", rows)])

    assert names == [[], ["goal"]]
