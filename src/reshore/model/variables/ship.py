"""ship[flow, period]: departures."""

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_ship(program: ProgramBuilder, network: Network) -> None:
    """Add the departures of each flow in the periods in which its lane may be used [unit]."""
    flows = network.flows
    index = Index.where("ship", "unit", flows.frame, network.lanes.allowed[flows.lane])
    worth = network.products.value[flows.product, 0]
    program.add_columns(index, Bounds(worth=worth[index.entity]))
