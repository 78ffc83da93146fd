"""Measures of money: sums of terms of the ledger, as paid; and profit, discounted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import polars as pl

from reshore.model.measures.form import Form, Stated, joined
from reshore.model.program import Earning
from reshore.network import Network
from reshore.schema.money import NO_COST

NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("revenue", "late", "lost"), "class"),
    "operation": "process",
    "fixed": "resource",
    **dict.fromkeys(("upkeep", "capex", "residual"), "expansion"),
    **dict.fromkeys(("transport", "pipeline", "duty"), "mode"),
}
"""The key that the label `name` of each term stands for."""


def revenue(program: Stated, network: Network) -> Form:
    """Return revenue as earned [currency].

    Form: the term `revenue` of the ledger
    """
    return _terms(program, network, lambda term: term == "revenue", 1.0)


def capex(program: Stated, network: Network) -> Form:
    """Return investment as paid [currency], positive.

    Form: minus the term `capex` of the ledger
    """
    return _terms(program, network, lambda term: term == "capex", -1.0)


def duty(program: Stated, network: Network) -> Form:
    """Return customs duty as paid [currency], positive, by the site at which goods enter.

    Form: minus the term `duty` of the ledger
    """
    paid = _terms(program, network, lambda term: term == "duty", -1.0)
    return paid.named(paid.labels.drop("site").rename({"destination": "site"}))


def cost(program: Stated, network: Network) -> Form:
    """Return every cost as paid [currency], positive; not what is left at the end, and no penalty of a rule.

    Form: minus the sum of all terms of the ledger other than `NO_COST`
    """
    return _terms(program, network, lambda term: term not in NO_COST, -1.0)


def profit(program: Stated, network: Network) -> Form:
    """Return the discounted sum of all terms [currency]: the objective.

    Form: the sum of all terms of the ledger, discounted
    """
    return _terms(program, network, lambda _: True, 1.0, discounted=True)


def _terms(
    program: Stated, network: Network, which: Callable[[str], bool], sign: float, discounted: bool = False
) -> Form:
    """Return the terms of the ledger for which `which` holds."""
    currency = pl.lit(str(network.tables.setting["currency"])).alias("unit")
    forms = [
        Form.of(
            _labels(one).with_columns(currency),
            (one.label, one.column, one.period),
            sign * (one.discounted if discounted else one.amount),
        )
        for one in program.ledger
        if which(one.term)
    ]
    none = np.zeros(0, dtype=np.int64)
    names = ("site", "destination", "product", "term", *dict.fromkeys(NAMES.values()), "unit")
    empty = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    return joined(Form(empty, none, none, none, np.zeros(0)), *forms)


def _labels(earning: Earning) -> pl.DataFrame:
    """Return the labels of a term by the keys that they stand for."""
    renamed = {"partner": "destination"}
    if earning.term in NAMES:
        renamed["name"] = NAMES[earning.term]
    return earning.labels.rename(renamed).with_columns(pl.lit(earning.term).alias("term"))
