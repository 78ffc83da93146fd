"""The inputs of a plan as somebody would state them, to be changed and planned again."""

from __future__ import annotations

import polars as pl

from reshore.solution.plan import Plan
from reshore.tables import Table, Tables, refilled, remade


def stated_inputs(plan: Plan) -> Tables:
    """Return the inputs of a plan with its edits made, groups as they were given, and goals in order again.

    Claim: planning them gives a plan with the same objective. What a base plan has stands in `bases`, and no base is named, so
    that they need no other run. Where it is not known what the inputs were made of, a row for each member stands for a row
    with a group.
    """
    tables = _given(plan)
    model = tables["model"]
    if tables.setting["base"]:
        tables = tables.with_table(_setting(model, "base", ""))
    return tables


def _given(plan: Plan) -> Tables:
    """Return the inputs of a plan before groups and goals were resolved, as far as that is known."""
    if plan.origin is not None:
        reading = remade(plan.origin, len(plan.origin.edits))
        if reading.tables is not None and not reading.errors:
            return refilled(reading.tables, [plan.inputs])
    tables, objective = plan.inputs_without_goals, plan.about.get("objective_kind")
    return tables.with_table(_setting(tables["model"], "objective", objective)) if objective else tables


def _setting(model: Table, name: str, value: object) -> Table:
    frame = model.frame
    return model.with_frame(frame.with_columns(pl.lit(value, frame.schema[name]).alias(name)))
