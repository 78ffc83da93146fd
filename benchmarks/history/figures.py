"""Figures of history, and the same figures of a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from reshore.solution import Plan

EXAMPLE: Final = "us-buildout"
FISCAL_2026: Final = (pl.col("period") >= date(2025, 2, 1)) & (pl.col("period") < date(2026, 2, 1))
LAST_QUARTER_2026: Final = (pl.col("period") >= date(2026, 10, 1)) & (pl.col("period") < date(2027, 1, 1))
COMPUTE_REVENUE: Final = 162.361e9
WITHIN: Final = (0.85 * COMPUTE_REVENUE / 1e9, 1.15 * COMPUTE_REVENUE / 1e9)
"""Compute revenue of fiscal 2026, less and more 15 % [bn USD]."""
PART: Final = {
    "gb200-nvl72": 72 * 35_000,
    "gb300-nvl72": 72 * 40_000,
    "vr200-nvl72": 72 * 65_000,
    "hgx-b200": 8 * 30_000,
    "hgx-b300": 8 * 35_000,
    "hgx-rubin": 8 * 55_000,
    "hgx-h200": 8 * 30_000,
    "hgx-h20": 8 * 12_000,
}
"""What NVIDIA is taken to earn of a rack or board [USD]: judgement, see the README of the example."""


@dataclass(frozen=True)
class Figure:
    """A reported figure: its range, where it is from (a row of the facts), and how a plan gives it.

    `held` says that the plan has to lie within the range; the others are shown for what they are.
    """

    name: str
    unit: str
    low: float
    high: float
    source: str
    of: Callable[[Plan], float]
    held: bool = False


def _year(year: int) -> pl.Expr:
    return pl.col("period").dt.year() == year


def _runs(plan: Plan, when: pl.Expr, process: str) -> float:
    return float(plan.table("make").filter(when & pl.col("process").str.contains(process))["value"].sum())


def _made(plan: Plan, when: pl.Expr, product: str) -> float:
    return float(plan.measure("made").filter(when & pl.col("product").str.contains(product))["value"].sum())


def racks(plan: Plan) -> float:
    """Return NVL72 racks delivered in fiscal 2026."""
    return float(plan.table("serve").filter(FISCAL_2026 & pl.col("by").str.ends_with("nvl72"))["value"].sum())


def revenue(plan: Plan) -> float:
    """Return the revenue of fiscal 2026 at the prices of racks and boards."""
    return float(plan.table("money").filter(FISCAL_2026 & (pl.col("term") == "revenue"))["value"].sum())


def part_of_revenue(plan: Plan) -> float:
    """Return NVIDIA's part of the revenue of fiscal 2026."""
    served = plan.table("serve").filter(FISCAL_2026)
    return float((served["by"].replace_strict(PART, return_dtype=pl.Float64) * served["value"]).sum())


def us_share(plan: Plan) -> float:
    """Return the share of racks of the last quarter of 2026 that US plants make."""
    made = plan.measure("made").filter(LAST_QUARTER_2026 & pl.col("product").str.ends_with("nvl72"))
    return float(made.filter(pl.col("country") == "United States")["value"].sum()) / float(made["value"].sum())


FIGURES: Final = (
    Figure("NVL72 racks, fiscal 2026", "thousand", 25, 35, "Morgan Stanley, Kuo", lambda p: racks(p) / 1e3, held=True),
    Figure(
        "data-centre compute revenue, fiscal 2026, at rack prices",
        "bn USD",
        *WITHIN,
        "NVIDIA 10-K: 162.4, and 15 %",
        lambda p: revenue(p) / 1e9,
        held=True,
    ),
    Figure(
        "the same, NVIDIA's part only (what was asked for, by construction)",
        "bn USD",
        *WITHIN,
        "NVIDIA 10-K: 162.4, and 15 %",
        lambda p: part_of_revenue(p) / 1e9,
        held=True,
    ),
    Figure(
        "CoWoS wafers, 2025",
        "thousand",
        335,
        422,
        "Silicon Analysts, Morgan Stanley: 50-63 % of 670",
        lambda p: _runs(p, _year(2025), "^cowos-") / 1e3,
        held=True,
    ),
    Figure(
        "CoWoS wafers, 2026",
        "thousand",
        595,
        850,
        "Morgan Stanley, note of May 2026",
        lambda p: _runs(p, _year(2026), "^cowos-") / 1e3,
    ),
    Figure(
        "Rubin packages, 2026",
        "million",
        1.5,
        2.9,
        "JPMorgan, Morgan Stanley",
        lambda p: _made(p, _year(2026), "^rubin-pkg$") / 1e6,
    ),
    Figure(
        "high-end packages, 2025",
        "million",
        4.0,
        5.5,
        "unsourced: revenue over price",
        lambda p: _made(p, _year(2025), "^(b200|b300|h200|h20|rubin)-gpu$") / 1e6,
    ),
    Figure(
        "N4 wafers started, 2025",
        "thousand",
        100,
        220,
        "unsourced: GPU dies alone, without loss",
        lambda p: _runs(p, _year(2025), "^wafer-(hopper|blackwell|grace|switch)$") / 1e3,
    ),
    Figure("US share of racks made, last quarter of 2026", "%", 20, 50, "unsourced", lambda p: 100 * us_share(p)),
)
