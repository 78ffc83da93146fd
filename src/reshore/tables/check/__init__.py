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

    `needs` are tables that must have no errors of their own, because what is found would only follow from those. Where all
    tables in `about` are empty there is nothing to find, and the check is left out.
    """

    function: Callable[[Tables], Iterable[Finding]]
    resolved: bool = False
    needs: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


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
    Check(references.groups_without_members, about=("groups",)),
    Check(groups.cycles, about=("groups",)),
    Check(groups.ambiguous_names, about=("groups",)),
    Check(groups.same_key, about=("groups",)),
    Check(places.lanes_to_themselves),
    Check(places.substitutes_for_themselves, about=("substitutes",)),
    Check(places.resources_at_sites, resolved=True, needs=("resources",), about=("uses", "expansions")),
    Check(places.uses_of_operations, resolved=True, needs=("operations",), about=("uses",)),
    Check(entries.entries, resolved=True),
    Check(entries.bounds),
    Check(entries.orders, resolved=True),
    Check(units.currency),
    Check(units.counted, resolved=True),
    Check(currencies.own_rates, needs=("model",)),
    Check(currencies.without_rates, needs=("model",)),
    Check(dates.buckets),
    Check(dates.shifted),
    Check(dates.windows),
    Check(dates.demands),
    Check(dates.committed, about=("expansions",)),
    Check(dates.outside),
    Check(goals.objective, needs=("targets",)),
    Check(goals.target_dates),
    Check(rules.measures_named, resolved=True, needs=MEASURED),
    Check(rules.values),
    Check(rules.bases),
    Check(rules.contradictions, resolved=True, needs=MEASURED),
    Check(ramps.falling, about=("ramps",)),
    Check(ramps.spending, about=("ramps",)),
    Check(limits.minima, resolved=True),
    Check(limits.committed_floor, needs=("model", "expansions", "sites"), about=("expansions",)),
    Check(recipes.quantities),
    Check(loops.gains, resolved=True, needs=("recipes", "operations", "profiles")),
    Check(recipes.performed, needs=("operations",)),
    Check(origin.rules, needs=("recipes", "products")),
    Check(origin.stocks, resolved=True, needs=("stocks", "products"), about=("stocks",)),
    Check(origin.countries, resolved=True, needs=("recipes", "operations", "sites", "products")),
    Check(tariffs.stacks, about=("tariffs",)),
    Check(tariffs.replaced_in_turn, about=("tariffs",)),
    Check(tariffs.headings, needs=("products",), about=("tariffs",)),
    Check(tariffs.contents, needs=("recipes", "products"), about=("tariffs",)),
    Check(tariffs.idle, resolved=True, needs=("tariffs", "lanes", "products", "sites", "groups"), about=("tariffs",)),
    Check(stocks.too_much, resolved=True, needs=SUPPLY, about=("stocks",)),
    Check(stocks.no_room, resolved=True, needs=(*SUPPLY, "profiles"), about=("stocks",)),
    Check(stocks.spoils, resolved=True, needs=SUPPLY, about=("stocks",)),
    Check(arrival.in_time, resolved=True, needs=SUPPLY),
    Check(supply.supply, resolved=True, needs=SUPPLY),
    Check(policy.needed, about=("controls", "incentives")),
    Check(policy.unread, about=("controls", "incentives")),
    Check(policy.grants, needs=("sites", "expansions", "groups", "incentives"), about=("incentives",)),
    Check(policy.idle_controls, resolved=True, needs=(*SUPPLY, "controls"), about=("controls",)),
    Check(policy.idle_incentives, resolved=True, needs=(*SUPPLY, "expansions", "incentives"), about=("incentives",)),
    Check(hazards.spreads, about=("hazards",)),
    Check(hazards.names, needs=("sites", "lanes", "products", "expansions", "groups"), about=("hazards",)),
    Check(hazards.affected, about=("hazards",)),
    Check(hazards.unread, about=("hazards",)),
    Check(hazards.distances, needs=("sites", "groups"), about=("hazards",)),
    Check(worth.worth_at_the_end, resolved=True, needs=(*SUPPLY, "profiles", "rates")),
)


def check(tables: Tables, before: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """Return what all checks find; `before` is what reading found, which may make some checks pointless."""
    resolved = resolve(tables)
    found: list[Finding] = []
    for one in CHECKS:
        broken = {finding.table for finding in [*before, *found] if _breaks(finding)}
        if broken.isdisjoint(one.needs) and not _is_idle(one, tables):
            found += one.function(resolved if one.resolved else tables)
    return tuple(found)


def _is_idle(one: Check, tables: Tables) -> bool:
    """Whether all tables that a check is about are empty."""
    return bool(one.about) and all(tables.frame(name).is_empty() for name in one.about)


def _breaks(finding: Finding) -> bool:
    """Whether the table has errors of its own: in files, cells, names or groups."""
    return finding.code[:2] in ("E1", "E2") or finding.code in ("E301", "E302")
