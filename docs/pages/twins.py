"""Where each statement is recomputed without the model: functions of `reshore.verify`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Final

from reshore.verify.plan import JOINS
from reshore.verify.registry import CHECKS
from reshore.verify.terms import TERMS

from .stated import Statement

Check = Callable[..., object]
CHECKED: Final[Mapping[str, str]] = {
    "variable-make": "runs",
    "variable-stock": "storage",
    "variable-lost": "demand",
    "variable-build": "builds",
    "variable-take": "mix",
    "law-balance": "balance",
    "law-capacity": "capacity",
    "law-vintage_capacity": "capacity",
    "law-demand": "demand",
    "law-lane_capacity": "lanes",
    "law-runs": "runs",
    "law-modules": "builds",
    "law-growth": "builds",
    "law-floor_area": "floor",
    "law-shelf_life": "shelf life",
    "law-rules": "rules",
    "law-storage": "storage",
    "law-quota": "quotas",
    "law-claims": "claims",
    "law-cap": "caps",
}
"""The check of each page, by its name in the registry of the verification."""


def twins(statement: Statement) -> tuple[Check, ...]:
    """Return the functions that recompute a statement: rows of a table and checks, or a term of money."""
    if statement.kind == "money":
        return (TERMS[statement.name],)
    rows = (JOINS[statement.name],) if statement.kind == "variable" else ()
    checks = (CHECKS[CHECKED[statement.page]],) if statement.page in CHECKED else ()
    return (*rows, *checks)


def said(check: Check) -> tuple[str, str]:
    """Return the full name of a function and the first line of its docstring."""
    return f"{check.__module__}.{check.__name__}", (inspect.getdoc(check) or "").split("\n")[0]
