"""Why a product cannot be at a market."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from reshore.tables.check.reach import operated
from reshore.tables.table import Tables

Operation = tuple[str, str]
Reason = tuple[str, str, str]


class Shortage:
    """Explains products that cannot be where they are asked for, from what can be available where."""

    def __init__(self, tables: Tables, available: pl.DataFrame) -> None:
        self.places = dict(
            available.unique("product", keep="first", maintain_order=True).select("product", "site").iter_rows()
        )
        operations = operated(tables)
        made = operations.filter(pl.col("quantity") > 0).join(
            available, on="product", how="anti", maintain_order="left"
        )
        needed = operations.filter(pl.col("quantity") < 0).join(
            available, on=["site", "product"], how="anti", maintain_order="left"
        )
        self.makers: dict[str, list[Operation]] = {}
        self.needs: dict[Operation, list[str]] = {}
        for site, process, product in made.select("site", "process", "product").iter_rows():
            self.makers.setdefault(product, []).append((site, process))
        for site, process, product in needed.select("site", "process", "product").iter_rows():
            self.needs.setdefault((site, process), []).append(product)
        outputs = (
            tables.frame("recipes").filter(pl.col("quantity") > 0).unique("product", keep="first", maintain_order=True)
        )
        self.recipes = dict(outputs.select("product", "process").iter_rows())

    def why(self, market: str, product: str, offers: Sequence[str]) -> Reason:
        """Return the code, the message and the remedy for a product that cannot be at a market.

        `offers` are the products that would serve it. Says that no lane brings one that is made somewhere; otherwise
        that nobody makes it or something that it needs, that something it needs cannot reach its maker, or that it is
        needed to make itself.
        """
        made = [offer for offer in offers if offer in self.places]
        if made:
            message = f"'{made[0]}' can be had at '{self.places[made[0]]}', but no lanes bring it to '{market}'."
            return "E316", message, f"Add a lane to '{market}', or let one carry '{made[0]}'."
        return self._unmade(product)

    def _unmade(self, product: str) -> Reason:
        edges: dict[str, list[str]] = {product: []}
        queue = [product]
        for name in queue:
            if name not in self.makers:
                return self._nobody(product, name)
            for operation in self.makers[name]:
                for need in self.needs.get(operation, []):
                    if need in self.places:
                        return self._unreached(product, need, operation)
                    edges[name].append(need)
                    if need not in edges:
                        edges[need] = []
                        queue.append(need)
        cycle = _cycle(edges)
        begin = "" if product in cycle else f"'{product}' cannot be made: "
        message = f"{begin}{_chain(cycle)}."
        return "E315", message, "Add a stock at the start, or another way to make one of them."

    def _nobody(self, product: str, name: str) -> Reason:
        process = self.recipes.get(name)
        why = f"no site performs '{process}'" if process else "no recipe has it as output"
        begin = f"Nobody makes '{name}'" if name == product else f"'{product}' cannot be made, as nobody makes '{name}'"
        message = f"{begin}: {why}."
        remedy = f"Add '{process}' to operations" if process else f"Add a recipe and an operation for '{name}'"
        return "E314", message, f"{remedy}, or a stock at the start."

    def _unreached(self, product: str, need: str, operation: Operation) -> Reason:
        site, process = operation
        message = (
            f"'{product}' cannot be made: '{process}' at '{site}' needs '{need}', "
            f"which can be had at '{self.places[need]}', but no lanes bring it to '{site}'."
        )
        return "E316", message, f"Add a lane to '{site}', or let one carry '{need}'."


def chain_of(edges: Mapping[str, Sequence[str]]) -> str:
    """Return in words a shortest way from a product back to itself, through what it is made from."""
    return _chain(_cycle(edges))


def _chain(cycle: Sequence[str]) -> str:
    chain = " from ".join(f"'{name}'" for name in [*cycle, cycle[0]])
    return f"'{cycle[0]}' can only be made from itself: {chain}"


def _cycle(edges: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the names of one shortest cycle within the first strong component that has one."""
    names = list(edges)
    position = {name: number for number, name in enumerate(names)}
    pairs = [(position[name], position[need]) for name, needs in edges.items() for need in needs]
    row, column = np.array(pairs).T
    graph = csr_array((np.ones(len(pairs)), (row, column)), shape=(len(names), len(names)))
    _, component = connected_components(graph, directed=True, connection="strong")
    for start, name in enumerate(names):
        inside = {other for other in names if component[position[other]] == component[start]}
        path = _way_back(name, edges, inside)
        if path:
            return path
    raise AssertionError("each product needs one of the others, so there is a cycle")


def _way_back(start: str, edges: Mapping[str, Sequence[str]], inside: set[str]) -> list[str]:
    """Return the shortest way from a name back to itself through names `inside`, empty where there is none."""
    before: dict[str, str] = {}
    queue = [start]
    for name in queue:
        for need in edges[name]:
            if need == start:
                path = [name]
                while path[-1] != start:
                    path.append(before[path[-1]])
                return path[::-1]
            if need in inside and need not in before:
                before[need] = name
                queue.append(need)
    return []
