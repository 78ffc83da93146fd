"""Figures of a network before it is planned: where things can be made and go, and what demand is worth through the tiers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from reshore.analysis.trace import Trace
from reshore.network import Network
from reshore.network.codes import encode
from reshore.network.periods import Floats
from reshore.report.figures.amounts import counted, money_scale
from reshore.report.figures.coloured import NOWHERE, Coloured, coloured
from reshore.report.figures.figure import Figure
from reshore.report.figures.globe import ALL, KEYS, Look, Words, map_figure, spots_of
from reshore.report.figures.places import places
from reshore.report.figures.sankey import MARKET, Tiers, large, sankey_option, sankey_words

SHOWN = 120
ROUNDING = 1e-9
"""Share of the largest need that is none."""


def network_figures(network: Network, trace: Trace, source: str, narrowed: Trace | None = None) -> tuple[Figure, ...]:
    """Return the map of sites and lanes, where sites say where they are, and the chain of tiers, where goods have a value.

    `trace` is that of the network without a plan. Of one that is `narrowed` to a product the map has the lanes of what goes
    into that, and the chain what it needs; of one that is narrowed to a site the map has its lanes, and there is no chain.
    """
    part = narrowed or trace
    look = coloured(network.tables.frame("sites"))
    chain = _chain(network, trace, (look, source), part.product) if part.site is None else ()
    return (*_map(network, part, look, source), *chain)


def _map(network: Network, part: Trace, look: Coloured, source: str) -> Iterator[Figure]:
    """Yield the map: lines between places, wider where more products go."""
    known = places(look.sites)
    if known.is_empty():
        return
    lanes, within = _lanes(network, part, known)
    total = lanes.group_by(*KEYS, maintain_order=True).agg(pl.col("value").sum()).sort("value", descending=True)
    shown = total.head(SHOWN)
    spots, frame = spots_of(look, known, total)
    left = total.height - shown.height
    told = Look(
        look, lambda value: counted(int(value), "product"), lambda value: f"{value:.0f} in and out", lambda *_: ""
    )
    words = Words(
        title=f"Where things can be made, and where they can go{_of(part)}",
        units=(
            "Lanes between places, wider for more products, in the colour of the country that they leave"
            + (f"; the {left} with the fewest products are not drawn" if left > 0 else "")
            + (f"; {counted(within, 'pair')} of sites of one place not drawn" if within else "")
        ),
        source=source,
        alternative=f"A map of {counted(spots.height, 'place')} and the lanes between {counted(shown.height, 'pair')} of them.",
        columns=("from", "to", "products"),
        rows=tuple((row["from"], row["to"], f"{row['value']:.0f}") for row in shown.iter_rows(named=True)),
    )
    yield map_figure(told, (spots, frame), (lanes, shown, [ALL]), words)


def _of(part: Trace) -> str:
    """Return what a trace is narrowed to, as the end of a title."""
    return "".join(f": {name}" for name in (part.product, part.site) if name is not None)


def _lanes(network: Network, part: Trace, known: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Return how many products can go from place to place: from, to, from_country, year, value; and pairs of sites within one."""
    flows = network.flows.frame.select("origin", "destination", "product").unique(maintain_order=True)
    if part.product is not None:
        flows = flows.filter(pl.col("product").is_in(part.tiers["product"].implode()))
    if part.site is not None:
        flows = flows.filter((pl.col("origin") == part.site) | (pl.col("destination") == part.site))
    ends = known.select("site", "label", "named")
    for end, name in (("origin", "from"), ("destination", "to")):
        renamed = ends.rename({"label": name, "named": f"{name}_country"})
        flows = flows.join(renamed, left_on=end, right_on="site", how="inner", maintain_order="left")
    within = flows.filter(pl.col("from") == pl.col("to")).select("origin", "destination").n_unique()
    between = flows.filter(pl.col("from") != pl.col("to"))
    sums = between.group_by(*KEYS, "from_country", maintain_order=True).agg(pl.col("product").n_unique().alias("value"))
    return sums.with_columns(pl.lit(0).alias("year"), pl.col("value").cast(pl.Float64)), within


def _chain(network: Network, trace: Trace, drawn: tuple[Coloured, str], product: str | None) -> Iterator[Figure]:
    """Yield the Sankey diagram of what demand needs of a product, or of all, at standard value, where anything has one."""
    look, source = drawn
    links = _links(network, trace, look, product)
    if links.is_empty():
        return
    currency = str(network.tables.setting["currency"])
    scale = money_scale(links["value"], currency)
    asks = "all demand of the horizon" if product is None else f"all that the horizon needs of {product}"
    tiers = Tiers.of(trace.tiers, look)
    told = sankey_words(links, tiers, currency)
    yield Figure(
        name="chain",
        title=f"What {'demand' if product is None else product} needs, through the tiers",
        units=(
            f"Inputs and goods for {asks}, at standard value [{scale.words}], shared out among the "
            "countries by capacity (in equal parts where that has no limit) and coloured by the country that they come from"
        ),
        source=source,
        alternative=told.alternative,
        option=sankey_option(look.colours, links, tiers, scale),
        columns=("tier", "from", "used in", "in", scale.words),
        rows=told.rows,
        height=520,
        width=760,
    )


def _links(network: Network, trace: Trace, look: Coloured, product: str | None) -> pl.DataFrame:
    """Return from_tier, from, to_tier, to (countries as they are coloured) and value [currency]; small flows left out.

    Of a product they are what goes into what is needed of it, and what of it is sold.
    """
    names, value = network.products.names, network.products.value[:, 0]
    asked = _asked(network, look)
    demand = np.zeros(len(names))
    np.add.at(demand, encode(asked["product"], names), asked["value"].to_numpy())
    inputs = _inputs(network)
    need = _needed(inputs, demand)
    if product is not None:
        asked = asked.filter(product=product)
        need = _needed(inputs, np.where((names == product).to_numpy(), need, 0.0))
    used, made = np.nonzero(inputs * need > 0.0)
    worth = pl.DataFrame({"product": names, "worth": value})
    tiers = trace.tiers.select("product", "tier")
    makers = trace.exposure.filter(by="country").filter(pl.col("quantity_share") > 0.0)
    makers = makers.select("product", pl.col("name").replace("", NOWHERE).alias("country"), share="quantity_share")
    consumed = pl.DataFrame(
        {"product": names.gather(used), "into": names.gather(made), "value": (inputs * need)[used, made]}
    )
    into = makers.rename({"product": "into", "country": "to", "share": "part"}).join(
        tiers.rename({"product": "into", "tier": "to_tier"}), on="into", how="inner"
    )
    consumed = consumed.join(into, on="into", how="inner", maintain_order="left").select(
        "product", "to", "to_tier", pl.col("value") * pl.col("part")
    )
    sold = asked.select("product", "to", pl.lit(MARKET).cast(pl.Int64).alias("to_tier"), "value")
    links = (
        pl.concat([consumed.with_columns(pl.col("to_tier").cast(pl.Int64)), sold])
        .join(worth, on="product", how="inner", maintain_order="left")
        .join(makers, on="product", how="inner", maintain_order="left")
        .join(tiers.rename({"tier": "from_tier"}), on="product", how="inner", maintain_order="left")
        .filter(pl.col("from_tier") > pl.col("to_tier"))
        .with_columns(pl.col("value") * pl.col("worth") * pl.col("share"), pl.col("country").alias("from"))
        .filter(pl.col("value") > 0.0)
    )
    return large(links.with_columns(look.shared(links["from"]).alias("from"), look.shared(links["to"]).alias("to")))


def _needed(inputs: Floats, demand: Floats) -> Floats:
    """Return what a demand needs of each product, itself and what goes into it."""
    found = np.linalg.lstsq(np.eye(len(inputs)) - inputs, demand, rcond=None)[0]
    return np.where(found > ROUNDING * max(found.max(initial=0.0), 0.0), found, 0.0)


def _asked(network: Network, look: Coloured) -> pl.DataFrame:
    """Return what is asked for over the horizon: product, to (the country of the market), value [unit]."""
    pieces = network.pieces
    rows = pl.DataFrame(
        {
            "product": network.products.names.gather(pieces.product),
            "site": network.tables.frame("sites")["site"].gather(pieces.market),
            "value": pieces.quantity,
        }
    )
    place = look.sites.select("site", pl.col("named").alias("to"))
    joined = rows.join(place, on="site", how="left", maintain_order="left")
    return joined.group_by("product", "to", maintain_order=True).agg(pl.col("value").sum())


def _inputs(network: Network) -> Floats:
    """Return what a unit of each product takes of each other on average over the processes that make it: (input, product).

    What a process with several outputs takes is shared out by their value.
    """
    names = network.products.names
    worth = pl.DataFrame({"product": names, "worth": network.products.value[:, 0] + 1e-9})
    recipes = network.tables.frame("recipes").select("process", "product", "quantity")
    performed = network.tables.frame("operations")["process"].unique()
    recipes = recipes.filter(pl.col("process").is_in(performed.implode()))
    made = recipes.filter(pl.col("quantity") > 0.0).join(worth, on="product", how="inner")
    made = made.with_columns(of=pl.col("quantity") * pl.col("worth"))
    made = made.with_columns(share=pl.col("of") / pl.col("of").sum().over("process"), ways=pl.len().over("product"))
    taken = recipes.filter(pl.col("quantity") < 0.0).select(
        "process", pl.col("product").alias("input"), need=-pl.col("quantity")
    )
    rows = made.join(taken, on="process", how="inner").select(
        "input", "product", amount=pl.col("need") * pl.col("share") / pl.col("quantity") / pl.col("ways")
    )
    matrix = np.zeros((len(names), len(names)))
    np.add.at(matrix, (encode(rows["input"], names), encode(rows["product"], names)), rows["amount"].to_numpy())
    return matrix
