"""The base plan of rules: what is wrong where there is none."""

# ruff: noqa: E501 (a message stays on one line, so that it can be searched for)

from __future__ import annotations

from pathlib import Path

import pytest
from tests.laws.test_rules import rule, two_countries

import reshore
from reshore.tables import read_model


def test_a_base_that_there_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: a rule with `of_base` without a base, and a base that is no run, are findings.

    By hand: the two texts; there are 0 runs. Sensitivity: a base of nothing, that would stop everything.
    """
    monkeypatch.chdir(tmp_path)
    new = two_countries(**rule("made", "at_most", 0.5, filters="country = Peru", of_base=True))
    found = [
        [str(finding) for finding in reshore.check(case.write(tmp_path / name)) if finding.severity == "error"]
        for name, case in (("none", new), ("lost", new.over("1 months", base="lost-run")))
    ]

    assert found == [
        [
            "E350 error  rules.csv, row 2, column of_base\n  'limit' is a multiple of what the base plan has, but the model names no base. "
            "Give a run as `base` in the settings, or what it has in `bases`."
        ],
        [
            "E351 error  model.toml, column base\n  The base 'lost-run' cannot be read: There is no run 'lost-run' in runs. "
            "`reshore runs` lists those there are. Name another run."
        ],
    ]


def test_a_base_in_a_currency_without_a_rate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: money of a base that cannot be converted is a finding; amounts of goods are in no currency.

    By hand: the text; 10 parts. Sensitivity: 100 euros that are taken for dollars.
    """
    monkeypatch.chdir(tmp_path)
    stored = reshore.save(reshore.plan(two_countries().over("1 months", currency="EUR").write(tmp_path / "base")))
    stored.folder.rename(tmp_path / "before")
    findings = {}
    for measure in ("cost", "made"):
        case = two_countries(**rule(measure, "at_most", 0.5, of_base=True)).over("1 months", base="../before")
        findings[measure] = [
            str(one) for one in reshore.check(case.write(tmp_path / measure)) if one.severity == "error"
        ]

    assert findings == {
        "cost": [
            "E351 error  model.toml, column base\n  The base '../before' cannot be read: it counts money in EUR, for which `rates` has no "
            "rate. Name another run."
        ],
        "made": [],
    }


def test_a_base_that_knows_nothing_of_a_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: a rule of which the base plan has no window, in files or in tables that were never filled in, is an error.

    By hand: the base is of January; rules are for February, for January and February, and for days after the horizon.
    Sensitivity: a rule that is read and limits nothing.
    """
    monkeypatch.chdir(tmp_path)
    stored = reshore.save(reshore.plan(two_countries().write(tmp_path / "base")))
    spans = {"late": ("2025-02-01", None), "both": (None, None), "after": ("2026-01-01", None)}
    rules = [
        {
            "rule": name,
            "measure": "made",
            "sense": "at_most",
            "value": 0.5,
            "of_base": True,
            "starts": low,
            "ends": high,
        }
        for name, (low, high) in spans.items()
    ]
    model = two_countries(rules=rules).over("2 months", base=stored.name).write(tmp_path / "new")
    bare = read_model(model).checked()
    late = (
        "E376 error  rules.csv, row 2, column of_base\n  Nothing is known of what the base plan has for 'late'. "
        "Give it days that the base plan has too, or write what that has in `bases`."
    )
    both = (
        "E376 error  rules.csv, row 3, column of_base\n  Nothing is known of what the base plan has for 'both'. "
        "Give it days that the base plan has too, or write what that has in `bases`."
    )

    assert [str(one) for one in reshore.check(model) if one.severity == "error"] == [late]
    with pytest.raises(reshore.DataError) as raised:
        reshore.plan(bare)
    assert str(raised.value).split("\nE") == [late, both[1:]]
