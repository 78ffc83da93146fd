"""The process of one job: does it, tells on its standard output how far it is, and ends when its standard input does.

    python -m reshore.web.jobs.worker FOLDER

The job is in `spec.json` of the folder; what came of it goes into `result.json` there.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Final, TextIO

from reshore.cases.pool import end_when_stored
from reshore.pipeline import NoPlan, VerificationFailed
from reshore.report import conflict_text
from reshore.runs import within
from reshore.solve import SolverError
from reshore.tables.aside import aside
from reshore.web.drawn import told
from reshore.web.jobs import kinds
from reshore.web.jobs.spec import SPEC, Line, Made, Spec
from reshore.web.jobs.store import ANSWER
from reshore.web.problems import Problem, problem_of
from reshore.web.shapes.common import Error
from reshore.web.shapes.jobs import Answer, Progress, Result

EVERY: Final = 0.1
"""Seconds between two lines of progress."""


class Telling:
    """Tells the server how far the job is: not every step, but always the first of a stage and the last."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._began, self._last = out, time.monotonic(), 0.0
        self._stage = ""
        self._lock = threading.Lock()

    def progress(self, done: int, count: int, text: str) -> None:
        """Tell progress."""
        now, stage = time.monotonic(), text.partition(":")[0]
        if now - self._last < EVERY and stage == self._stage and done < count:
            return
        self._last, self._stage = now, stage
        seconds = round(now - self._began, 1)
        self.line(Line(progress=Progress(done=done, count=count, text=text, seconds=seconds)))

    def line(self, line: Line) -> None:
        """Tell a line."""
        with self._lock:
            self._out.write(line.model_dump_json() + "\n")
            self._out.flush()


def main(folder: Path) -> int:
    """Do the job of a folder."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=end_when_stored, daemon=True).start())
    threading.Thread(target=_follow, daemon=True).start()
    telling = Telling(out)
    spec = Spec.model_validate_json((folder / SPEC).read_bytes())
    with within(Path(spec.workspace)):
        try:
            made = kinds.do(spec, folder, telling.progress)
        except Exception as error:
            telling.line(_failed(error, folder))
            return 1
    telling.line(Line(result=_kept(made, folder)))
    return 0


def _follow() -> None:
    """Wait for the server to let go, and end."""
    while os.read(0, 1024):
        pass
    end_when_stored()


def _kept(made: Made, folder: Path) -> Result:
    answer = Answer(figures=made.figures, sections=made.sections, words=made.words)
    with aside(folder / ANSWER) as path:
        path.write_text(answer.model_dump_json(), encoding="utf-8")
    shown = bool(made.sections or made.words)
    return Result(run=made.run, runs=made.runs, figures=bool(made.figures), sections=shown, file=made.file)


def _failed(error: Exception, folder: Path) -> Line:
    """Return what is told of an error; the log of the job has all of one that may be ours."""
    if isinstance(error, NoPlan):
        result = None
        if error.conflict is not None:
            sections, words = told(conflict_text(error.conflict))
            result = _kept(Made(sections=sections, words=words), folder)
        return Line(error=_error(str(error)), result=result)
    if isinstance(error, VerificationFailed):
        message = f"The plan does not hold when recomputed:\n{error}"
        return Line(error=_error(message))
    if isinstance(error, SolverError):
        return Line(error=_error(f"The solver failed: {error}"))
    known = problem_of(error)
    if known is None and isinstance(error, ValueError | KeyError):
        sys.excepthook(type(error), error, error.__traceback__)
        message = str(error.args[0]) if error.args else str(error)
        return Line(error=_error(message, "The log of the job says more."))
    if known is None:
        sys.excepthook(type(error), error, error.__traceback__)
        message, remedy = "Something went wrong on the server.", "The log of the job says what; please report it."
        return Line(error=_error(message, remedy))
    return Line(error=Error.model_validate(known.body()["error"]))


def _error(message: str, remedy: str | None = None) -> Error:
    return Error.model_validate(Problem(0, message, remedy).body()["error"])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
