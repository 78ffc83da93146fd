"""The measure of emissions: of runs and of goods on their way."""

from __future__ import annotations

import polars as pl

from reshore.model.measures.form import Form, Stated, joined
from reshore.network import Network

MASS = pl.lit("kg").alias("unit")


def emissions(program: Stated, network: Network) -> Form:
    """Return emissions [kg], of runs in the period in which they start, of goods in that in which they leave.

    Form: Σ_o Σ_v emissions[o,t] · make[o,v,t] + Σ_l Σ_p emissions_per_mass[l,t] · mass[p] · ship[l,p,t]
    """
    return joined(_of_runs(program, network), _of_goods(program, network))


def _of_runs(program: Stated, network: Network) -> Form:
    block = program.columns["make"]
    operation = network.activities.operation[block.entity]
    labels = block.labels.select("site", "process", "expansion", MASS)
    amount = network.operations.emissions[operation, block.period]
    return Form.of(labels, (block.entity, block.numbers, block.period), amount)


def _of_goods(program: Stated, network: Network) -> Form:
    block, flows = program.columns["ship"], network.flows
    lane, mass = flows.lane[block.entity], network.products.mass[flows.product[block.entity]]
    labels = block.labels.drop("unit").rename({"origin": "site"}).with_columns(MASS)
    amount = network.lanes.emissions_per_mass[lane, block.period] * mass
    return Form.of(labels, (block.entity, block.numbers, block.period), amount)
