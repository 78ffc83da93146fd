"""What the process of a job is told, and what it tells: lines of JSON."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from reshore.web.shapes.common import Error, Figure, Section, Shape
from reshore.web.shapes.jobs import Kind, Progress, Result

SPEC: Final = "spec.json"
"""The file in the folder of a job that its process reads."""


class Spec(Shape):
    """A job as its process does it: the places of its model and of the workspace, and in how many processes."""

    kind: Kind
    workspace: str
    model: str | None
    run: str | None
    scenario: str | None
    sets: list[str]
    options: dict[str, Any]
    processes: int


class Line(Shape):
    """What a process tells: how far it is, or how it ended, with an error or a result."""

    progress: Progress | None = None
    error: Error | None = None
    result: Result | None = None


class Made(Shape):
    """What came of a job."""

    run: str | None = None
    runs: list[str] = Field(default_factory=list)
    figures: list[Figure] = Field(default_factory=list)
    sections: list[Section] = Field(default_factory=list)
    words: list[str] = Field(default_factory=list)
    file: str | None = None
