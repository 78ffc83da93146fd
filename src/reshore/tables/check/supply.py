"""The check that what markets ask for can be made and can reach them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reshore.tables.check.common import horizon
from reshore.tables.check.loops import unstarted
from reshore.tables.check.reach import available
from reshore.tables.check.shortage import Shortage
from reshore.tables.findings import Finding
from reshore.tables.report import Place
from reshore.tables.table import ROW, Tables


def supply(tables: Tables) -> Iterator[Finding]:
    """Each product that a market asks for, or a substitute for it, can be available there.

    One finding for each market and product, at the first such demand; and a warning for each loop of recipes that cannot
    be started, where no such demand waits for it.
    """
    demands = _asked(tables)
    there = available(tables)
    offers = _offers(tables, demands)
    served = offers.join(there, left_on=["market", "offer"], right_on=["site", "product"], how="semi")
    short = demands.join(served, on=["market", "product"], how="anti", maintain_order="left")
    yield from unstarted(tables, there["product"].unique(), _waited_for(short, offers))
    if short.is_empty():
        return
    shortage = Shortage(tables, there)
    substitutes = dict(offers.group_by(["market", "product"]).agg("offer").select("product", "offer").iter_rows())
    for market, product, row in short.select("market", "product", ROW).iter_rows():
        code, message, remedy = shortage.why(market, product, substitutes[product])
        yield Place.of(tables["demands"]).finding(code, message, remedy, row, "product")


def _waited_for(short: pl.DataFrame, offers: pl.DataFrame) -> set[str]:
    """Return the products that would serve the demands that nothing serves."""
    return set(offers.join(short, on=["market", "product"], how="semi")["offer"])


def _asked(tables: Tables) -> pl.DataFrame:
    """Return the first row of each market and product that ask for something within the horizon."""
    demands = tables.frame("demands").filter(pl.col("quantity") > 0)
    span = horizon(tables)
    if span is not None:
        demands = demands.filter(pl.col("date") < span[1])
    known = demands.join(tables.frame("sites"), left_on="market", right_on="site", how="semi", maintain_order="left")
    known = known.join(tables.frame("products"), on="product", how="semi", maintain_order="left")
    return known.unique(["market", "product"], keep="first", maintain_order=True)


def _offers(tables: Tables, demands: pl.DataFrame) -> pl.DataFrame:
    """Return market, product and each product that serves it: itself first, then its substitutes."""
    asked = demands.select("market", "product")
    others = asked.join(tables.frame("substitutes").select("product", "by"), on="product", maintain_order="left")
    return pl.concat([asked.with_columns(offer="product"), others.rename({"by": "offer"})])
