"""The packaged examples, and where a model named on the command line lies."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

ROOT = Path(str(resources.files(__package__)))
TEMPLATE = ROOT / "_template"
"""A small model that has a row in each table: what the workbook to fill in begins with."""


def example_names() -> list[str]:
    """Return the names of the packaged examples."""
    return sorted(path.parent.name for path in ROOT.glob("[!_]*/model.toml"))


def example_folder(name: str) -> Path:
    """Return the folder of a packaged example; raises KeyError where there is none."""
    if name not in example_names():
        raise KeyError(f"there is no example '{name}'; there are {', '.join(example_names())}")
    return ROOT / name


def example_lines() -> dict[str, str]:
    """Return the description of each packaged example by name."""
    lines = {}
    for name in example_names():
        with (ROOT / name / "model.toml").open("rb") as file:
            lines[name] = str(tomllib.load(file).get("description", ""))
    return lines


def packaged(folder: Path) -> bool:
    """Say whether a folder is that of a packaged example, which nothing is written to."""
    return folder.resolve().is_relative_to(ROOT.resolve())


def locate(model: str | Path) -> Path:
    """Return where a model lies: the folder or file of that path, unless it is no model and an example has that name.

    A folder is a model where it holds `model.toml` or `model.xlsx`, a file where it ends in `.xlsx`. Raises FileNotFoundError,
    with what there is, where it is neither.
    """
    path = Path(model)
    is_model = path.suffix.lower() == ".xlsx" or any((path / name).exists() for name in ("model.toml", "model.xlsx"))
    if path.exists() and (is_model or str(model) not in example_names()):
        return path
    if str(model) in example_names():
        return example_folder(str(model))
    raise FileNotFoundError(
        f"'{model}' is neither a folder, nor a workbook, nor a packaged example ({', '.join(example_names())})."
        " Give the path of a folder with a model.toml or model.xlsx, of an .xlsx workbook, or the name of an example."
    )
