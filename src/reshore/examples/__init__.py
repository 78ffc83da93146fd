"""The packaged examples, and where a model named on the command line lies."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

ROOT = Path(str(resources.files(__package__)))


def example_names() -> list[str]:
    """Return the names of the packaged examples."""
    return sorted(path.parent.name for path in ROOT.glob("*/model.toml"))


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
    """Return the folder of a model: a folder of that path, unless it has no `model.toml` and an example has that name.

    Raises FileNotFoundError, with what there is, where it is neither.
    """
    folder = Path(model)
    if folder.is_dir() and ((folder / "model.toml").exists() or str(model) not in example_names()):
        return folder
    if str(model) in example_names():
        return example_folder(str(model))
    raise FileNotFoundError(
        f"'{model}' is neither a folder nor a packaged example ({', '.join(example_names())})."
        " Give the path of a folder with a model.toml, or the name of an example."
    )
