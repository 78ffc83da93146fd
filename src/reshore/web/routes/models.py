"""Models: which there are, new ones, and those that are not wanted any more."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile

from reshore.web.catalog import entry_of, opened
from reshore.web.made import make_model, take_instead, take_upload
from reshore.web.served import Here
from reshore.web.shapes.models import Entry, NewModel, Opened
from reshore.web.used import free

router = APIRouter(prefix="/models", tags=["models"])
Replace = Annotated[
    str | None,
    Form(
        max_length=100,
        description="The version of the model of that name that is replaced; the name is free, if not given.",
    ),
]


@router.get("")
def list_models(here: Here) -> list[Entry]:
    """List the models: those of the workspace, then the packaged examples."""
    return [entry_of(here.library, place) for place in here.workspace.models().values()]


@router.post("", status_code=201)
def new_model(here: Here, asked: NewModel) -> Entry:
    """Make a model: a blank one, or a copy of another."""
    return entry_of(here.library, make_model(here.workspace, asked))


@router.post("/upload", status_code=201)
def upload_model(
    here: Here, name: Annotated[str, Form()], file: Annotated[UploadFile, File()], replace: Replace = None
) -> Entry:
    """Take a workbook (.xlsx), or the files of a model in a .zip, as a model; needs the header `X-Reshore: 1`.

    A model that it takes the place of is moved aside, into the folder `.removed`. Refused while a job uses that one.
    """
    if replace is None:
        return entry_of(here.library, take_upload(here.workspace, name, file.file))
    place = here.workspace.editable(name)
    return entry_of(here.library, take_instead(here.workspace, place, file.file, free(here, place, replace)))


@router.get("/{model}")
def open_model(here: Here, model: str) -> Opened:
    """Return a model with its version."""
    return opened(here.library, here.workspace.model(model))


@router.delete("/{model}", status_code=204)
def remove_model(here: Here, model: str) -> None:
    """Move a model of the workspace aside, into its folder `.removed`. Refused while a job uses it."""
    place = here.workspace.editable(model)
    with free(here, place):
        here.workspace.remove(place)
