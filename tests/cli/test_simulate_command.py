"""`simulate`: text and JSON, its options, and what it says where it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.test_commands import run
from tests.simulate.test_kept import model

from reshore import api
from reshore.simulation import compiled

KEYS = {
    "replications",
    "seed",
    "seconds",
    "targets",
    "kpis",
    "paths",
    "service",
    "hazards",
    "shares",
    "money",
    "uncarried",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one stored run."""
    folder = tmp_path_factory.mktemp("runs")
    api.save(model().plan(), folder)
    return folder


def test_json_has_the_keys_of_the_interface(workspace: Path) -> None:
    """Proves: the keys that the interface promises, and a number in each."""
    result = run("simulate", "latest", "--replications", 50, "--ranges", "--runs", workspace, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)

    assert set(found) >= KEYS
    assert (found["replications"], found["seed"]) == (50, 1)
    assert {"target", "probability", "low", "high"} <= set(found["targets"][0])
    assert {"measure", "p10", "p50", "p90"} <= set(found["kpis"][0])
    assert all(row["low"] <= row["probability"] <= row["high"] for row in found["targets"])
    assert "50 of 50 done" in result.stderr


def test_text_names_hazards_and_targets(workspace: Path) -> None:
    """Proves: the text has each hazard, each target and the tail; chosen hazards alone, or none."""
    text = run("simulate", "latest", "--replications", 40, "--hazards", "flood", "--runs", workspace).stdout
    none = run("simulate", "latest", "--replications", 40, "--hazards", "none", "--runs", workspace).stdout

    assert all(word in text for word in ("flood", "most", "Profit in the worst 5% of replications", "40 replications"))
    assert "strike" not in text
    assert "flood" not in none


def test_what_cannot_be_simulated(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: an unknown hazard, no run and a missing numba end with 2 and say what to do."""
    unknown = run("simulate", "latest", "--hazards", "flod", "--runs", workspace)
    missing = run("simulate", "nothing", "--runs", workspace)
    monkeypatch.setattr(compiled, "find_spec", lambda _: None)
    without = run("simulate", "latest", "--seed", 9, "--runs", workspace)

    assert (unknown.exit_code, missing.exit_code, without.exit_code) == (2, 2, 2)
    assert "There is no hazard 'flod'. Did you mean 'flood'?" in unknown.stderr
    assert "There is no run 'nothing'" in missing.stderr
    assert 'Get it with `pip install "reshore[simulate]"`.' in without.stderr
