"""Solving: scaling, the adapters to solvers, and what to say where there is no plan."""

from reshore.solve.conflict import Conflict, explain
from reshore.solve.highs import Basis, SolverError
from reshore.solve.mps import write_mps
from reshore.solve.optimum import Optimum, State, StateError, reopen, solve_again
from reshore.solve.options import SolveOptions
from reshore.solve.ranging import Ranging, Span
from reshore.solve.solve import Solution, solve_program
from reshore.solve.stepping import Move, Step, stepped

__all__ = [
    "Basis",
    "Conflict",
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
    "explain",
    "reopen",
    "solve_again",
    "solve_program",
    "stepped",
    "write_mps",
]
