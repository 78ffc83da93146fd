"""What people do with edits: keep them as a scenario, new or not, or write them into the tables; and with scenarios."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from reshore.api import save_scenario
from reshore.web.scenarios import refuse_taken, removed, renamed, replaced
from reshore.web.served import Here
from reshore.web.shapes.models import (
    KeptScenario,
    NewScenario,
    Renamed,
    Renaming,
    Replaced,
    Replacing,
    Saved,
    Saving,
    Version,
)
from reshore.web.workspace import plain_name

router = APIRouter(prefix="/models/{model}", tags=["tables"])
Asked = Annotated[str, Query(max_length=100, description="The version of the model that was read.")]


@router.post("/scenarios", status_code=201)
def new_scenario(here: Here, model: str, asked: NewScenario) -> KeptScenario:
    """Keep edits as a scenario of a model of the workspace."""
    place = here.workspace.editable(model)
    name = plain_name(asked.name, "a scenario")
    known = here.library.known(place, asked.scenario)
    with here.library.writing:
        refuse_taken(here, place, name)
        before = here.library.version(place)
        save_scenario(place.path, name, asked.description, known, [edit.setting for edit in asked.edits])
        version = here.library.version(place)
    return KeptScenario(scenario=name, description=asked.description, before=before, version=version)


@router.put("/scenarios/{scenario}")
def replace_scenario(here: Here, model: str, scenario: str, asked: Replacing) -> Replaced:
    """Give a scenario of a model of the workspace other edits, if the model is still as it was read.

    Edits that stay keep their text and comments in its file; where they cannot, the file is copied into `.removed` before.
    """
    return replaced(here, here.workspace.editable(model), scenario, asked)


@router.patch("/scenarios/{scenario}")
def rename_scenario(here: Here, model: str, scenario: str, asked: Renaming) -> Renamed:
    """Give a scenario another name; its file stays as it is written. Refused while a job uses it."""
    return renamed(here, here.workspace.editable(model), scenario, asked)


@router.delete("/scenarios/{scenario}")
def remove_scenario(here: Here, model: str, scenario: str, version: Asked) -> Version:
    """Move a scenario aside, into the folder `.removed` of the workspace. Refused while a job uses it."""
    return removed(here, here.workspace.editable(model), scenario, version)


@router.post("/save")
def save_model(here: Here, model: str, asked: Saving) -> Saved:
    """Write edits into the tables of a model of the workspace, if it is still as it was read."""
    return here.library.save(here.workspace.editable(model), asked)
