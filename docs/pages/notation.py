"""The page that explains the notation of all others."""

from __future__ import annotations

from typing import Final

from .markdown import column_link, grid, prose
from .symbols import declared

ABOUT: Final = """# Notation

Each page in this part states one thing: a **variable** (what the plan decides), a **law** (what every plan obeys) or
a **term of money** (what the plan earns or costs). The plan is the choice of all variables that obeys all laws and
earns the most: the sum of all terms, discounted.

`name[i,t]` is a number for each `i` and each period `t`; `Σ_i` is the sum over all `i`. A name that is also the name
of a column, such as `per_run[o,r,t]`, is that column, in the row that the indices stand for. Where the column may
change over time (by `profiles`), it is its value in `t`."""

TIME: Final = """## Time

Periods are half-open intervals of whole days, `[b(t), b(t+1))`, and may be of unequal length. Nothing is rounded to
whole periods:

* *Lengths.* A rate counts for the length of the period, or of the part of it in which something is open, in the unit
  of time of its column: 14 a week are 62 in January and 56 in February 2025, 100 a month are 100 in both. Where the
  rate changes within that part, each day counts with the rate of that day. Other columns that change within a period
  have their average over the days of it, or over those on which the operation or lane is open.
* *Lags.* What leaves evenly in a period and takes a time arrives evenly over the period moved by that time. `lag` is
  the share, by days, of that span that lies in another period. What leaves in January and takes ten days arrives
  from 11 January to 10 February: 21/31 in January and 10/31 in February.
* *Ages.* A module starts on day σ, is complete on ρ, the build time later, and follows its ramps by age from ρ on.
  `H` is the end of the horizon.

[What a plan means, exactly](../reference/semantics.md) has the full agreement."""

DUALS: Final = """## Duals

The dual of a row is the change of the objective per unit more of its right-hand side: what one more unit of that
limit, supply or demand is worth. It is in the money of the objective (discounted; profit, or minus cost) per unit of
the row. A limit that does not bind is worth nothing. A reduced cost is the same for the bound of a variable, and is
stored under `bound:NAME`.

Duals hold for small changes: a large one changes the plan, and with it the price. Where decisions are whole numbers,
duals are those of the plan in which these are held where they are, and the reduced cost of such a decision (which may
then have either sign) is what one more of it would earn."""


def notation() -> str:
    """Return the page."""
    return "\n\n".join([ABOUT, "## Indices", _indices(), TIME, "## Other symbols", _others(), DUALS]) + "\n"


def _indices() -> str:
    rows = [row for row in declared("indices.csv") if "," not in row["index"]]
    return grid(
        ("index", "stands for", "table"),
        ((f"`{row['index']}`", prose(row["meaning"]), _table_link(row["table"])) for row in rows),
    )


def _table_link(table: str) -> str:
    return f"[{table}](../reference/tables.md#{table})" if table else ""


def _others() -> str:
    return grid(
        ("symbol", "meaning", "comes from"),
        (
            (
                f"`{row['symbol']}`",
                prose(row["meaning"]),
                ", ".join(map(column_link, filter(None, row["columns"].split(";")))),
            )
            for row in declared("symbols.csv")
        ),
    )
