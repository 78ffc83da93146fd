"""What a base plan has of the measures of rules: what rules with `of_base` are multiples of."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import cast

import numpy as np
import polars as pl

from reshore.model import build_program
from reshore.model.measures import FORMS, Form, added_up, matching
from reshore.network import Network, make_periods
from reshore.network.periods import Floats
from reshore.network.rules import Rule, Rules, make_rules
from reshore.network.windows import within
from reshore.schema.measures import measures
from reshore.solution.plan import Plan
from reshore.tables import Tables, resolve
from reshore.tables.filters import Filters


def with_base(tables: Tables, base: Plan) -> Tables:
    """Return tables with `bases` filled in for the rules that have `of_base`, from a plan of the same or another model.

    What the base plan has in a window is added up over the days that both have; a name that its model does not have
    counts nothing. Raises ValueError where the plan does not say what its variables are.
    """
    if base.state is None:
        raise ValueError("it was stored by a version of reshore that did not keep what is needed")
    setting = tables.setting
    periods = make_periods(cast("date", setting["start"]), str(setting["buckets"]))
    rules = make_rules(resolve(tables), periods)
    network = base.network
    program, columns = build_program(network), base.state.columns
    form_of = cache(lambda measure: FORMS[measure](program, network))
    frame = tables.frame("rules")
    values = np.zeros(rules.count)
    for number, (rule, chosen) in enumerate(zip(rules.each, frame["of_base"], strict=True)):
        if chosen:
            values[rules.rows(number)] = _value(network, form_of(rule.measure), rule, columns)
    return tables.with_table(tables["bases"].with_frame(_rows(tables, rules, values)))


def _value(network: Network, form: Form, rule: Rule, columns: Floats) -> Floats:
    """Return what a plan has in each window of a rule, or the share that it has."""
    own = _summed(network, form, rule, rule.filters, columns)
    if rule.share_of is None:
        return own
    whole = _summed(network, form, rule, rule.share_of, columns)
    share: Floats = np.divide(own, whole, out=np.zeros_like(own), where=whole != 0.0)
    return share


def _summed(network: Network, form: Form, rule: Rule, filters: Filters, columns: Floats) -> Floats:
    spans = (rule.within.opens, rule.within.closes)
    over = within(network.periods, spans, measures()[rule.measure].level)
    return added_up(form, matching(network, form, filters), over).at(columns)


def _rows(tables: Tables, rules: Rules, values: Floats) -> pl.DataFrame:
    known = tables.frame("bases")
    chosen = tables.frame("rules").filter("of_base").select("rule")
    found = rules.frame.select("rule", pl.col("starts").alias("date"), pl.Series("value", values))
    filled = found.join(chosen, on="rule", how="semi", maintain_order="left")
    return pl.concat([known.clear(), filled], how="diagonal").with_columns(
        pl.col("source", "note").fill_null(""), pl.col("_row").fill_null(0)
    )
