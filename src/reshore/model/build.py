"""From a network to its program."""

from reshore.model.laws import LAWS
from reshore.model.objective import TERMS
from reshore.model.program import Program, ProgramBuilder
from reshore.model.variables import VARIABLES
from reshore.network import Network


def build_program(network: Network) -> Program:
    """Return the program of a network: every variable, term of money and law that applies to it.

    Terms speak of variables alone, laws of terms too: a rule may limit what something costs.
    """
    builder = ProgramBuilder(network.periods.count)
    for add in (*VARIABLES, *TERMS, *LAWS):
        add(builder, network)
    return builder.build()
