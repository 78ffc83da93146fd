"""The chain: how value goes from country to country, tier by tier, to the markets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.analysis.trace.suppliers import OWN
from reshore.report.figures.amounts import money_scale
from reshore.report.figures.coloured import NOWHERE
from reshore.report.figures.figure import Figure
from reshore.report.figures.sankey import MARKET, Tiers, large, sankey_option, sankey_words
from reshore.report.figures.subject import Subject
from reshore.solution.measures import valued

HOPS: Final = 12
"""Sites that goods pass at most between two that work on them."""


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the Sankey diagram of value by tier and country, where anything flows."""
    links = _links(subject)
    if links.is_empty():
        return
    scale = money_scale(links["value"], subject.currency)
    tiers = Tiers.of(subject.trace.tiers, subject.coloured)
    told = sankey_words(links, tiers, subject.currency)
    yield Figure(
        name="chain",
        title="How value flows through the tiers",
        units=(
            f"Inputs used and goods sold, at standard value over the horizon [{scale.words}], coloured by the country that they "
            "come from; from raw inputs on the left to markets on the right"
        ),
        source=subject.source,
        alternative=told.alternative,
        option=sankey_option(subject.colours, links, tiers, scale),
        columns=("tier", "from", "used in", "in", scale.words),
        rows=told.rows,
        height=520,
        width=760,
    )


def _links(subject: Subject) -> pl.DataFrame:
    """Return from_tier, from, to_tier, to (countries as they are coloured) and value [currency]; small flows left out."""
    used = pl.concat([_consumed(subject), _sold(subject)])
    if used.is_empty():
        return used
    sources = _sources(subject)
    joined = used.join(sources, on=["product", "site"], how="inner", maintain_order="left")
    tier = subject.trace.tiers.select("product", pl.col("tier").alias("from_tier"))
    links = joined.join(tier, on="product", how="inner", maintain_order="left").filter(
        pl.col("from_tier") > pl.col("to_tier")
    )
    links = links.with_columns(
        subject.shared(links["from"]).alias("from"),
        subject.shared(links["to"]).alias("to"),
        value=pl.col("value") * pl.col("share"),
    )
    return large(links)


def _consumed(subject: Subject) -> pl.DataFrame:
    """Return what runs use at standard value: product, site, to (its country), to_tier (of what is made of it), value."""
    recipes, plan = subject.plan.inputs.frame("recipes"), subject.plan
    tiers = subject.trace.tiers.select("product", "tier")
    output = recipes.filter(pl.col("quantity") > 0).join(tiers, on="product", how="inner")
    of = output.group_by("process").agg(pl.col("tier").min().alias("to_tier"))
    inputs = recipes.filter(pl.col("quantity") < 0).select("process", "product", pl.col("quantity").abs())
    runs = plan.table("make").select("site", "process", "period", "value")
    rows = runs.join(inputs, on="process", how="inner", maintain_order="left").join(
        of, on="process", how="inner", maintain_order="left"
    )
    return _with_value(subject, rows.with_columns(pl.col("value") * pl.col("quantity")))


def _sold(subject: Subject) -> pl.DataFrame:
    served = subject.plan.table("serve").select(
        pl.col("market").alias("site"),
        pl.col("by").alias("product"),
        "period",
        "value",
        pl.lit(MARKET).cast(pl.Int64).alias("to_tier"),
    )
    return _with_value(subject, served)


def _with_value(subject: Subject, rows: pl.DataFrame) -> pl.DataFrame:
    money_of = valued(subject.plan.network, rows.with_columns(pl.lit("").alias("unit")))
    sums = money_of.group_by("product", "site", "to_tier", maintain_order=True).agg(pl.col("value").sum())
    place = subject.sites.select("site", pl.col("named").alias("to"))
    joined = sums.join(place, on="site", how="left", maintain_order="left")
    return joined.select("product", "site", "to", pl.col("to_tier").cast(pl.Int64), "value")


def _sources(subject: Subject) -> pl.DataFrame:
    """Return the countries in which what a site gets of a product was made: product, site, from, share.

    What passes a site that does not make it is followed back to where it comes from; what was there at the start counts for the
    site that held it.
    """
    rows = subject.trace.suppliers.filter(pl.col("share") > 0.0)
    step = rows.filter(pl.col("mode") != OWN).select(
        "product", pl.col("to").alias("via"), pl.col("from").alias("next"), "share"
    )
    step = step.group_by("product", "via", "next", maintain_order=True).agg(pl.col("share").sum())
    makers = _makers(subject)
    passing = step.rename({"via": "at"}).join(
        makers, left_on=["product", "at"], right_on=["product", "site"], how="anti"
    )
    first = rows.select("product", pl.col("to").alias("site"), pl.col("from").alias("at"), "share")
    known = first.group_by("product", "site", "at", maintain_order=True).agg(pl.col("share").sum())
    for _ in range(HOPS):
        further = known.join(
            passing.rename({"share": "_part"}), on=["product", "at"], how="left", maintain_order="left"
        )
        if further["next"].is_null().all():
            break
        moved = further.select(
            "product", "site", pl.coalesce("next", "at").alias("at"), pl.col("share") * pl.col("_part").fill_null(1.0)
        )
        known = moved.group_by("product", "site", "at", maintain_order=True).agg(pl.col("share").sum())
    place = subject.sites.select("site", pl.col("named").alias("from"))
    joined = known.join(place, left_on="at", right_on="site", how="left", maintain_order="left")
    return joined.select("product", "site", pl.col("from").fill_null(NOWHERE), "share")


def _makers(subject: Subject) -> pl.DataFrame:
    made = subject.plan.measure("made").filter(pl.col("value") > 0.0)
    return made.select("product", "site").unique()
