"""The network of a model, before anything is planned, and the model as a workbook."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from reshore.web.network import network_of, workbook_of
from reshore.web.routes.runs import download
from reshore.web.routes.tables import Scenario
from reshore.web.served import Here
from reshore.web.shapes.models import NetworkOf

router = APIRouter(prefix="/models/{model}", tags=["models"])


@router.get("/network")
def model_network(
    here: Here, model: str, scenario: Scenario = None, product: str | None = None, site: str | None = None
) -> NetworkOf:
    """Return the map and the chain of a model, and where products come from: all of it, or of one product or site."""
    place = here.workspace.model(model)
    return network_of(here.library, place, here.library.known(place, scenario), (product, site))


@router.get("/inputs.xlsx", response_class=Response)
def model_workbook(here: Here, model: str, scenario: Scenario = None) -> Response:
    """Return a model as a workbook to edit: with all its scenarios, or with the edits of one made."""
    place = here.workspace.model(model)
    known = here.library.known(place, scenario)
    name = f"{place.name}-{known}.xlsx" if known else f"{place.name}.xlsx"
    return download(workbook_of(here.library, place, known), name)
