"""Where a model comes from: a folder of CSV or Parquet files, a workbook, or a folder with a workbook."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from reshore.schema import schema
from reshore.tables.files import FOLDER, MODEL, SUFFIXES, inside, read_files
from reshore.tables.findings import Finding
from reshore.tables.raw import Raw, toml
from reshore.tables.report import Place
from reshore.tables.script import Script
from reshore.tables.table import Sheet
from reshore.tables.workbook.layout import BOOK, SCENARIOS
from reshore.tables.workbook.read import read_book
from reshore.tables.workbook.scenarios import scripts_of

XLSX: Final = ".xlsx"


@dataclass(frozen=True)
class Source:
    """The text of a model's tables, what is wrong with its files, and the scenarios in its workbook.

    `home` is the folder that holds everything, `book` the name of the workbook, empty where there is none.
    """

    home: Path
    raws: dict[str, Raw]
    findings: list[Finding]
    book: str = ""
    scripts: Mapping[str, Script] = field(default_factory=dict)

    def place(self, table: str) -> Place | None:
        """Return where a table would be in the workbook, None where there is no workbook."""
        return Place(self.book, table, Sheet(table)) if self.book else None


def read_source(path: Path) -> Source:
    """Return what a folder or a workbook holds. Claim: nothing in the files raises."""
    book, home = _book(path)
    if book is None:
        if not path.is_dir():
            return Source(home, {}, [_nothing(path)])
        raws, found = read_files(path)
        return Source(path, raws, found + _beside(path, "", (XLSX,)))
    if path.is_dir():
        if not inside(path, book):
            message = "The file is a link out of the folder of the model."
            return Source(home, {}, [Place(BOOK, "").finding("E106", message, "Copy the file into the folder.")], BOOK)
        found = _beside(path, BOOK, (XLSX, *SUFFIXES))
    else:
        found = []
    contents = read_book(book, book.name)
    scripts, wrong = scripts_of(contents.scenarios) if contents.scenarios else ({}, [])
    return Source(home, contents.raws, found + contents.findings + wrong, book.name, scripts)


def list_scenarios(path: Path) -> dict[str, str]:
    """Return the scenarios of a model by name, with their descriptions (empty where there is none, or it cannot be read)."""
    book, home = _book(path)
    found = {file.stem: _description(file) for file in scenario_files(home)}
    if book is not None and (book.parent != path or inside(path, book)):
        sheet = read_book(book, book.name, only=SCENARIOS).scenarios
        scripts, _ = scripts_of(sheet) if sheet else ({}, [])
        found |= {name: str(script.content.get("description", "")) for name, script in scripts.items()}
    return dict(sorted(found.items()))


def scenario_files(home: Path) -> Iterator[Path]:
    """Yield the files of scenarios beside a model's tables."""
    return (path for path in sorted((home / FOLDER).glob("*.toml")) if path.is_file() and inside(home, path))


def file_script(home: Path, name: str, findings: list[Finding]) -> Script:
    """Return the scenario in a file; what is wrong with the file is added to the findings."""
    place = Place(f"{FOLDER}/{name}.toml", "")
    return Script(place, toml(home / FOLDER / f"{name}.toml", findings, place) or {})


def _book(path: Path) -> tuple[Path | None, Path]:
    """Return the workbook that a path means, None where it means none, and the folder of the model."""
    if path.is_dir():
        book = path / BOOK
        alone = (book.is_file() or book.is_symlink()) and not (path / MODEL).exists()
        return (book if alone else None), path
    return (path if path.suffix.lower() == XLSX and path.is_file() else None), path.parent if path.is_file() else path


def _nothing(path: Path) -> Finding:
    if not path.exists():
        remedy = f"Give the folder that holds {MODEL} or {BOOK}, or a workbook."
        return Place(str(path), "").finding("E101", "There is no such folder or workbook.", remedy)
    if path.name == MODEL or path.suffix.lower() in SUFFIXES:
        return Place(path.name, "").finding("E110", "The file is one of a model's, not the model.", "Give its folder.")
    message = "The file is no workbook that is read."
    return Place(path.name, "").finding("E110", message, "Save it as 'Excel Workbook (.xlsx)'.")


def _beside(path: Path, book: str, suffixes: tuple[str, ...]) -> list[Finding]:
    """Return findings for files that hold tables, by their ending, and are not read."""
    files = (file for file in sorted(path.iterdir()) if file.suffix.lower() in suffixes and file.is_file())
    found = []
    for file in files:
        if file.name == book or file.name.startswith(("_", "~$", ".")):
            continue
        place = Place(file.name, file.stem if file.stem in schema() else "")
        if file.name == BOOK:
            remedy = "Keep one of the two: remove the workbook, or the files that it stands for."
            found.append(place.finding("E102", f"The folder holds {MODEL} too, and either is a whole model.", remedy))
            continue
        remedy = f"Put it into {book} as a sheet." if book else f"Save it as CSV, or put it into {BOOK} as a sheet."
        found.append(place.finding("W301", f"'{file.name}' is not a file of this model and is ignored.", remedy))
    return found


def _description(path: Path) -> str:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return ""
    return str(content.get("description", ""))
