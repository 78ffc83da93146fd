"""Many cases: every one has an outcome, whatever happens to the others, and workers end with their parent."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from types import MappingProxyType

import pytest
from tests.cases import tasks

from reshore.cases import Outcome, outcomes

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("workers", [1, 3])
def test_every_case_has_an_outcome_whatever_the_number_of_workers(workers: int) -> None:
    """Proves: values and errors come back at their places, and an error stops no other case.

    By hand: half of 8, 14 and 2; 5 has none. Sensitivity: places by order of completion; the first error raised.
    """
    found = {one.place: one for one in outcomes(tasks.half, [8, 5, 14, 2], workers)}

    assert {place: one.value for place, one in found.items()} == {0: 4, 1: None, 2: 7, 3: 1}
    assert str(found[1].error) == "5 is odd"
    assert found[2] == Outcome(2, 7)


def test_mappings_that_cannot_change_go_to_a_worker_and_back() -> None:
    """Proves: tables, which hold such mappings, can be cases. Sensitivity: pickling them as they are, which fails."""
    given = [MappingProxyType({"a": 3}), MappingProxyType({"b": 5})]
    found = {one.place: one.value for one in outcomes(tasks.mirrored, given, 2)}

    assert found == {0: {3: "a"}, 1: {5: "b"}}
    assert isinstance(found[0], MappingProxyType)


def test_a_worker_that_dies_is_the_outcome_of_what_was_not_done() -> None:
    """Proves: a killed worker gives outcomes that say so, not a hang. Sensitivity: waiting for a case that never ends."""
    found = {one.place: one for one in outcomes(tasks.dying, [3, 3], 2)}

    assert found.keys() == {0, 1}
    assert all("killed, or out of memory" in str(one.error) for one in found.values())


def test_no_workers_are_refused() -> None:
    """Proves: nothing is said to be done by nobody. Sensitivity: an empty result."""
    with pytest.raises(ValueError, match="0 workers can do nothing"):
        list(outcomes(tasks.half, [2], 0))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_workers_end_with_a_killed_parent_but_finish_what_they_store(tmp_path: Path) -> None:
    """Proves: SIGKILL of the parent ends its workers at once, though not in the middle of storing.

    By hand: both files of each of two workers, which would then sleep for a minute. Sensitivity: workers that live on for ever;
    or that leave a first file without a second.
    """
    code = (
        "from reshore.cases import outcomes; from tests.cases import tasks\n"
        f"list(outcomes(tasks.storing, [{str(tmp_path / 'a')!r}, {str(tmp_path / 'b')!r}], 2))"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as parent:
        until(lambda: len(list(tmp_path.glob("*.first"))) == 2)
        workers = children(parent.pid)
        parent.send_signal(signal.SIGKILL)

    until(lambda: not any(alive(worker) for worker in workers))
    assert len(workers) >= 2
    assert len(list(tmp_path.glob("*.second"))) == 2


def until(holds: object, seconds: float = 30.0) -> None:
    """Wait until something holds; raises AssertionError where it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.02)


def children(process: int) -> list[int]:
    """Return the processes that a process started."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(one) for one in listed.read_text(encoding="ascii").split()] if listed.exists() else []


def alive(process: int) -> bool:
    """Whether a process is there and is no zombie."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
