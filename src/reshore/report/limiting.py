"""Limits in the way, as text: what one more unit of one alone gives, how much of it is needed, and what could add to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reshore.report.text import figure


def limit_text(limit: dict[str, Any], verb: str, amount: Callable[[float], str]) -> str:
    """Return a limit (a row of `weightiest`) as a line; `verb` says what it does to what `amount` tells (serves, gives)."""
    first, last = limit["first"], limit["last"]
    span = f"{first}" if limit["periods"] == 1 else f"{first} to {last} ({limit['periods']} periods)"
    relief = f"; {limit['relief']}" if limit["relief"] else ""
    alone = "" if limit["needed"] is None else f"; alone, at least {figure(limit['needed'])} more are needed"
    does = (
        f"one more {limit['quantity']} {verb} {amount(limit['serves'])} more{alone}"
        if limit["serves"] > 0.0
        else f"more of it alone {verb} no more, since others bind with it"
    )
    return f"    {limit['entity']}, {span}: {does} (now {figure(limit['limit'])}){relief}"
