"""Solving: scaling, the adapters to solvers, and what to say where there is no plan."""

from reshore.solve.conflict import Conflict, explain
from reshore.solve.highs import SolverError
from reshore.solve.mps import write_mps
from reshore.solve.options import SolveOptions
from reshore.solve.solve import Solution, solve_program

__all__ = ["Conflict", "Solution", "SolveOptions", "SolverError", "explain", "solve_program", "write_mps"]
