"""Scenarios of a model: listed, kept, changed, renamed and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import polars as pl

from reshore.api.models import load, refuse_packaged
from reshore.api.reading import settings_of
from reshore.examples import locate
from reshore.tables import (
    Rescripted,
    given_edits,
    joined_edits,
    kept_script,
    refuse_existing,
    remove_script,
    rename_script,
    rescript,
    scenario_file,
    write_scenario,
)
from reshore.tables import list_scenarios as scenarios_of


def list_scenarios(model: str | Path) -> pl.DataFrame:
    """Return the scenarios of a model: scenario, description."""
    found = scenarios_of(locate(model))
    return pl.DataFrame(
        {"scenario": list(found), "description": list(found.values())},
        schema={"scenario": pl.String, "description": pl.String},
    )


def save_scenario(
    model: str | Path, name: str, description: str = "", scenario: str | None = None, sets: Sequence[str] = ()
) -> Path:
    """Write settings as a scenario of a model, after the edits of the scenario that they are made on, and return the file.

    Raises as `scenario_path` does, and DataError where the model has errors with them.
    """
    file = scenario_path(model, name)
    edits = given_edits(locate(model), scenario, settings_of(sets), load(model, scenario, sets))
    return write_scenario(file, description, edits)


def scenario_path(model: str | Path, name: str) -> Path:
    """Return where a new scenario of a model is written.

    Raises PermissionError for a packaged example, FileExistsError where there is such a scenario, ValueError where the name is
    no plain name, FileNotFoundError where there is no such model.
    """
    home = locate(model)
    refuse_packaged(model, home)
    file = scenario_file(home, name)
    refuse_existing(file)
    if name in scenarios_of(home):
        raise FileExistsError(f"{model} has a scenario '{name}' already. Give the scenario another name.")
    return file


def replace_scenario(  # noqa: PLR0913
    model: str | Path,
    name: str,
    sets: Sequence[str] = (),
    *,
    scenario: str | None = None,
    description: str | None = None,
    kept: Path | None = None,
    dry: bool = False,
) -> Rescripted:
    """Give a scenario other edits, and return what changes: those of `scenario`, which may be itself, and then settings.

    Made on itself, its edits stay, with their text and comments. Where its text cannot stay, it is copied to the file `kept`
    before, if one is given. Nothing is written if `dry`. Raises PermissionError for a packaged example, DataError where there is
    no such scenario or the model has errors with it, NotWritten where a workbook would lose something.
    """
    home = locate(model)
    refuse_packaged(model, home)
    tables = load(model, scenario, sets)
    if scenario == name:
        edits = joined_edits(home, name, given_edits(home, None, settings_of(sets), tables))
    else:
        edits = given_edits(home, scenario, settings_of(sets), tables)
    found = rescript(home, name, edits, description, dry=True)
    if not dry:
        with nullcontext() if kept is None or found.kept else kept_script(home, name, kept):
            rescript(home, name, edits, description)
    return found


def rename_scenario(model: str | Path, name: str, new: str) -> None:
    """Give a scenario of a model another name; its file stays as it is written.

    Raises PermissionError for a packaged example, FileExistsError where there is a scenario `new`, ValueError where that is no
    plain name, and otherwise as `replace_scenario` does.
    """
    home = locate(model)
    refuse_packaged(model, home)
    rename_script(home, name, new)


def remove_scenario(model: str | Path, name: str, kept: Path) -> None:
    """Take a scenario away from a model and keep it in a file.

    Raises FileExistsError where there is such a file, and otherwise as `rename_scenario` does.
    """
    home = locate(model)
    refuse_packaged(model, home)
    remove_script(home, name, kept)
