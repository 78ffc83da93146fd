"""The scenarios of a model side by side, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl
from rich.console import Group, RenderableType
from rich.text import Text

from reshore.report.compare import signed
from reshore.report.grid import grid
from reshore.report.text import figure

PRODUCTS: Final = 8
OF_GOAL: Final = "of_goal:"


def sweep_text(table: pl.DataFrame, units: pl.DataFrame, remarks: Mapping[str, str]) -> RenderableType:
    """Return money and service of each scenario, what they make and deliver against the base, and what is to be said of some.

    `table` has a row for each scenario, the base first; `units` a row for each scenario, measure, product and country
    (empty: all of them), with value and unit; `remarks` why one has no plan or is like another.
    """
    return Group(*_parts(table, units, remarks))


def _parts(table: pl.DataFrame, units: pl.DataFrame, remarks: Mapping[str, str]) -> Iterator[RenderableType]:
    yield _money(table)
    yield from _targets(table)
    totals = units.filter(pl.col("country") == "")
    yield from _wide(totals.filter(pl.col("measure") == "delivered"), "product", "Delivered")
    countries = units.filter(pl.col("country") != "", pl.col("measure") == "made").group_by(
        "scenario", "country", "unit", maintain_order=True
    )
    yield from _wide(countries.agg(pl.col("value").sum()), "country", "Made of what is sold, by country")
    for scenario, text in remarks.items():
        yield Text(f"{scenario}: {text}\n")


def _money(table: pl.DataFrame) -> RenderableType:
    titles = {name.rpartition(" [")[0]: name for name in table.columns if " [" in name}
    shown = [name for name in ("revenue", "cost", "capex") if name in titles]
    shares = [name for name in ("on_time", "late", "lost") if name in titles]
    rows = [
        [
            row["scenario"],
            row["status"],
            "" if row["objective"] is None else figure(row["objective"]),
            "" if row["difference"] is None or at == 0 else signed(row["difference"]),
            *("" if row[titles[name]] is None else figure(row[titles[name]]) for name in shown),
            *("" if row[titles[name]] is None else f"{row[titles[name]]:.1%}" for name in shares),
            "" if row["seconds"] is None else f"{row['seconds']:.1f}",
        ]
        for at, row in enumerate(table.iter_rows(named=True))
    ]
    columns = [
        "scenario",
        "status",
        "objective",
        "to base",
        *shown,
        *(name.replace("_", " ") for name in shares),
        "seconds",
    ]
    currency = next(iter(table.filter(pl.col("currency") != "")["currency"]), "")
    title = f"Scenarios: discounted objective, money as paid [{currency}], shares of demand by value"
    return grid(title, columns, rows, set(range(2, len(columns))))


def _targets(table: pl.DataFrame) -> Iterator[RenderableType]:
    """Yield how much of the goal of each target the plan of each scenario has."""
    names = [name for name in table.columns if name.startswith(OF_GOAL)]
    if not names:
        return
    rows = [
        [row["scenario"], *("" if row[name] is None else f"{row[name]:.0%}" for name in names)]
        for row in table.iter_rows(named=True)
    ]
    columns = ["scenario", *(name.removeprefix(OF_GOAL).removesuffix(" [1]") for name in names)]
    yield grid("Targets: what the plan of most profit has of each goal", columns, rows, set(range(1, len(columns))))


def _wide(units: pl.DataFrame, by: str, title: str) -> Iterator[RenderableType]:
    """Yield units by scenario and something else: of the base as they are, of the others their change."""
    if units.is_empty():
        return
    keys = units.group_by(by, "unit", maintain_order=True).agg(pl.col("value").max()).sort("value", descending=True)
    chosen = list(keys.head(PRODUCTS).select(by, "unit").iter_rows())
    values = {(row["scenario"], row[by], row["unit"]): row["value"] for row in units.iter_rows(named=True)}
    scenarios = list(dict.fromkeys(units["scenario"]))
    base = scenarios[0]
    rows = []
    for scenario in scenarios:
        amounts = [(values.get((scenario, *key), 0.0), values.get((base, *key), 0.0)) for key in chosen]
        rows.append([scenario, *(figure(a) if scenario == base else _change(a, b) for a, b in amounts)])
    columns = ["scenario", *(f"{name} [{unit}]" for name, unit in chosen)]
    more = f"; the largest {PRODUCTS} of {keys.height}" if keys.height > PRODUCTS else ""
    yield grid(f"{title}: {base}, then changes from it{more}", columns, rows, set(range(1, len(columns))))


def _change(value: float, base: float) -> str:
    change = value - base
    return "0" if abs(change) <= 1e-6 * max(1.0, abs(base)) else signed(change)
