"""What moving goods costs."""

import polars as pl

from reshore.model.objective.earning import earn, entries, labelled
from reshore.model.program import ProgramBuilder
from reshore.network import Network


def add_transport(program: ProgramBuilder, network: Network) -> None:
    """Pay for each unit shipped when it leaves.

    Term: − (cost_per_unit[l,t] + cost_per_mass[l,t] · mass[p]) · ship[l,p,t]                            [currency]
    With: costs of the lane averaged over the part of t in its window
    For:  all departures
    Reads: lanes.cost_per_unit, lanes.cost_per_mass, lanes.currency, lanes.starts, lanes.ends, products.mass
    """
    flows, lanes = network.flows, network.lanes
    entry = entries(program["ship"])
    lane, mass = flows.lane[entry.label], network.products.mass[flows.product[entry.label]]
    cost = lanes.cost_per_unit[lane, entry.period] + lanes.cost_per_mass[lane, entry.period] * mass
    earn(program, network, ("transport", flow_labels(network)), entry, -cost)


def add_pipeline(program: ProgramBuilder, network: Network) -> None:
    """Pay the holding rate on goods for the time that they are in transit, when they leave.

    Term: − holding_rate[p,t] · value[p,t] · transit_time[l] · ship[l,p,t]                               [currency]
    For:  all departures
    Reads: products.holding_rate, products.value, products.currency, lanes.transit_time
    """
    flows, products = network.flows, network.products
    entry = entries(program["ship"])
    product = flows.product[entry.label]
    rate = (products.holding_rate * products.value)[product, entry.period]
    time = network.lanes.transit_years[flows.lane[entry.label]]
    earn(program, network, ("pipeline", flow_labels(network)), entry, -rate * time)


def flow_labels(network: Network) -> pl.DataFrame:
    """Return the labels of a flow's money: origin, destination, mode, product."""
    return labelled(network.flows.frame, site="origin", partner="destination", name="mode", product="product")
