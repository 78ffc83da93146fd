"""Shapes of runs and of what is compared."""

from __future__ import annotations

from typing import Any

from reshore.web.shapes.common import Figure, Section, Shape
from reshore.web.shapes.models import Count


class Reached(Shape):
    """What a plan has of a target: `value` by its day, of `aim`, both in `unit` (`1` for a share), and both in words."""

    target: str
    told: str
    words: str
    value: float
    aim: float
    unit: str
    reached: bool


class Run(Shape):
    """A stored run. `sets` are the edits that it was planned with; `pending` says that its targets are still being looked up."""

    run: str
    created: str
    model: str | None
    scenario: str | None
    status: str
    objective: float
    currency: str
    goal: str
    gap: float
    sets: list[str]
    targets: list[Reached]
    pending: bool = False


class Kpi(Shape):
    """A key figure of the whole plan, as a number and as text."""

    name: str
    label: str
    value: float
    unit: str
    text: str


class RunOf(Run):
    """A stored run with what it was made of and what it comes to."""

    seconds: dict[str, float]
    size: dict[str, int]
    versions: dict[str, str]
    kpis: list[Kpi]
    summary: list[Section]
    simulated: bool
    tables: list[Count]


class ColumnOfPlan(Shape):
    """A column of a table of a plan; its unit where one holds for all rows, which have it beside the numbers otherwise."""

    name: str
    type: str
    unit: str


class PlanPage(Shape):
    """Some rows of a table of a plan."""

    total: int
    offset: int
    columns: list[ColumnOfPlan]
    rows: list[dict[str, Any]]


class Compared(Shape):
    """Plan B against plan A; `more` says that the largest differences are not all."""

    figures: list[Figure]
    sections: list[Section]
    words: list[str]
    more: bool = False
