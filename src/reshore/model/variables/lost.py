"""lost[d]: demand never served."""

import numpy as np

from reshore.model.program import Bounds, Index, ProgramBuilder
from reshore.network import Network


def add_lost(program: ProgramBuilder, network: Network) -> None:
    """Add what is never served of each due piece; nothing may be lost of a required one.

    Law:  0 ≤ lost[d], and lost[d] ≤ 0 where required[d]                                                 [unit]
    For:  every due piece
    Dual: reduced cost: profit from one more unit that must or may be lost                              [currency/unit]
    Reads: demands.date, demands.spread, demands.required
    """
    pieces = network.pieces
    index = Index("lost", "unit", pieces.frame, np.arange(pieces.count), pieces.due, single=True)
    worth = network.products.value[pieces.product, 0]
    program.add_columns(index, Bounds(upper=np.where(pieces.required, 0.0, np.inf), worth=worth))
