"""Limits in business words: what a row, or a bound, of the program is called where people read it."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources
from typing import Final

import polars as pl

PART: Final = re.compile(r"\{(\w+)\}")
DETAILS: Final = (
    ("class", ", class {class}"),
    ("qualification_time", ", for what needs {qualification_time} to qualify"),
)
"""Names that tell limits apart where there are several of the same words, and how they are added."""


@cache
def limits() -> dict[str, tuple[str, str]]:
    """Return for each kind of limit its words and what one more unit of it means, as templates over the names of a row."""
    text = resources.files(__package__).joinpath("limits.csv").read_text(encoding="utf-8")
    return {row["limit"]: (row["words"], row["more"]) for row in csv.DictReader(text.splitlines())}


def said(limit: str, names: pl.DataFrame) -> pl.Series:
    """Return each row of `names` (the labels of a block) as the limit is called: `CoWoS at TSMC-AP5-Taichung`.

    Raises KeyError where there is no such kind of limit.
    """
    words = limits()[limit][0]
    texts = _filled(words, names)
    for name, detail in DETAILS:
        if name in names.columns and f"{{{name}}}" not in words:
            present = names[name].cast(pl.String).fill_null("") != ""
            more = pl.select(pl.when(present).then(_filled(detail, names)).otherwise(pl.lit(""))).to_series()
            texts = texts + more
    return texts.alias("words")


def one_more(limit: str, names: pl.DataFrame) -> pl.Series:
    """Return what one more unit of each limit means: `one more wafer of capacity`. Raises KeyError for an unknown kind."""
    return _filled(limits()[limit][1], names).alias("more")


def _filled(template: str, names: pl.DataFrame) -> pl.Series:
    """Return the template with each `{name}` replaced by that column of `names`."""
    pieces = PART.split(template)
    parts = [
        (pl.col(piece).cast(pl.String).fill_null("") if place % 2 else pl.lit(piece))
        for place, piece in enumerate(pieces)
        if piece
    ]
    return names.with_columns(pl.concat_str(parts).alias("_words"))["_words"]
