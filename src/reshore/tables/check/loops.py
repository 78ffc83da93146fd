"""Checks of recipes that lead back to their own inputs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.optimize import linprog
from scipy.sparse import csr_array, diags_array, vstack
from scipy.sparse.csgraph import connected_components

from reshore.tables.check.common import horizon
from reshore.tables.check.shortage import chain_of
from reshore.tables.check.steps import NEVER, days_of, steps
from reshore.tables.findings import Finding
from reshore.tables.report import Place
from reshore.tables.table import ROW, Tables

Ints = npt.NDArray[np.int64]
GAIN: Final = 1e-6
ROUNDS: Final = 4
MOST_NAMES: Final = 8


@dataclass(frozen=True)
class Loops:
    """The recipes of the strong components: each row with the numbers of its process, its product and its component.

    Columns of `rows`: process, product, amount (per run, with the best yield), `_process`, `_product`, `_of_process` and
    `_of_product` (the components of the two; a loop is one that holds a process and a product), and `_row`.
    """

    rows: pl.DataFrame

    @staticmethod
    def of(recipes: pl.DataFrame) -> Loops:
        """Return the loops among recipes (process, product, amount, `_row`), without the processes that are in none."""
        rows = recipes.with_columns(
            _process=pl.col("process").rank("dense").cast(pl.Int64) - 1,
            _product=pl.col("product").rank("dense").cast(pl.Int64) - 1,
        )
        process, product = (rows[name].to_numpy() for name in ("_process", "_product"))
        first = int(process.max(initial=-1)) + 1
        count = first + int(product.max(initial=-1)) + 1
        used = rows["amount"].to_numpy() < 0
        start, end = np.where(used, product + first, process), np.where(used, process, product + first)
        graph = csr_array((np.ones(len(start)), (start, end)), shape=(count, count))
        component = connected_components(graph, directed=True, connection="strong")[1] if count else np.zeros(0, int)
        size = np.bincount(component) if count else component
        rows = rows.with_columns(
            _of_process=pl.Series(component[process], dtype=pl.Int64),
            _of_product=pl.Series(component[product + first], dtype=pl.Int64),
            _size=pl.Series(size[component[process]], dtype=pl.Int64),
        )
        return Loops(rows.filter(pl.col("_size") > 1).drop("_size"))


def gains(tables: Tables) -> Iterator[Finding]:
    """No combination of runs gives more of everything than it takes: goods are not made from nothing.

    Decided for each loop by a program: runs at their best yields, of processes that take nothing from outside the loop,
    with no product short, that leave as much as possible.
    """
    rows = Loops.of(_performed(tables)).rows
    outside = rows.filter((pl.col("amount") < 0) & (pl.col("_of_product") != pl.col("_of_process")))
    rows = rows.join(outside.select("process").unique(), on="process", how="anti", maintain_order="left")
    if rows.is_empty():
        return
    for loop in _gaining(rows).partition_by("_of_process", maintain_order=True):
        inside = loop.filter(pl.col("_of_product") == pl.col("_of_process"))
        given = _names(inside["product"].unique(maintain_order=True).to_list())
        processes = _names(loop["process"].unique(maintain_order=True).to_list())
        message = f"{processes} make goods from nothing: run in a loop over {given}, they leave more than they take."
        remedy = "Correct the quantities or yields, or add to the recipes what they take from outside the loop."
        yield Place.of(tables["recipes"]).finding("E320", message, remedy, loop[ROW][0], "quantity")


def unstarted(tables: Tables, available: Collection[str], asked: Collection[str]) -> Iterator[Finding]:
    """Report products that can only be made from themselves, where none can be had and no demand waits for them.

    `available` are products that can be had somewhere, `asked` those that a demand cannot get, which is reported there.
    """
    recipes = _performed(tables).filter(~pl.col("product").is_in(list(available)))
    rows = Loops.of(recipes).rows
    made = recipes.filter(pl.col("amount") > 0).select("product", "process")
    inside = rows.filter(pl.col("_of_product") == pl.col("_of_process"))
    makers = made.join(inside.select("product", "_of_product").unique(), on="product", maintain_order="left")
    within = inside.select("process", "_of_process").unique()
    other = makers.join(within, left_on=["process", "_of_product"], right_on=["process", "_of_process"], how="anti")
    wanted = _upstream(recipes, asked)
    for loop in inside.partition_by("_of_product", maintain_order=True):
        products = set(loop["product"])
        if loop["_of_product"][0] in set(other["_of_product"]) or not products.isdisjoint(wanted):
            continue
        edges = _needs(loop)
        message = f"{chain_of(edges)}, and none is there at the start."
        remedy = "Add a stock at the start, or another way to make one of them."
        yield Place.of(tables["recipes"]).finding("W305", message, remedy, loop[ROW][0], "product")


def _performed(tables: Tables) -> pl.DataFrame:
    """Return process, product, amount (at the best yield) and `_row` of the recipes that some site performs."""
    best = _best_yields(tables)
    recipes = tables.frame("recipes").filter((pl.col("quantity") != 0) & (pl.col("product") != ""))
    rows = recipes.unique(["process", "product"], keep="first", maintain_order=True)
    amount = pl.when(pl.col("quantity") > 0).then(pl.col("quantity") * pl.col("yield")).otherwise("quantity")
    rows = rows.join(best, on="process", maintain_order="left").with_columns(amount=amount)
    return rows.filter(pl.col("amount") != 0).select("process", "product", "amount", ROW)


def _best_yields(tables: Tables) -> pl.DataFrame:
    """Return process and yield: the highest that any of its operations has at some time within the horizon."""
    span = horizon(tables)
    start, end = (days_of(day) for day in span) if span else (-NEVER, NEVER)
    during = steps(tables, "operations", "yield").filter((pl.col("until") > start) & (pl.col("start") < end))
    process = pl.col("key").str.split("/").list.last()
    return during.group_by(process.alias("process")).agg(pl.col("value").max().alias("yield"))


def _gaining(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the processes that gain together in their loop."""
    process, product = (rows[name].rank("dense").cast(pl.Int64).to_numpy() - 1 for name in ("_process", "_product"))
    amounts = csr_array((rows["amount"].to_numpy(), (product, process)))
    net = _even(amounts)
    loop = rows["_of_process"].rank("dense").cast(pl.Int64).to_numpy() - 1
    once = csr_array((np.ones(len(loop)), (loop, process)), shape=(int(loop.max()) + 1, net.shape[1])).sign()
    bound = np.concatenate([np.zeros(net.shape[0]), np.ones(once.shape[0])])
    found = linprog(-net.sum(axis=0), A_ub=vstack([-net, once]), b_ub=bound, method="highs")
    runs = np.zeros(net.shape[1]) if found.x is None else found.x
    gain = np.bincount(loop, weights=(net.sum(axis=0) * runs)[process] / np.bincount(process)[process])
    return rows.filter(pl.Series((gain[loop] > GAIN) & (runs[process] > GAIN)))


def _even(amounts: csr_array) -> csr_array:
    """Return the matrix with its rows and columns scaled so that their largest entries are about 1."""
    for _ in range(ROUNDS):
        for axis in (1, 0):
            largest = np.sqrt(abs(amounts).max(axis=axis).toarray().ravel())
            scale = diags_array(1 / np.where(largest > 0, largest, 1.0))
            amounts = (scale @ amounts if axis == 1 else amounts @ scale).tocsr()
    return amounts


def _upstream(recipes: pl.DataFrame, asked: Collection[str]) -> set[str]:
    """Return products and all that is needed to make them, as far as it is in the recipes."""
    used, made = recipes.filter(pl.col("amount") < 0), recipes.filter(pl.col("amount") > 0)
    pairs = made.select("process", "product").join(used.select("process", need="product"), on="process")
    found, frontier = set(asked), list(asked)
    while frontier:
        needs = pairs.filter(pl.col("product").is_in(frontier))["need"].unique().to_list()
        frontier = [need for need in needs if need not in found]
        found.update(frontier)
    return found


def _needs(loop: pl.DataFrame) -> dict[str, list[str]]:
    """Return, for each product of a loop, those that a process needs to make it."""
    used, made = loop.filter(pl.col("amount") < 0), loop.filter(pl.col("amount") > 0)
    pairs = made.select("process", "product").join(
        used.select("process", need="product"), on="process", maintain_order="left_right"
    )
    needs = pairs.group_by("product", maintain_order=True).agg(pl.col("need").unique(maintain_order=True))
    return dict(needs.iter_rows())


def _names(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names[:MOST_NAMES]]
    if len(names) > MOST_NAMES:
        return f"{', '.join(quoted)} and {len(names) - MOST_NAMES} more"
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
