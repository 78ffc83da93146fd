"""What every command shares: results on stdout, progress and errors on stderr, exit codes."""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec

import typer

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from reshore.tables import Finding

Parameters = ParamSpec("Parameters")
EVERY = 5.0
"""Seconds between two lines of progress of the same stage, where they are no terminal's."""
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Model = Annotated[
    str, typer.Argument(help="Name of an example, a folder of CSV or Parquet files, or an .xlsx workbook.")
]
Scenario = Annotated[str | None, typer.Option("--scenario", "-s", help="Scenario of the model to apply.")]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="TABLE:KEY:COLUMN=VALUE", help="Change one value; key parts are joined by `/`. Repeat."
    ),
]
Workspace = Annotated[str, typer.Option("--runs", metavar="DIR", help="Folder of stored runs.")]


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    FINDINGS = 3
    INFEASIBLE = 4
    LIMIT = 5
    UNVERIFIED = 6
    INTERRUPTED = 130


def emit(as_json: bool, value: Callable[[], Any], shown: Callable[[], RenderableType]) -> None:
    """Print a result on stdout: as JSON, or as text."""
    if as_json:
        sys.stdout.write(json.dumps(value(), indent=2, default=str, allow_nan=False) + "\n")
        return
    text = shown()
    if isinstance(text, str):
        sys.stdout.write(text.rstrip() + "\n")
        return
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, emoji=False, width=160)
    console.print(text)


def rows(table: pl.DataFrame) -> list[dict[str, Any]]:
    """Return a table as a list of mappings for JSON; infinite and undefined numbers become null."""
    import polars as pl
    import polars.selectors as cs

    clean = table.with_columns(pl.when(cs.float().is_finite()).then(cs.float()).name.keep())
    return clean.to_dicts()


def fail(code: Exit, message: str, as_json: bool = False, detail: Mapping[str, Any] | None = None) -> typer.Exit:
    """Print an error on stderr (and, with `--json`, its details on stdout) and return the exit to raise."""
    if as_json:
        sys.stdout.write(
            json.dumps({"error": message, **(detail or {})}, indent=2, default=str, allow_nan=False) + "\n"
        )
    sys.stderr.write(message.rstrip() + "\n")
    return typer.Exit(int(code))


def findings_text(findings: Sequence[Finding]) -> str:
    """Return findings as text, errors first, with their count."""
    from reshore.tables.findings import LATER, holds_back

    order = {"error": 0, "warning": 1, "info": 2}
    lines = [str(finding) for finding in sorted(findings, key=lambda finding: order[finding.severity])]
    counts = [(name, sum(finding.severity == name for finding in findings)) for name in order]
    total = ", ".join(
        f"{count} {name}{'s' if count != 1 and name != 'info' else ''}" for name, count in counts if count
    )
    more = [f"{LATER}: check again then."] if holds_back(findings) else []
    return "\n".join([*lines, total or "No findings.", *more])


@contextmanager
def progress(quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Tell progress on stderr: a spinner with the time it takes on a terminal, else a line for each stage."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if quiet:
        yield lambda _: None
    elif not console.is_terminal:
        yield _Lines().tell
    else:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("", total=None)
            yield lambda text: bar.reset(task, description=text)


@contextmanager
def counted(what: str) -> Iterator[Callable[[int, int, str], None]]:
    """Tell on stderr how many cases are done: a bar on a terminal, else a line for each."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, count, name: print(  # noqa: T201
            f"{what}: {done} of {count} done{f' ({name})' if name else ''} ...", file=sys.stderr
        )
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, count, name: bar.update(
            task, completed=done, total=count, description=f"{what}, last {name}" if name else what
        )


class _Lines:
    """Progress as lines: each stage once, and of counts within a stage (after a colon) one every few seconds."""

    def __init__(self) -> None:
        self._stage, self._told = "", 0.0

    def tell(self, text: str) -> None:
        """Tell a line of progress."""
        stage, now = text.partition(":")[0], time.monotonic()
        if stage != self._stage or now - self._told > EVERY:
            self._stage, self._told = stage, now
            sys.stderr.write(f"{text} ...\n")


def guarded(command: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """Turn the errors that users can mend into messages and exit codes; every command is wrapped in it."""

    @functools.wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        as_json = bool(kwargs.get("json", False))
        try:
            command(*args, **kwargs)
        except KeyboardInterrupt as error:
            raise fail(Exit.INTERRUPTED, str(error) or "Interrupted. Nothing was stored.", as_json) from None
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            raise _known(error, as_json) from error

    return run


def _known(error: Exception, as_json: bool) -> Exception:
    """Return the exit for an error that users can mend, the error itself for any other."""
    from reshore.cli.failures import exit_of

    known = exit_of(error)
    return error if known is None else fail(*known[:2], as_json, known[2])
