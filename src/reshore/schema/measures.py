"""The measures, declared once in `measures.csv`: what rules, targets and key figures may count, and by what."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

ALONG: Final[Mapping[str, tuple[str, ...]]] = {
    "site": ("country", "region", "operator", "kind"),
    "destination": ("destination_country",),
    "product": ("generation", "control_class"),
}
"""Keys that come with another: what the tables say of a site, of a destination, of a product."""


@dataclass(frozen=True)
class Measure:
    """One measure. `unit` is what it counts, in the words of the schema; `keys` are those that filters may use.

    A `level` says what there is at the end of a period; any other measure says what happens in it.
    """

    name: str
    unit: str
    level: bool
    keys: tuple[str, ...]
    description: str


@cache
def measures() -> dict[str, Measure]:
    """Return every measure by name, in order."""
    text = resources.files(__package__).joinpath("measures.csv").read_text(encoding="utf-8")
    return {
        row["measure"]: Measure(
            row["measure"], row["unit"], row["level"] == "yes", _keys(row["keys"].split("|")), row["description"]
        )
        for row in csv.DictReader(text.splitlines())
    }


def _keys(own: list[str]) -> tuple[str, ...]:
    return tuple(key for name in own for key in (name, *ALONG.get(name, ())))
