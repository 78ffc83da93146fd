"""Models as they are read: kept while their files are the same, so that a look at a large table reads nothing again."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from reshore.api import change_rows, check, save_edits
from reshore.api.reading import reading_of
from reshore.tables import DataError, Finding, NotWritten, Reading, list_scenarios, read_source
from reshore.tables.files import FOLDER
from reshore.tables.source import Source
from reshore.tables.stated import KEY, Stated, stated
from reshore.web.found import findings_of, findings_of_rows
from reshore.web.kept import Kept
from reshore.web.problems import Problem
from reshore.web.shapes.common import Findings
from reshore.web.shapes.models import Added, ChangedRows, Saved, Saving
from reshore.web.workspace import Place, Workspace

READ: Final = (".csv", ".parquet", ".toml", ".xlsx")
READERS: Final = 2
"""Models that are read at once: others wait, so that questions nobody waits for any more do not hold up all else."""
Print = tuple[tuple[str, int, int, int], ...]


class Library:
    """What has been read of the models of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._sources: Kept[Source] = Kept(16)
        self._tables: Kept[dict[str, Stated]] = Kept(8)
        self._readings: Kept[Reading] = Kept(8)
        self._answers: Kept[Any] = Kept(32)
        self._looking = threading.BoundedSemaphore(READERS)
        self.writing = threading.Lock()

    def source(self, place: Place) -> Source:
        """Return the text of a model's files."""
        return self._sources.get((place.path, files_of(place.path)), lambda: read_source(place.path))

    def scenarios(self, place: Place) -> dict[str, str]:
        """Return the scenarios of a model, with their descriptions."""
        found: dict[str, str] = self.answer(place, "scenarios", lambda: list_scenarios(place.path))
        return found

    def known(self, place: Place, scenario: str | None) -> str | None:
        """Return the name of a scenario; raises Problem where the model has none of that name."""
        if not scenario:
            return None
        there = self.scenarios(place)
        if scenario not in there:
            words = f"The scenarios are {', '.join(there)}." if there else "The model has no scenarios."
            raise Problem(404, f"{place.name} has no such scenario.", words)
        return scenario

    def stated(self, place: Place, scenario: str | None = None) -> dict[str, Stated]:
        """Return the tables of a model as they are stated, with a scenario."""
        key = (place.path, files_of(place.path), scenario)
        return self._tables.get(key, lambda: stated(self.source(place), scenario))

    def reading(self, place: Place, scenario: str | None = None, sets: Sequence[str] = ()) -> Reading:
        """Return a model as it is read, with a scenario, settings, and all findings."""
        key = (place.path, files_of(place.path), scenario, tuple(sets), self._bases(place, scenario, sets))

        def read() -> Reading:
            with self._looking:
                return reading_of(place.path, scenario, sets)

        return self._readings.get(key, read)

    def checked(self, place: Place) -> Sequence[Finding]:
        """Return the findings of a model, and those that come with each of its scenarios."""
        found: list[Finding] = self.answer(place, "check", lambda: check(place.path))
        return found

    def version(self, place: Place) -> str:
        """Return a hash of the files of a model."""
        found: str = self.answer(place, "version", lambda: version_of(place.path))
        return found

    def save(self, place: Place, asked: Saving) -> Saved:
        """Write edits into the tables of a model, where the run is not a dry one; return its version, and what gives way.

        Raises Problem where it is not as it was read any more, or where an edit cannot be made.
        """
        sets = [edit.setting for edit in asked.edits]
        with self.writing_to(place, asked.version, "edits"):
            rows = self.stated(place)["profiles"].texts.height
            gone = rows and rows - stated(self.source(place), None, sets)["profiles"].texts.height
            try:
                if not asked.dry:
                    save_edits(place.path, sets)
            except DataError as error:
                raise _refused(findings_of(error.findings, self.stated(place), asked.edits)) from None
            return Saved(version=self.version(place), profiles=gone)

    def change_rows(self, place: Place, table: str, asked: ChangedRows) -> Added:
        """Write rows into a table of a model, and others out of it; raises as `save` does."""
        with self.writing_to(place, asked.version, "change"):
            try:
                change_rows(place.path, table, asked.add, asked.remove)
            except DataError as error:
                raise _refused(findings_of_rows(error.findings, asked.remove)) from None
            added = self.stated(place)[table].texts[KEY].tail(len(asked.add))
            return Added(version=self.version(place), keys=added.to_list())

    @contextmanager
    def writing_to(self, place: Place, version: str, what: str) -> Iterator[None]:
        """Let nobody else write meanwhile; raises Problem where a model is not as it was read, or would lose something."""
        with self.writing:
            if self.version(place) != version:
                again = f"Load it again, and repeat the {what}."
                raise Problem(409, f"{place.name} has changed since it was read.", again)
            try:
                yield
            except NotWritten as error:
                raise Problem(409, str(error)) from None

    def answer(self, place: Place, question: object, make: Callable[[], Any]) -> Any:
        """Return what is kept of a question about a model and its runs, asked again where either changed."""
        key = (place.path, files_of(place.path), question, self._bases(place, None, ()))
        return self._answers.get(key, make)

    def _bases(self, place: Place, scenario: str | None, sets: Sequence[str]) -> frozenset[str]:
        """Return the names of runs where a model may speak of one, since `latest` is another with each."""
        settings = place.path / "model.toml" if place.path.is_dir() else place.path
        script = self.source(place).home / FOLDER / f"{scenario}.toml"
        files = [settings, *([script] if scenario else [])]
        named = any(file.suffix == ".xlsx" or (file.is_file() and b"base" in file.read_bytes()) for file in files)
        asked = named or not settings.is_file() or any("base" in text for text in sets)
        return frozenset(self.workspace.run_names()) if asked else frozenset()


def _refused(found: Findings) -> Problem:
    told = [finding.model_dump() for finding in found.findings]
    return Problem(422, "Nothing was written.", "Mend what the findings say.", told)


def files_of(path: Path) -> Print:
    """Return what the files of a model are: their names, sizes, dates and places on the disk, without reading them."""
    return tuple(sorted(_stamps(path)))


def version_of(path: Path) -> str:
    """Return a hash of the content of a model's files."""
    digest = hashlib.sha256()
    for name, *_ in files_of(path):
        home = path if path.is_dir() else path.parent
        digest.update(f"{name}\0".encode())
        with (home / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _stamps(path: Path) -> Iterator[tuple[str, int, int, int]]:
    home = path if path.is_dir() else path.parent
    own = [path] if path.is_file() else [file for file in home.iterdir() if file.suffix.lower() in READ]
    for file in (*own, *(home / FOLDER).glob("*.toml")):
        if not file.name.startswith(".") and file.is_file():
            stat = file.stat()
            yield file.relative_to(home).as_posix(), stat.st_size, stat.st_mtime_ns, stat.st_ino
