"""Ours, linopy and Pyomo side by side: runs take turns, so that a busy machine slows all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchmarks.build.clock import Seconds, once
from benchmarks.build.contenders import Matrix, build_linopy, build_ours, build_pyomo, ours_whole
from benchmarks.build.stages import Stages
from benchmarks.build.terms import make_terms

from reshore.model import build_program

NETWORK = "reshore, from the network"
TERMS = "reshore, from terms"
LINOPY = "linopy"
LINOPY_SPARSE = "linopy, sparse=True"
PYOMO = "Pyomo"


@dataclass(frozen=True)
class Comparison:
    """Best seconds of each contender at one size, and how the matrices of those that are wrong differ from ours."""

    size: str
    seconds: Mapping[str, Seconds]
    wrong: Mapping[str, str] = field(default_factory=dict)


def compare(stages: Stages, times: int, pyomo: bool) -> Comparison:
    """Build the program of one size by every contender, so many times in turn (Pyomo once)."""
    terms = make_terms(stages.program)
    expected = ours_whole(terms)
    contenders: dict[str, Callable[[], object]] = {
        NETWORK: lambda: build_program(stages.network),
        TERMS: lambda: build_ours(terms),
        LINOPY: lambda: build_linopy(terms, sparse_path=False),
        LINOPY_SPARSE: lambda: build_linopy(terms, sparse_path=True),
    }
    if pyomo:
        contenders[PYOMO] = lambda: build_pyomo(terms)
    seconds: dict[str, Seconds] = {}
    wrong: dict[str, str] = {}
    for turn in range(times):
        for name, call in contenders.items():
            if name == PYOMO and turn:
                continue
            timed = once(call)
            seconds[name] = timed.seconds.least(seconds.get(name, timed.seconds))
            if isinstance(timed.value, Matrix) and (difference := timed.value.differs(expected)):
                wrong[name] = difference
    return Comparison(stages.size, seconds, wrong)
