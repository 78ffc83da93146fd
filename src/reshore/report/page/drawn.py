"""Figures in a page: the elements in which they are drawn, the data that a script draws them from, and the policy of the page."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

from reshore.report.figures import Figure
from reshore.report.page.markup import Markup, element


def drawn_data(figures: Sequence[Figure]) -> dict[str, Any]:
    """Return what the script reads: the outlines of the world where a map shows it, and of figures by name the options.

    `outlines` are those of maps of a part of the world, by the name of the figure.
    """
    whole = any(figure.name == "map" and figure.outlines is None for figure in figures)
    return {
        "world": json.loads(page_file("world.json")) if whole else None,
        "outlines": {figure.name: figure.outlines for figure in figures if figure.outlines is not None},
        "options": {figure.name: figure.option for figure in figures},
    }


def figure_drawn(figure: Figure, *more: Markup) -> Markup:
    """Return the element of a figure: its title and units, the place where it is drawn, and more below."""
    style = f"height:{figure.height}px" + (f";min-width:{figure.width}px" if figure.width else "")
    place = element("div", data_figure=figure.name, role="img", aria_label=figure.alternative, style=style)
    return element(
        "figure",
        element("h3", figure.title, id=f"figure-{figure.name}"),
        element("p", figure.units, class_="units"),
        element("div", place, class_="frame", tabindex="0", role="region", aria_label=figure.title),
        *more,
    )


def policy(scripts: Sequence[str], style: str) -> str:
    """Return the content-security policy of a page with some scripts and one style: by their hashes, and nothing else."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {hashes}",
            f"style-src-elem 'sha256-{_digest(style)}'",
            "style-src-attr 'unsafe-inline'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def page_file(name: str) -> str:
    """Return a file of this package as text."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
