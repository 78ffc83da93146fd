"""Values of scenarios as the text of one cell, and back: plain where that is clear, as TOML where it is not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import polars as pl

from reshore.tables.raw import as_text
from reshore.tables.toml import toml_key, toml_value

MARKS: Final = ('"', "'", "[", "{")
MOST_EXACT: Final = 2**53
"""Beyond it a workbook, whose numbers are floats, cannot tell whole numbers apart."""

Scalar = str | int | float | bool | date


def value_of(text: str) -> Any:
    """Return the value that a cell's text means: 12, 0.5, true and 2027-01-01 are what they look like, `[a, b]` is a list.

    Whatever is not written as it would be shown (007, 1e5, +3) is text. Raises ValueError for what begins as TOML and is none.
    """
    if text.startswith("[") and text.endswith("]") and not set("\"'[{").intersection(text[1:]):
        return [value_of(item.strip()) for item in text[1:-1].split(",") if item.strip()]
    if text.startswith(MARKS):
        return _toml(text)
    try:
        value = _toml(text)
    except ValueError:
        return text
    return value if text in _shown(value) else text


def cell_of(value: object) -> Scalar:
    """Return what to write in a cell. Claim: `value_of` gives the value back from its text; raises TypeError for no TOML."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, int | float) and abs(value) < MOST_EXACT:
        return value
    if isinstance(value, str) and value and value == value.strip() and _is(value, _again(value)):
        return value
    return toml_value(value)


def pairs_of(text: str) -> dict[str, Any]:
    """Return the columns and values in a text such as `site = FAB; age = 3`; raises ValueError where it is none."""
    if text.startswith("{"):
        value = _toml(text)
        if isinstance(value, dict):
            return value
    pairs: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, equals, value = (item.strip() for item in part.partition("="))
        if not equals or not name or name in pairs:
            raise ValueError(f"'{part}' is no column with a value")
        pairs[name] = value_of(value)
    return pairs


def text_of_pairs(pairs: Mapping[str, Any]) -> str:
    """Return columns and values as the text of a cell. Claim: `pairs_of` gives them back."""
    parts = []
    for name, value in pairs.items():
        cell = cell_of(value)
        parts.append(f"{name} = {cell if isinstance(cell, str) else toml_value(cell)}")
    plain = "; ".join(parts)
    try:
        if pairs and _is(dict(pairs), pairs_of(plain)):
            return plain
    except ValueError:
        pass
    return "{" + ", ".join(f"{toml_key(name)} = {toml_value(value)}" for name, value in pairs.items()) + "}"


def _toml(text: str) -> Any:
    if "\n" in text and not text.startswith(MARKS):
        raise ValueError(text)
    try:
        content = tomllib.loads(f"value = {text}")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(f"{text} is not written as TOML: {error}") from error
    if set(content) != {"value"}:
        raise ValueError(f"{text} is more than one value")
    return content["value"]


def _shown(value: object) -> tuple[str, ...]:
    """Return the ways in which a number, a truth or a date is shown in a cell."""
    texts = [as_text(value) or ""]
    if value == 0 and not isinstance(value, bool):
        texts.append("-0")
    if isinstance(value, float):
        texts += [texts[0].removesuffix(".0"), pl.select(pl.lit(value).cast(pl.String)).item()]
    return tuple(texts)


def _again(text: str) -> Any:
    try:
        return value_of(text)
    except ValueError:
        return None


def _is(value: Any, other: Any) -> bool:
    """Whether two values are the same and of the same kind (12 and 12.0 are)."""
    if isinstance(value, dict) and isinstance(other, dict):
        return value.keys() == other.keys() and all(_is(item, other[name]) for name, item in value.items())
    if isinstance(value, list) and isinstance(other, list):
        return len(value) == len(other) and all(map(_is, value, other))
    numbers = [isinstance(item, int | float) and not isinstance(item, bool) for item in (value, other)]
    return bool(value == other and (all(numbers) or type(value) is type(other)))
