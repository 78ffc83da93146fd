"""A search over whole numbers that begins with the fractional optimum and goes on from its basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from reshore.network.periods import Floats
from reshore.solve.highs import Answer, Session, SolverError, Watch, no_answer

WHOLE: Final = 1e-6
"""How far a value may be from a whole number and still be one: the usual tolerance of solvers."""


@dataclass(frozen=True)
class Node:
    """Limits of the whole columns, and the objective that nothing within them exceeds."""

    bound: float
    lower: Floats
    upper: Floats


Stopped = Literal["end", "nodes", "time", "error"]


@dataclass(frozen=True)
class Found:
    """The best answer (None where there is none), what nothing exceeds, and why the search stopped."""

    best: Answer | None
    bound: float
    stopped: Stopped
    iterations: int


@dataclass
class Search:
    """Depth first, nearer whole number first: each node is solved by the dual simplex method from the basis before it.

    Every basis stays dual feasible, since nodes differ in bounds alone. Nodes that cannot beat the best answer by more than
    `gap` (relative) are cut off. `most` nodes are solved at most: what has more choices is for a solver's own search.
    """

    session: Session
    places: NDArray[np.integer]
    settings: Mapping[str, Any]
    watch: Watch
    gap: float
    most: int

    def run(self, relaxed: Answer, lower: Floats, upper: Floats) -> Found:
        """Search within the limits of the whole columns, `relaxed` being the fractional optimum that the session holds."""
        best: Answer | None = None
        stopped: Stopped = "end"
        iterations, cut = relaxed.iterations, -np.inf
        node, answer = Node(relaxed.objective, lower, upper), relaxed
        open_nodes: list[Node] = []
        for solved in range(self.most + 1):
            if answer.status == "optimal" and answer.objective > self._enough(best):
                values = answer.columns[self.places]
                if np.abs(values - np.round(values)).max() <= WHOLE:
                    best = answer
                else:
                    open_nodes += _children(_tighter(node, answer.objective), values)
            elif answer.status == "optimal":
                cut = max(cut, answer.objective)
            elif answer.status != "infeasible":
                open_nodes.append(node)
                stopped = "time" if answer.status == "limit" else "error"
                break
            while open_nodes and open_nodes[-1].bound <= self._enough(best):
                cut = max(cut, open_nodes.pop().bound)
            if not open_nodes:
                break
            if solved == self.most:
                stopped = "nodes"
                break
            node = open_nodes.pop()
            answer = self._solve(node)
            iterations += answer.iterations
        bound = max([cut, *(node.bound for node in open_nodes), -np.inf if best is None else best.objective])
        return Found(best, min(bound, relaxed.objective), stopped, iterations)

    def _solve(self, node: Node) -> Answer:
        """Return the fractional answer within the limits of a node, of status `error` where the solver fails."""
        self.session.limit(self.places, node.lower, node.upper)
        try:
            return self.session.solve(self.settings, self.watch)
        except SolverError:
            return no_answer("error")

    def _enough(self, best: Answer | None) -> float:
        """Return the objective that a node has to exceed to be of interest."""
        return -np.inf if best is None else best.objective + self.gap * max(1.0, abs(best.objective))


def _tighter(node: Node, bound: float) -> Node:
    """Return the node with a tighter bound."""
    return replace(node, bound=min(node.bound, bound))


def _children(node: Node, values: Floats) -> list[Node]:
    """Return the two halves of a node at its most fractional column, the nearer one last."""
    down = np.floor(values + WHOLE)
    part = values - down
    at = int(np.argmax(np.minimum(part, 1.0 - part)))
    below, above = node.upper.copy(), node.lower.copy()
    below[at], above[at] = down[at], down[at] + 1.0
    halves = [Node(node.bound, node.lower, below), Node(node.bound, above, node.upper)]
    return halves if part[at] > 0.5 else halves[::-1]
