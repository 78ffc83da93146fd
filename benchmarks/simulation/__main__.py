"""`python -m benchmarks.simulation [--replications 10000] [--run RUN] [--workers 2]`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from benchmarks.simulation.chain import MONTHS, plan
from benchmarks.simulation.events import chains, served

import reshore
from reshore.simulation.chance import BLOCK
from reshore.simulation.study import prepare, simulate_plan
from reshore.simulation.summary import SimulateOptions

CLOSE = 1e-6


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where the two simulations of the chain differ."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulation", description="Time the simulation.")
    parser.add_argument("--replications", type=int, default=10_000, help="of the showcase (%(default)s)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="threads (%(default)s)")
    parser.add_argument(
        "--example", action=argparse.BooleanOptionalAction, default=True, help="simulate us-buildout too"
    )
    options = parser.parse_args(arguments)
    apart, mine, theirs = beside()
    print(f"chain of {MONTHS} months, one thread: {mine:,.0f} replications a second, in SimPy {theirs:,.0f}")
    print(f"  largest difference of what is served: {apart:.1e}")
    if options.example:
        example(options.replications, options.workers)
    return 1 if apart > CLOSE else 0


def beside(count: int = BLOCK) -> tuple[float, float, float]:
    """Return the largest difference in what both serve, and how many replications each does in a second."""
    simulator, _ = prepare(plan(), SimulateOptions())
    drawn = simulator.lottery.draw(0)
    simulator.of(drawn, count)
    began = time.perf_counter()
    block = simulator.of(drawn, count)
    mine = count / (time.perf_counter() - began)
    replications = chains(simulator, drawn.draws, count)
    began = time.perf_counter()
    runs = [one.run() for one in replications]
    theirs = count / (time.perf_counter() - began)
    return float(np.abs(block.paths[2] - served(simulator, runs)).max()), mine, theirs


def example(replications: int, workers: int) -> None:
    """Simulate us-buildout with hazards alone, and with uncertain numbers."""
    made = reshore.plan("us-buildout")
    with TemporaryDirectory() as folder:
        simulate_plan(made, SimulateOptions(1), Path(folder))
    for ranges in (False, True):
        with TemporaryDirectory() as folder:
            began = time.perf_counter()
            simulate_plan(made, SimulateOptions(replications, ranges=ranges), Path(folder), workers)
            seconds = time.perf_counter() - began
        what = "hazards and ranges" if ranges else "hazards"
        print(f"us-buildout, {what}, {workers} threads: {replications:,} replications in {seconds:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
