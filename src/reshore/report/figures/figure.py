"""What a figure is: an ECharts option as plain data, and what people need to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reshore.tables.report import hint


@dataclass(frozen=True)
class Figure:
    """A figure that the web page, the report and a notebook draw alike.

    `units` says what is counted, and in what; `source` where the numbers come from; `alternative` tells in words what is to be
    seen. `option` is an ECharts option without functions, whose numbers are in the units of the axes. `columns` and `rows` have
    the numbers as a table. `height` and `width` (the least at which it can be read; 0 for any) are in pixels. `outlines`
    are those of a map of a part of the world, as GeoJSON under the name that the option has for its map.
    """

    name: str
    title: str
    units: str
    source: str
    alternative: str
    option: Mapping[str, Any]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=())
    height: int = 420
    width: int = 0
    outlines: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Figures:
    """Figures in the order in which they are read; a notebook shows all of them, or one by its name."""

    every: tuple[Figure, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the figures, in order."""
        return tuple(figure.name for figure in self.every)

    def __len__(self) -> int:
        return len(self.every)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.every)

    def __getitem__(self, which: str | int) -> Figure:
        """Return a figure by name or by place; raises KeyError, naming those there are, and IndexError."""
        if isinstance(which, int):
            return self.every[which]
        found = next((figure for figure in self.every if figure.name == which), None)
        if found is None:
            there = f"There are {', '.join(self.names)}." if self.every else "There are none."
            raise KeyError(f"There is no figure '{which}'. {hint(which, self.names, there)}")
        return found
