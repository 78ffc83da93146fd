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
from reshore.network.exchange import mean_rates
from reshore.network.periods import Floats
from reshore.network.rules import Rule, Rules, make_rules
from reshore.network.windows import within
from reshore.schema.measures import measures
from reshore.solution.plan import Plan
from reshore.tables import Tables, resolve
from reshore.tables.filters import Filters


def with_base(tables: Tables, base: Plan) -> Tables:
    """Return tables with `bases` filled in for the rules that have `of_base`, from a plan of the same or another model.

    What the base plan has in a window is added up over the days that both have; a window without such a day has no row. A name
    that the base plan's model does not have counts nothing. Money in another currency counts at the rates of `tables` on its
    days. Raises ValueError where the plan does not say what its variables are, or where its currency has no rate.
    """
    if base.state is None:
        raise ValueError("it was stored by a version of reshore that did not keep what is needed")
    setting = tables.setting
    periods = make_periods(cast("date", setting["start"]), str(setting["buckets"]))
    rules = make_rules(resolve(tables), periods)
    network = base.network
    program, columns = build_program(network), base.state.columns
    form_of = cache(lambda measure: _converted(tables, FORMS[measure](program, network), measure, base))
    frame = tables.frame("rules")
    values = np.full(rules.count, np.nan)
    for number, (rule, chosen) in enumerate(zip(rules.each, frame["of_base"], strict=True)):
        if chosen:
            both = (rule.within.opens < network.periods.end) & (rule.within.closes > network.periods.start)
            value = _value(network, form_of(rule.measure), rule, columns)
            values[rules.rows(number)] = np.where(both, value, np.nan)
    return tables.with_table(tables["bases"].with_frame(_rows(tables, rules, values)))


def _converted(tables: Tables, form: Form, measure: str, base: Plan) -> Form:
    """Return the form of a measure of a base plan in the currency of tables."""
    if measures()[measure].unit != "currency" or base.currency == str(tables.setting["currency"]):
        return form
    try:
        rates = mean_rates(tables, base.network.periods, base.currency)
    except ValueError:
        raise ValueError(f"it counts money in {base.currency}, for which `rates` has no rate.") from None
    return form.times(rates[form.period])


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
    filled = found.join(chosen, on="rule", how="semi", maintain_order="left").filter(pl.col("value").is_not_nan())
    return pl.concat([known.clear(), filled], how="diagonal").with_columns(
        pl.col("source", "note").fill_null(""), pl.col("_row").fill_null(0)
    )
