"""What matters as text: numbers whose rate is not known are told as such."""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from tests.builders import asks, depot, line, plant

from reshore.analysis.matters import matters
from reshore.report.matters import matters_text


def test_numbers_without_a_rate_are_told() -> None:
    """Proves: a number of which a first unit would add something to the model has no derivative, and the text says how many
    there are.

    By hand: goods of a tracked product come from Japan, of which 10 are in stock; of goods from Korea there are none yet, so
    the stock of 0 has no item. Sensitivity: a rate of 0 for it, or silence.
    """
    case = depot(
        sites=[{"site": "depot", "country": "Japan"}, {"site": "shop", "country": "Korea"}],
        products=[{"product": "part", "unit": "piece", "track_origin": "true"}],
        stocks=[
            {"site": "depot", "product": "part", "origin": "Japan", "initial": 10},
            {"site": "shop", "product": "part", "origin": "Korea", "initial": 0},
        ],
        lanes=[{"origin": "depot", "destination": "shop", "mode": "road"}],
        demands=asks([4, 9], market="shop", price=5),
    )
    found = matters(case.plan())
    text = StringIO()
    console = Console(width=200, file=text)
    console.print(matters_text(found))
    nothing = found.numbers.filter(table="stocks", column="initial", value=0.0)

    assert nothing["derivative"].to_list() == [None]
    assert "No such rate is told for 1 of stocks initial" in text.getvalue()


def test_rules_count_in_the_units_of_their_measures() -> None:
    """Proves: the value of a rule counts in the unit of its measure over its unit of time, its price for a unit of the measure.

    By hand: parts count in pieces, capex in USD. Sensitivity: `measure` for all.
    """
    common = {"window": "total", "sense": "at_most"}
    rules = [
        {"rule": "money", "measure": "cost", "value": 9000},
        {"rule": "rate", "measure": "made", "value": 5, "per": "month", "penalty": 3},
        {"rule": "share", "measure": "made", "value": 1, "share_of": "all"},
    ]
    case = plant(demands=asks([4, 9], price=5), rules=[{**common, **rule} for rule in rules], **line(10))
    found = matters(case.plan()).numbers.filter(table="rules").select("key", "column", "unit")

    assert sorted(found.rows()) == [
        ("money", "value", "USD"),
        ("rate", "penalty", "USD/piece"),
        ("rate", "value", "piece/month"),
        ("share", "value", "of the whole"),
    ]
