"""What would make a target reachable: the least change of what the world offers, as changes of the tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from reshore.analysis.conflict.knobs import make_knobs
from reshore.analysis.conflict.least import least
from reshore.analysis.conflict.repair import Model, make_repair
from reshore.analysis.conflict.stated import make_stated
from reshore.analysis.targets.as_rule import as_rule, free_name, with_rules
from reshore.analysis.targets.freed import as_in_files
from reshore.analysis.targets.target import Target
from reshore.model import build_program
from reshore.network import build_network
from reshore.solution import Plan
from reshore.solve import SolveOptions
from reshore.tables import resolve

RELIEF: Final = {
    **dict.fromkeys(("target", "table", "key", "column"), pl.String),
    "date": pl.Date,
    **dict.fromkeys(("from", "to"), pl.Float64),
    **dict.fromkeys(("unit", "words"), pl.String),
    "checked": pl.Boolean,
    "gap": pl.Float64,
}
GAP: Final = 0.03
"""Share of the least by which more may be told: on a large model the last few per cent take minutes."""
SECONDS: Final = 240.0
"""Time given to the quick way of solving, and to the usual one after it; what is not found in it is not told."""


def relief_of(plan: Plan, target: Target, options: SolveOptions) -> pl.DataFrame:
    """Return the least change with which a plan can reach a target; no rows where none is known.

    Capacities, lanes, storage, projects and rules that allow something give, as a share of what they are; what is asked for
    stays. `checked` says that the changed model was seen to reach the target, `gap` by which share of the least less might do.
    """
    tables = as_in_files(plan)
    name = free_name(f"target {target.name}", set(tables.frame("rules")["rule"]))
    tables = with_rules(tables, [as_rule(target, target.at_least, plan.network.periods, name)])
    network = build_network(resolve(tables))
    stated = make_stated(build_program(network))
    knobs = make_knobs(tables, network, stated)
    found = least(stated, knobs, "world", replace(options, time_limit=SECONDS), GAP)
    if found is None:
        return pl.DataFrame(schema=RELIEF)
    repair = make_repair(Model(tables, network, stated), knobs, found, "world", options)
    if not repair.alone:
        return pl.DataFrame(schema=RELIEF)
    told = repair.changes.with_columns(
        pl.lit(target.name).alias("target"), pl.lit(repair.checked).alias("checked"), pl.lit(found.gap).alias("gap")
    )
    return told.select(list(RELIEF))
