"""Change a scenario that a model has: its edits, its name, or take it away; in its file, or in the sheet of its workbook."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reshore.tables.amend import EDITS, Edit, amended_text, comments, folded, told_edits
from reshore.tables.aside import aside, in_place
from reshore.tables.files import FOLDER
from reshore.tables.findings import DataError, Finding
from reshore.tables.record import plain_edit, refuse_existing, scenario_file
from reshore.tables.saving import NotWritten, write_workbook_of
from reshore.tables.scenarios import find_script
from reshore.tables.script import Script
from reshore.tables.source import Source, list_scenarios, read_source
from reshore.tables.toml import scenario_text
from reshore.tables.write import manner


@dataclass(frozen=True)
class Rescripted:
    """A scenario before and after a change: its edits, and how many comments of its file go with what is written anew.

    `kept` says that whatever was written in it is still there, but for values and the description that were changed.
    """

    before: tuple[Edit, ...]
    after: tuple[Edit, ...]
    kept: bool
    comments: int = 0

    @property
    def gone(self) -> list[Edit]:
        """The edits that it had and has no more."""
        return [edit for edit in self.before if edit not in self.after]

    @property
    def added(self) -> list[Edit]:
        """The edits that it has and had not."""
        return [edit for edit in self.after if edit not in self.before]


def rescript(
    model: Path, name: str, edits: Sequence[Edit], description: str | None = None, *, dry: bool = False
) -> Rescripted:
    """Give a scenario other edits, and another description where there is one, and return what changed; write nothing if `dry`.

    In a file, edits that stay keep their text and comments as far as `amended_text` keeps them. A workbook is written anew.
    Raises DataError where the scenario is not there or cannot be read, NotWritten where a workbook would lose something.
    """
    source, script = _found(model, name)
    after = [plain_edit(edit) for edit in edits]
    content: dict[str, Any] = {**script.content, EDITS: after}
    if description is not None and description != script.content.get("description", ""):
        content["description"] = description
    before = tuple(told_edits(script.content))
    if name in source.scripts:
        if not dry:
            _write_sheet(source, model, {**source.scripts, name: replace(script, content=content)})
        stays = after[: len(before)] == list(before) and script.content.keys() <= content.keys()
        return Rescripted(before, tuple(after), stays)
    file = scenario_file(model, name)
    _refuse_link(file)
    text = file.read_text(encoding="utf-8-sig")
    told, kept = amended_text(text, content)
    if not dry:
        encoding, end = manner(file)
        with in_place(file) as target:
            target.write_text(told, encoding=encoding, newline=end)
    return Rescripted(before, tuple(after), kept, comments(text) - comments(told))


def joined_edits(model: Path, name: str, edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits of a scenario with more made after them, as `folded` does; raises DataError as `rescript` does."""
    return folded(list(told_edits(_found(model, name)[1].content)), [plain_edit(edit) for edit in edits])


def rename_script(model: Path, name: str, new: str) -> None:
    """Give a scenario another name: the bytes of its file stay, lines of a sheet keep their order.

    Raises FileExistsError where the new name is taken, ValueError where it is no plain name, and otherwise as `rescript` does.
    """
    source, script = _found(model, name)
    target = scenario_file(model, new)
    if new in list_scenarios(model):
        raise FileExistsError(f"There is a scenario '{new}' already. Give another name.")
    refuse_existing(target)
    if name in source.scripts:
        known = {new if each == name else each: one for each, one in source.scripts.items()}
        _write_sheet(source, model, {**known, new: script})
    else:
        scenario_file(model, name).rename(target)


def remove_script(model: Path, name: str, kept: Path) -> None:
    """Take a scenario away and keep it in a file: its own, as it is, or one with what its lines in the sheet said.

    Raises FileExistsError where that file is there already, and otherwise as `rescript` does, though a file that cannot be read
    goes too.
    """
    source = read_source(model)
    refuse_existing(kept)
    if name in source.scripts:
        with kept_script(model, name, kept):
            _write_sheet(source, model, {each: one for each, one in source.scripts.items() if each != name})
        return
    file = scenario_file(model, name)
    if name not in list_scenarios(model):
        _found(model, name)
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(file, kept)


@contextmanager
def kept_script(model: Path, name: str, kept: Path) -> Iterator[None]:
    """Keep a copy of a scenario as it is while it is changed, in a file that goes where that fails; raises as `rescript` does."""
    source, script = _found(model, name)
    kept.parent.mkdir(parents=True, exist_ok=True)
    if name in source.scripts:
        with aside(kept) as target:
            target.write_text(scenario_text(script.content), encoding="utf-8", newline="\n")
    else:
        shutil.copy2(scenario_file(model, name), kept)
    try:
        yield
    except BaseException:
        kept.unlink()
        raise


def _found(model: Path, name: str) -> tuple[Source, Script]:
    found: list[Finding] = []
    source = read_source(model)
    script = find_script(source, name, found)
    if found:
        raise DataError(tuple(found))
    return source, script


def _write_sheet(source: Source, model: Path, scripts: Mapping[str, Script]) -> None:
    write_workbook_of(source, model, {}, scripts)


def _refuse_link(file: Path) -> None:
    """Raise NotWritten where a scenario is a link: another model may have the file that it leads to."""
    if file.is_symlink():
        raise NotWritten(f"{FOLDER}/{file.name} is a link. Change the file that it leads to, or copy it here.")
