"""`reshore report`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from reshore.cli.commands.show import RUN_HELP
from reshore.cli.output import Exit, Json, Workspace, emit, fail, guarded, progress


@guarded
def report(
    run: Annotated[
        list[str] | None,
        typer.Argument(metavar="RUN...", help=f"{RUN_HELP} Of two, the second is compared with the first."),
    ] = None,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="HTML file to write.")] = "report.html",
    pdf: Annotated[bool, typer.Option("--pdf", help="Print a PDF beside it, by a Chromium.")] = False,
    analyses: Annotated[
        str,
        typer.Option(
            help="Questions to ask for it, separated by commas: bottlenecks, targets, matters, edits (of two runs), stress, "
            "simulate; or all."
        ),
    ] = "",
    workers: Annotated[
        int, typer.Option(min=0, help="Processes for stress and simulate; 0 is one for each processor.")
    ] = 0,
    runs: Workspace = "runs",
    json: Json = False,
) -> None:
    """Write a report of a run, or of one run against another, as one HTML file that opens anywhere, without a network.

    Example: `reshore report latest --analyses bottlenecks,targets -o report.html`
    """
    from reshore.api import write_report
    from reshore.cases import CaseOptions

    chosen, asked = run or ["latest"], [name.strip() for name in analyses.split(",") if name.strip()]
    if len(chosen) > 2:
        raise fail(Exit.USAGE, f"Give one run, or two that are compared, not {len(chosen)}.", json)
    if Path(output).is_dir():
        raise fail(
            Exit.USAGE,
            f"{output} is a folder: name the file to write in it, such as {Path(output) / 'report.html'}.",
            json,
        )
    files = [Path(output), *([Path(output).with_suffix(".pdf")] if pdf else [])]
    with progress() as tell:

        def told(done: int, count: int, name: str) -> None:
            tell(f"{done} of {count} done{f' ({name})' if name else ''}" if count else name)

        written = write_report(chosen, files, runs, asked, CaseOptions(workers or os.cpu_count() or 1, tell=told))
    emit(
        json,
        lambda: {"files": [{"file": str(file), "bytes": file.stat().st_size} for file in written]},
        lambda: f"Wrote {' and '.join(map(str, written))}.",
    )
