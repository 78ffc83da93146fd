"""What people do with edits: keep them as a scenario, or write them into the tables."""

from __future__ import annotations

from fastapi import APIRouter

from reshore.api import save_scenario
from reshore.web.served import Here
from reshore.web.shapes.models import NewScenario, Saved, Saving, Scenario
from reshore.web.workspace import plain_name

router = APIRouter(prefix="/models/{model}", tags=["tables"])


@router.post("/scenarios", status_code=201)
def new_scenario(here: Here, model: str, asked: NewScenario) -> Scenario:
    """Keep edits as a scenario of a model of the workspace."""
    place = here.workspace.editable(model)
    name = plain_name(asked.name, "a scenario")
    known = here.library.known(place, asked.scenario)
    with here.library.writing:
        save_scenario(place.path, name, asked.description, known, [edit.setting for edit in asked.edits])
    return Scenario(scenario=name, description=asked.description)


@router.post("/save")
def save_model(here: Here, model: str, asked: Saving) -> Saved:
    """Write edits into the tables of a model of the workspace, if it is still as it was read."""
    return here.library.save(here.workspace.editable(model), asked)
