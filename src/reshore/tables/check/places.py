"""Checks that what belongs together is at the same site, and that what is to differ does."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reshore.tables.findings import Finding
from reshore.tables.report import Place, hint
from reshore.tables.table import ROW, Tables


def resources_at_sites(tables: Tables) -> Iterator[Finding]:
    """A resource that is used or grows is at the site that uses it or where it grows."""
    there = tables.frame("resources").select("site", "resource")
    named = there.get_column("resource").implode()
    for name in ("uses", "expansions"):
        rows = tables.frame(name).filter(pl.col("resource").is_in(named) & (pl.col("site") != ""))
        rows = rows.join(tables.frame("sites"), on="site", how="semi", maintain_order="left")
        for site, resource, row in _without(rows, there).select("site", "resource", ROW).iter_rows():
            near = there.filter(pl.col("site") == site).get_column("resource").to_list()
            remedy = hint(resource, near, f"Add '{resource}' at '{site}' to resources.")
            message = f"'{site}' has no resource '{resource}'."
            yield Place.of(tables[name]).finding("E304", message, remedy, row, "resource")


def uses_of_operations(tables: Tables) -> Iterator[Finding]:
    """What uses a resource at a site is performed there."""
    known = tables.frame("recipes").get_column("process").implode()
    rows = tables.frame("uses").filter(pl.col("process").is_in(known))
    rows = rows.join(tables.frame("sites"), on="site", how="semi", maintain_order="left")
    for site, process, row in (
        _without(rows, tables.frame("operations").select("site", "process")).select("site", "process", ROW).iter_rows()
    ):
        message = f"'{site}' does not perform '{process}'."
        yield Place.of(tables["uses"]).finding(
            "E305", message, "Add it to operations, or remove this row.", row, "process"
        )


def lanes_to_themselves(tables: Tables) -> Iterator[Finding]:
    """No lane goes from a site to itself (a lane between the members of one group may)."""
    sites = tables.frame("sites").get_column("site").implode()
    lanes = tables.frame("lanes").filter((pl.col("origin") == pl.col("destination")) & pl.col("origin").is_in(sites))
    for site, row in lanes.select("origin", ROW).iter_rows():
        message = f"The lane goes from '{site}' to itself."
        yield Place.of(tables["lanes"]).finding("E313", message, "Correct one of its ends, or remove it.", row)


def substitutes_for_themselves(tables: Tables) -> Iterator[Finding]:
    """No product is a substitute for itself: it serves its own demand at ratio 1 anyway."""
    same = tables.frame("substitutes").filter((pl.col("product") == pl.col("by")) & (pl.col("product") != ""))
    for product, row in same.select("product", ROW).iter_rows():
        message = f"'{product}' is given as a substitute for itself."
        yield Place.of(tables["substitutes"]).finding("E319", message, "Correct `by`, or remove the row.", row, "by")


def _without(rows: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    return rows.join(there, on=there.columns, how="anti", maintain_order="left")
