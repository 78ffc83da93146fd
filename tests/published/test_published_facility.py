"""Warehouse location as tables, on an instance small enough to solve by hand; the published data are not needed."""

from pathlib import Path

import pytest
from benchmarks.published import find_instances, run_instance
from benchmarks.published.__main__ import main

TINY = """
 2 3
 50 71.
 35 83.
 30
 60. 150.
 40
 140. 120.
 0
 0. 0.
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder with a tiny warehouse instance and a textbook problem that tables cannot say yet."""
    facility, textbook = tmp_path / "data" / "facility", tmp_path / "data" / "textbook"
    facility.mkdir(parents=True)
    textbook.mkdir()
    (facility / "tiny.txt").write_text(TINY)
    (facility / "optimal.csv").write_text("instance,value\ntiny,336.5\ntiny_uncap,271\n")
    (textbook / "optimal.csv").write_text("instance,value\nfood_manufacture_2,100278.7\n")
    return tmp_path / "data"


def test_customers_are_split_where_capacity_binds(data: Path, tmp_path: Path) -> None:
    """Proves: fixed cost is paid once for each open warehouse, and demand may be split.

    Neither warehouse can serve 70 alone. Both open: 71 + 83; customer 1 from W01: 60; customer 2: 35 units from W02 at
    3 each, and the other 5 from W01 at 3.50 each: 105 + 17.5. Together 336.5.
    Sensitivity: whole customers only would cost 71 + 83 + 150 + 140 = 444; opening W01 in parts would save 71 · 15/50.
    """
    outcome = run_instance(find_instances(data)["tiny"], tmp_path / "tables")

    assert outcome.ours == pytest.approx(336.5)
    assert (tmp_path / "tables" / "expansions.csv").exists()


def test_capacity_is_ignored_in_the_uncapacitated_variant(data: Path) -> None:
    """Proves: `_uncap` lets each warehouse serve everybody.

    W01 alone costs 71 + 60 + 140 = 271, W02 alone 83 + 150 + 120 = 353, both 71 + 83 + 60 + 120 = 334.
    """
    assert run_instance(find_instances(data)["tiny_uncap"]).ours == pytest.approx(271.0)


def test_command_prints_each_instance_and_what_is_not_yet(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Proves: the table lists every instance; all that can be planned agree, so the exit code is 0."""
    assert main(["--data", str(data)]) == 0

    out = capsys.readouterr().out
    assert "336.500" in out
    assert "271.000" in out
    assert "not yet" in out
    assert "food_manufacture_2: needs logical rules" in out


def test_command_fails_where_a_plan_misses_the_optimum(data: Path) -> None:
    """Proves: a gap is not only printed: a published 336.4 that no plan reaches gives exit code 1."""
    (data / "facility" / "optimal.csv").write_text("instance,value\ntiny,336.4\n")

    assert main(["--data", str(data), "tiny"]) == 1


def test_command_names_what_there_is_for_an_unknown_instance(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Proves: an unknown name is a usage error that lists the known ones."""
    with pytest.raises(SystemExit) as stop:
        main(["--data", str(data), "cap42"])

    assert stop.value.code == 2
    assert "no instance cap42; there are tiny, tiny_uncap, food_manufacture_2" in capsys.readouterr().err
