"""The tables that are printed."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.build.clock import Seconds
from benchmarks.build.compare import LINOPY, LINOPY_SPARSE, NETWORK, PYOMO, TERMS, Comparison
from benchmarks.build.example import Example
from benchmarks.build.stages import Stages
from rich.console import Console
from rich.table import Table

STAGES = ("network", "program", "lower", "load", "solve", "results")
MEGABYTE = 1e6


def show_stages(console: Console, stages: Sequence[Stages]) -> None:
    """Print the seconds of each stage."""
    table = _table("Our stages [s]", "size", "columns", "rows", "nonzeros", "", *STAGES, "ours/solve")
    for one in stages:
        height, width = one.program.shape
        share = "" if one.share is None else f"{one.share:.1%}"
        size = (one.size, f"{width:,}", f"{height:,}", f"{one.program.matrix.nnz:,}")
        times = [one.seconds.get(stage) for stage in STAGES]
        table.add_row(*size, "cpu", *(f"{time.cpu:.3f}" if time else "" for time in times), share)
        table.add_row(*[""] * 4, "wall", *(f"{time.wall:.3f}" if time else "" for time in times))
    console.print(table)
    console.print(
        "network: resolved tables to index tables; program: to the sparse matrix, bounds, costs and ledger; lower: scaling;\n"
        "load: handing over to HiGHS; results: solution to tables and duals. ours/solve: all but solve, in processor time.\n"
    )


def show_memory(console: Console, stages: Sequence[Stages]) -> None:
    """Print peak memory against the size of the matrix."""
    table = _table("Peak memory / matrix", "size", "matrix [MB]", "network → program", "lowering", "tables → arrays")
    for one in stages:
        memory = one.memory
        parts = (f"{part / memory.matrix:.2f} ×" for part in (memory.program, memory.lowering, memory.whole))
        table.add_row(one.size, f"{memory.matrix / MEGABYTE:.1f}", *parts)
    console.print(table)
    console.print(
        "matrix: data, indices, indptr, bounds of rows and columns, costs. Peaks by tracemalloc (Python and numpy) of what\n"
        "a stage allocates, its result included; polars' own memory (names only) is not counted. Target: program < 3 ×.\n"
    )


def show_comparison(console: Console, compared: Sequence[Comparison]) -> None:
    """Print the contenders, and how many times longer they take than we do."""
    contenders = [NETWORK, TERMS, LINOPY, LINOPY_SPARSE, PYOMO]
    table = _table("The same matrix, side by side [s: processor time / wall]", "size", *contenders)
    for one in compared:
        table.add_row(one.size, *(_seconds(one.seconds.get(name)) for name in contenders))
    console.print(table)
    ratios = _table("Times as long as ours (processor time)", "size", "", *contenders[2:])
    for one in compared:
        for base in (NETWORK, TERMS):
            times = (_ratio(one.seconds.get(name), one.seconds[base]) for name in contenders[2:])
            ratios.add_row(one.size, f"of {base}", *times)
    console.print(ratios)
    console.print(
        "From the network: what we do in every plan, computing each coefficient, the ledger of money and the matrix.\n"
        "From terms: our builder given the same ready-made terms as linopy and Pyomo. linopy: up to model.matrices.\n"
        "Pyomo: up to LinearStandardFormCompiler; run once. Nobody is charged for imports. Targets: linopy 5 ×, Pyomo 50 ×."
    )
    for one in compared:
        for name, difference in one.wrong.items():
            console.print(f"[red]{one.size}: {name} built another matrix: {difference}[/red]")
    if not any(one.wrong for one in compared):
        console.print("All matrices have the same nonzeros and costs.")
    console.print()


def show_example(console: Console, name: str, example: Example) -> None:
    """Print the stages of an example, or why it has no plan."""
    if example.failure:
        console.print(f"{name}: {example.failure}")
        return
    stages = [*example.seconds, "peak memory [MB]"]
    table = _table(f"{name} [s, wall]", "columns", "rows", "nonzeros", "whole", *stages)
    size = (f"{example.size[key]:,}" for key in ("columns", "rows", "nonzeros", "whole"))
    times = (f"{seconds:.2f}" for seconds in example.seconds.values())
    table.add_row(*size, *times, f"{example.resident / MEGABYTE:,.0f}")
    console.print(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(*columns, title=title, title_justify="left", box=None)
    for column in table.columns:
        column.justify = "right"
    return table


def _seconds(seconds: Seconds | None) -> str:
    return "" if seconds is None else f"{seconds.cpu:.3f} / {seconds.wall:.3f}"


def _ratio(theirs: Seconds | None, ours: Seconds) -> str:
    return "" if theirs is None else f"{theirs.cpu / ours.cpu:.1f} ×"
