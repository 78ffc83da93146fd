"""Models: examples, new ones, what is wrong with them, what they become."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from reshore.api.reading import base_findings, reading_of, settings_of
from reshore.examples import TEMPLATE, example_folder, example_lines, example_names, locate, packaged
from reshore.examples.blank import write_blank
from reshore.model import build_program
from reshore.network import build_network
from reshore.pipeline.goals import in_order
from reshore.schema.goals import money_alone
from reshore.solve import SolveOptions
from reshore.solve import write_mps as write_program
from reshore.tables import (
    FORMATS,
    Finding,
    Findings,
    Format,
    Tables,
    check_model,
    convert,
    resolve,
    write_edits,
    write_rows_of,
    write_template,
)


def list_examples() -> pl.DataFrame:
    """Return the packaged examples: example, description."""
    lines = example_lines()
    return pl.DataFrame({"example": list(lines), "description": list(lines.values())})


def new(folder: str | Path, example: str | Path | None = None, format: Format = "csv") -> Path:  # noqa: A002
    """Write a model to edit, as csv, parquet or xlsx, and return its folder.

    It has the tables and scenarios of `example`: an example's name, a folder or a workbook. Without one it is blank, with
    every table; as xlsx it is a workbook to fill in, with a small model to replace. Raises FileExistsError where the folder
    exists and is not empty, FileNotFoundError where there is no such model, DataError where it has errors, WorkbookLimit where
    it is too large for a workbook, ValueError for another format.
    """
    if format not in FORMATS:
        raise ValueError(f"'{format}' is no format. Choose {', '.join(FORMATS)}.")
    target = Path(folder)
    source = locate(example) if example else None
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FileExistsError(f"{target} is not empty. Give a new folder, so that nothing is overwritten.")
    if source is None and format == "xlsx":
        write_template(TEMPLATE, target)
    elif source is None:
        target.mkdir(parents=True, exist_ok=True)
        write_blank(target, format)
    elif format == "csv" and str(example) in example_names() and source == example_folder(str(example)):
        _copy(source, target)
    else:
        convert(source, target, format)
    return target


def _copy(source: Path, target: Path) -> None:
    """Copy the files of an example, with what it says about itself."""
    for path in sorted(source.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def check(model: str | Path, scenario: str | None = None, sets: Sequence[str] = ()) -> list[Finding]:
    """Return every finding about a model: an example's name, a folder or a workbook; with one scenario, or with each of its own.

    Raises FileNotFoundError where there is none.
    """
    if scenario is None:
        found = list(check_model(locate(model), settings_of(sets)))
        return Findings(found + [one for one in base_findings(model, sets) if one not in found])
    return Findings(reading_of(model, scenario, sets).findings)


def load(model: str | Path, scenario: str | None = None, sets: Sequence[str] = ()) -> Tables:
    """Return the tables of a model with a scenario's edits and settings (`TABLE:KEY:COLUMN=VALUE`) made.

    Raises DataError with all findings where there are errors, FileNotFoundError where there is no such model.
    """
    return reading_of(model, scenario, sets).checked()


def save_edits(model: str | Path, sets: Sequence[str]) -> Path:
    """Write settings (`TABLE:KEY:COLUMN=VALUE`) into the tables of a model, a folder or a workbook, and return it.

    Raises PermissionError for a packaged example, and otherwise as `reshore.tables.write_edits` does.
    """
    home = locate(model)
    refuse_packaged(model, home)
    write_edits(home, settings_of(sets))
    return home


def change_rows(
    model: str | Path, table: str, add: Sequence[Mapping[str, str]] = (), remove: Sequence[str] = ()
) -> Path:
    """Add rows to a table of a model, a folder or a workbook, remove others by their keys, and return the model.

    Raises PermissionError for a packaged example, and otherwise as `reshore.tables.write_rows_of` does.
    """
    home = locate(model)
    refuse_packaged(model, home)
    write_rows_of(home, table, add, remove)
    return home


def refuse_packaged(model: str | Path, home: Path) -> None:
    """Raise PermissionError for a packaged example."""
    if packaged(home):
        raise PermissionError(
            f"{model} is a packaged example, which stays as it is. Copy it (`reshore new FOLDER --from {home.name}`) and use"
            " the copy."
        )


def write_mps(model: str | Path, file: str | Path, scenario: str | None = None, sets: Sequence[str] = ()) -> Path:
    """Write the program of a model as MPS for any other solver and return the file; it minimises the negative objective.

    Goals before money are reached first, and are rules of the program, as in a plan. Raises SolverError where that fails.
    """
    tables = resolve(reading_of(model, scenario, sets).checked())
    if not money_alone(tables.setting["objective"]):
        tables = in_order(tables, SolveOptions(), lambda _: None).tables
    network = build_network(tables)
    write_program(build_program(network), network, Path(file))
    return Path(file)
