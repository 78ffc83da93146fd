"""What missing a rule costs."""

from reshore.model.objective.earning import earn, entries, labelled
from reshore.model.program import ProgramBuilder
from reshore.network import Network


def add_penalty(program: ProgramBuilder, network: Network) -> None:
    """Pay the penalty of a rule for each unit by which it is missed, in the period with the last day of its window.

    It is a price on missing the rule, no cost as paid: the measure `cost` leaves it out.

    Term: − penalty[k] · slack[k]                                                                        [currency]
    For:  rules with a penalty, each of their windows, both sides
    Reads: rules.penalty
    """
    block = program["slack"]
    row, _ = network.rules.slack
    earn(
        program,
        network,
        ("penalty", labelled(block.labels, name="rule")),
        entries(block),
        -network.rules.penalty[row[block.entity]],
    )
