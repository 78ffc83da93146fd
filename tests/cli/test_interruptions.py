"""An interruption or a full disk leaves nothing half-written."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

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


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to another process")
def test_an_interrupt_while_solving_ends_at_once(tmp_path: Path) -> None:
    """Proves: SIGINT is heard while the solver works: exit 130, no traceback, no run.

    By hand: the signal is sent when the line that announces the solve is read.
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
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=120)

    assert process.returncode == 130
    assert "Interrupted" in told
    assert "Traceback" not in told
    assert out == ""
    assert list(tmp_path.iterdir()) == []
