"""The tables of a model: what they are, their rows page by page, and what is wrong with them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from reshore.tables.stated import Stated
from reshore.web.found import findings_of
from reshore.web.problems import Problem
from reshore.web.rows import Asked, described, page_of
from reshore.web.served import Here
from reshore.web.shapes.common import Findings
from reshore.web.shapes.models import Added, ChangedRows, Checking, Page, TableOf

router = APIRouter(prefix="/models/{model}", tags=["tables"])
Scenario = Annotated[str | None, Query(description="With the edits of this scenario.", max_length=200)]
Offset = Annotated[int, Query(ge=0, le=2**31)]
Limit = Annotated[int, Query(ge=1, le=1000)]
Text = Annotated[str, Query(max_length=200, description="Rows that have this text in a cell.")]
Column = Annotated[str | None, Query(max_length=100, description="Column by which the rows are put in order.")]


@router.get("/check")
def check_model(
    here: Here,
    model: str,
    scenario: Scenario = None,
    every: Annotated[bool, Query(alias="all", description="Look at each scenario too.")] = False,
) -> Findings:
    """Return what is wrong with a model, with one scenario, or with each of them (`all`)."""
    place = here.workspace.model(model)
    known = here.library.known(place, scenario)
    found = here.library.checked(place) if every and known is None else here.library.reading(place, known).findings
    return findings_of(found, here.library.stated(place))


@router.post("/check")
def check_edits(here: Here, model: str, asked: Checking) -> Findings:
    """Return what is wrong with a model once edits are made; nothing is written."""
    place = here.workspace.model(model)
    known = here.library.known(place, asked.scenario)
    sets = [edit.setting for edit in asked.edits]
    return findings_of(here.library.reading(place, known, sets).findings, here.library.stated(place), asked.edits)


@router.get("/tables")
def list_tables(here: Here, model: str) -> list[TableOf]:
    """List the tables of a model, with the declaration of each column and its header."""
    return [described(table) for table in here.library.stated(here.workspace.model(model)).values()]


@router.get("/tables/{table}")
def table_page(
    here: Here,
    model: str,
    table: str,
    scenario: Scenario = None,
    offset: Offset = 0,
    limit: Limit = 200,
    sort: Column = None,
    descending: bool = False,
    search: Text = "",
    find: Annotated[str | None, Query(max_length=2000, description="Key of a row whose place is asked for.")] = None,
) -> Page:
    """Return some rows of a table, as they are stated."""
    place = here.workspace.model(model)
    stated = _table(here.library.stated(place, here.library.known(place, scenario)), table)
    return page_of(stated, Asked(offset, limit, sort, descending, search), find)


@router.post("/tables/{table}/rows")
def change_rows(here: Here, model: str, table: str, asked: ChangedRows) -> Added:
    """Add rows to a table of a model of the workspace and remove others, if it is still as it was read."""
    place = here.workspace.editable(model)
    _table(here.library.stated(place), table)
    return here.library.change_rows(place, table, asked)


def _table(tables: dict[str, Stated], name: str) -> Stated:
    if name not in tables:
        raise Problem(404, "A model has no such table.", f"The tables are {', '.join(tables)}.")
    return tables[name]
