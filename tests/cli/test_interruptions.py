"""An interruption or a full disk leaves nothing half-written."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from reshore import api
from reshore.cli.app import app


def failing_after(count: int, error: BaseException) -> Callable[..., None]:
    """Return a stand-in for `write_parquet` that writes `count` files and then raises."""
    write, left = pl.DataFrame.write_parquet, [count]

    def stand_in(frame: pl.DataFrame, file: Path) -> None:
        if not left[0]:
            raise error
        left[0] -= 1
        write(frame, file)

    return stand_in


@pytest.mark.parametrize("written", [0, 5, 14])
@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (KeyboardInterrupt(), (130, "Nothing was stored")),
        (OSError(errno.ENOSPC, "No space left on device"), (1, "No space left on device")),
    ],
)
def test_a_run_is_stored_as_a_whole_or_not_at_all(
    error: BaseException, expected: tuple[int, str], written: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proves: wherever storing stops (in the inputs, in the plan), the folder of runs is as it was.

    By hand: an empty folder. Sensitivity: writing in place; removing only on some errors.
    """
    monkeypatch.setattr(pl.DataFrame, "write_parquet", failing_after(written, error))
    result = CliRunner().invoke(app, ["plan", "first-plan", "--out", str(tmp_path)])
    code, words = expected

    assert result.exit_code == code
    assert words in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_while_storing_waits_until_the_run_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proves: Ctrl-C in the middle of storing leaves a whole run, and the message says where.

    By hand: the signal comes at the third file. Sensitivity: a hidden folder left behind, or a run that is denied.
    """
    write, count = pl.DataFrame.write_parquet, [0]

    def stand_in(frame: pl.DataFrame, file: Path) -> None:
        count[0] += 1
        if count[0] == 3:
            signal.raise_signal(signal.SIGINT)
        write(frame, file)

    monkeypatch.setattr(pl.DataFrame, "write_parquet", stand_in)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        result = CliRunner().invoke(app, ["plan", "first-plan", "--out", str(tmp_path)])
    finally:
        signal.signal(signal.SIGINT, before)
    (folder,) = tmp_path.iterdir()

    assert result.exit_code == 130
    assert f"The run is stored in {folder}" in result.stderr
    assert api.verify_plan(folder.name, tmp_path).ok


@pytest.mark.parametrize("wait", [0.0, 2.0])
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to another process")
def test_an_interrupt_while_solving_ends_at_once(wait: float, tmp_path: Path) -> None:
    """Proves: SIGINT is heard while the solver works: exit 130, no traceback, no run.

    By hand: the signal is sent when the line that announces the solve is read, or in the middle of the solve.
    Sensitivity: a solve that holds the interpreter until it ends, or a half-written folder.
    """
    command = [
        sys.executable,
        "-c",
        "from reshore.cli import main; main()",
        "plan",
        "us-buildout",
        "--out",
        str(tmp_path),
    ]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as process:
        assert process.stderr is not None
        assert any(text.startswith("solving") for text in process.stderr)
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=120)

    assert process.returncode == 130
    assert "Interrupted" in told
    assert "Traceback" not in told
    assert out == ""
    assert list(tmp_path.iterdir()) == []
