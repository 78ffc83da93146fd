"""Plan B against plan A as text: the money and what each edit contributes to it, then where, in what, when, and what is built."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl
from rich.console import Group, RenderableType
from rich.text import Text

from reshore.analysis.compare import Attribution, Comparison, Side
from reshore.report.grid import grid
from reshore.report.text import figure

SHOWN: Final = 6
BUILDS: Final = 12
CELLS: Final = 12
ROUNDING: Final = 1e-9
"""A change that is a smaller share of what there is, is none."""
LONG: Final = re.compile(r"-?\b\d+\.\d{9,}(?:e[+-]?\d+)?")
BREAKDOWNS: Final = (("term", "By term"), ("site", "By site"), ("product", "By product"), ("year", "By year"))
ORDER: Final = "Edits count in the order in which they are made: in another order each would contribute something else."
CHANCE: Final = "'Within' is how far a contribution may be off, because searches over whole modules stop at a gap."


@dataclass(frozen=True)
class Lines:
    """How many lines of money, of value made, of units, of projects and of cells are told; the others are counted."""

    money: int = SHOWN
    made: int = SHOWN
    units: int = 2 * SHOWN
    builds: int = BUILDS
    cells: int = CELLS


EVERY: Final = Lines(*[sys.maxsize] * 5)


def compare_text(
    found: Comparison, by: Sequence[str] = (), limit: int = SHOWN, *, every: bool = False
) -> RenderableType:
    """Return what differs, the decision first; with `by`, the money by those columns in place of the usual breakdowns.

    `limit` lines of money are told and the largest of all else, or `every` line.
    """
    return Group(*_parts(found, tuple(by), EVERY if every else Lines(limit)))


def _parts(found: Comparison, by: tuple[str, ...], lines: Lines) -> Iterator[RenderableType]:
    yield Text("\n".join(_head(found)) + "\n", style="bold")
    if found.attribution is not None:
        yield from _attribution(found, found.attribution)
    for columns, title in [(by, f"By {', '.join(by)}")] if by else [((name,), title) for name, title in BREAKDOWNS]:
        yield _money(found, columns, title, lines.money)
    if not by:
        yield from _value_made(found, lines.made)
        yield from _units(found, lines.units)
        yield _builds(found, lines.builds)
    if not by and not found.inputs.is_empty() and not _by_edits(found):
        yield _cells(found.inputs, lines.cells)
    for note in found.notes:
        yield Text(note, style="dim")


def _head(found: Comparison) -> Iterator[str]:
    sign = 1.0 if found.goal == "profit" else -1.0
    for name, side in (("A", found.a), ("B", found.b)):
        money = f"{_exact(sign * side.objective)} {found.currency}"
        yield f"{name}  {_called(side)}: discounted {found.goal} {money} ({side.status})"
    change = found.difference * sign
    if abs(change) <= ROUNDING * max(1.0, abs(found.a.objective)):
        yield f"B has the same {found.goal} as A."
        return
    share = f" ({abs(change / found.a.objective):.2%})" if found.a.objective else ""
    more = "more" if change > 0 else "less"
    yield f"B {'earns' if sign > 0 else 'costs'} {_exact(abs(change))} {found.currency} {more} than A{share}."


def _called(side: Side) -> str:
    name = ", ".join(filter(None, (side.model or "plan", side.scenario)))
    return f"{name} [{side.run}]" if side.run else name


def _attribution(found: Comparison, attribution: Attribution) -> Iterator[RenderableType]:
    table = attribution.table
    if attribution.why:
        told = "table by table: each is replaced in turn" if attribution.by == "tables" else "as a whole"
        yield Text(f"The difference is not told edit by edit, since {attribution.why}, but {told}.", style="dim")
    if table.is_empty():
        yield Text("Nothing was edited between A and B.\n")
        return
    gaps = bool((table["within"] > ROUNDING * max(1.0, abs(found.a.objective))).any())
    columns = ["step", "what changes", "contribution", *(["within"] if gaps else []), f"{found.goal} after it"]
    sign = 1.0 if found.goal == "profit" else -1.0
    rows = [
        [
            str(row["last"]) if row["first"] == row["last"] else f"{row['first']}-{row['last']}",
            " ".join(filter(None, (row["text"], row["note"] and f"({row['note']})"))),
            signed(sign * row["contribution"]),
            *([figure(row["within"])] if gaps else []),
            _exact(sign * row["objective"]),
        ]
        for row in table.iter_rows(named=True)
    ]
    rows.append(["", "in all", signed(sign * found.difference), *([""] if gaps else []), ""])
    title = f"What each {'edit' if attribution.by == 'edits' else 'table'} contributes [{found.currency}]"
    yield grid(title, columns, rows, set(range(2, len(columns))))
    for row in table.filter(pl.col("together") != "").iter_rows(named=True):
        yield Text(f"Steps {row['first']} to {row['last']} cannot be told apart: {row['together']}", style="dim")
    if table.height > 1:
        yield Text(f"{ORDER}{f' {CHANCE}' if gaps else ''}\n", style="dim")


def _money(found: Comparison, columns: tuple[str, ...], title: str, limit: int) -> RenderableType:
    """Return the largest changes of money by some columns, the rest in one row, and their sum."""
    sums = found.by(*columns)
    if columns == ("year",):
        sums, limit = sums.sort("year"), sums.height
    scale = max(1.0, float(sums["change"].abs().max() or 0.0))  # type: ignore[arg-type]
    moved = sums.filter(pl.col("change").abs() > ROUNDING * pl.max_horizontal(pl.col("a").abs(), pl.lit(scale)))
    rows = [
        [*(str(row[name]) or f"(no {name})" for name in columns), *_amounts(row["a"], row["b"])]
        for row in moved.head(limit).iter_rows(named=True)
    ]
    blank = [""] * (len(columns) - 1)
    rest = moved.slice(limit)
    if not rest.is_empty():
        rows.append([f"{rest.height} others", *blank, *_amounts(float(rest["a"].sum()), float(rest["b"].sum()))])
    if rows:
        rows.append(["in all", *blank, *_amounts(found.a.objective, found.b.objective)])
    places = set(range(len(columns), len(columns) + 3))
    return grid(f"{title}, discounted [{found.currency}]", [*columns, "A", "B", "change"], rows, places)


def _amounts(a: float, b: float) -> list[str]:
    return [figure(a), figure(b), signed(b - a)]


def _value_made(found: Comparison, limit: int) -> Iterator[RenderableType]:
    """Yield the value that is made in each country, where countries are told and it changes."""
    made = found.measures.filter(pl.col("measure") == "value_added", pl.col("country") != "")
    sums = made.group_by("country", maintain_order=True).agg(pl.col("a", "b").sum())
    moved = sums.filter(
        (pl.col("b") - pl.col("a")).abs() > ROUNDING * pl.max_horizontal(pl.col("a").abs(), pl.lit(1.0))
    )
    ranked = moved.sort((pl.col("b") - pl.col("a")).abs(), descending=True, maintain_order=True)
    rows = [[row["country"], *_amounts(row["a"], row["b"])] for row in ranked.head(limit).iter_rows(named=True)]
    if rows:
        yield grid(f"Value made by country [{found.currency}]", ["country", "A", "B", "change"], rows, {1, 2, 3})


def _units(found: Comparison, limit: int) -> Iterator[RenderableType]:
    """Yield, for what is sold, how many units more or less are made, by product, site and year."""
    units = found.units.filter(pl.col("change").abs() > 1e-6 * pl.max_horizontal("a", "b", pl.lit(1.0)))
    if units.is_empty():
        yield Text("As much is made of what is sold, at the same sites.\n")
        return
    years = [str(year) for year in sorted(units["year"].unique())]
    wide = units.pivot("year", index=["product", "site", "unit"], values="change", aggregate_function="sum")
    wide = wide.with_columns(
        pl.sum_horizontal(years).alias("in all"), pl.max_horizontal(pl.col(years).abs()).alias("most")
    )
    wide = wide.sort("most", descending=True, maintain_order=True)
    shown = wide.head(limit).sort("product", maintain_order=True)
    rows = [
        [
            row["product"],
            row["site"],
            *(signed(row[name]) if row[name] else "" for name in [*years, "in all"]),
            row["unit"],
        ]
        for row in shown.iter_rows(named=True)
    ]
    if wide.height > shown.height:
        rows.append([f"{wide.height - shown.height} others", *[""] * (len(years) + 3)])
    title = "Made of what is sold: change in units, by year of the start"
    yield grid(title, ["product", "site", *years, "in all", "unit"], rows, set(range(2, len(years) + 3)))


def _builds(found: Comparison, limit: int) -> RenderableType:
    if found.builds.is_empty():
        return Text("The same is built, at the same time.\n")
    rows = [
        [
            row["expansion"],
            row["site"],
            {"only in a": "only in A", "only in b": "only in B"}.get(row["how"], row["how"]),
            *(f"{_modules(row[side])}{_span(row[f'ready_{side}'], row[f'complete_{side}'])}" for side in ("a", "b")),
        ]
        for row in found.builds.head(limit).iter_rows(named=True)
    ]
    left = found.builds.height - limit
    rows += [[f"{left} others", "", "", "", ""]] if left > 0 else []
    return grid("Built otherwise: modules, and when they are ready", ["project", "site", "", "A", "B"], rows)


def _modules(value: float) -> str:
    return "none" if value <= 0.0 else figure(round(value, 6))


def _span(first: object, last: object) -> str:
    if first is None:
        return ""
    return f", {first}" if first == last else f", {first} to {last}"


def _by_edits(found: Comparison) -> bool:
    return found.attribution is not None and found.attribution.by == "edits"


def _cells(inputs: pl.DataFrame, limit: int) -> RenderableType:
    shown = inputs.head(limit)
    rows = [[*place, *_sides(a, b)] for *place, a, b in shown.iter_rows()]
    left = inputs.height - shown.height
    rows += [[f"{left:,} others", "", "", "", ""]] if left > 0 else []
    return grid("Cells of the tables that differ", ["table", "row", "column", "A", "B"], rows)


def _sides(a: str, b: str) -> tuple[str, str]:
    """Return two cells without the digits that are left by changes of units, where they differ in others."""
    short_a, short_b = (LONG.sub(lambda found: f"{float(found[0]):.12g}", text) for text in (a, b))
    return (a, b) if short_a == short_b else (short_a, short_b)


def signed(value: float) -> str:
    """Return a change as people read it, with its sign."""
    return "0" if value == 0.0 else f"{'+' if value > 0 else '-'}{figure(abs(value))}"


def _exact(value: float) -> str:
    """Return money with as many digits as tell a small change of it."""
    return (
        f"{value:,.6g}"
        if abs(value) < 1e6
        else f"{value / 1e6:,.1f} m"
        if abs(value) < 1e9
        else f"{value / 1e9:,.3f} bn"
    )
