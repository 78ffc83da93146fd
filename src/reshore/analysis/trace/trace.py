"""The trace of a network: its parts together, of all of it, of one product, or of one site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import polars as pl

from reshore.analysis.trace.done import Done, done, whatever_origin
from reshore.analysis.trace.ends import ends_in
from reshore.analysis.trace.exposure import exposure
from reshore.analysis.trace.goals import make_goals
from reshore.analysis.trace.lead_time import lead_times
from reshore.analysis.trace.single import single_points
from reshore.analysis.trace.suppliers import suppliers
from reshore.analysis.trace.tiers import tiers
from reshore.analysis.trace.ways import make_ways
from reshore.network import Network
from reshore.solution import Plan
from reshore.tables.report import nearest


@dataclass(frozen=True)
class Trace:
    """What a network is made of: each part answers one question, as a table.

    `tiers`: how far each product is from what is asked for. `suppliers`: who supplies whom. `single_points`: what lies on
    every way to a product. `exposure` and `concentration`: the countries and operators that products and their value come
    from. `lead_times`: the critical path to each market. `ends_in`: in which demanded products a site has a part.
    `product` and `site` are what the trace is narrowed to; `planned` says whether shares are those of a plan.
    """

    tiers: pl.DataFrame
    suppliers: pl.DataFrame
    single_points: pl.DataFrame
    exposure: pl.DataFrame
    concentration: pl.DataFrame
    lead_times: pl.DataFrame
    ends_in: pl.DataFrame
    product: str | None = None
    site: str | None = None
    planned: bool = False

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The parts by name."""
        parts = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: part for name, part in parts.items() if isinstance(part, pl.DataFrame)}


def trace_network(network: Network, product: str | None = None, site: str | None = None) -> Trace:
    """Return the trace of a network by what is possible in it and by its capacities, whatever the origin of goods is.

    Raises KeyError for an unknown product or site, with the nearest name.
    """
    return _trace(whatever_origin(network), product, site, None)


def trace_plan(plan: Plan, product: str | None = None, site: str | None = None) -> Trace:
    """Return the trace of a plan's network, with quantities and shares by what the plan does.

    Raises KeyError for an unknown product or site, with the nearest name.
    """
    network = whatever_origin(plan.network)
    return _trace(network, product, site, done(plan, network))


def _trace(network: Network, product: str | None, site: str | None, found: Done | None) -> Trace:
    _known(product, "product", network.products.names)
    _known(site, "site", network.tables.frame("sites")["site"])
    ways, goals = make_ways(network), make_goals(network, product)
    exposed = exposure(network, ways, found)
    trace = Trace(
        tiers=tiers(network, product),
        suppliers=suppliers(network, found),
        single_points=single_points(network, ways, goals),
        exposure=exposed.shares,
        concentration=exposed.concentration,
        lead_times=lead_times(network, ways, goals),
        ends_in=ends_in(network, ways, make_goals(network), found),
        product=product,
        site=site,
        planned=found is not None,
    )
    return _at_site(_of_product(trace), network)


def _known(name: str | None, kind: str, names: pl.Series) -> None:
    if name is None or name in set(names):
        return
    near = nearest(name, list(names))
    remedy = f" Did you mean '{near}'?" if near is not None else f" There are: {', '.join(names.head(20))}."
    raise KeyError(f"There is no {kind} '{name}'.{remedy}")


def _of_product(trace: Trace) -> Trace:
    """Keep what is of the product: its inputs through all tiers, and where it ends up."""
    if trace.product is None:
        return trace
    chain, own = pl.col("product").is_in(trace.tiers["product"].implode()), pl.col("product") == trace.product
    goes = own if trace.ends_in.filter(own).height else pl.col("via").list.contains(trace.product)
    return replace(
        trace,
        suppliers=trace.suppliers.filter(chain),
        exposure=trace.exposure.filter(own),
        concentration=trace.concentration.filter(own),
        ends_in=trace.ends_in.filter(goes),
    )


def _at_site(trace: Trace, network: Network) -> Trace:
    """Keep what concerns the site: what it makes, holds, gets and gives, and what hangs on it."""
    if trace.site is None:
        return trace
    site = trace.site
    here = pl.col("made_at").list.contains(site)
    made = trace.tiers.filter(here)["product"]
    sites = network.tables.frame("sites").filter(pl.col("site") == site)
    names = {"site": site, "operator": sites["operator"][0], "country": sites["country"][0]}
    lanes = pl.concat_list(pl.col("name").str.split("/").list.slice(0, 2)).list.contains(site)
    hangs = pl.any_horizontal(
        *((pl.col("kind") == kind) & (pl.col("name") == name) for kind, name in names.items()),
        (pl.col("kind") == "lane") & lanes,
    )
    own = pl.col("product").is_in(made.implode())
    return replace(
        trace,
        tiers=trace.tiers.filter(here | pl.col("held_at").list.contains(site)),
        suppliers=trace.suppliers.filter((pl.col("from") == site) | (pl.col("to") == site)),
        single_points=trace.single_points.filter(hangs),
        exposure=trace.exposure.filter(own),
        concentration=trace.concentration.filter(own),
        lead_times=trace.lead_times.filter(
            pl.col("path").list.eval(pl.element().struct.field("site") == site).list.any()
        ),
        ends_in=trace.ends_in.filter(pl.col("site") == site),
    )
