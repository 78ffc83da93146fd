"""Simulations are kept with their run: the same bytes whoever made them, and however often that was interrupted."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.builders import Case, Row, asks, line, plant, project

import reshore
from reshore import api
from reshore.runs import changed_files, find_run
from reshore.simulation import SIMULATED
from reshore.simulation.chance import BLOCK
from reshore.simulation.hazards import Happened, hazards_of
from reshore.simulation.study import list_simulations, load_simulation, probabilities, simulate_plan
from reshore.simulation.summary import TABLES, SimulateOptions, Simulation
from reshore.solve import StateError
from reshore.tables import resolve

FLOOD: Row = {"hazard": "flood", "scope": "site", "names": "plant", "annual_rate": 2, "duration": 20, "loss": 0.5}
STRIKE: Row = {"hazard": "strike", "scope": "site", "names": "plant", "annual_rate": 1, "duration": 5}
OPTIONS = SimulateOptions(700, 5, None, ranges=True)


def model() -> Case:
    """Return a plant with two hazards, an uncertain yield and price, and a claim that its plan just keeps."""
    return plant(
        "12 months",
        **line(15),
        operations=[{"site": "plant", "process": "make", "yield": 0.9}],
        demands=asks([10] * 12, price=5, patience=40, late_cost=1, lost_cost=2),
        hazards=[FLOOD, STRIKE],
        ranges=[
            {"table": "operations", "key": "plant/make", "column": "yield", "low": 0.7, "high": 0.95},
            {"table": "demands", "key": "plant/part//2025-03-01", "column": "price", "low": 4, "high": 7},
        ],
        targets=[
            {"target": "all", "measure": "delivered", "by": "2026-01-01", "at_least": 120},
            {"target": "most", "measure": "delivered", "by": "2026-01-01", "at_least": 100},
        ],
    )


@pytest.fixture(scope="module")
def plan() -> reshore.Plan:
    return model().plan()


def files(folder: Path) -> dict[str, str]:
    """Return the hash of each file below a folder, by name."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_any_number_of_workers_makes_the_same_bytes(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: 1, 2 and 4 workers write files with the same bytes; another seed does not. By hand: identity.

    Sensitivity: random numbers that are shared, sums in the order in which blocks are done.
    """
    kept = []
    for workers in (1, 2, 4):
        simulate_plan(plan, OPTIONS, tmp_path / str(workers), workers)
        kept.append(files(tmp_path / str(workers)))
    assert kept[0] == kept[1] == kept[2]
    assert set(kept[0]) == {*(f"{name}.parquet" for name in TABLES), "samples.parquet", "simulation.json"}

    simulate_plan(plan, replace(OPTIONS, seed=6), tmp_path / "other")
    assert files(tmp_path / "other")["samples.parquet"] != kept[0]["samples.parquet"]


def test_what_was_stopped_goes_on_and_ends_with_the_same_bytes(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: blocks that were done before an interrupt are not made again, and the files are those of one never stopped."""
    told: list[int] = []

    def stop(done: int, _: int, __: str) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate_plan(plan, OPTIONS, tmp_path / "stopped", 1, stop)
    assert list_simulations(tmp_path / "stopped") == []
    simulate_plan(plan, OPTIONS, tmp_path / "stopped", 1, lambda done, _, __: told.append(done))
    simulate_plan(plan, OPTIONS, tmp_path / "whole")

    assert told[0] >= BLOCK
    assert files(tmp_path / "stopped") == files(tmp_path / "whole")
    assert not list((tmp_path / "stopped").rglob(".*"))


def test_what_was_killed_goes_on_and_ends_with_the_same_bytes(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: after SIGKILL in the middle the blocks that are there are used, and the files are those of one never killed.

    Sensitivity: half a block taken for one; a simulation that begins again, or that counts blocks twice.
    """
    run = api.save(plan, tmp_path / "runs")
    options = SimulateOptions(40 * BLOCK, 5)
    words = ("simulate", run.name, "--replications", str(options.replications), "--seed", "5", "--workers", "2")
    call = [sys.executable, "-c", "from reshore.cli import main; main()", *words, "--runs", str(tmp_path / "runs")]
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    blocks = set[Path]()
    while process.poll() is None and len(blocks) < 3:
        blocks = set((run.folder / SIMULATED).glob(".*.part/blocks/block-*.npz"))
        time.sleep(0.01)
    process.kill()
    process.wait()
    dates = {path: path.stat().st_mtime_ns for path in (run.folder / SIMULATED).glob(".*.part/blocks/block-*.npz")}
    told: list[int] = []
    simulate_plan(api.open_run(run.name, tmp_path / "runs"), options, run.folder, 2, lambda done, *_: told.append(done))
    simulate_plan(plan, options, tmp_path / "whole")

    assert 3 <= len(dates) < 40
    assert told[0] == BLOCK * len(dates)
    assert files(run.folder / SIMULATED) == files(tmp_path / "whole")


def test_several_may_make_the_same_at_once(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: who finds on the way that another has made the same gives what is there, and nothing else is left behind.

    By hand: the other is done, and has taken its blocks away, before the first block of this one.
    """
    others: list[Simulation | None] = []

    def hurry(done: int, *_: object) -> None:
        if not others and not done:
            others.append(None)
            others[0] = simulate_plan(plan, OPTIONS, tmp_path)

    found = simulate_plan(plan, OPTIONS, tmp_path, 1, hurry)

    assert others[0] is not None
    assert found.samples.equals(others[0].samples)
    assert len(list_simulations(tmp_path)) == 1
    assert not list(tmp_path.rglob(".*"))


def test_more_replications_begin_with_the_same(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: replication 100 is the same of 200 and of 700. Sensitivity: numbers drawn for all at once."""
    few, many = (
        simulate_plan(plan, replace(OPTIONS, replications=count), tmp_path).samples.head(200) for count in (200, 700)
    )

    assert few.equals(many)


def test_what_is_shown_is_what_was_sampled(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: quantiles, probabilities and tails are those of the samples; without chance all are those of the plan.

    By hand: the counts of the samples. Sensitivity: a table of other replications than those that are kept.
    """
    found = simulate_plan(plan, OPTIONS, tmp_path)
    samples = found.samples
    targets = {row["target"]: row for row in found.tables["targets"].iter_rows(named=True)}
    kpis = {row["measure"]: row for row in found.tables["kpis"].iter_rows(named=True)}

    assert samples.height == 700
    for name, goal in (("all", 120), ("most", 100)):
        share = float((samples[f"target:{name}"] >= goal - 1e-6).mean())  # type: ignore[arg-type]
        assert targets[name]["probability"] == pytest.approx(share)
        assert targets[name]["low"] < share < targets[name]["high"] or share in (0.0, 1.0)
    assert targets["all"]["probability"] < targets["most"]["probability"]
    assert targets["all"]["planned"] == pytest.approx(120)
    assert kpis["profit"]["p50"] == pytest.approx(samples["profit"].median())
    assert kpis["profit"]["planned"] == pytest.approx(plan.objective)
    worst = np.sort(samples["profit"].to_numpy())[:35]
    assert found.about["value_at_risk"] == pytest.approx(worst[-1])
    assert found.about["tail_mean"] == pytest.approx(worst.mean())
    none = simulate_plan(plan, SimulateOptions(3, 1, ()), tmp_path)
    assert none.samples["profit"].to_list() == pytest.approx([plan.objective] * 3)
    assert none.tables["money"]["planned"].to_list() == pytest.approx(none.tables["money"]["mean"].to_list())


def test_days_below_a_level_of_service(tmp_path: Path) -> None:
    """Proves: service is what is served in time over what falls due, and days below it are those of its periods.

    By hand: a line for 10 a month, of which half is asked for in two of three months and 20 in February: February serves 10 of 20
    in time: half. In all 20 of 30 are served in time. 28 days are below 0.9, and none below 0.5.
    """
    case = plant("3 months", **line(10), demands=asks([5, 20, 5], price=5)).having(
        stocks=[{"site": "plant", "product": "part", "maximum": 0}]
    )
    plan = case.plan()
    for threshold, days in ((0.9, 28.0), (0.5, 0.0)):
        found = simulate_plan(plan, SimulateOptions(2, 1, (), threshold=threshold), tmp_path)
        kpis = {row["measure"]: row["planned"] for row in found.tables["kpis"].iter_rows(named=True)}
        assert kpis["service"] == pytest.approx(20 / 30)
        assert kpis["days_below"] == pytest.approx(days)
        assert found.tables["service"]["p50"].to_list() == pytest.approx([1, 0.5, 1])
        assert found.tables["paths"]["p50"].to_list() == pytest.approx([5, 10, 5])


def test_each_hazard_alone(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: what a hazard takes is what a simulation with it alone loses; uncertain numbers are one more row.

    By hand: the difference of the means. Sensitivity: replications without an event that are left out of the mean.
    """
    both = simulate_plan(plan, OPTIONS, tmp_path).tables["hazards"]
    alone = simulate_plan(plan, SimulateOptions(700, 5, ("flood",)), tmp_path)
    lost = plan.objective - float(alone.samples["profit"].mean())  # type: ignore[arg-type]

    assert both["hazard"].to_list() == ["flood", "strike", "uncertain numbers"]
    assert both["profit_lost"][0] == pytest.approx(lost, rel=1e-9)
    assert both["probability"][0] == pytest.approx(float((alone.samples["events:flood"] > 0).mean()))  # type: ignore[arg-type]


def test_what_comes_back_slowly_explains_the_spread(tmp_path: Path) -> None:
    """Proves: the days that an event takes are those of its recovery too, and of a project those of its delay.

    By hand: 0 days and 100 of recovery at half are 25; 10 more are 30; a delay of 10 is 10. Sensitivity: days times the loss
    alone would say that an event that takes no time before what was lost comes back explains nothing.
    """
    slow: Row = {**FLOOD, "duration": 0, "recovery": 100}
    found = simulate_plan(model().having(hazards=[slow]).plan(), SimulateOptions(300), tmp_path)
    shares = dict(found.tables["shares"].select("cause", "share").iter_rows())
    assert shares["flood"] > 0.5

    hazard = hazards_of(resolve(model().having(hazards=[slow]).read()), model().program()[0].periods)[0]
    one = np.zeros(1, dtype=np.int64)
    happened = Happened(one, one, np.zeros(1), np.array([10.0]), np.array([0.5]), one)
    assert hazard.days(replace(happened, duration=np.zeros(1))).tolist() == [25]
    assert hazard.days(happened).tolist() == [30]
    assert replace(hazard, affects="completion").days(happened).tolist() == [10]


def test_a_run_keeps_its_simulations(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: what is kept is not made again, is no change of the run, and fills in the probability of targets."""
    run = api.save(plan, tmp_path)
    before = reshore.targets(run.name, workspace=tmp_path)
    assert before.targets["probability"].to_list() == [None, None]
    found = reshore.simulate("latest", tmp_path, SimulateOptions(300, 1))
    again = reshore.simulate("latest", tmp_path, SimulateOptions(300, 1), tell=lambda *_: pytest.fail("made again"))

    assert again.samples.equals(found.samples)
    assert len(list_simulations(run.folder)) == 1
    assert load_simulation(list_simulations(run.folder)[0]).about == found.about
    assert changed_files(find_run("latest", tmp_path)) == []
    after = reshore.targets(run.name, workspace=tmp_path)
    assert after.targets["probability"].to_list() == found.tables["targets"]["probability"].to_list()


def test_targets_show_the_simulation_that_says_most(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: probabilities are those with all hazards and uncertain numbers, and are not better because some were left out.

    By hand: without hazards and ranges both targets are always reached. Sensitivity: the first of the keys, which are hashes.
    """
    most = simulate_plan(plan, SimulateOptions(300, 2, None, ranges=True), tmp_path)
    some = [SimulateOptions(300, seed, named) for seed in (1, 2, 3) for named in ((), None)]
    for options in (*some, SimulateOptions(400, 1, ()), SimulateOptions(300, 3, None, ranges=True)):
        simulate_plan(plan, options, tmp_path)

    assert probabilities(tmp_path) == dict(most.tables["targets"].select("target", "probability").iter_rows())
    assert probabilities(tmp_path)["all"] < 1.0


def test_what_cannot_be_simulated_is_said(plan: reshore.Plan, tmp_path: Path) -> None:
    """Proves: unknown hazards, no replications and no workers are refused in words."""
    with pytest.raises(KeyError, match=r"There is no hazard 'flod'\. Did you mean 'flood'\?"):
        simulate_plan(plan, SimulateOptions(10, 1, ("flod",)), tmp_path)
    with pytest.raises(ValueError, match=r"0 replications show nothing\. Give one or more\."):
        simulate_plan(plan, SimulateOptions(0), tmp_path)
    with pytest.raises(ValueError, match="0 workers can do nothing"):
        reshore.simulate(plan, workers=0)
    with pytest.raises(StateError, match="plan the model again"):
        simulate_plan(replace(plan, state=None), SimulateOptions(10), tmp_path)


def test_nothing_is_said_of_what_is_built_where_projects_may_be_late() -> None:
    """Proves: a target that counts what the plan builds is unknown where delays are not followed in it, and known without them.

    By hand: a project that is complete in February in the plan, and in no replication in time. What is made is known: 0.
    Sensitivity: a probability of 1 for a project that is always late.
    """
    late = {"hazard": "late", "scope": "expansion", "names": "grow", "annual_rate": 300, "duration": 400}
    targets = [
        {"target": measure, "measure": measure, "by": "2025-04-01", "at_least": 1} for measure in ("built", "made")
    ]
    case = plant(
        "3 months",
        **line(0),
        expansions=[project(build_time=1, status="committed", earliest="2025-01-01", max_modules=1)],
        demands=asks([0, 10, 10], price=5),
        hazards=[late],
        targets=targets,
    )
    plan = case.plan()
    found = reshore.simulate(plan, options=SimulateOptions(100)).targets
    without = reshore.simulate(plan, options=SimulateOptions(100, hazards=())).targets

    assert dict(found.select("target", "probability").iter_rows()) == {"built": None, "made": 0.0}
    assert dict(without.select("target", "probability").iter_rows()) == {"built": 1.0, "made": 1.0}
