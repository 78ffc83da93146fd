"""What the textbook problems share: six months, tuple keys joined with a bar, values that change by month."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.published.model import Cell, Row

BOOK = "H. P. Williams, Model Building in Mathematical Programming, 5th ed., Wiley 2013"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
FIRST_DAYS = tuple(date(2025, number, 1) for number in range(1, 7))
LAST_MONTH = FIRST_DAYS[-1]


def read_book(path: Path) -> Mapping[str, Any]:
    """Read a problem's data dictionary; raises ValueError where its months are not January to June."""
    data: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if tuple(data["months"]) != MONTHS:
        raise ValueError(f"{path} has months {data['months']}, not {MONTHS}")
    return data


def settings(name: str, section: str) -> dict[str, Cell]:
    """Return the settings of a problem: six months, pounds, no discounting, profit."""
    return {
        "name": name,
        "currency": "GBP",
        "start": FIRST_DAYS[0],
        "buckets": f"{len(MONTHS)} months",
        "discount_rate": 0.0,
        "objective": "profit",
        "source": f"{BOOK}, section {section}",
    }


def by_month(table: str, key: str, column: str, values: Sequence[float]) -> list[Row]:
    """Return the profile of a column that has the given value in each month."""
    return [
        {"table": table, "key": key, "column": column, "date": day, "value": value}
        for day, value in zip(FIRST_DAYS, values, strict=True)
    ]


def from_last_month(table: str, key: str, column: str, value: float) -> Row:
    """Return the profile row that sets a column from the last month on."""
    return {"table": table, "key": key, "column": column, "date": LAST_MONTH, "value": value}
