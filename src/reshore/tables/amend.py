"""The text of a scenario with other edits: whatever stays as it is keeps its words, comments among them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from reshore.tables.toml import comment_behind, scenario_text, toml_value

Edit = Mapping[str, Any]
EDITS: Final = "edits"
PROFILES: Final = "profiles"
"""The table in which rows give way to a number that is set in any other."""
BLOCK: Final = re.compile(r"^[ \t]*\[\[[ \t]*edits[ \t]*\]\]", re.MULTILINE)
"""Where an edit begins."""
NONE: Final = re.compile(r"^[ \t]*edits[ \t]*=[ \t]*\[\s*\][ \t]*(?:\n|$)", re.MULTILINE)
NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
QUOTED: Final = re.compile(r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'')


def folded(edits: Sequence[Edit], more: Sequence[Edit]) -> list[Edit]:
    """Return edits with more edits made after them. Claim: what they make of any tables is the same.

    A value takes the place of the value that an edit without a note or source gives to the same cells, where no edit between
    them can read or change these; otherwise it comes last.
    """
    found = list(edits)
    for edit in more:
        at = max((at for at, other in enumerate(found) if _meets(other, edit)), default=None)
        if at is not None and _sets(found[at], edit):
            found[at] = {**found[at], "value": _as(found[at].get("value"), edit["value"])}
        else:
            found.append(edit)
    return found


def amended_text(text: str, content: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the text of a scenario's file with another content, and whether all that was written in it beside that is kept.

    Claim: reading it gives the content. Edits at the same place whose value alone differs, edits that come after all others, and
    another description are written into the text; for anything else it is written anew, without comments.
    """
    before = tomllib.loads(text)
    candidate = _amended(text, before, content)
    try:
        if candidate is not None and tomllib.loads(candidate) == content:
            return candidate, True
    except tomllib.TOMLDecodeError:
        pass
    return scenario_text(content), False


def comments(text: str) -> int:
    """Return how many lines of a file have a comment."""
    return sum("#" in QUOTED.sub("", line) for line in text.splitlines())


def _amended(text: str, before: Mapping[str, Any], content: Mapping[str, Any]) -> str | None:
    old, new = before.get(EDITS, []), content.get(EDITS, [])
    starts = [match.start() for match in BLOCK.finditer(text)]
    if not isinstance(old, list) or len(starts) != len(old) or len(new) < len(old):
        return None
    ends = [*starts[1:], len(text)][: len(starts)]
    parts = [_described(text[: starts[0] if starts else None], before, content)]
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        block = text[start:end]
        parts.append(block if old[at] == new[at] else _valued(block, new[at]))
    told = "".join(parts)
    if len(new) > len(old):
        added = scenario_text({EDITS: new[len(old) :]})
        told = f"{NONE.sub('', told).rstrip()}\n{added}".lstrip("\n")
    return told


def _described(head: str, before: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """Return what stands above the edits, with the description of the content."""
    if before.get("description") == content.get("description"):
        return head
    line = f"description = {toml_value(content.get('description', ''))}"
    return _line(head, "description", line) if "description" in before else f"{line}\n{head}"


def _valued(block: str, edit: Edit) -> str:
    return _line(block, "value", f"value = {toml_value(edit.get('value', ''))}")


def _line(text: str, name: str, line: str) -> str:
    """Return a text in which a line takes the place of that of a key; the comment behind it stays."""
    found = re.search(rf"^[ \t]*{name}[ \t]*=(.*)$", text, re.MULTILINE)
    if found is None:
        return text
    return f"{text[: found.start()]}{line}{comment_behind(found[1])}{text[found.end() :]}"


def _as(before: object, value: Any) -> Any:
    """Return a value as a number where the one before is one, if its text is that of a number."""
    if isinstance(before, bool) or not isinstance(before, int | float) or not isinstance(value, str):
        return value
    found = NUMBER.fullmatch(value.strip())
    return value if found is None else float(value) if found[1] else int(value)


def _meets(one: Edit, other: Edit) -> bool:
    """Whether an edit may read or change what another one does: its column, which rows there are or are chosen, profiles."""
    if one.get("table") == PROFILES:
        return True
    return one.get("table") == other.get("table") and (
        one.get("op") in ("add", "remove")
        or one.get("column") == other.get("column")
        or one.get("column") in _where(other)
        or other.get("column") in _where(one)
    )


def _where(edit: Edit) -> Mapping[str, Any]:
    where = edit.get("where", {})
    return where if isinstance(where, Mapping) else {}


def _sets(one: Edit, other: Edit) -> bool:
    """Whether both set the same cells, and nothing is said about the value of the first."""
    cells = all(one.get(name) == other.get(name) for name in ("table", "where", "column"))
    return cells and one.get("op", "=") == other.get("op", "=") == "=" and not {"note", "source"} & one.keys()


def told_edits(content: Mapping[str, Any]) -> Iterator[Edit]:
    """Yield the edits of a scenario that are written as such."""
    edits = content.get(EDITS, [])
    yield from (edit for edit in (edits if isinstance(edits, list) else []) if isinstance(edit, Mapping))
