"""Solving: scaling, the adapters to solvers and whether there is any plan."""

from reshore.solve.highs import Basis, SolverError
from reshore.solve.mps import write_mps
from reshore.solve.optimum import Optimum, State, StateError, reopen, solve_again
from reshore.solve.options import SolveOptions
from reshore.solve.ranging import Ranging, Span
from reshore.solve.solve import Solution, solve_program
from reshore.solve.stepping import Move, Step, stepped

__all__ = [
    "Basis",
    "Move",
    "Optimum",
    "Ranging",
    "Solution",
    "SolveOptions",
    "SolverError",
    "Span",
    "State",
    "StateError",
    "Step",
    "reopen",
    "solve_again",
    "solve_program",
    "stepped",
    "write_mps",
]
