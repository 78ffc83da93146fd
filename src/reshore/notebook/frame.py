"""A frame in which figures are drawn: a page of its own within that of a notebook.

It is an `iframe` with its page in `srcdoc`, and may run its scripts but has no origin: neither the styles of the notebook nor
other outputs reach it, nor can what is drawn reach the notebook. Its policy lets nothing in but its own two scripts, by their
hashes, and no request out. What draws (744 kB) and the figures are packed by gzip and unpacked by the browser, so that a frame is
about 350 kB, whatever the number of figures in it. Frames do not share what draws: a frame that relies on another output breaks
where that is cleared, hidden, not trusted, or shown later.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from importlib import resources
from math import ceil
from typing import Final

from reshore.report.figures import Figure
from reshore.report.page.drawn import drawn_data, figure_drawn, page_file, policy
from reshore.report.page.markup import Markup, element, joined, table

ROUND: Final = 96
"""Pixels that a figure takes besides what is drawn: its title and the space around it."""
LETTERS: Final = 90
"""Letters of the units that are in a line, at least where the page is not narrow."""
STYLE: Final = "body{max-width:none;padding:0 12px 8px}figure{margin:0 0 1em}"


def figures_frame(figures: Sequence[Figure]) -> Markup:
    """Return figures drawn in a frame, and below it each in words and as a table of its numbers."""
    title = ", ".join(figure.title for figure in figures)
    frame = element(
        "iframe",
        srcdoc=_page(figures, title),
        sandbox="allow-scripts",
        title=title,
        width="100%",
        height=f"{sum(map(_height, figures)) + 24}",
        style="border:0",
    )
    return joined([frame, *(_told(figure) for figure in figures)])


def _height(figure: Figure) -> int:
    return figure.height + ROUND + 22 * ceil(len(figure.units) / LETTERS)


def _page(figures: Sequence[Figure], title: str) -> str:
    script, loader = (text.strip() for text in (page_file("figures.js"), _loader()))
    style = f"{page_file('style.css')}\n{STYLE}"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy([script, loader], style)),
        element("title", title),
        element("style", Markup(style)),
    )
    packed = [
        element("script", Markup(_packed(text)), type="application/gzip", id=name)
        for name, text in (
            ("packed-script", script),
            ("packed-data", json.dumps(drawn_data(figures), ensure_ascii=False, allow_nan=False)),
        )
    ]
    shown = (figure_drawn(figure) for figure in figures)
    body = element("body", element("main", *shown), *packed, element("script", Markup(loader)))
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}"


def _loader() -> str:
    return resources.files(__package__).joinpath("unpack.js").read_text(encoding="utf-8").replace("\r\n", "\n")


def _packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def _told(figure: Figure) -> Markup:
    numbers = [table(figure.title, figure.columns, figure.rows)] if figure.rows else []
    return element(
        "details",
        element("summary", f"{figure.title}: in words and numbers"),
        element("p", figure.units),
        element("p", figure.alternative),
        element("p", figure.source),
        *numbers,
    )
