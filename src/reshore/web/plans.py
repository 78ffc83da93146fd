"""Runs as they are listed and opened: kept while they are looked at, their targets on disk, since a run never changes."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import polars as pl

from reshore.api import open_run
from reshore.report import summary
from reshore.report.figures import Figure, Subject, figures_of
from reshore.report.figures.amounts import amount
from reshore.report.page.executive import targets_told
from reshore.runs import RunError, StoredRun, list_runs
from reshore.schema import money_goal
from reshore.simulation import SIMULATED
from reshore.simulation.study import largest
from reshore.solution import kpis
from reshore.tables.aside import aside
from reshore.web.drawn import told
from reshore.web.kept import Kept
from reshore.web.shapes.models import Count
from reshore.web.shapes.runs import Kpi, Reached, Run, RunOf
from reshore.web.workspace import Workspace

LOG = logging.getLogger(__name__)
KNOWN: Final = ".known"


class Plans:
    """The runs of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._subjects: Kept[Subject] = Kept(4)
        self._figures: Kept[tuple[Figure, ...]] = Kept(8)
        self._targets: Kept[list[Reached]] = Kept(1000)
        self.answers: Kept[Any] = Kept(8)
        self._beside = threading.Lock()
        self._damaged: set[str] = set()

    def listed(self) -> list[Run]:
        """Return the runs, newest first; targets that nobody has asked for before are looked up beside, for later calls."""
        names = self.workspace.run_names()
        stored = [run for run in reversed(list_runs(self.workspace.runs)) if run.name in names] if names else []
        unknown = [run for run in stored if not self._is_known(run)]
        if unknown:
            self._look_up_beside(unknown)
        late = {run.name for run in unknown}
        return [
            Run(
                **_record(run.record),
                targets=[] if run.name in late | self._damaged else self.targets(run),
                pending=run.name in late,
            )
            for run in stored
        ]

    def stamp(self, run: StoredRun) -> tuple[str, ...]:
        """Return what tells whether answers about a run still hold: when it was made, and its simulations."""
        return (str(run.record.get("created")), *_simulations(run))

    def subject(self, run: StoredRun) -> Subject:
        """Return a plan as figures are drawn of it, with the largest simulation that is kept with it."""
        return self._subjects.get(
            (run.name, self.stamp(run)),
            lambda: Subject(open_run(run.name, self.workspace.runs), simulation=largest(run.folder)),
        )

    def figures(self, run: StoredRun) -> tuple[Figure, ...]:
        """Return the figures of a run."""
        return self._figures.get((run.name, self.stamp(run)), lambda: figures_of(self.subject(run)))

    def targets(self, run: StoredRun) -> list[Reached]:
        """Return what a plan has of its targets, from the disk where that was asked before."""
        return self._targets.get((run.name, self.stamp(run)[0]), lambda: self._looked_up(run))

    def opened(self, run: StoredRun) -> RunOf:
        """Return a run with what it was made of and what it comes to."""
        plan, record = self.subject(run).plan, run.record
        sections, _ = told(summary(plan))
        return RunOf(
            **_record(record),
            targets=self.targets(run),
            seconds=dict(record.get("seconds") or {}),
            size=dict(record.get("size") or {}),
            versions=dict(record.get("versions") or {}),
            kpis=list(_kpis(self.subject(run))),
            summary=sections,
            simulated=bool(_simulations(run)),
            tables=[Count(table=name, rows=frame.height) for name, frame in plan.tables.items()],
        )

    def _is_known(self, run: StoredRun) -> bool:
        return run.name in self._damaged or (self.workspace.jobs / KNOWN / f"{run.name}.json").is_file()

    def _look_up_beside(self, runs: Sequence[StoredRun]) -> None:
        """Look up the targets of runs in a thread, unless one is at it."""
        if self._beside.acquire(blocking=False):
            threading.Thread(target=self._look_up_all, args=(runs,), daemon=True).start()

    def _look_up_all(self, runs: Sequence[StoredRun]) -> None:
        try:
            for run in runs:
                self.targets(run)
        except Exception:
            LOG.exception("The targets of run %s cannot be told", run.name)
            self._damaged.add(run.name)
        finally:
            self._beside.release()

    def _looked_up(self, run: StoredRun) -> list[Reached]:
        file = self.workspace.jobs / KNOWN / f"{run.name}.json"
        stamp = str(run.record.get("created"))
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(file.read_text(encoding="utf-8"))
            if kept["created"] == stamp:
                return [Reached.model_validate(each) for each in kept["targets"]]
        try:
            subject = self.subject(run)
        except RunError:
            self._damaged.add(run.name)
            return []
        found = [
            Reached(
                target=target.name,
                told=has,
                words=words,
                value=value,
                aim=target.at_least,
                unit=unit,
                reached=reached,
            )
            for (target, value, unit), (_, has, words, reached, _) in zip(
                subject.reached, targets_told(subject), strict=True
            )
        ]
        with suppress(OSError), aside(file) as path:
            kept = {"created": stamp, "targets": [each.model_dump() for each in found]}
            path.write_text(json.dumps(kept), encoding="utf-8")
        return found


def _simulations(run: StoredRun) -> list[str]:
    folder = run.folder / SIMULATED
    return sorted(path.name for path in folder.iterdir() if path.name[0] != ".") if folder.is_dir() else []


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: str(record.get(name) or "") for name in ("run", "created", "status", "currency")},
        **{name: record.get(name) for name in ("model", "scenario")},
        "objective": float(record.get("objective") or 0.0),
        "gap": float(record.get("gap") or 0.0),
        "sets": [str(text) for text in record.get("sets") or ()],
        "goal": money_goal(record.get("objective_kind") or "profit"),
    }


def _kpis(subject: Subject) -> Iterator[Kpi]:
    """Yield discounted money, then each measure of the plan in all, of all places and years, by unit."""
    plan, goal = subject.plan, subject.goal
    value = plan.objective if goal == "profit" else -plan.objective
    yield Kpi(
        name="objective",
        label=f"Discounted {goal}",
        value=value,
        unit=plan.currency,
        text=amount(value, plan.currency, plan.currency),
    )
    rows = [row for row in kpis(plan) if row["period"] != "total"]
    if not rows:
        return
    frame = pl.DataFrame(
        [
            {**{name: row[name] for name in ("measure", "value", "unit")}, "product": row["filters"].get("product", "")}
            for row in rows
        ]
    )
    sums = frame.group_by("measure", "product", "unit", maintain_order=True).agg(pl.col("value").sum())
    for row in sums.iter_rows(named=True):
        name = str(row["measure"]).replace("_", " ")
        yield Kpi(
            name=row["measure"] + (f":{row['product']}" if row["product"] else ""),
            label=f"{name[:1].upper()}{name[1:]}" + (f": {row['product']}" if row["product"] else ""),
            value=row["value"],
            unit=row["unit"],
            text=amount(row["value"], row["unit"], plan.currency),
        )
