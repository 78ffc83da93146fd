"""Measures of goods: what is made, shipped, delivered and in stock, and what it is worth."""

from __future__ import annotations

import numpy as np
import polars as pl

from reshore.model.measures.form import Form, Stated, joined
from reshore.network import Network
from reshore.network.activities import Moves
from reshore.network.codes import pairs
from reshore.network.operations import Recipes
from reshore.network.periods import Floats

RUN = ("site", "process", "expansion")


def made(program: Stated, network: Network) -> Form:
    """Return good output of runs started in each period [unit].

    Form: Σ_o Σ_v quantity[o,p] · yield[o,t] · factor[v,o,t] · make[o,v,t]
    """
    form, _ = _made(program, network)
    return form


def shipped(program: Stated, network: Network) -> Form:
    """Return departures [unit], by the site that they leave.

    Form: Σ_l ship[l,p,t]
    """
    block = program.columns["ship"]
    return Form.of(block.labels.rename({"origin": "site"}), (block.entity, block.numbers, block.period), 1.0)


def delivered(program: Stated, network: Network) -> Form:
    """Return what demands were served [unit], by market and by the product given.

    Form: Σ_d serve[d,by,t]
    """
    block = program.columns["serve"]
    labels = block.labels.select(pl.col("market").alias("site"), pl.col("by").alias("product"), "class", "unit")
    return Form.of(labels, (block.entity, block.numbers, block.period), 1.0)


def stock(program: Stated, network: Network) -> Form:
    """Return stock at the end of each period [unit]; that of a mix is the sum of others, and is left out.

    Form: stock[n,t]
    """
    block = program.columns["stock"]
    own = np.where(network.points.mix[block.entity], 0.0, 1.0)
    return Form.of(block.labels, (block.entity, block.numbers, block.period), own, level=True)


def gross_value(program: Stated, network: Network) -> Form:
    """Return the standard value of good output [currency].

    Form: Σ_p value[p,t] · made[p,t]
    """
    return _valued(network, *_made(program, network))


def value_added(program: Stated, network: Network) -> Form:
    """Return the standard value of good output less that of the inputs [currency], in the period of the start.

    Form: Σ_p value[p,t] · (made[p,t] − Σ_o Σ_v |quantity[o,p]| · make[o,v,t])   over inputs p
    """
    form, product = _of_runs(program, network, (network.inputs, network.taken), None)
    inputs = _valued(network, form.times(np.full(len(form.amount), -1.0)), product)
    return joined(gross_value(program, network), inputs)


def _made(program: Stated, network: Network) -> tuple[Form, np.ndarray]:
    good = network.operations.yields[network.activities.operation] * network.activities.factor
    return _of_runs(program, network, (network.outputs, network.made), good)


def _of_runs(
    program: Stated, network: Network, side: tuple[Recipes, Moves], good: Floats | None
) -> tuple[Form, np.ndarray]:
    """Return a form with a label for each activity and item that it makes (or takes), and the product of each label."""
    block, activities, products = program.columns["make"], network.activities, network.products
    recipes, moves = side
    line, activity = moves.line, moves.activity
    at, entry = pairs(activity, block.entity)
    period = block.period[entry]
    amount = recipes.quantity[line[at]]
    if good is not None:
        amount = amount * good[activity[at], period]
    product = recipes.product[line]
    labels = activities.frame[activity].select(
        *RUN,
        products.names.gather(product).alias("product"),
        network.points.frame["country_of_origin"].gather(moves.point),
        products.units.gather(product).alias("unit"),
    )
    return Form.of(labels, (at, block.first + entry, period), amount), product


def _valued(network: Network, form: Form, product: np.ndarray) -> Form:
    currency = pl.lit(str(network.tables.setting["currency"])).alias("unit")
    value = network.products.value[product[form.label], form.period]
    return form.times(value).named(form.labels.with_columns(currency))
