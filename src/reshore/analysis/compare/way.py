"""The way from the inputs of one plan to those of another, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from reshore.analysis.compare.cells import cell_difference
from reshore.analysis.compare.words import edit_text, meaning
from reshore.schema import schema
from reshore.solution import Plan
from reshore.tables import Origin, Reading, Tables, check, refilled, remade, same_bases, unfilled

EDITS: Final = "edits"
TABLES: Final = "tables"


@dataclass(frozen=True)
class Step:
    """One step: an edit made, an edit of the first plan undone, or tables of the second in place of those of the first.

    `after` returns the tables after it, and what is wrong with them.
    """

    kind: str
    text: str
    note: str
    after: Callable[[], Reading]


@dataclass(frozen=True)
class Way:
    """The steps from the inputs of a plan to those of another: by `edits`, or by `tables` where nothing else is known.

    `why` says why it is not by edits, empty where it is.
    """

    by: str
    steps: tuple[Step, ...]
    why: str = ""


def way_of(a: Plan, b: Plan) -> Way:
    """Return the way from the inputs of `a` to those of `b`.

    Where both were made of the same tables: what both edits begin with stays, the other edits of `a` are undone from the last
    to the first, then those of `b` are made in order. Else each table that differs is replaced, in the declared order.
    """
    why = _not_by_edits(a, b)
    if why:
        return Way(TABLES, tuple(_replaced(a.inputs, b.inputs)), why)
    before, after = _edits(a), _edits(b)
    common = _common(before, after)
    undone = (
        Step(
            "undo",
            f"without: {edit_text(before[at])}",
            _note(before[at]),
            partial(_remade, _origin(a), at, (a.inputs, b.inputs)),
        )
        for at in reversed(range(common, len(before)))
    )
    made = (
        Step("edit", edit_text(after[at]), _note(after[at]), partial(_remade, _origin(b), at + 1, (b.inputs, a.inputs)))
        for at in range(common, len(after))
    )
    return Way(EDITS, (*undone, *made))


def _not_by_edits(a: Plan, b: Plan) -> str:
    for plan, name in ((a, "A"), (b, "B")):
        if "base_hash" not in plan.about or (_edits(plan) and plan.origin is None):
            return f"run {name} does not keep what it was made of"
    if a.about["base_hash"] != b.about["base_hash"]:
        return "the tables differ before any edit"
    return "" if same_bases(a.inputs, b.inputs) else "what the base plan has differs"


def _remade(origin: Origin, count: int, known: Sequence[Tables]) -> Reading:
    """Return the tables after `count` edits, with what the base plan has as far as the plans compared say it."""
    reading = remade(origin, count)
    if reading.tables is None or reading.errors:
        return reading
    tables = refilled(reading.tables, known)
    return replace(reading, tables=tables, findings=(*reading.findings, *unfilled(tables)))


def _edits(plan: Plan) -> Sequence[Mapping[str, Any]]:
    edits = plan.about.get("edits", ())
    return edits if isinstance(edits, list | tuple) else ()


def _origin(plan: Plan) -> Origin:
    assert plan.origin is not None  # noqa: S101
    return plan.origin


def _common(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> int:
    """Return how many edits both begin with."""
    same = [meaning(one) == meaning(other) for one, other in zip(before, after, strict=False)]
    return same.index(False) if False in same else len(same)


def _note(edit: Mapping[str, Any]) -> str:
    return str(edit.get("note", ""))


def _replaced(a: Tables, b: Tables) -> Iterator[Step]:
    """Yield a step for each table that differs.

    Those that count in another time go together with the values over time, rules with what the base plan has for them.
    """
    cells = cell_difference(a, b)
    counts = dict(cells.group_by("table").len().iter_rows())
    retimed = {table.name for table in a if dict(table.times) != dict(b[table.name].times)}
    together = (retimed | {"profiles", "ranges"}) if retimed else set()
    together |= {"rules", "bases"} if "bases" in counts else set()
    groups = [[name] for name in schema() if name in counts and name not in together]
    joint = [name for name in schema() if name in together]
    now = a
    for names in [*groups, *([joint] if joint else [])]:
        for name in names:
            now = now.with_table(b[name])
        told = ", ".join(f"{name} ({_count(counts.get(name, 0))})" for name in names)
        yield Step("table", told, "", partial(_checked, now))


def _count(cells: int) -> str:
    return f"{cells:,} {'cell or row' if cells == 1 else 'cells or rows'}"


def _checked(tables: Tables) -> Reading:
    return Reading(tables, (*check(tables), *unfilled(tables)))
