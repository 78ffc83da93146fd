"""`bottlenecks` and `why`: text and JSON, their options, and what they say where they cannot answer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.builders import Case, asks, line, plant
from tests.cli.test_commands import answer, run

from reshore import api

PARTS = ("short", "reasons", "limits", "price", "instead")


def full_line() -> Case:
    """Return a plant that makes 25 of 32 parts wanted in January, all of February's 10, and no others."""
    costs = [{"site": "plant", "process": "make", "unit_cost": 3}]
    return plant("2 months", **line(50, 2), operations=costs, demands=asks([32, 10], price=20))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one stored run."""
    folder = tmp_path_factory.mktemp("runs")
    api.save(full_line().plan(), folder)
    return folder


def listed(*words: object) -> list[dict[str, Any]]:
    """Return what a command prints with --json, a list."""
    result = run(*words, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


def test_bottlenecks_as_json_is_a_list_by_period(workspace: Path) -> None:
    """Proves: the keys of the interface, and a number or null in each.

    By hand: one more hour in January makes half a part more, which brings 17: 8.5, until 14 hours make the 7 that are lost;
    down to 0 the same. February's line is not full. Sensitivity: rows in total, infinite numbers.
    """
    rows = listed("bottlenecks", "latest", "--runs", workspace)

    assert {"law", "entity", "period", "value", "unit", "low", "high"} <= set(rows[0])
    row = next(row for row in rows if row["law"] == "capacity")
    assert (row["entity"], row["period"], row["unit"]) == ("line at plant", "2025-01-01", "USD/hour")
    assert (row["value"], row["low"], row["high"]) == pytest.approx((8.5, 0, 64), abs=1e-5)
    assert len([row for row in rows if row["law"] == "capacity"]) == 1


def test_bottlenecks_by_year_and_in_total(workspace: Path) -> None:
    """Proves: `--by` chooses the rows, as JSON and as text.

    By hand: the line binds in one month of one year. Sensitivity: the same table for all.
    """
    year = listed("bottlenecks", "latest", "--by", "year", "--runs", workspace)
    total = listed("bottlenecks", "latest", "--by", "total", "--runs", workspace)

    assert [row["year"] for row in year if row["law"] == "capacity"] == ["2025"]
    assert next(row for row in total if row["law"] == "capacity")["gain"] == pytest.approx(0.5 * 8.5)
    for by, word in (("period", "2025-01-01"), ("year", "2025"), ("total", "What limits supply")):
        assert word in run("bottlenecks", "latest", "--by", by, "--runs", workspace).stdout


def test_bottlenecks_raises_no_limit_where_none_is_wanted(workspace: Path) -> None:
    """Proves: `--top 0` solves nothing again, and `--limit` shows so many rows.

    By hand: there is one limit of supply and one of demand. Sensitivity: 0 taken for the default.
    """
    total = listed("bottlenecks", "latest", "--by", "total", "--top", 0, "--runs", workspace)
    text = run("bottlenecks", "latest", "--by", "period", "--limit", 1, "--runs", workspace).stdout

    assert {row["gain"] for row in total} == {None}
    assert f"... and {len(listed('bottlenecks', 'latest', '--runs', workspace)) - 1} rows more" in text


def test_why_as_text_and_as_json(workspace: Path) -> None:
    """Proves: the parts of the answer. By hand: 7 of 32 cannot be made. Sensitivity: a part left out, no unit."""
    found = answer("why", "latest", "part@plant", "--runs", workspace)
    text = run("why", "latest", "--runs", workspace).stdout

    assert set(found) == {"run", "currency", *PARTS}
    assert [(row["reason"], row["unit"]) for row in found["reasons"]] == [("impossible", "piece")]
    assert found["reasons"][0]["quantity"] == pytest.approx(7)
    assert "part@plant: 7 piece never served" in text
    assert "line at plant, 2025-01-01: one more hour/month serves 0.5 piece more" in text


def test_an_unknown_subject_is_a_usage_error_with_the_nearest_name(workspace: Path) -> None:
    """Proves: a typing error ends with exit code 2. By hand: the words. Sensitivity: a traceback, a quoted message."""
    result = run("why", "latest", "prat@plant", "--runs", workspace)

    assert result.exit_code == 2
    assert "Did you mean 'part@plant'" in result.stderr
    assert answer("why", "latest", "prat@plant", "--runs", workspace, code=2)["error"] in result.stderr


def test_matters_as_json_and_as_text(workspace: Path) -> None:
    """Proves: the keys of the interface, in the order of effects; `--limit` counts rows of the text alone.

    By hand: 1 % more output of a run is 25 · 20 + 10 · 3 hundredths: 5.3. Sensitivity: the derivative
    as the effect, a row without its source.
    """
    numbers = listed("matters", "latest", "--runs", workspace)
    text = run("matters", "latest", "--limit", 3, "--runs", workspace).stdout

    keys = {"table", "key", "column", "value", "low", "high", "derivative", "effect", "source"}
    assert keys <= set(numbers[0])
    effects = [abs(number["effect"]) for number in numbers]
    assert effects == sorted(effects, reverse=True)
    first = next(number for number in numbers if number["table"] == "recipes")
    assert (first["derivative"], first["low"], first["high"]) == pytest.approx((530, 0.9, 1.1))
    assert "recipes: make/part quantity" in text
    assert "5.3" in text
    assert "rows more" in text


def test_matters_of_one_table_or_of_given_ranges(tmp_path: Path) -> None:
    """Proves: `--table` and `--given` narrow it. By hand: one number has a range. Sensitivity: an option that does nothing."""
    ranged = {"table": "operations", "key": "plant/make", "column": "unit_cost", "low": 2, "high": 5}
    api.save(full_line().adding(ranges=[ranged]).plan(), tmp_path)

    given = listed("matters", "latest", "--given", "--runs", tmp_path)
    prices = listed("matters", "latest", "--table", "demands", "--top", 0, "--runs", tmp_path)

    assert [(row["table"], row["column"], row["range"]) for row in given] == [("operations", "unit_cost", "given")]
    assert (given[0]["effect_low"], given[0]["effect_high"]) == pytest.approx((35, -70))
    assert {row["table"] for row in prices} == {"demands"}
    assert {row["derivative_up"] for row in prices} == {None}


def test_matters_of_nothing_known_is_a_usage_error(workspace: Path) -> None:
    """Proves: an unknown table, with the nearest name, and an unknown objective end with exit code 2. By hand: the words.

    Sensitivity: an empty answer.
    """
    table = run("matters", "latest", "--table", "operation", "--runs", workspace)
    of = run("matters", "latest", "--of", "rockets", "--runs", workspace)

    assert (table.exit_code, of.exit_code) == (2, 2)
    assert "There is no table 'operation' with numbers. Did you mean 'operations'?" in table.stderr
    assert "'rockets' is nothing that can be asked about. Ask about profit." in of.stderr


def test_nothing_matters_where_nothing_is_earned(tmp_path: Path) -> None:
    """Proves: a model whose numbers change nothing says so. By hand: nobody pays for anything. Sensitivity: a table of zeros."""
    api.save(plant("1 months", demands=asks([5])).plan(), tmp_path)

    assert "No number changes what the plan earns." in run("matters", "latest", "--runs", tmp_path).stdout


@pytest.mark.parametrize("command", ["bottlenecks", "matters", "why"])
def test_a_run_that_cannot_be_solved_on_from_is_to_be_planned_again(
    command: str, workspace: Path, tmp_path: Path
) -> None:
    """Proves: an unknown run, and one without its state, are usage errors that say what to do.

    By hand: the words. Sensitivity: the same said as a failure of the solver.
    """
    copy = tmp_path / "runs"
    shutil.copytree(workspace, copy)
    shutil.rmtree(next(copy.glob("*/state")))

    result = run(command, "latest", "--runs", copy)
    unknown = run(command, "nothing", "--runs", copy)

    assert (result.exit_code, unknown.exit_code) == (2, 2)
    assert "plan the model again" in result.stderr
    assert "solver failed" not in result.stderr
    assert "nothing" in unknown.stderr
