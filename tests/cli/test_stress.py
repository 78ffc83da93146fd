"""`stress` on the command line: text, JSON, workers, what is kept, and what is told where it cannot answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analysis.stress.made import FEBRUARY, daily
from tests.cli.test_commands import answer, run

from reshore import api

KEYS = {
    "scope",
    "name",
    "start",
    "duration",
    "profit_lost",
    "revenue_lost",
    "targets_lost",
    "time_to_survive",
    "exposure",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one stored run."""
    folder = tmp_path_factory.mktemp("runs")
    api.save(daily().plan(), folder)
    return folder


def test_stress_as_json_has_the_keys_of_the_interface(workspace: Path) -> None:
    """Proves: a mapping with seconds and cases, each with its keys, null for what has no end.

    By hand: see the tests by hand: 14 days of February lose 24 and 6 parts; the market is none. Sensitivity: keys renamed.
    """
    found = answer("stress", "latest", "--starts", FEBRUARY, "--durations", "14d", "--workers", 1, "--runs", workspace)
    (case,) = found["cases"]

    assert {"seconds", "cases"} <= set(found)
    assert set(case) >= KEYS
    assert (case["scope"], case["name"], case["start"], case["duration"]) == ("site", "plant", FEBRUARY, 14.0)
    assert (case["profit_lost"], case["revenue_lost"]) == pytest.approx((24, 30))
    assert (case["exposure"], case["time_to_survive"]) == pytest.approx((1, 8), abs=1e-4)
    assert case["units_lost"][0]["lost"] == pytest.approx(6)
    assert len(case["path"]) == 4


def test_results_do_not_depend_on_workers_and_are_kept(workspace: Path) -> None:
    """Proves: two workers find what one does, to the last digit, and a second test reads what the first kept.

    Sensitivity: results that are solved again differ in `seconds` alone; a file that is damaged must be done again.
    """
    words = ("stress", "latest", "--scope", "country", "--durations", "14d,1m", "--runs", workspace)
    one = answer(*words, "--workers", 1, "--fresh")["cases"]
    two = answer(*words, "--workers", 2, "--fresh")["cases"]
    (damaged, *_) = (workspace / "stress").glob("*.json")
    damaged.write_text("[", encoding="utf-8")
    again = answer(*words, "--workers", 1)["cases"]

    assert one == two == again


def test_stress_as_text(workspace: Path) -> None:
    """Proves: the worst first, with what is lost and how long it holds out. Sensitivity: cases without loss shown."""
    words = ("stress", "latest", "--starts", FEBRUARY, "--durations", "2d,14d", "--workers", 1, "--runs", workspace)
    text = " ".join(run(*words).stdout.split())

    assert "2 cases by site, from 2025-02-01 on, 100% lost; 1 of them cost nothing" in text
    assert "plant 2025-02-01 14 24 30 1.000 █▆██ 8.0 d 7 d" in text
    assert "the end of the horizon" not in text


def test_what_lasts_longer_than_the_horizon_is_said(workspace: Path) -> None:
    """Proves: of two outages the year goes beyond May, and counts until then. Sensitivity: silence."""
    words = ("stress", "latest", "--starts", FEBRUARY, "--durations", "1y,14d", "--workers", 1, "--runs", workspace)
    text = " ".join(run(*words).stdout.split())

    assert "Of 1 case only what is before 2025-05-01, the end of the horizon, counts." in text


def test_a_model_is_planned_first(tmp_path: Path) -> None:
    """Proves: a model in place of a run is planned, stored and stressed."""
    model = daily().write(tmp_path / "model")
    found = answer("stress", model, "--durations", "14d", "--workers", 1, "--runs", tmp_path / "runs")

    assert len(found["cases"]) == 1
    assert found["run"].startswith("model-")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--name", "plamt"), "There is no site 'plamt'. Did you mean 'plant'?"),
        (("--durations", "2 moons"), "'2 moons' is no duration."),
        (("--starts", "2031-01-01"), "2031-01-01 is outside the horizon, from 2025-01-01 to 2025-04-30."),
        (("--scope", "lane", "--affects", "supply"), "an event in a lane cannot affect 'supply'."),
    ],
)
def test_what_cannot_be_asked_is_a_usage_error(workspace: Path, words: tuple[str, ...], told: str) -> None:
    """Proves: exit code 2 and a message that names the remedy."""
    result = run("stress", "latest", *words, "--runs", workspace)

    assert result.exit_code == 2
    assert told in " ".join(result.stderr.replace("│", " ").split())


def test_neither_run_nor_model_is_a_usage_error(tmp_path: Path) -> None:
    """Proves: the message is about runs where nothing is called so."""
    result = run("stress", "rocket", "--runs", tmp_path)

    assert result.exit_code == 2
    assert "There is no run 'rocket'" in result.stderr
