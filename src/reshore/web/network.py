"""What is told of a model before it is planned."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import reshore
from reshore.analysis.trace import trace_network
from reshore.api import new
from reshore.network import build_network
from reshore.report.figures.network import network_figures
from reshore.report.trace import trace_text
from reshore.tables import BOOK, inputs_hash, resolve, write_workbook
from reshore.web.drawn import shaped, told
from reshore.web.library import Library
from reshore.web.problems import Problem
from reshore.web.shapes.models import NetworkOf, Traced
from reshore.web.workspace import Place


def network_of(
    library: Library, place: Place, scenario: str | None, narrowed: tuple[str | None, str | None]
) -> NetworkOf:
    """Return the figures of a network and its trace; raises DataError where the model has errors, Problem for unknown names."""

    def make() -> NetworkOf:
        resolved = resolve(library.reading(place, scenario).checked())
        network = build_network(resolved)
        trace = trace_network(network)
        called = ", ".join(name for name in (place.name, scenario) if name)
        source = f"Source: model {called}, inputs {inputs_hash(resolved)[:12]}, reshore {reshore.__version__}"
        try:
            shown = trace if narrowed == (None, None) else trace_network(network, *narrowed)
        except KeyError as error:
            raise Problem(404, str(error.args[0])) from None
        sections, words = told(trace_text(shown))
        traced = [Traced(section=_plain(each.title), **each.model_dump()) for each in sections]
        return NetworkOf(figures=shaped(network_figures(network, trace, source, shown)), trace=traced, words=words)

    answer: NetworkOf = library.answer(place, ("network", scenario, narrowed), make)
    return answer


def workbook_of(library: Library, place: Place, scenario: str | None) -> bytes:
    """Return a model as a workbook: with its scenarios, or with one of them applied. Raises DataError where it has errors."""
    with TemporaryDirectory() as folder:
        if scenario is None:
            return (new(Path(folder) / "model", place.path, "xlsx") / BOOK).read_bytes()
        tables = library.reading(place, scenario).checked()
        return write_workbook(tables, Path(folder) / BOOK).read_bytes()


def _plain(title: str) -> str:
    """Return the name of a section: its title up to where it says more."""
    return title.partition(":")[0].partition(" (")[0].strip().lower()
