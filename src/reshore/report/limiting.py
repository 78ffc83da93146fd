"""Limits in the way, as text: what one more unit of one alone gives, how much of it is needed, and what could add to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from reshore.report.text import figure

YEARLY: Final = ("quota",)
"""Limits of calendar years, of which each stands at the last period that counts for it."""


def when(limit: Mapping[str, Any]) -> str:
    """Return when a limit binds (`law`, `first`, `last`, `periods`): its first and last period, and how many, or its years."""
    first, last, count = limit["first"], limit["last"], limit["periods"]
    if limit["law"] in YEARLY:
        return f"in {first.year}" if count == 1 else f"in {count} years from {first.year} to {last.year}"
    return f"{first}" if count == 1 else f"{first} to {last} ({count} periods)"


def limit_text(limit: dict[str, Any], verb: str, amount: Callable[[float], str]) -> str:
    """Return a limit (a row of `weightiest`) as a line; `verb` says what it does to what `amount` tells (serves, gives)."""
    relief = f"; {limit['relief']}" if limit["relief"] else ""
    alone = "" if limit["needed"] is None else f"; alone, at least {figure(limit['needed'])} more are needed"
    does = (
        f"one more {limit['quantity']} {verb} {amount(limit['serves'])} more{alone}"
        if limit["serves"] > 0.0
        else f"more of it alone {verb} no more, since others bind with it"
    )
    return f"    {limit['entity']}, {when(limit)}: {does} (now {figure(limit['limit'])}){relief}"
