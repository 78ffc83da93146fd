"""Figures of a plan: each is a file here, and a line in `FIGURES`. They are data; what draws them is in `web/figures`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from reshore.report.figures import (
    chain,
    chances,
    exposure,
    gantt,
    gauges,
    heat,
    matrix,
    output,
    progress,
    ramp,
    resilience,
    tornado,
    waterfall,
    world,
)
from reshore.report.figures.figure import Figure, Figures
from reshore.report.figures.subject import Subject

FIGURES: Final[tuple[Callable[[Subject], Iterator[Figure]], ...]] = (
    gauges.figures,
    progress.figures,
    waterfall.figures,
    world.figures,
    chain.figures,
    output.figures,
    ramp.figures,
    gantt.figures,
    exposure.figures,
    heat.figures,
    matrix.figures,
    resilience.figures,
    chances.figures,
    tornado.figures,
)
"""In the order in which they are read. Each yields what it can draw of a subject: nothing where that has nothing of it."""


def figures_of(subject: Subject) -> tuple[Figure, ...]:
    """Return every figure that can be drawn of a plan and of what was asked about it."""
    return tuple(figure for make in FIGURES for figure in make(subject))


__all__ = ["FIGURES", "Figure", "Figures", "Subject", "figures_of"]
