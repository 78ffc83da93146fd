"""What commands print, taken apart: tables of texts under their titles, and the words between them, for pages that show both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text


@dataclass(frozen=True)
class Section:
    """A table of texts under a title; the columns at `right` are numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()


def sections_of(shown: RenderableType) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """Return the tables of what a command prints, and its words, in order.

    A text in bold right before a table is its title.
    """
    sections, words = [], []
    title = ""
    for part in _parts(shown):
        if isinstance(part, Table):
            sections.append(_section(part, title))
            title = ""
            continue
        words += _lines(title)
        plain = part.plain if isinstance(part, Text) else str(part)
        titled = isinstance(part, Text) and part.style == "bold" and "\n" not in plain
        title = plain if titled else ""
        words += [] if titled else _lines(plain)
    return tuple(sections), (*words, *_lines(title))


def _parts(shown: RenderableType) -> Iterator[RenderableType]:
    if isinstance(shown, Group):
        for part in shown.renderables:
            yield from _parts(part)
        return
    yield shown


def _section(table: Table, title: str) -> Section:
    own = str(table.title or "") or title
    columns = [(_plain(column.header), [_plain(cell) for cell in column.cells]) for column in table.columns]
    right = tuple(at for at, column in enumerate(table.columns) if column.justify == "right")
    rows = zip(*(cells for _, cells in columns), strict=True)
    return Section(own, tuple(name for name, _ in columns), tuple(rows), right)


def _plain(cell: RenderableType) -> str:
    return cell.plain if isinstance(cell, Text) else str(cell)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]
