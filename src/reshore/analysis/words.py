"""Limits in business words: what a row, or a bound, of the program is called where people read it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import polars as pl

PART: Final = re.compile(r"\{(\w+)\}")
DETAILS: Final = (
    ("control_class", " of class {control_class}"),
    ("product", " of {product}"),
    ("from_country", " from {from_country}"),
    ("country", " in {country}"),
    ("class", ", class {class}"),
    ("country_of_origin", ", made in {country_of_origin}"),
    ("content", ", content {content}"),
    ("qualification_time", ", for what needs {qualification_time} to qualify"),
)
"""Names that tell limits apart where there are several of the same words, and how they are added."""


@dataclass(frozen=True)
class Limit:
    """A kind of limit: its words and what one more unit of it means, as templates over the names of a row.

    `counts` says how a limit of several periods grows by one: `rate` by one a unit of time, `each` by one in each period,
    `share` by one in all, shared as it is. `input` is the column of the tables that states it, as TABLE.COLUMN.
    """

    words: str
    more: str
    counts: str
    input: str

    @property
    def place(self) -> tuple[str, str]:
        """The table and the column that state it."""
        table, _, column = self.input.partition(".")
        return table, column


@cache
def limits() -> dict[str, Limit]:
    """Return every kind of limit by name: the laws, and what bounds of variables state."""
    text = resources.files(__package__).joinpath("limits.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["limit"]: Limit(row["words"], row["more"], row["counts"], row["input"]) for row in rows}


def said(limit: str, names: pl.DataFrame, without: tuple[str, ...] = ()) -> pl.Series:
    """Return each row of `names` (the labels of a block) as the limit is called: `CoWoS at TSMC-AP5-Taichung`.

    Details `without` are left out. Raises KeyError where there is no such kind of limit.
    """
    words = limits()[limit].words
    texts = _filled(words, names)
    for name, detail in DETAILS:
        if name in names.columns and name not in without and f"{{{name}}}" not in words:
            present = names[name].cast(pl.String).fill_null("") != ""
            more = pl.select(pl.when(present).then(_filled(detail, names)).otherwise(pl.lit(""))).to_series()
            texts = texts + more
    return texts.alias("words")


def one_more(limit: str, names: pl.DataFrame) -> pl.Series:
    """Return what one more unit of each limit means: `one more wafer of capacity`. Raises KeyError for an unknown kind."""
    return _filled(limits()[limit].more, names).alias("more")


def _filled(template: str, names: pl.DataFrame) -> pl.Series:
    """Return the template with each `{name}` replaced by that column of `names`."""
    pieces = PART.split(template)
    parts = [
        (pl.col(piece).cast(pl.String).fill_null("") if place % 2 else pl.lit(piece))
        for place, piece in enumerate(pieces)
        if piece
    ]
    return names.with_columns(pl.concat_str(parts).alias("_words"))["_words"]
