"""Results as HTML: their text, with tables as tables, then their figures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from reshore.notebook.frame import figures_frame
from reshore.notebook.shown import drawn, told
from reshore.report.page.markup import Markup, element, joined

CELL: Final = "padding:2px 10px;text-align:{};vertical-align:top;white-space:pre-line"


def result_html(result: Any) -> str:
    """Return a result as HTML that stands by itself in the page of a notebook.

    Every name in it is text. The tables take their looks from the page, light or dark; figures are drawn in a frame of their own,
    and told in words and numbers below it, for where no script runs.
    """
    figures = drawn(result)
    alone = type(result).__name__ in ("Figure", "Figures") and figures
    parts = [] if alone else list(_parts(told(result)))
    return element("div", *parts, *([figures_frame(figures)] if figures else []), class_="reshore")


def _parts(text: RenderableType) -> Iterator[Markup]:
    """Yield a text for a terminal as HTML: what is a table there is one here."""
    if isinstance(text, Group):
        for part in text.renderables:
            yield from _parts(part)
    elif isinstance(text, Table):
        yield _table(text)
    elif isinstance(text, Text | str):
        yield from _paragraphs(text)
    else:
        out = io.StringIO()
        Console(file=out, width=110, color_system=None, force_jupyter=False).print(text)
        yield element("pre", out.getvalue())


def _paragraphs(text: Text | str) -> Iterator[Markup]:
    words = str(text).strip("\n")
    if not words.strip():
        return
    bold = isinstance(text, Text) and "bold" in str(text.style)
    yield element("p", element("strong", words) if bold else words, style="white-space:pre-wrap")


def _table(shown: Table) -> Markup:
    columns = [(f"{column.header}", column.justify == "right", list(column.cells)) for column in shown.columns]
    styles = [CELL.format("right" if right else "left") for _, right, _ in columns]
    head = [
        element("th", name, scope="col", style=style) if name else element("td", style=style)
        for (name, _, _), style in zip(columns, styles, strict=True)
    ]
    lines = [
        element("tr", *(element("td", f"{cell}", style=style) for cell, style in zip(row, styles, strict=True)))
        for row in zip(*(cells for _, _, cells in columns), strict=True)
    ]
    title = (
        [element("caption", f"{shown.title}", style="text-align:left;font-weight:bold;white-space:nowrap")]
        if shown.title
        else []
    )
    inside = (*title, element("thead", element("tr", *head)), element("tbody", joined(lines)))
    label = f"{shown.title}" if shown.title else f"Table by {columns[0][0]}"
    scrolled = {"tabindex": "0", "role": "region", "aria_label": label, "style": "overflow-x:auto;margin:0 0 0.8em"}
    return element("div", element("table", *inside), **scrolled)
