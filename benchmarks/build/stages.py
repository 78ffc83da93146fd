"""Our own stages: from checked tables to a program, to the solver's arrays, to a plan."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.build.clock import Seconds, Timed, best, once

from reshore.model import Program, build_program
from reshore.network import Network, build_network
from reshore.solution import make_plan
from reshore.solve import Solution, SolveOptions, solve_program
from reshore.solve.highs import Arrays, load
from reshore.solve.scaling import make_scaling
from reshore.solve.solve import scaled
from reshore.tables import resolve
from reshore.testing import SIZES, synthetic


@dataclass(frozen=True)
class Memory:
    """Peak memory [bytes] of what is allocated on the way, and the size of the matrix with its bounds and costs."""

    matrix: int
    program: int
    lowering: int
    whole: int


@dataclass(frozen=True)
class Stages:
    """Best seconds of each stage at one size; `solve` and `results` are None where it was not solved."""

    size: str
    network: Network
    program: Program
    seconds: dict[str, Seconds]
    memory: Memory

    @property
    def share(self) -> float | None:
        """Our own processor time (network, program, lowering, handing over, results) as a share of the solver's."""
        if "solve" not in self.seconds:
            return None
        ours = sum(seconds.cpu for stage, seconds in self.seconds.items() if stage != "solve")
        return ours / self.seconds["solve"].cpu


def lower(program: Program) -> Arrays:
    """Return the scaled arrays of a program."""
    return scaled(program, make_scaling(program))


def run_stages(size: str, times: int, solve: bool) -> Stages:
    """Time every stage at one size, best of so many times; solving is timed once."""
    tables = resolve(synthetic(SIZES[size]))
    network = best(lambda: build_network(tables), times)
    program = best(lambda: build_program(network.value), times)
    lowered = best(lambda: lower(program.value), times)
    loaded = best(lambda: load(lowered.value), times)
    seconds = {
        "network": network.seconds,
        "program": program.seconds,
        "lower": lowered.seconds,
        "load": loaded.seconds,
    }
    if solve:
        solution = once(lambda: solve_program(program.value, SolveOptions()))
        results = best(lambda: make_plan(network.value, program.value, solution.value), times)
        seconds |= {"solve": _less(solution, seconds), "results": results.seconds}
    memory = Memory(
        matrix=matrix_bytes(program.value),
        program=peak(lambda: build_program(network.value)),
        lowering=peak(lambda: lower(program.value)),
        whole=peak(lambda: lower(build_program(build_network(tables)))),
    )
    return Stages(size, network.value, program.value, seconds, memory)


def matrix_bytes(program: Program) -> int:
    """Return the bytes of the matrix itself: data, indices, indptr, bounds of rows and columns, costs."""
    matrix = program.matrix
    sides = (program.lower, program.upper, program.row_lower, program.row_upper, program.cost)
    return sum(array.nbytes for array in (matrix.data, matrix.indices, matrix.indptr, *sides))


def peak(call: Callable[[], object]) -> int:
    """Return the most bytes that a call has allocated at once, its result included (by Python and numpy)."""
    tracemalloc.start()
    try:
        result = call()
        _, most = tracemalloc.get_traced_memory()
        del result
    finally:
        tracemalloc.stop()
    return most


def _less(solution: Timed[Solution], seconds: dict[str, Seconds]) -> Seconds:
    """Return the seconds of solving without those of lowering and loading, which it includes."""
    before = seconds["lower"] + seconds["load"]
    return Seconds(solution.seconds.cpu - before.cpu, solution.seconds.wall - before.wall)
