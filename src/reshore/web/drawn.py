"""Figures and sections of the package in the shapes of the API."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rich.console import RenderableType

from reshore.report import figures
from reshore.report.sections import sections_of
from reshore.web.places import without_places
from reshore.web.shapes.common import Figure, Section

OPTIONS: Final = re.compile(
    r" \(all with --json\)|: narrow with --product or --site, or all with --json|; --product or --site .* all of them"
)
"""What commands say of their options, which a page does not have."""


def shaped(drawn: Iterable[figures.Figure]) -> list[Figure]:
    """Return figures as answers have them."""
    return [
        Figure(
            **{
                name: value
                for name, value in vars(figure).items()
                if name not in ("option", "columns", "rows", "outlines")
            },
            option=dict(figure.option),
            outlines=None if figure.outlines is None else dict(figure.outlines),
            columns=list(figure.columns),
            rows=[list(row) for row in figure.rows],
        )
        for figure in drawn
    ]


def told(shown: RenderableType) -> tuple[list[Section], list[str]]:
    """Return what a command prints as sections and words."""
    sections, words = sections_of(shown)
    shapes = [
        Section(
            title=each.title,
            columns=list(each.columns),
            rows=[[without_places(cell) for cell in row] for row in each.rows],
            right=list(each.right),
        )
        for each in sections
    ]
    return shapes, [without_places(OPTIONS.sub("", line)) for line in words]
