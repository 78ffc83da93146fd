"""Figures and sections of the package in the shapes of the API."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from reshore.report import figures
from reshore.report.sections import sections_of
from reshore.web.shapes.common import Figure, Section


def shaped(drawn: Iterable[figures.Figure]) -> list[Figure]:
    """Return figures as answers have them."""
    return [
        Figure(
            **{name: value for name, value in vars(figure).items() if name not in ("option", "columns", "rows")},
            option=dict(figure.option),
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
            rows=[list(row) for row in each.rows],
            right=list(each.right),
        )
        for each in sections
    ]
    return shapes, list(words)
