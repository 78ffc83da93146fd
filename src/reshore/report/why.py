"""Why demand is short, as text: the reasons with their quantities, the limits with the way back to them, the price."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl
from rich.console import Group, RenderableType
from rich.text import Text

from reshore.analysis.why import Why
from reshore.report.limiting import limit_text
from reshore.report.text import figure, table_text

SHOWN: Final = 5
KINDS: Final = {"lost": "never served", "late": "not served on time"}


def why_text(found: Why, subject: str | None = None) -> RenderableType:
    """Return what is short, and why the demand that was asked about is."""
    return Group(*_parts(found, subject))


def _parts(found: Why, subject: str | None) -> Iterator[RenderableType]:
    if subject is None:
        if found.short.is_empty():
            yield Text("All demand is served on time.")
            return
        yield table_text(found.short.rename({"stake": f"at stake [{found.currency}]"}), "Late or lost demand")
    if found.reasons.is_empty():
        yield Text(f"{subject} is served in full and on time.")
        return
    for keys, reasons in found.reasons.group_by("subject", "kind", maintain_order=True):
        yield Text("\n".join(_case(found, str(keys[0]), str(keys[1]), reasons)))
    if subject is None and found.short.height > 1:
        yield Text("\nOf others: reshore why RUN PRODUCT@SITE", style="dim")


def _case(found: Why, subject: str, kind: str, reasons: pl.DataFrame) -> Iterator[str]:
    mine = (pl.col("subject") == subject) & (pl.col("kind") == kind)
    total = float(reasons["quantity"].sum())
    yield f"{subject}: {figure(total)} {reasons['unit'][0]} {KINDS[kind]}"
    for reason in reasons.iter_rows(named=True):
        yield f"\n  {figure(reason['quantity'])} {reason['unit']} {reason['words']}"
        limits = found.limits.filter(mine & (pl.col("reason") == reason["reason"]))
        if not limits.is_empty():
            yield "  Limits in the way (those that weigh most first):"
        for limit in limits.head(SHOWN).iter_rows(named=True):
            yield from _limit(limit)
        if limits.height > SHOWN:
            yield f"    ... and {limits.height - SHOWN} more (all with --json)"
    for price in found.price.filter(mine).iter_rows(named=True):
        yield from _price(price, found.currency)
    yield from _instead(found.instead.filter(mine))


def _limit(limit: dict[str, Any]) -> Iterator[str]:
    unit = limit["per"].partition("/")[0]
    yield limit_text(limit, "serves", lambda served: f"{figure(served)} {unit}")
    if limit["chain"]:
        yield f"      {' ← '.join(limit['chain'])}"


def _price(price: dict[str, Any], currency: str) -> Iterator[str]:
    least = "" if price["whole"] else "at least "
    low, high, now = (_exact(price[name]) for name in ("low", "high", "now"))
    span = high if low == high else f"{low} to {high}"
    units, cost = figure(price["units"]), f"{figure(price['cost'])} {currency} in all"
    if price["what"] == "late_cost":
        yield f"\n  Having {units} of them on time (what is due when all of it can be) would cost {cost}."
    else:
        yield f"\n  Serving the {units} that can be would cost {cost}."
    if price["what"] == "price":
        yield f"  They would be served at a price of {least}{span} {currency} (now {now} on average).{_more(price)}"
    elif price["what"] == "lost_cost":
        yield f"  They would be served if losing one cost {least}{span} {currency} (now {now} on average).{_more(price)}"
    else:
        yield f"  They would be on time if a unit that is late, or lost, cost {least}about {span} {currency} more, by due date."


def _more(price: dict[str, Any]) -> str:
    """Return what is to be said of a price that is a lower limit: serving a part may earn more than serving all."""
    return "" if price["whole"] else " It may take more for all of them: plan again with it to see."


def _exact(value: float) -> str:
    """Return money with as many digits as tell a small change of it."""
    return f"{value:,.6g}" if abs(value) < 1e6 else figure(value)


def _instead(rows: pl.DataFrame) -> Iterator[str]:
    if rows.is_empty():
        return
    yield "  Such a plan would differ in:"
    for what, part in rows.group_by("what", maintain_order=True):
        items = [
            f"{row['entity']} {'+' if row['change'] > 0 else '−'}{figure(abs(row['change']))} {row['unit']}"
            for row in part.head(SHOWN).iter_rows(named=True)
        ]
        more = f", and {part.height - SHOWN} more" if part.height > SHOWN else ""
        yield f"    {what[0]}: {', '.join(items)}{more}"
