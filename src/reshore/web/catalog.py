"""Models as they are listed."""

from __future__ import annotations

from reshore.schema import schema
from reshore.tables.source import Source
from reshore.web.library import Library
from reshore.web.shapes.models import Count, Entry, Opened, Scenario
from reshore.web.workspace import Place


def entry_of(library: Library, place: Place) -> Entry:
    """Return what is told of a model in a list, without reading more than the text of its files."""
    source = library.source(place)
    return Entry(
        model=place.name,
        description=_description(source),
        kind=place.kind,
        editable=place.editable,
        scenarios=[
            Scenario(scenario=name, description=description) for name, description in library.scenarios(place).items()
        ],
        tables=[
            Count(table=name, rows=source.raws[name].frame.height if name in source.raws else 0) for name in schema()
        ],
    )


def opened(library: Library, place: Place) -> Opened:
    """Return the same with the version of the model."""
    return Opened(**entry_of(library, place).model_dump(), version=library.version(place))


def _description(source: Source) -> str:
    raw = source.raws.get("model")
    if raw is None or "description" not in raw.header or raw.frame.is_empty():
        return ""
    return str(raw.frame[str(raw.header.index("description"))][0])
