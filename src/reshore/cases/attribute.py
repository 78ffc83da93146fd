"""Attribute the difference of two plans to the steps between their inputs, by planning what lies between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from reshore.analysis.compare import Attribution, Step, way_of
from reshore.cases.pool import CaseOptions, Outcome, WorkerDied, outcomes
from reshore.cases.settled import Settled, case_key, finished_runs, settle
from reshore.pipeline import Request
from reshore.solution import Plan
from reshore.solve import SolveOptions
from reshore.tables import Tables

COLUMNS: Final = {
    "first": pl.Int64,
    "last": pl.Int64,
    "kind": pl.String,
    "text": pl.String,
    "note": pl.String,
    "contribution": pl.Float64,
    "objective": pl.Float64,
    "within": pl.Float64,
    "together": pl.String,
}
ROUNDING: Final = 1e-9
LONGEST: Final = 160


@dataclass(frozen=True)
class Value:
    """The best objective of some inputs and its relative gap, or why there is none."""

    objective: float = 0.0
    gap: float = 0.0
    why: str = ""

    @property
    def within(self) -> float:
        """How far the objective may be from the best possible [currency]."""
        return self.gap * max(1.0, abs(self.objective))


def attribute(a: Plan, b: Plan, workspace: Path | None = None, how: CaseOptions | None = None) -> Attribution:
    """Return what each step from the inputs of `a` to those of `b` contributes to the difference of their objectives.

    The models between are planned as `b` was, unless `workspace` has a run of them. Steps after which there is no plan are told
    together with the next. Claim: contributions sum to the difference.
    """
    way, how = way_of(a, b), how or CaseOptions()
    between = _between(way.steps[:-1], replace(how, solve=how.solve or _options(b)), workspace)
    rows = list(_rows(way.steps, [*between, Value(b.objective, b.gap)], Value(a.objective, a.gap)))
    rest = b.objective - a.objective if not rows else 0.0
    if abs(rest) > ROUNDING * max(1.0, abs(a.objective)):
        text = "nothing in the tables: options, versions, or the gap at which a search stopped"
        rows.append(_row((0, 0), ("other", text, ""), Value(a.objective, a.gap), Value(b.objective, b.gap)))
    return Attribution(way.by, pl.DataFrame(rows, schema=COLUMNS), way.why)


def _between(steps: Sequence[Step], how: CaseOptions, workspace: Path | None) -> list[Value]:
    """Return the value after each step; models that are the same are planned once."""
    options = how.solve or SolveOptions()
    found: list[Value | str] = []
    wanted: dict[str, Tables] = {}
    for step in steps:
        reading = step.after()
        if reading.tables is None or reading.errors:
            found.append(Value(why=f"the tables have errors: {_short(str(reading.errors[0]))}"))
            continue
        key = case_key(reading.tables, options)
        wanted.setdefault(key, reading.tables)
        found.append(key)
    known = {} if how.fresh or workspace is None else _known(wanted, workspace)
    cases = [(key, tables, options) for key, tables in wanted.items() if key not in known]
    if cases:
        how.told(0, len(cases))
    with closing(outcomes(_value, cases, how.workers)) as done:
        for count, outcome in enumerate(done, start=1):
            known[cases[outcome.place][0]] = _found(outcome)
            how.told(count, len(cases))
    return [known[one] if isinstance(one, str) else one for one in found]


def _found(outcome: Outcome[Value]) -> Value:
    if outcome.value is not None:
        return outcome.value
    if isinstance(outcome.error, WorkerDied):
        return Value(why=str(outcome.error))
    raise outcome.error or RuntimeError("a case has no outcome")


def _known(wanted: Mapping[str, Tables], workspace: Path) -> dict[str, Value]:
    """Return the values that stored runs have."""
    runs = finished_runs(workspace) if wanted else {}
    return {
        key: Value(float(runs[key].record["objective"]), float(runs[key].record["gap"]))
        for key in wanted
        if key in runs
    }


def _value(case: tuple[str, Tables, SolveOptions]) -> Value:
    _, tables, options = case
    settled: Settled = settle(tables, Request(options=options))
    if settled.plan is None:
        return Value(why=_short(settled.text))
    return Value(settled.plan.objective, settled.plan.gap)


def _short(text: str) -> str:
    """Return a text on one line, its beginning where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 4]} ..."


def _rows(steps: Sequence[Step], values: Sequence[Value], start: Value) -> Iterator[dict[str, Any]]:
    """Yield a row for each step that has a value after it, with the steps before it that have none."""
    before, first = start, 1
    for last, value in enumerate(values[: len(steps)], start=1):
        if value.why:
            continue
        mine, without = steps[first - 1 : last], values[first - 1 : last - 1]
        kinds = list(dict.fromkeys(step.kind for step in mine))
        texts = "; ".join(step.text for step in mine)
        notes = "; ".join(step.note for step in mine if step.note)
        together = "; ".join(f"after step {first + at}: {one.why}" for at, one in enumerate(without))
        row = _row((first, last), ("/".join(kinds), texts, notes), before, value)
        yield {**row, "together": together}
        before, first = value, last + 1


def _row(span: tuple[int, int], told: tuple[str, str, str], before: Value, after: Value) -> dict[str, Any]:
    return {
        "first": span[0],
        "last": span[1],
        "kind": told[0],
        "text": told[1],
        "note": told[2],
        "contribution": after.objective - before.objective,
        "objective": after.objective,
        "within": before.within + after.within,
        "together": "",
    }


def _options(plan: Plan) -> SolveOptions:
    """Return how a plan was solved."""
    kept = plan.about.get("options")
    known = kept if isinstance(kept, Mapping) else {}
    names = SolveOptions.__dataclass_fields__.keys() - {"tell"}
    return replace(SolveOptions(), **{name: value for name, value in known.items() if name in names})
