"""Solving: scaling, the adapters to solvers and whether there is any plan."""

from reshore.solve.highs import SolverError
from reshore.solve.mps import write_mps
from reshore.solve.options import SolveOptions
from reshore.solve.solve import Solution, solve_program

__all__ = ["Solution", "SolveOptions", "SolverError", "solve_program", "write_mps"]
