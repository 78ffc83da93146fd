"""From a network to its program."""

from reshore.model.laws import LAWS
from reshore.model.objective import TERMS
from reshore.model.program import Program, ProgramBuilder
from reshore.model.variables import VARIABLES
from reshore.network import Network


def build_program(network: Network) -> Program:
    """Return the program of a network: every variable, law and term of money that applies to it."""
    builder = ProgramBuilder(network.periods.count)
    for add in (*VARIABLES, *LAWS, *TERMS):
        add(builder, network)
    return builder.build()
