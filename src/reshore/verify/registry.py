"""Every check of a plan, by law."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from reshore.verify.balance import check_balance, check_mix
from reshore.verify.builds import check_builds, check_floor
from reshore.verify.capacity import check_capacity, check_capacity_table
from reshore.verify.case import Case
from reshore.verify.controls import check_quotas
from reshore.verify.demand import check_demand
from reshore.verify.incentives import check_caps, check_claims
from reshore.verify.limits import check_lanes, check_runs, check_shelf_life, check_storage
from reshore.verify.money import check_money, check_objective
from reshore.verify.residuals import Check
from reshore.verify.rules import check_rules


def check_tables(case: Case) -> Iterator[Check]:
    """Report the form of the tables: columns, keys, entities, periods, windows, units, signs."""
    yield from case.plan.checks


CHECKS: Final[Mapping[str, Callable[[Case], Iterator[Check]]]] = {
    "tables": check_tables,
    "balance": check_balance,
    "mix": check_mix,
    "demand": check_demand,
    "builds": check_builds,
    "floor": check_floor,
    "capacity": check_capacity,
    "capacity table": check_capacity_table,
    "lanes": check_lanes,
    "storage": check_storage,
    "runs": check_runs,
    "shelf life": check_shelf_life,
    "rules": check_rules,
    "quotas": check_quotas,
    "claims": check_claims,
    "caps": check_caps,
    "money": check_money,
    "objective": check_objective,
}
"""Functions that yield the checks of a law, by the name of the law."""
