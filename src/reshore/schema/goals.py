"""What `model.objective` says: goals in order, of which one is money."""

from __future__ import annotations

from typing import Final, Literal

Money = Literal["profit", "cost"]
MONEY: Final[tuple[Money, ...]] = ("profit", "cost")
TARGET: Final = "target:"


def goals(objective: str) -> tuple[str, ...]:
    """Return the goals of an objective in order: `profit`, `cost` or `target:NAME`, separated by `;`."""
    return tuple(part.strip() for part in objective.split(";") if part.strip())


def money_alone(objective: object) -> bool:
    """Say whether nothing comes before money, and nothing after it."""
    return goals(str(objective)) in [(goal,) for goal in MONEY]


def money_goal(objective: object) -> Money:
    """Return what money is counted for: `cost` where that is a goal, else `profit`."""
    return next((goal for goal in goals(str(objective)) if goal in MONEY), "profit")
