"""What came of planning a case, whatever it was, and where it is kept: a run, or the record of why there is none."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from reshore.pipeline import NoPlan, Request, VerificationFailed, plan_tables
from reshore.pipeline.plan import options_record
from reshore.report import conflict_text
from reshore.runs import StoredRun, list_runs
from reshore.solution import Plan
from reshore.solve import SolveOptions, SolverError
from reshore.tables import Tables, inputs_hash, resolve

FAILED: Final = "failed"
CERTAIN: Final = ("infeasible", "infeasible in whole numbers", "unbounded", "unverified")
"""What would come again of the same case, so that it is kept and not repeated."""


@dataclass(frozen=True)
class Settled:
    """How a case ended: `status` of a plan (optimal, limit), or why there is none, with the explanation as `text`."""

    status: str
    text: str = ""
    plan: Plan | None = None


def settle(tables: Tables, request: Request) -> Settled:
    """Plan a case, and return what came of it; what is no result but an accident raises."""
    try:
        plan = plan_tables(tables, request)
    except NoPlan as error:
        return Settled(error.conflict.kind if error.conflict is not None else "no plan in time", no_plan_text(error))
    except VerificationFailed as error:
        return Settled("unverified", f"The plan does not hold when recomputed:\n{error}")
    except SolverError as error:
        return Settled("solver failed", str(error))
    return Settled(plan.status, plan=plan)


def no_plan_text(error: NoPlan) -> str:
    """Return why there is no plan, and what would allow one."""
    return str(error) if error.conflict is None else f"{error}\n{conflict_text(error.conflict)}".rstrip()


def case_key(tables: Tables, options: SolveOptions) -> str:
    """Return the key of a case: a hash of its inputs, of how it is solved, and of the version of this package."""
    return _key(inputs_hash(resolve(tables)), options_record(options), version("reshore"))


def finished_runs(workspace: Path) -> Mapping[str, StoredRun]:
    """Return the stored runs of a folder by the key of their case, the last of each."""
    return {_key_of_run(run.record): run for run in list_runs(workspace)}


def kept_failure(workspace: Path, key: str) -> Settled | None:
    """Return the kept failure of a case; None where there is none that can be read."""
    try:
        record = json.loads(_file(workspace, key).read_text(encoding="utf-8"))
        return Settled(str(record["status"]), str(record["text"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_failure(workspace: Path, key: str, settled: Settled, request: Request) -> None:
    """Keep why a case has no plan, where the same would come again; written aside and put in its place at once."""
    if settled.status not in CERTAIN:
        return
    file = _file(workspace, key)
    file.parent.mkdir(parents=True, exist_ok=True)
    about = {"case": key, "model": request.model, "scenario": request.scenario, "sets": list(request.sets)}
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    kept = {name: value for name, value in asdict(settled).items() if name != "plan"}
    aside.write_text(json.dumps(about | kept, indent=2) + "\n", encoding="utf-8")
    aside.replace(file)


def _file(workspace: Path, key: str) -> Path:
    return workspace / FAILED / f"{key}.json"


def _key_of_run(record: Mapping[str, Any]) -> str:
    versions = record.get("versions")
    made_by = versions.get("reshore") if isinstance(versions, Mapping) else None
    return _key(record.get("inputs_hash"), record.get("options"), made_by)


def _key(inputs: Any, options: Any, made_by: Any) -> str:
    return hashlib.sha256(json.dumps([inputs, options, made_by], sort_keys=True).encode()).hexdigest()
