"""Pieces of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

SPECIAL: Final = re.compile(r"([\\*_<>\[\]{}|#$])")
CODE: Final = re.compile(r"(`[^`]*`)")


def prose(text: str) -> str:
    """Return a text in which no sign outside of backticks means anything to Markdown."""
    return "".join(part if part.startswith("`") else SPECIAL.sub(r"\\\1", part) for part in CODE.split(text))


def code(text: str) -> str:
    """Return a text as a block of code."""
    return f":::{{code-block}} text\n:class: equation\n\n{text}\n:::"


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def column_link(column: str) -> str:
    """Return `table.column` as a link to the reference of its table."""
    return f"[`{column}`](../reference/tables.md#{column.partition('.')[0]})"


def page_link(page: str) -> str:
    """Return a link to the page of a statement."""
    return f"[{page.split('-', 1)[1].replace('_', ' ')}]({page}.md)"
