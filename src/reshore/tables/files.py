"""Find the files of a model's tables in its folder and read them as text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reshore.schema import TableSchema, schema
from reshore.tables.findings import Finding
from reshore.tables.raw import Raw, read_csv, read_parquet, read_toml
from reshore.tables.report import Place, hint

MODEL: Final = "model.toml"
FOLDER: Final = "scenarios"
"""Folder beside the tables in which a model's scenarios lie, a file each."""
SUFFIXES: Final = (".csv", ".parquet")


def read_files(folder: Path) -> tuple[dict[str, Raw], list[Finding]]:
    """Return the text of each table that has a file, and what is wrong with the files."""
    found: list[Finding] = []
    raws = {}
    for declared in schema().values():
        path = _path(folder, declared, found)
        if path is not None:
            raw = _read(path, Place(path.name, declared.name))
            found += raw.findings
            raws[declared.name] = raw
    return raws, found + _unknown(folder)


def inside(folder: Path, path: Path) -> bool:
    """Whether the path, with its links followed, lies in the folder."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False


def _path(folder: Path, declared: TableSchema, found: list[Finding]) -> Path | None:
    names = [MODEL] if declared.name == "model" else [f"{declared.name}{suffix}" for suffix in SUFFIXES]
    paths = [folder / name for name in names if (folder / name).is_file() or (folder / name).is_symlink()]
    place = Place(paths[0].name if paths else names[0], declared.name)
    if not paths:
        if declared.required:
            found.append(place.finding("E101", "The file is missing.", f"Add it: {declared.description}"))
        return None
    if len(paths) > 1:
        message = f"{paths[1].name} holds the same table."
        found.append(place.finding("E102", message, "Keep one of the two files."))
    if not inside(folder, paths[0]):
        message = "The file is a link out of the folder of the model."
        found.append(place.finding("E106", message, "Copy the file into the folder."))
        return None
    return paths[0]


def _read(path: Path, place: Place) -> Raw:
    if path.name == MODEL:
        return read_toml(path, place)
    return read_parquet(path, place) if path.suffix == ".parquet" else read_csv(path, place)


def _unknown(folder: Path) -> list[Finding]:
    names = [name for name in schema() if name != "model"]
    known = {f"{name}{suffix}" for name in names for suffix in SUFFIXES}
    paths = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES and path.is_file())
    return [
        Place(path.name, path.stem).finding(
            "W301",
            f"'{path.name}' is not a table of a model and is ignored.",
            hint(path.stem, schema(), "Put _ before its name to say so."),
        )
        for path in paths
        if path.name not in known and not path.name.startswith("_")
    ]
