"""What a figure is: an ECharts option as plain data, and what people need to read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A figure that the web page, the report and a notebook draw alike.

    `units` says what is counted, and in what; `source` where the numbers come from; `alternative` tells in words what is to be
    seen. `option` is an ECharts option without functions, whose numbers are in the units of the axes. `columns` and `rows` have
    the numbers as a table. `height` and `width` (the least at which it can be read; 0 for any) are in pixels.
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
