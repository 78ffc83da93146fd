"""The process of a job as the server sees it: started, listened to, ended with all that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from reshore.web.jobs.spec import SPEC, Line, Spec

LOG: Final = "log.txt"
GRACE: Final = 3.0
"""Seconds that a process has to finish what it stores, once it is to end."""
STEP: Final = 0.05


class Worker:
    """A process that does one job, in a group of its own. It ends when the server does: its standard input closes then."""

    def __init__(self, spec: Spec, folder: Path) -> None:
        (folder / SPEC).write_text(spec.model_dump_json(), encoding="utf-8")
        command = [sys.executable, "-P", "-m", "reshore.web.jobs.worker", str(folder)]
        with (folder / LOG).open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=spec.workspace,
                start_new_session=os.name == "posix",
            )

    @property
    def group(self) -> int:
        """The number of its group of processes."""
        return self._process.pid

    def lines(self) -> Iterator[Line]:
        """Yield what it tells, until it has ended."""
        assert self._process.stdout is not None  # noqa: S101
        for text in self._process.stdout:
            with suppress(ValidationError):
                yield Line.model_validate_json(text)

    def end(self) -> None:
        """End it and whatever it started, within seconds; what is being stored is finished if that is soon."""
        assert self._process.stdin is not None  # noqa: S101
        self._signal(signal.SIGTERM)
        with suppress(OSError):
            self._process.stdin.close()
        until = time.monotonic() + GRACE
        while not self._over() and time.monotonic() < until:
            time.sleep(STEP)
        time.sleep(STEP)
        self.reap()

    def reap(self) -> None:
        """Wait for its end, and end what it left."""
        if os.name == "posix":
            self._signal(signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()

    def wait(self) -> None:
        """Wait until it has ended by itself."""
        while not self._over():
            time.sleep(STEP)

    def _over(self) -> bool:
        """Whether it has ended; its number is still its own, so that its group can be ended."""
        if not hasattr(os, "waitid"):
            return self._process.poll() is not None
        with suppress(ChildProcessError):
            return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None
        return True

    def _signal(self, number: int) -> None:
        if os.name == "posix" and self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)
