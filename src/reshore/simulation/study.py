"""From a stored plan to its simulation, which is kept beside the plan."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from reshore.model import build_program
from reshore.simulation import SIMULATED
from reshore.simulation.blocks import Simulator, Tell, make_simulator, run_blocks
from reshore.simulation.compiled import available
from reshore.simulation.counted import make_counted
from reshore.simulation.hazards import Hazard, hazards_of
from reshore.simulation.lottery import make_lottery
from reshore.simulation.numbers import numbers_of
from reshore.simulation.summary import SAMPLES, TABLES, SimulateOptions, Simulation, summarize
from reshore.simulation.wiring import make_model
from reshore.solution import Plan
from reshore.solve import StateError
from reshore.tables.report import hint

RECORD: Final = "simulation.json"
COUNTS: Final = 2
"""The edition of what a simulation counts: one that counted otherwise is kept, and is not shown in place of this one."""


def prepare(plan: Plan, options: SimulateOptions) -> tuple[Simulator, list[tuple[str, str]]]:
    """Return what simulates a plan, and the uncertain numbers that it leaves out with the reason.

    Raises StateError where the plan was stored without the values of its variables, KeyError for an unknown hazard,
    ValueError for no replications.
    """
    if plan.state is None:
        raise StateError("The run was stored by a version that did not keep its variables: plan the model again.")
    if options.replications < 1:
        raise ValueError(f"{options.replications} replications show nothing. Give one or more.")
    network = plan.network
    program = build_program(network)
    if len(plan.state.columns) != program.shape[1]:
        raise StateError("The plan is not one of this version's program: plan the model again.")
    model = make_model(network, program, plan.state.columns)
    numbers, left = numbers_of(plan.inputs, plan.given) if options.ranges else ([], [])
    lottery = make_lottery(model, _chosen(hazards_of(plan.inputs, network.periods), options), numbers, options.seed)
    return make_simulator(lottery, make_counted(model, numbers)), left


def _chosen(known: list[Hazard], options: SimulateOptions) -> list[Hazard]:
    if options.hazards is None:
        return known
    names = [hazard.name for hazard in known]
    for name in options.hazards:
        if name not in names:
            there = f"The hazards are {', '.join(names)}." if names else "The model has no hazards."
            raise KeyError(f"There is no hazard '{name}'. {hint(name, names, there)}")
    return [hazard for hazard in known if hazard.name in options.hazards]


def simulate_plan(
    plan: Plan, options: SimulateOptions, folder: Path, workers: int = 1, tell: Tell | None = None
) -> Simulation:
    """Return the simulation of a plan; where `folder` (of its run) has it, that, else it is made and kept there.

    Blocks of replications are kept as they are done, so that one that was stopped goes on where it was, and its files are the
    same bytes as those of one that was not, for any number of workers. Several processes may make the same one: what the first
    has put there stays. Raises as `prepare` does, and NotInstalled without numba.
    """
    available()
    return replace(_made(plan, options, folder, workers, tell), plan=plan)


def _made(plan: Plan, options: SimulateOptions, folder: Path, workers: int, tell: Tell | None) -> Simulation:
    simulator, left = prepare(plan, options)
    home = folder / SIMULATED / _key(plan, options)
    if (home / RECORD).is_file():
        return load_simulation(home)
    aside = home.with_name(f".{home.name}.part")
    try:
        blocks = run_blocks(simulator, options.replications, workers, aside / "blocks", tell)
        found = summarize(simulator, blocks, options, left, workers)
    except FileNotFoundError:
        if (home / RECORD).is_file():
            return load_simulation(home)
        raise
    _place(found, home)
    shutil.rmtree(aside, ignore_errors=True)
    return found


def _place(found: Simulation, home: Path) -> None:
    """Put a simulation in its place at once; where another process has put the same there, that stays."""
    own = home.with_name(f".{home.name}.{os.getpid()}")
    try:
        own.mkdir(parents=True, exist_ok=True)
        _write(found, own)
        if home.exists() and not (home / RECORD).is_file():
            shutil.rmtree(home)
        try:
            own.rename(home)
        except OSError:
            if not (home / RECORD).is_file():
                raise
    finally:
        shutil.rmtree(own, ignore_errors=True)


def load_simulation(home: Path) -> Simulation:
    """Return a simulation that is kept in a folder; raises OSError where it cannot be read."""
    about: Mapping[str, Any] = json.loads((home / RECORD).read_text(encoding="utf-8"))
    tables = {name: pl.read_parquet(home / f"{name}.parquet") for name in TABLES}
    return Simulation(
        MappingProxyType(dict(about)), MappingProxyType(tables), pl.read_parquet(home / f"{SAMPLES}.parquet")
    )


def list_simulations(folder: Path) -> list[Path]:
    """Return the folders of the complete simulations of a run, those that say most last.

    Those of all hazards come after those of some, then those of more replications, then those with uncertain numbers.
    """
    homes = [home for home in (folder / SIMULATED).glob("*") if _complete(home) and home.name[0] != "."]

    def says(home: Path) -> tuple[bool, int, bool, int, str]:
        about = json.loads((home / RECORD).read_text(encoding="utf-8"))
        return about["hazards"] is None, about["replications"], about["ranges"], -about["seed"], home.name

    return sorted(homes, key=says)


def _complete(home: Path) -> bool:
    """Say whether a folder has a whole simulation; one of an earlier version has not, and is made again where it is asked for."""
    return all((home / name).is_file() for name in (RECORD, *(f"{table}.parquet" for table in TABLES)))


def largest(folder: Path) -> Simulation | None:
    """Return the simulation of a run that says most (the last of `list_simulations`); None where there is none."""
    homes = list_simulations(folder)
    return load_simulation(homes[-1]) if homes else None


def probabilities(folder: Path) -> dict[str, float | None]:
    """Return the probability of each target by the simulation of a run that says most; null where that does not know it.

    Empty where there is none.
    """
    found = largest(folder)
    if found is None:
        return {}
    return dict(found.tables["targets"].select("target", "probability").iter_rows())


def _key(plan: Plan, options: SimulateOptions) -> str:
    """Return the name of a simulation: it says what was simulated, and how."""
    what = [options.record, str(plan.about.get("inputs_hash", "")), plan.objective, version("reshore"), TABLES, COUNTS]
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:16]


def _write(found: Simulation, folder: Path) -> None:
    for name in TABLES:
        found.tables[name].write_parquet(folder / f"{name}.parquet")
    found.samples.write_parquet(folder / f"{SAMPLES}.parquet")
    (folder / RECORD).write_text(json.dumps(dict(found.about), indent=2) + "\n", encoding="utf-8")
