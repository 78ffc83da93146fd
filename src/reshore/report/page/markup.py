"""HTML from data: whatever is not markup already is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

LINK: Final = re.compile(r"https?://[^\s<>\"'|]+")
ALONE: Final = ("meta", "br")


class Markup(str):
    """Text that is HTML."""

    __slots__ = ()


def element(tag: str, *children: str, **attributes: str) -> Markup:
    """Return an element; children that are no Markup are escaped. `class_` is class, `data_x` is data-x."""
    given = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    inside = "".join(child if isinstance(child, Markup) else escape(child) for child in children)
    return Markup(f"<{tag}{given}>" if tag in ALONE else f"<{tag}{given}>{inside}</{tag}>")


def joined(parts: Iterable[str]) -> Markup:
    """Return parts one after the other, escaped where they are no Markup."""
    return Markup("\n".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def linked(text: str) -> Markup:
    """Return text in which addresses can be followed."""
    parts, at = [], 0
    for found in LINK.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(element("a", found[0], href=found[0], rel="noreferrer"))
        at = found.end()
    return Markup("".join([*parts, escape(text[at:])]))


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> Markup:
    """Return a table that scrolls by itself; the first `words` columns are text, the others numbers."""
    head = element("tr", *(element("th", name, scope="col", **_kind(at, words)) for at, name in enumerate(columns)))
    lines = [
        element(
            "tr",
            *(
                element("th", cell, scope="row") if at == 0 else element("td", cell, **_kind(at, words))
                for at, cell in enumerate(row)
            ),
        )
        for row in rows
    ]
    inside = (element("caption", caption), element("thead", head), element("tbody", joined(lines)))
    return element("div", element("table", *inside), class_="scroll", tabindex="0", role="region", aria_label=caption)


def _kind(at: int, words: int) -> dict[str, str]:
    return {} if at < words else {"class_": "number"}


def json_text(value: object) -> str:
    """Return JSON that can stand in a page: nothing in it can end a script."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for letter, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(letter, code)
    return text
