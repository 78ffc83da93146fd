"""A measure is kept within the rules that the tables state."""

from __future__ import annotations

from functools import cache

import numpy as np

from reshore.model.measures import FORMS, Form, Stated, Sums, added_up, matching
from reshore.model.program import Block, Index, ProgramBuilder
from reshore.network import Network
from reshore.network.periods import Floats
from reshore.network.rules import Rule
from reshore.tables.filters import Filters


def add_rules(program: ProgramBuilder, network: Network) -> None:
    """Compare a measure with a value in each window of each rule.

    The measure is added up over the part of its labels that the filters choose and over the days of the window, each period
    with the share of its days in it; a level is that at the end of the period with the last day. A share compares it with the
    value times the same measure under the filters of `share_of`. A rule with a penalty may be missed.

    A value that is a multiple of what the base plan has holds in the windows for which `bases` says what that is.

    Besides the columns named below it reads what its measure reads.

    Law:  measure[k] − share[k] · whole[k] + under[k] − over[k] ≤, ≥ or = limit[k]                       [measure]
    With: measure[k] = Σ amount[k] · x   over the variables and constants of the measure in the window;
          under[k], over[k] = slack[k] of the sides of a rule with a penalty, else nothing
    For:  every rule, each of its windows in the horizon
    Dual: profit from one more unit of the measure that is allowed (at_most) or asked for (at_least)     [currency/measure]
    Reads: rules.measure, rules.filters, rules.window, rules.starts, rules.ends, rules.sense, rules.value, rules.per,
          rules.share_of, rules.of_base, bases.date, bases.value, operations.emissions, operations.starts, operations.ends,
          sites.opens, sites.closes, lanes.emissions_per_mass, lanes.starts, lanes.ends, products.mass
    """
    rules = network.rules
    if not rules.count:
        return
    form_of = cache(lambda measure: FORMS[measure](program, network))
    sums = [_sums(network, form_of(rule.measure), rule, rule.filters) for rule in rules.each]
    wholes = [_sums(network, form_of(rule.measure), rule, rule.share_of) for rule in rules.each]
    constant = np.concatenate([one.constant for one in sums])
    share = np.where(rules.share, rules.value, 0.0)
    limit = np.where(rules.share, 0.0, rules.value) - constant
    limit += share * np.concatenate([one.constant for one in wholes])
    index = Index("rules", "measure", rules.frame, np.arange(rules.count), rules.period, single=True)
    rows = program.add_rows(index, np.where(rules.least, limit, -np.inf), np.where(rules.most, limit, np.inf))
    for number, (own, whole) in enumerate(zip(sums, wholes, strict=True)):
        row = rules.rows(number)
        _add(program, rows, row, own, np.ones(len(row)))
        _add(program, rows, row, whole, -share[row])
    row, sign = rules.slack
    program.add_terms(rows.lookup[row], program["slack"].lookup, sign)


def wholes(program: Stated, network: Network, rule: int, columns: Floats) -> Floats:
    """Return what the value of a rule is a share of, in each of its windows, at some columns; 1 where it is no share."""
    one = network.rules.each[rule]
    if one.share_of is None:
        return np.ones(one.within.count)
    return _sums(network, FORMS[one.measure](program, network), one, one.share_of).at(columns)


def _sums(network: Network, form: Form, rule: Rule, filters: Filters | None) -> Sums:
    """Return what the measure of a rule adds up to under filters; nothing where there are none."""
    if filters is None:
        return Sums.nothing(rule.within.count)
    return added_up(form, matching(network, form, filters), rule.within)


def _add(program: ProgramBuilder, rows: Block, row: np.ndarray, sums: Sums, factor: np.ndarray) -> None:
    program.add_terms(rows.lookup[row[sums.window]], sums.column.astype(np.int32), sums.amount * factor[sums.window])
