"""The model: variables, laws and money, and the sparse program that they make."""

from reshore.model.build import build_program
from reshore.model.program import Block, Earning, Program

__all__ = ["Block", "Earning", "Program", "build_program"]
