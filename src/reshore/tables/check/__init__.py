"""The checks of a model's tables, each a function from tables to findings, and the list of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reshore.tables.check import (
    arrival,
    cells,
    currencies,
    dates,
    entries,
    goals,
    groups,
    hazards,
    limits,
    loops,
    origin,
    places,
    policy,
    ramps,
    recipes,
    references,
    rules,
    stocks,
    supply,
    tariffs,
    units,
    worth,
)
from reshore.tables.findings import Finding
from reshore.tables.resolve import resolve
from reshore.tables.table import Tables


@dataclass(frozen=True)
class Check:
    """One check, of the tables as given or with groups resolved.

    `needs` are tables that must have no errors of their own, because what is found would only follow from those.
    """

    function: Callable[[Tables], Iterable[Finding]]
    resolved: bool = False
    needs: tuple[str, ...] = ()


SUPPLY: Final = (
    "model",
    "sites",
    "products",
    "recipes",
    "operations",
    "lanes",
    "stocks",
    "demands",
    "substitutes",
    "groups",
)
MEASURED: Final = (*SUPPLY, "resources", "uses", "expansions")
CHECKS: Final = (
    Check(cells.bounds),
    Check(cells.names),
    Check(cells.duplicates),
    Check(references.references),
    Check(references.groups_without_members),
    Check(groups.cycles),
    Check(groups.ambiguous_names),
    Check(groups.same_key),
    Check(places.lanes_to_themselves),
    Check(places.substitutes_for_themselves),
    Check(places.resources_at_sites, resolved=True, needs=("resources",)),
    Check(places.uses_of_operations, resolved=True, needs=("operations",)),
    Check(entries.entries, resolved=True),
    Check(entries.bounds),
    Check(entries.orders, resolved=True),
    Check(units.currency),
    Check(units.counted, resolved=True),
    Check(currencies.own_rates),
    Check(currencies.without_rates),
    Check(dates.buckets),
    Check(dates.shifted),
    Check(dates.windows),
    Check(dates.demands),
    Check(dates.committed),
    Check(dates.outside),
    Check(goals.objective, needs=("targets",)),
    Check(goals.target_dates),
    Check(rules.measures_named, resolved=True, needs=MEASURED),
    Check(rules.values),
    Check(rules.bases),
    Check(rules.contradictions, resolved=True, needs=MEASURED),
    Check(ramps.falling),
    Check(ramps.spending),
    Check(limits.minima, resolved=True),
    Check(limits.committed_floor, needs=("model", "expansions", "sites")),
    Check(recipes.quantities),
    Check(loops.gains, resolved=True, needs=("recipes", "operations", "profiles")),
    Check(recipes.performed, needs=("operations",)),
    Check(origin.rules, needs=("recipes", "products")),
    Check(origin.stocks, resolved=True, needs=("stocks", "products")),
    Check(origin.countries, resolved=True, needs=("recipes", "operations", "sites", "products")),
    Check(tariffs.stacks),
    Check(tariffs.replaced_in_turn),
    Check(tariffs.headings, needs=("products",)),
    Check(tariffs.contents, needs=("recipes", "products")),
    Check(tariffs.idle, resolved=True, needs=("tariffs", "lanes", "products", "sites", "groups")),
    Check(stocks.too_much, resolved=True, needs=SUPPLY),
    Check(stocks.no_room, resolved=True, needs=(*SUPPLY, "profiles")),
    Check(stocks.spoils, resolved=True, needs=SUPPLY),
    Check(arrival.in_time, resolved=True, needs=SUPPLY),
    Check(supply.supply, resolved=True, needs=SUPPLY),
    Check(policy.needed),
    Check(policy.unread),
    Check(policy.grants, needs=("sites", "expansions", "groups", "incentives")),
    Check(policy.idle_controls, resolved=True, needs=(*SUPPLY, "controls")),
    Check(policy.idle_incentives, resolved=True, needs=(*SUPPLY, "expansions", "incentives")),
    Check(hazards.spreads),
    Check(hazards.names, needs=("sites", "lanes", "products", "expansions", "groups")),
    Check(hazards.affected),
    Check(hazards.unread),
    Check(hazards.distances, needs=("sites", "groups")),
    Check(worth.worth_at_the_end, resolved=True, needs=(*SUPPLY, "profiles", "rates")),
)


def check(tables: Tables, before: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """Return what all checks find; `before` is what reading found, which may make some checks pointless."""
    resolved = resolve(tables)
    found: list[Finding] = []
    for one in CHECKS:
        broken = {finding.table for finding in [*before, *found] if _breaks(finding)}
        if broken.isdisjoint(one.needs):
            found += one.function(resolved if one.resolved else tables)
    return tuple(found)


def _breaks(finding: Finding) -> bool:
    """Whether the table has errors of its own: in files, cells, names or groups."""
    return finding.code[:2] in ("E1", "E2") or finding.code in ("E301", "E302")
