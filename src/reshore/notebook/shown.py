"""What is shown of each kind of result: the text that the command prints, and the figures that go with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.text import Text

from reshore.report import summary
from reshore.report.bottlenecks import bottlenecks_text
from reshore.report.compare import compare_text
from reshore.report.figures import (
    Figure,
    Subject,
    chances,
    gantt,
    gauges,
    heat,
    matrix,
    output,
    resilience,
    tornado,
    waterfall,
    world,
)
from reshore.report.findings import findings_table
from reshore.report.matters import matters_text
from reshore.report.simulate import simulation_text
from reshore.report.stress import stress_text
from reshore.report.sweep import sweep_text
from reshore.report.targets import targets_text
from reshore.report.trace import trace_text
from reshore.report.verify import verification_text
from reshore.report.why import why_text

Drawing = Callable[[Subject], Iterator[Figure]]


def told(result: Any) -> RenderableType:
    """Return a result as the text that its command prints."""
    return TEXTS[type(result).__name__](result)


def drawn(result: Any) -> tuple[Figure, ...]:
    """Return the figures that are shown with a result: those of its own, without those that take long."""
    name = type(result).__name__
    if name == "Figure":
        return (result,)
    if name == "Figures":
        return tuple(result)
    plan = result if name == "Plan" else getattr(result, "plan", None)
    if name not in DRAWINGS or plan is None:
        return ()
    field, drawings = DRAWINGS[name]
    subject = Subject(plan, **({field: result} if field else {}))
    return tuple(figure for drawing in drawings for figure in drawing(subject))


def _swept(result: Any) -> RenderableType:
    return sweep_text(result.table, result.units, result.remarks)


def _figures(result: Any) -> RenderableType:
    return Group(*(_figure(figure) for figure in result)) if len(result) else Text("There are no figures.")


def _figure(result: Figure) -> RenderableType:
    return Text(f"{result.title}\n{result.units}\n{result.alternative}\n{result.source}\n")


TEXTS: Final[Mapping[str, Callable[[Any], RenderableType]]] = MappingProxyType(
    {
        "Bottlenecks": bottlenecks_text,
        "Comparison": compare_text,
        "Figure": _figure,
        "Figures": _figures,
        "Findings": findings_table,
        "Matters": matters_text,
        "Plan": summary,
        "Simulation": simulation_text,
        "Stress": stress_text,
        "Sweep": _swept,
        "Targets": targets_text,
        "Trace": trace_text,
        "Verification": verification_text,
        "Why": why_text,
    }
)
DRAWINGS: Final[Mapping[str, tuple[str, tuple[Drawing, ...]]]] = MappingProxyType(
    {
        "Plan": ("", (gauges.figures, world.figures, output.figures, gantt.figures)),
        "Bottlenecks": ("bottlenecks", (heat.figures,)),
        "Comparison": ("comparison", (waterfall.figures,)),
        "Matters": ("matters", (tornado.figures,)),
        "Simulation": ("simulation", (chances.figures,)),
        "Stress": ("stress", (matrix.figures, resilience.figures)),
        "Targets": ("targets", (gauges.figures,)),
    }
)
"""Of each kind of result what field of a subject it is, and which figures are shown with it."""
