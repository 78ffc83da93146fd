"""New models in a workspace: made or taken aside first, and put in their place when they are whole."""

from __future__ import annotations

import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from reshore.api import new
from reshore.schema import schema
from reshore.tables import BOOK, Finding, read_source
from reshore.tables.files import FOLDER, MODEL, SUFFIXES
from reshore.tables.workbook.archive import Archive, ArchiveError
from reshore.web.found import findings_of
from reshore.web.problems import Problem
from reshore.web.shapes.models import NewModel
from reshore.web.workspace import Place, Workspace

MOST: Final = 200_000_000
"""Bytes that may come out of an archive."""
CELLS: Final = 20_000_000
"""Cells that the tables of an archive may have, filled or not: a file of short rows takes far more room when it is read."""
COLUMNS: Final = 1_000
PARTS: Final = 2_000
UNREADABLE: Final = ("E101", "E103", "E104", "E106", "E110", "E115")
"""Codes of what keeps files from being a model at all; anything else can be mended in the tables."""
REMEDY: Final = f"Pack {MODEL} and the .csv files of the tables, with {FOLDER}/ where there are some, and nothing else."


def make_model(workspace: Workspace, asked: NewModel) -> Place:
    """Make a blank model or a copy of one, and return it."""
    source = workspace.model(asked.source).path if asked.source else None
    with _aside(workspace, asked.name) as folder:
        new(folder, source, asked.format)
    return workspace.model(asked.name)


def take_upload(workspace: Workspace, name: str, file: BinaryIO) -> Place:
    """Take a workbook, or a model's files in a zip, as a model and return it; raises Problem where they are none."""
    with _aside(workspace, name) as folder:
        _take(file, folder)
    return workspace.model(name)


def take_instead(workspace: Workspace, place: Place, file: BinaryIO, ready: AbstractContextManager[None]) -> Place:
    """Take an upload in place of a model, which is moved aside once the upload is whole and while `ready` is held.

    A workbook that lies by itself in the workspace is replaced by a workbook alone. Raises as `take_upload` does, and Problem
    where `ready` does; the model stays then.
    """
    folder = workspace.root / f".{place.path.name}.{secrets.token_hex(4)}.part"
    try:
        _take(file, folder)
        alone = place.path.is_file()
        if alone and not (folder / BOOK).is_file():
            raise Problem(422, f"{place.name} is a workbook, and the file is none.", "Upload it under another name.")
        with ready:
            old = workspace.remove(place)
            try:
                (folder / BOOK if alone else folder).rename(place.path)
            except OSError:
                old.rename(place.path)
                raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return place


def _take(file: BinaryIO, folder: Path) -> None:
    """Write an upload into a new folder as a model; raises Problem where it is none."""
    folder.mkdir()
    packed = folder / ".upload"
    with packed.open("wb") as target:
        shutil.copyfileobj(file, target)
    if _is_workbook(packed):
        packed.rename(folder / BOOK)
    else:
        _unpack(packed, folder)
        packed.unlink()
    _refuse_unreadable(read_source(folder).findings)


@contextmanager
def _aside(workspace: Workspace, name: str) -> Iterator[Path]:
    """Give a hidden folder that gets its name at the end, and is gone where anything fails."""
    target = workspace.fresh(name)
    folder = workspace.root / f".{name}.{secrets.token_hex(4)}.part"
    try:
        yield folder
        target = workspace.fresh(name)
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_unreadable(found: list[Finding]) -> None:
    wrong = [finding for finding in found if finding.code in UNREADABLE]
    if wrong:
        told = [finding.model_dump() for finding in findings_of(wrong, {}).findings]
        raise Problem(422, "The file is no model that can be read.", "Mend what the findings say.", told)


def _is_workbook(packed: Path) -> bool:
    """Whether an archive is a workbook; raises Problem where the file is no archive."""
    try:
        with zipfile.ZipFile(packed) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, UnicodeDecodeError):
        raise Problem(422, "The file is neither a workbook (.xlsx) nor a .zip.", REMEDY) from None
    return "[Content_Types].xml" in names


def _unpack(packed: Path, folder: Path) -> None:
    """Write the files of a model out of an archive, by their own names alone, and count what comes out."""
    try:
        with zipfile.ZipFile(packed) as listed:
            names = [info.filename for info in listed.infolist() if not info.is_dir()]
        if len(names) > PARTS:
            raise Problem(413, f"The archive has more than {PARTS:,} files.", REMEDY)
        archive, left, cells = Archive(packed), MOST, CELLS
        for name, target in _targets(names).items():
            content = archive.read(name, left)
            left -= len(content)
            cells -= _cells(content) if target.endswith(".csv") else 0
            if cells < 0:
                raise Problem(413, f"The tables have more than {CELLS // 1_000_000} million cells.", REMEDY)
            (folder / target).parent.mkdir(exist_ok=True)
            (folder / target).write_bytes(content)
    except ArchiveError as error:
        if error.code == "E115":
            raise Problem(413, f"More than {MOST // 1_000_000} MB come out of the archive.", REMEDY) from None
        raise Problem(422, "The archive is damaged.", "Pack it again.") from None


def _cells(content: bytes | bytearray) -> int:
    """Return about how many cells a CSV file has; raises Problem where it has more columns than any table."""
    header, rows = content.partition(b"\n")[0], content.count(b"\n") + 1
    columns = header.count(b",") + 1
    if columns > COLUMNS:
        raise Problem(413, f"A table has more than {COLUMNS:,} columns.", REMEDY)
    return rows * max(columns, content.count(b",") // rows)


def _targets(names: list[str]) -> dict[str, str]:
    """Return where each file of an archive goes: known names alone, whatever folder all of them are in."""
    paths = {name: PurePosixPath(name.replace("\\", "/")) for name in names}
    homes = {path.parent for path in paths.values() if path.name == MODEL}
    if len(homes) != 1:
        raise Problem(422, f"The archive has {'no' if not homes else 'more than one'} {MODEL}.", REMEDY)
    home = homes.pop()
    known = {MODEL, *(f"{table}{suffix}" for table in schema() for suffix in SUFFIXES)}
    return {
        name: target
        for name, path in paths.items()
        if (target := path.name if path.parent == home else f"{FOLDER}/{path.name}")
        and (
            (path.parent == home and path.name in known)
            or (path.parent == home / FOLDER and path.suffix == ".toml" and not path.name.startswith("."))
        )
    }
