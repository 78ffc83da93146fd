"""Stored runs: which there are, their figures and tables, and the files to hand on."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from reshore.api import export, export_inputs, write_report
from reshore.report.page import page_policy
from reshore.web.drawn import shaped
from reshore.web.planrows import plan_page
from reshore.web.problems import Problem
from reshore.web.routes.tables import Column, Limit, Offset, Text
from reshore.web.rows import Asked
from reshore.web.served import Here
from reshore.web.shapes.common import Figure
from reshore.web.shapes.runs import PlanPage, Run, RunOf

router = APIRouter(prefix="/runs", tags=["runs"])
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: Final = {".xlsx": XLSX, ".pdf": "application/pdf", ".html": "text/html; charset=utf-8"}


@router.get("")
def list_runs(here: Here) -> list[Run]:
    """List the runs, newest first."""
    return here.plans.listed()


@router.get("/{run}")
def open_run(here: Here, run: str) -> RunOf:
    """Return a run with its key figures."""
    return here.plans.opened(here.workspace.run(run))


@router.get("/{run}/figures")
def run_figures(here: Here, run: str) -> list[Figure]:
    """Return the figures of a run."""
    return shaped(here.plans.figures(here.workspace.run(run)))


@router.get("/{run}/tables/{table}")
def run_table(
    here: Here,
    run: str,
    table: str,
    offset: Offset = 0,
    limit: Limit = 200,
    sort: Column = None,
    descending: bool = False,
    search: Text = "",
) -> PlanPage:
    """Return some rows of a table of the plan."""
    tables = here.plans.subject(here.workspace.run(run)).plan.tables
    if table not in tables:
        raise Problem(404, "A run has no such table.", f"The tables are {', '.join(tables)}.")
    return plan_page(table, tables[table], Asked(offset, limit, sort, descending, search))


@router.get("/{run}/report.html", response_class=Response)
def report_page(here: Here, run: str) -> Response:
    """Return the report of a run as one page, with a policy of its own."""
    answer = _written(here, run, "report.html")
    answer.headers["content-security-policy"] = f"{page_policy()}; frame-ancestors 'none'"
    return answer


@router.get("/{run}/report.pdf", response_class=Response)
def report_pdf(here: Here, run: str) -> Response:
    """Return the report of a run as PDF, where a Chromium is found to print it."""
    return _written(here, run, "report.pdf")


@router.get("/{run}/results.xlsx", response_class=Response)
def results(here: Here, run: str) -> Response:
    """Return the results of a run as a workbook."""
    return _written(here, run, "results.xlsx")


@router.get("/{run}/inputs.xlsx", response_class=Response)
def inputs(here: Here, run: str) -> Response:
    """Return the inputs of a run as a workbook, to change and plan again."""
    return _written(here, run, "inputs.xlsx")


def _written(here: Here, run: str, name: str) -> Response:
    """Return a file that is made of a run; what was made last is kept."""
    stored = here.workspace.run(run)

    def make() -> bytes:
        with TemporaryDirectory() as folder:
            file = Path(folder) / name
            if name == "results.xlsx":
                export(stored.name, file, here.workspace.runs)
            elif name == "inputs.xlsx":
                export_inputs(stored.name, file, here.workspace.runs)
            else:
                write_report(stored.name, file, here.workspace.runs)
            return file.read_bytes()

    content = here.plans.answers.get((name, run, here.plans.stamp(stored)), make)
    return download(content, f"{run}-{name}" if not name.endswith(".html") else "")


def download(content: bytes, name: str, kind: str = ".html") -> Response:
    """Return a file as an answer: saved under a name, or shown where it has none."""
    kind = Path(name).suffix if name else kind
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-._") else "-" for letter in name)
    headers = {"content-disposition": f'attachment; filename="{plain}"'} if name else {}
    return Response(content, media_type=KINDS[kind], headers=headers)
