"""Rules: each measure is recomputed from the tables of the plan and compared with what its rule asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import polars as pl

from reshore.verify.arrays import Floats, Ints, floats, ints
from reshore.verify.case import Case
from reshore.verify.layout import LAYOUTS, row_words
from reshore.verify.measured import amounts, by_period, chosen, counted
from reshore.verify.residuals import Check, Rows, compare, flag
from reshore.verify.windows import LEVELS, base_values, rule_windows, shares


def check_rules(case: Case) -> Iterator[Check]:
    """Check measure − share · whole + under − over ≤, ≥ or = limit in each window of each rule."""
    rules, windows = case.world.inputs["rules"], rule_windows(case.world)
    count = len(windows.rule)
    measured, limit = np.zeros((2, count))
    base = base_values(case.world)
    known = cache(lambda measure: amounts(case, measure))

    def summed(measure: str, filters: str | None, of: Ints) -> Floats:
        part = shares(case.world, windows, of, measure in LEVELS)
        return np.asarray(part @ by_period(case.world, chosen(case.world, known(measure), filters)))

    for number, row in enumerate(rules.iter_rows(named=True)):
        own = windows.of(number)
        measured[own] = summed(row["measure"], row["filters"], own)
        limit[own] = row["value"] * windows.length[own] * base[own]
        if row["share_of"] is not None:
            limit[own] *= summed(row["measure"], row["share_of"], own)
    under, over = (_slack(case, side) for side in ("under", "over"))
    kept = measured + under - over
    sense = rules["sense"].gather(windows.rule).to_numpy()
    off = np.nan_to_num(kept - limit)
    off = np.where(sense == "at_most", np.maximum(off, 0.0), np.where(sense == "at_least", np.minimum(off, 0.0), off))
    size = np.max(np.abs([measured, under, over, np.nan_to_num(limit)]), axis=0, initial=0.0)
    names = rules["rule"].to_list()
    rows = Rows(
        lambda i: f"rule {names[windows.rule[i]]}, {case.day(windows.last[i])}",
        lambda i: str(rules["measure"][int(windows.rule[i])]),
        windows.rule,
    )
    yield compare("rules", "measures are as the rules ask", off, size, rows)
    yield _units(case, known)


def _units(case: Case, known: Callable[[str], pl.DataFrame]) -> Check:
    """Check that what rules are missed by counts as what their measure adds up counts, where it adds up anything."""
    slack, rules = case.plan.slack, case.world.inputs["rules"]
    rule, given = ints(slack, "rule_at"), slack["unit"].to_list()
    fits = {}
    for number in np.unique(rule):
        measure, filters = rules.select("measure", "filters").row(int(number))
        fits[int(number)] = counted(case.world, measure, chosen(case.world, known(measure), filters))
    wrong = [bool(fits[int(at)]) and unit not in fits[int(at)] for at, unit in zip(rule, given, strict=True)]
    where = row_words(slack, LAYOUTS["slack"].key)
    return flag("rules", "slack counts as its measure does", np.array(wrong, dtype=np.bool_), where)


def _slack(case: Case, side: str) -> Floats:
    slack = case.plan.slack
    own = slack.filter(slack["side"] == side)
    count = len(rule_windows(case.world).rule)
    return np.bincount(ints(own, "window_at"), floats(own, "value"), count).astype(np.float64)
