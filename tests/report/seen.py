"""A model that has every figure, and what a browser would find in a page."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.builders import Case, asks, line, plant

NASTY = "</script><img src=x onerror=alert(1)>"


def abroad(part: str = "part", **cells: object) -> Case:
    """Return a plant in Taiwan whose line makes 30 parts worth 8 in a month for a shop in the United States that asks for 37.

    Two targets: 60 parts, of which it makes half, and 24 parts.
    """
    target = {"measure": "made", "by": "2025-02-01", "claim": cells.get("claim", "")}
    return plant(
        "1 months",
        sites=[
            {
                "site": "plant",
                "country": "Taiwan",
                "kind": "fab",
                "latitude": 23.1,
                "longitude": 120.3,
                "source": "a survey",
            },
            {"site": "shop", "country": "United States", "kind": "market", "latitude": 39.0, "longitude": -77.5},
        ],
        products=[{"product": part, "unit": "piece", "value": 8}],
        recipes=[{"process": "make", "product": part, "quantity": 1}],
        lanes=[{"origin": "plant", "destination": "shop", "mode": "air", "transit_time": 0, "cost_per_unit": 1}],
        targets=[{"target": "sixty", "at_least": 60, **target}, {"target": "two dozen", "at_least": 24, **target}],
        **line(30),
        demands=asks([37], market="shop", product=part, price=5),
    )


class Page(HTMLParser):
    """What a page has: its tags with attributes, the text of scripts and styles by place, ids and headings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.inside: list[tuple[str, dict[str, str], str]] = []
        self.words: list[str] = []
        self._open: tuple[str, dict[str, str]] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag in ("script", "style"):
            self._open = (tag, given)

    def handle_endtag(self, tag: str) -> None:
        """Leave a script or a style."""
        if self._open is not None and tag == self._open[0]:
            self._open = None

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if self._open is None:
            self.words.append(data)
        else:
            self.inside.append((*self._open, data))

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every tag of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        """The words that are read."""
        return " ".join(" ".join(self.words).split())
