"""The trace of a network as text for a terminal: what fits, most telling first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

import polars as pl
from rich.console import Group, RenderableType
from rich.text import Text

from reshore.analysis.trace import ALIKE, Trace
from reshore.report.grid import amount, few, grid, percent
from reshore.report.text import figure

FEW: Final = 20
MOST: Final = 40
COLUMNS: Final = 7
UNNAMED: Final = "(not given)"


def trace_text(trace: Trace) -> RenderableType:
    """Return every part of a trace as text; what does not fit is counted, and said where to find."""
    parts = [
        _tiers(trace),
        _suppliers(trace),
        _single_points(trace),
        *_exposure(trace),
        *_lead_times(trace),
        _ends_in(trace),
    ]
    return Group(*(part for part in parts if part is not None))


def path_text(path: Sequence[dict[str, Any]]) -> str:
    """Return a critical path: `glass @ Fukushima 42 d → road to Ogaki 2 d → substrate @ Ogaki 42 d`."""
    steps, product, at = [], "", ""
    for step in path:
        moved = step["product"] == product and step["site"] != at
        what = f"{step['by']} to {step['site']}" if moved else f"{step['product']} @ {step['site']}"
        steps.append(f"{what} {figure(step['days'])} d")
        product, at = step["product"], step["site"]
    return " → ".join(steps)


def _narrowed(trace: Trace) -> bool:
    return trace.product is not None or trace.site is not None


def _tiers(trace: Trace) -> RenderableType:
    back_from = trace.product or "what is asked for"
    title = f"Tiers: production steps back from {back_from}"
    if _narrowed(trace) or trace.tiers.height <= FEW:
        rows = [
            (str(row["tier"]), row["product"], few(row["made_at"]) or "(nowhere)", few(row["held_at"]))
            for row in trace.tiers.iter_rows(named=True)
        ]
        return grid(title, ("tier", "product", "made at", "also at"), rows)
    counted = trace.tiers.with_columns(
        pl.concat_str("product", pl.lit(" ("), pl.col("made_at").list.len(), pl.lit(")")).alias("product")
    )
    tiers = counted.group_by("tier", maintain_order=True).agg("product")
    lines = [(str(tier), ", ".join(products)) for tier, products in tiers.iter_rows()]
    return grid(f"{title} (number of sites that make it)", ("tier", "products"), lines)


def _suppliers(trace: Trace) -> RenderableType:
    links = trace.suppliers
    if not _narrowed(trace) and links.height > FEW:
        text = f"Suppliers: {links.height:,} links; --product or --site shows those of one, --json all of them.\n"
        return Text(text, style="dim")
    if trace.product is not None:
        own = pl.col("product") == trace.product
        links = links.sort(~own, maintain_order=True)
    if trace.planned:
        links = links.filter(pl.col("quantity") > 0)
    rows = [
        (row["product"], row["from"], row["to"], row["mode"], figure(row["transit_days"]), row["from_country"] or "")
        + ((f"{figure(row['quantity'])} {row['unit']}", percent(row["share"])) if trace.planned else ())
        for row in links.head(MOST).iter_rows(named=True)
    ]
    planned = ("shipped", "share") if trace.planned else ()
    columns = ("product", "from", "to", "mode", "days", "from country", *planned)
    return grid("Suppliers: who supplies whom", columns, rows, {4, 6, 7}, links.height)


def _single_points(trace: Trace) -> RenderableType:
    title = "Single points of failure: without it, the product cannot be had (stock at the start does not count)"
    points = trace.single_points.with_columns(
        pl.when("all_markets").then(pl.lit("all")).otherwise(pl.col("markets").list.join(", ")).alias("where")
    )
    kinds = pl.col("kind").cast(pl.Enum(("site", "operator", "country", "lane")))
    grouped = points.group_by("kind", "name", "where", "until", maintain_order=True).agg(
        pl.col("product").unique().sort(), pl.col("from").min()
    )
    grouped = grouped.sort(kinds, pl.col("product").list.len(), "name", descending=[False, True, False])
    rows = [
        (
            row["kind"],
            row["name"] if row["kind"] != "lane" else _lane(row["name"]),
            few(row["product"]),
            row["where"],
            *_span(row),
        )
        for row in grouped.head(MOST).iter_rows(named=True)
    ]
    columns = ("kind", "name", "products", "markets", "from", "until")
    return grid(title, columns, rows, total=grouped.height)


def _span(row: dict[str, Any]) -> tuple[str, str]:
    until: date | None = row["until"]
    return row["from"].isoformat(), "no other way comes" if until is None else until.isoformat()


def _lane(name: str) -> str:
    origin, destination, mode = name.split("/", 2)
    return f"{origin} → {destination} ({mode})"


def _exposure(trace: Trace) -> Iterator[RenderableType]:
    """Yield a table of shares by country and operator, of what is asked for where nothing narrows the trace."""
    shown = trace.exposure
    if not _narrowed(trace):
        asked = trace.tiers.filter("demanded")["product"]
        shown = shown.filter(pl.col("product").is_in(asked.implode()))
    basis = "what the plan makes" if trace.planned else "capacity"
    for by, column, what in (
        ("country", "value_share", "Value by the country that adds it"),
        ("country", "quantity_share", "Quantity by the country that makes it"),
        ("operator", "value_share", "Value by the operator that adds it"),
    ):
        rows = shown.filter((pl.col("by") == by) & pl.col(column).is_not_null())
        if not rows.is_empty():
            yield _shares(trace, rows, column, f"Exposure, by {basis}: {what} (HHI: 1 where all is in one)")


def _shares(trace: Trace, rows: pl.DataFrame, column: str, title: str) -> RenderableType:
    weights = rows.group_by("name").agg(pl.col(column).sum()).sort(column, "name", descending=[True, False])
    weights = weights.filter(pl.col(column) > 0)
    names = weights["name"].head(COLUMNS).to_list()
    others = weights.height > len(names)
    hhi = column.replace("share", "hhi")
    index = dict(trace.concentration.filter(by=rows["by"][0]).select("product", hhi).iter_rows())
    alike = set(rows.filter(pl.col("basis") == ALIKE)["product"])
    table = []
    for product in rows["product"].unique(maintain_order=True).head(FEW):
        own = dict(rows.filter(product=product).select("name", column).iter_rows())
        rest = sum(share for name, share in own.items() if name not in names)
        square = "" if index[product] is None else f"{index[product]:.2f}"
        cells = (percent(own.get(name)) for name in names)
        table.append(
            (f"{product} *" if product in alike else product, *cells, *([percent(rest)] if others else []), square)
        )
    columns = ("product", *(name or UNNAMED for name in names), *(["others"] if others else []), "HHI")
    note = "\n* in equal parts: a source has no limit, or none has capacity" if alike else ""
    return grid(f"{title}{note}", columns, table, set(range(1, len(columns))), rows["product"].n_unique())


def _lead_times(trace: Trace) -> Iterator[RenderableType]:
    """Yield days by market (by product where there are many), and the critical path that takes longest.

    Of one product, that with the fastest and that with the slowest sources.
    """
    times = trace.lead_times.filter(pl.col("days").is_not_null())
    if times.is_empty():
        return
    by = ["product"] if times.height > 2 * FEW else ["product", "market"]
    spans = times.group_by(*by, "choice", maintain_order=True).agg(
        pl.col("days").min().alias("low"), pl.col("days").max().alias("high")
    )
    texts = [_range(low, high) for low, high in spans.select("low", "high").iter_rows()]
    wide = spans.select(*by, "choice").with_columns(pl.Series("days", texts)).pivot("choice", index=by, values="days")
    over = "" if "market" in by else ", over markets"
    title = f"Lead time [day]: from the first start to the market, with the fastest and with the slowest sources{over}"
    rows = list(wide.fill_null("").iter_rows())
    yield grid(title, tuple(wide.columns), rows[:MOST], {len(by), len(by) + 1}, len(rows))
    shown = times if trace.product is not None else times.filter(pl.col("choice") == "fastest")
    longest = shown.sort("days", descending=True, maintain_order=True).unique("choice", maintain_order=True)
    for row in longest.iter_rows(named=True):
        head = f"{row['product']} to {row['market']}, {row['choice']}, {figure(row['days'])} d: "
        yield Text.assemble((head, "bold"), path_text(row["path"]))
    yield Text("")


def _range(low: float, high: float) -> str:
    return figure(low) if figure(low) == figure(high) else f"{figure(low)} to {figure(high)}"


def _ends_in(trace: Trace) -> RenderableType:
    rows = trace.ends_in
    if not _narrowed(trace):
        return _overview(trace)
    planned = ("quantity", "share", "revenue") if trace.planned else ()
    if trace.planned:
        rows = rows.sort("revenue", descending=True, nulls_last=True, maintain_order=True)
    lines = [
        (row["site"], few(row["via"]), row["product"], few(row["markets"] or []))
        + ((amount(row["quantity"], row["unit"]), percent(row["share"]), amount(row["revenue"])) if planned else ())
        for row in rows.head(MOST).iter_rows(named=True)
    ]
    return grid(
        "Where it ends up", ("site", "makes or sends", "in", "markets", *planned), lines, {4, 5, 6}, rows.height
    )


def _overview(trace: Trace) -> RenderableType:
    """Return sites by the revenue that hangs on them with a plan, else sites that have a part in the same products."""
    sites = trace.ends_in.group_by("site", maintain_order=True).agg("product", pl.col("revenue").sum())
    if trace.planned:
        ranked = sites.sort("revenue", "site", descending=[True, False])
        lines = [
            (row["site"], amount(row["revenue"]), few(row["product"])) for row in ranked.head(FEW).iter_rows(named=True)
        ]
        columns = ("site", "revenue that holds something from it", "in")
        return grid("Where what sites make ends up", columns, lines, {1}, ranked.height)
    alike = sites.group_by("product", maintain_order=True).agg("site")
    ranked = alike.sort(pl.col("product").list.len(), descending=True, maintain_order=True)
    groups = [(", ".join(products), ", ".join(places)) for products, places in ranked.head(FEW).iter_rows()]
    return grid("Where what sites make ends up", ("in", "sites"), groups, total=ranked.height)
