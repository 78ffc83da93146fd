"""How a program is solved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Method = Literal["auto", "simplex", "ipx"]


@dataclass(frozen=True)
class SolveOptions:
    """Options of a solve.

    `method` is for linear programs: `auto` takes the dual simplex for small ones and the interior point method IPX with
    crossover beyond. `gap` is the relative gap at which a search over whole numbers stops. `time_limit` [s] may end the
    solve with a usable plan or with none. `largest` is the size of the largest supply or demand in the scaled program; others
    are tried where it is None and the first does not hold. `tell` is called with a line of progress now and then.
    """

    solver: str = "highs"
    method: Method = "auto"
    gap: float = 1e-4
    time_limit: float | None = None
    threads: int = 1
    seed: int = 1
    largest: float | None = None
    tell: Callable[[str], None] | None = None
