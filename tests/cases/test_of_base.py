"""Rules on what a base plan has, wherever a model is planned: in a sweep, and in what lies between two plans compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

import pytest
from tests.builders import Case, Row, asks, line, plant
from tests.cases.made import Edit, folder

import reshore
from reshore import CaseOptions, Comparison

DEAR: Edit = {"table": "demands", "where": {"market": "plant"}, "column": "price", "op": "*", "value": 2}
MORE: Edit = {"table": "demands", "where": {"market": "plant"}, "column": "price", "op": "*", "value": 1.5}
HALF: Row = {"rule": "half", "measure": "made", "window": "total", "sense": "at_most", "value": 0.5, "of_base": True}
FREE: Edit = {"table": "rules", "where": {"rule": "half"}, "column": "value", "op": "=", "value": 1}
EARLY: Edit = {"table": "rules", "where": {"rule": "half"}, "column": "ends", "op": "=", "value": "2025-02-01"}


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Return a plant that may make half of the 30 parts that its base makes, at a price of 5; it earns 75."""
    monkeypatch.chdir(tmp_path)
    case = plant("3 months", demands=asks([10, 10, 10], price=5), **line(10))
    stored = reshore.save(reshore.plan(case.write(tmp_path / "base")))
    return case.having(rules=[HALF]).over("3 months", base=stored.name)


def told(found: Comparison) -> list[tuple[int, int, float, float]]:
    assert found.attribution is not None
    names = ("first", "last", "contribution", "objective")
    return [(one, other, round(by, 6), round(to, 6)) for one, other, by, to in found.attribution.table[names].rows()]


def compared(model: Case, a: Sequence[Edit], b: Sequence[Edit]) -> Comparison:
    path = folder(Path(mkdtemp(dir=".")) / "model", {"a": a, "b": b}, model)
    plans = [reshore.plan(path, name) for name in ("a", "b")]
    return reshore.compare(plans[0], plans[1], how=CaseOptions(workers=1))


def test_a_sweep_keeps_to_what_the_base_has(model: Case) -> None:
    """Proves: each scenario of a sweep has the limits of its base, as its plan has.

    By hand: 15 parts at 5, and at 10. Sensitivity: tables that are read without the base sell 30: 150 and 300.
    """
    found = reshore.sweep(folder(Path("model"), {"dear": [DEAR]}, model), how=CaseOptions(workers=1))

    assert found.table["objective"].to_list() == pytest.approx([75, 150])


def test_what_lies_between_two_plans_keeps_to_what_the_base_has(model: Case) -> None:
    """Proves: models between two plans have the limits of the base, with rules as they are there.

    By hand: 15 parts at 10, 15, from 5: 75, 150, 225. Undone: the way back. With all of the base allowed (30) after the price
    has doubled: 75, 150, 300. Sensitivity: between them no limit: +225 and −75.
    """
    assert told(compared(model, [], [DEAR, MORE])) == [(1, 1, 75, 150), (2, 2, 75, 225)]
    assert told(compared(model, [DEAR, MORE], [])) == [(1, 1, -75, 150), (2, 2, -75, 75)]
    assert told(compared(model, [], [DEAR, FREE])) == [(1, 1, 75, 150), (2, 2, 150, 300)]


def test_another_window_is_known_from_the_plan_that_has_it(model: Case) -> None:
    """Proves: what the base has in one window of a rule is not taken for another, and where it is not known, steps go together.

    By hand: of January alone half of 10 is 5, with 20 of the other months 25 parts; at 10 each 250, 15 at 10 before. With the
    rule back to the days until March (never planned) in between, the two steps go together.
    Sensitivity: 15 for January alone allows all 30, so does no limit.
    """
    march: Edit = {**EARLY, "value": "2025-03-01"}
    assert told(compared(model, [], [DEAR, EARLY])) == [(1, 1, 75, 150), (2, 2, 100, 250)]
    assert told(compared(model, [], [march, EARLY, DEAR])) == [(1, 2, 50, 125), (3, 3, 125, 250)]


def test_another_base_of_the_same_name_is_another_table(model: Case) -> None:
    """Proves: where the base has changed between two plans, the way is by tables, rules with what the base has for them.

    By hand: half of 30, then of 10 a base that made 10: 75 and 25. Sensitivity: a difference that nothing explains.
    """
    path = folder(Path("model"), {}, model.over("3 months", base="latest"))
    first = reshore.plan(path)
    reshore.save(reshore.plan(plant("3 months", demands=asks([10], price=5), **line(10)).write(Path("less"))))
    found = reshore.compare(first, reshore.plan(path), how=CaseOptions(workers=1))

    assert told(found) == [(1, 1, -50, 25)]
    assert found.attribution is not None
    assert found.attribution.why == "what the base plan has differs"
    assert found.attribution.table["text"][0] == "rules (0 cells or rows), bases (1 cell or row)"
