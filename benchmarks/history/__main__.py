"""`python -m benchmarks.history`: plan us-buildout and print its figures beside those that were reported."""

from __future__ import annotations

import sys

from benchmarks.history.figures import EXAMPLE, FIGURES
from rich.console import Console
from rich.table import Table

import reshore


def main() -> int:
    """Return 1 where a figure that has to hold does not."""
    with Console(stderr=True).status(f"planning {EXAMPLE}"):
        plan = reshore.plan(EXAMPLE)
    table = Table("figure", "reported", "plan", "unit", "within", "source", box=None)
    wrong = 0
    for figure in FIGURES:
        value = figure.of(plan)
        within = figure.low <= value <= figure.high
        wrong += figure.held and not within
        table.add_row(
            figure.name,
            f"{figure.low:,.4g} to {figure.high:,.4g}",
            f"{value:,.4g}",
            figure.unit,
            "yes" if within else "no",
            figure.source,
        )
    Console(width=170).print(table)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
