"""A workspace: which models and runs there are, by names that are looked up and never joined to a path unseen."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from reshore.examples import example_folder, example_names
from reshore.runs import StoredRun, find_run
from reshore.tables import BOOK
from reshore.tables.files import FOLDER, MODEL, inside
from reshore.web.problems import Problem

RUNS: Final = "runs"
JOBS: Final = "jobs"
REMOVED: Final = ".removed"
IDENTITY: Final = ".workspace"
"""The file by which browsers know a workspace again."""
XLSX: Final = ".xlsx"
NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,62}[A-Za-z0-9_-])?")
RESERVED: Final = (RUNS, JOBS, FOLDER)
Kind = Literal["example", "folder", "workbook"]


@dataclass(frozen=True)
class Place:
    """Where a model lies: `path` is its folder, or its workbook."""

    name: str
    path: Path
    kind: Kind

    @property
    def editable(self) -> bool:
        """Whether it may be written: packaged examples stay as they are."""
        return self.kind != "example"


class Workspace:
    """A folder with models, `runs` and `jobs`. Links that lead out of it are as if they were not there."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @cached_property
    def id(self) -> str:
        """What tells this workspace from others, without saying where it lies: kept in it, so that it stays the same."""
        file, new = self.root / IDENTITY, secrets.token_hex(8)
        try:
            with file.open("x", encoding="utf-8") as target:
                target.write(new)
        except FileExistsError:
            return file.read_text(encoding="utf-8").strip() or new
        except OSError:
            return hashlib.sha256(str(self.root).encode()).hexdigest()[:16]
        return new

    @property
    def runs(self) -> Path:
        """The folder of stored runs."""
        return self.root / RUNS

    @property
    def jobs(self) -> Path:
        """The folder of jobs."""
        return self.root / JOBS

    def models(self) -> dict[str, Place]:
        """Return the models by name: those of the workspace, then the packaged examples that they do not hide."""
        own = {place.name: place for place in self._own()}
        examples = {name: Place(name, example_folder(name), "example") for name in example_names() if name not in own}
        return own | examples

    def model(self, name: str) -> Place:
        """Return the model of that name; raises Problem where there is none."""
        found = self.models()
        if name not in found:
            raise Problem(404, f"There is no model '{short(name)}'.", f"The models are {', '.join(found)}.")
        return found[name]

    def editable(self, name: str) -> Place:
        """Return a model that may be written; raises Problem where there is none, or where it is an example."""
        place = self.model(name)
        if not place.editable:
            raise Problem(403, f"{name} is a packaged example, which stays as it is.", "Copy it, and edit the copy.")
        return place

    def fresh(self, name: str) -> Path:
        """Return the folder for a new model; raises Problem where the name is none, or is taken."""
        plain_name(name, "a model")
        taken = {path.name.lower() for path in self.root.iterdir()} | {own.name.lower() for own in self._own()}
        if name.lower() in taken or f"{name.lower()}{XLSX}" in taken or name.lower() in RESERVED:
            raise Problem(409, f"There is something called '{name}' already.", "Give another name.")
        return self.root / name

    def run(self, name: str) -> StoredRun:
        """Return the run of that name; raises Problem where there is none."""
        if name not in self.run_names():
            raise Problem(404, f"There is no run '{short(name)}'.", "GET /api/runs lists those there are.")
        return find_run(name, self.runs)

    def run_names(self) -> set[str]:
        """Return the names of the stored runs."""
        if not self.runs.is_dir() or not inside(self.root, self.runs):
            return set()
        folders = (folder for folder in self.runs.iterdir() if not folder.name.startswith("."))
        return {folder.name for folder in folders if (folder / "run.json").is_file() and inside(self.root, folder)}

    def remove(self, place: Place) -> Path:
        """Move a model aside, where its owner finds it again, and return where."""
        target = self.aside(place.path.name)
        target.parent.mkdir(exist_ok=True)
        place.path.rename(target)
        return target

    def aside(self, name: str) -> Path:
        """Return where something that is not wanted any more is kept: a new name in the folder `.removed`."""
        return self.root / REMOVED / f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}-{name}"

    def told(self, path: Path) -> str:
        """Return a path of the workspace as it can be told: from the workspace on."""
        return path.relative_to(self.root).as_posix()

    def _own(self) -> Iterator[Place]:
        """Yield the models of the workspace: folders with tables, and workbooks."""
        paths = [path for path in sorted(self.root.iterdir()) if path.name[0] not in "._~" and inside(self.root, path)]
        folders = [path for path in paths if path.is_dir() and path.name not in RESERVED]
        for path in folders:
            if (path / MODEL).exists():
                yield Place(path.name, path, "folder")
            elif (path / BOOK).exists():
                yield Place(path.name, path, "workbook")
        names = {path.name for path in folders}
        for path in paths:
            if path.suffix.lower() == XLSX and path.is_file():
                yield Place(path.name if path.stem in names else path.stem, path, "workbook")


def plain_name(name: str, what: str) -> str:
    """Return a name that a file can have anywhere; raises Problem where it is none."""
    if not NAME.fullmatch(name):
        remedy = "Use letters, digits, spaces, points, hyphens and underscores, at most 64 of them; begin with a letter or digit."
        raise Problem(400, f"'{short(name)}' is no name of {what}.", remedy)
    return name


def short(text: str) -> str:
    """Return a text that somebody sent as it can be told: its first characters, without controls."""
    told = "".join(letter if letter.isprintable() else "?" for letter in text[:80])
    return told + ("..." if len(text) > 80 else "")
