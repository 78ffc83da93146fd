"""Shapes of jobs: what is asked for, how far it is, and what came of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from reshore.analysis.stress.asked import RECOVER, WORST, read_duration, read_start
from reshore.web.shapes.common import Edit, Error, Figure, Section, Shape

Kind = Literal["plan", "stress", "simulate", "sweep", "bottlenecks", "targets", "why", "matters", "report"]
Analysis = Literal["bottlenecks", "targets", "matters", "edits", "stress", "simulate", "all"]
State = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]


class PlanOptions(Shape):
    """How a model is planned: the gap at which a search over whole numbers stops, and the seconds after which it does."""

    gap: float = Field(default=1e-4, ge=0.0, le=1.0)
    time_limit: float | None = Field(default=None, ge=0.0)


class SweepOptions(PlanOptions):
    """Which scenarios are planned beside the model itself; all where none are named."""

    scenarios: list[str] | None = Field(default=None, max_length=1000)


def _duration(text: str) -> str:
    if text != RECOVER:
        read_duration(text)
    return text


def _start(text: str) -> str:
    if text != WORST:
        read_start(text)
    return text


class StressOptions(Shape):
    """What is out, for how long and from when, as for `reshore stress`."""

    scope: Literal["site", "country", "region", "operator", "lane", "mode", "product"] = "site"
    names: list[str] = Field(default_factory=list, max_length=10_000)
    durations: list[Annotated[str, AfterValidator(_duration)]] = Field(
        default=["2w", "1m", "3m", "6m"], min_length=1, max_length=50
    )
    starts: list[Annotated[str, AfterValidator(_start)]] = Field(default_factory=list, max_length=50)
    affects: Literal["", "capacity", "transit", "supply"] = ""
    loss: float = Field(default=1.0, ge=0.0, le=1.0)
    recovery: float = Field(default=0.0, ge=0.0)
    rebuild: bool = False
    survive: bool = True


class SimulateOptions(Shape):
    """How often a plan is run forward, and what is uncertain: the hazards that may happen (all where none are named)."""

    replications: int = Field(default=10_000, ge=1, le=1_000_000)
    seed: int = Field(default=1, ge=0)
    hazards: list[str] | None = Field(default=None, max_length=10_000)
    ranges: bool = False
    threshold: float = Field(default=0.9, ge=0.0, le=1.0)


class ReportOptions(Shape):
    """What is asked for a report besides what the plan says by itself, the run it is compared with, and its format."""

    analyses: list[Analysis] = Field(default_factory=list)
    against: str | None = None
    format: Literal["html", "pdf"] = "html"


class WhyOptions(Shape):
    """Which demand: the beginning of its key (market/product/class/date), or PRODUCT@MARKET; the worst where it is empty."""

    subject: str | None = Field(default=None, max_length=1000)


class MattersOptions(Shape):
    """What numbers are worth to (profit, or a target), and which: of one table, or those alone that have a range."""

    of: str = Field(default="profit", max_length=1000)
    table: str | None = Field(default=None, max_length=100)
    given: bool = False


class NoOptions(Shape):
    """No options."""


class NewJob(Shape):
    """A job to do: `plan` and `sweep` are of a model, the others of a run. The options are those of its kind."""

    kind: Kind
    model: str | None = None
    run: str | None = None
    scenario: str | None = None
    edits: list[Edit] = Field(default_factory=list, max_length=1000)
    options: dict[str, Any] = Field(default_factory=dict)


class Progress(Shape):
    """How far a job is: how many of how many (0 where that is not known), with what, and for how many seconds."""

    done: int = 0
    count: int = 0
    text: str = ""
    seconds: float = 0.0


class Result(Shape):
    """What a job made: a run, several, figures, sections, or a file."""

    run: str | None = None
    runs: list[str] = Field(default_factory=list)
    figures: bool = False
    sections: bool = False
    file: str | None = None


class Job(Shape):
    """A job."""

    id: str
    kind: Kind
    title: str
    model: str | None
    run: str | None
    scenario: str | None
    edits: list[Edit]
    options: dict[str, Any]
    state: State
    created: str
    started: str | None = None
    ended: str | None = None
    progress: Progress = Progress()
    error: Error | None = None
    result: Result | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state not in ("queued", "running")


class Answer(Shape):
    """What the command of a job prints, as tables and words, and its figures."""

    figures: list[Figure]
    sections: list[Section]
    words: list[str]
