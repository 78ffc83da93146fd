"""`python -m benchmarks.published [--data DIR] [--tables DIR] [instance...]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from benchmarks.published.instances import DATA, Instance, find_instances
from benchmarks.published.runs import Outcome, run_instance
from rich.console import Console
from rich.table import Table

HEADER: Final = ("instance", "published", "ours", "gap", "seconds")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the instances named, or all; return 0 where every plan reaches its published optimum, 1 where not."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        instances = find_instances(options.data)
    except FileNotFoundError as error:
        parser.error(f"no published instances: {error.filename} does not exist; give their folder with --data")
    unknown = [name for name in options.instance if name not in instances]
    if unknown:
        parser.error(f"no instance {', '.join(unknown)}; there are {', '.join(instances)}")
    chosen = [instances[name] for name in options.instance or instances]
    outcomes = list(_run(chosen, options.tables))
    _show(chosen, outcomes)
    return 0 if all(outcome.agrees for outcome in outcomes) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.published", description="Plan published instances.")
    parser.add_argument("instance", nargs="*", help="instances to run; all where none is named")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with facility/ and textbook/ (%(default)s)")
    parser.add_argument("--tables", type=Path, help="folder in which to keep the tables of each instance")
    return parser


def _run(instances: Sequence[Instance], tables: Path | None) -> Iterable[Outcome]:
    progress = Console(stderr=True)
    for instance in instances:
        if not instance.not_yet:
            with progress.status(instance.name):
                outcome = run_instance(instance, tables / instance.name if tables else None)
            yield outcome


def _show(instances: Sequence[Instance], outcomes: Sequence[Outcome]) -> None:
    found = {outcome.instance.name: outcome for outcome in outcomes}
    table = Table(*HEADER, box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for instance in instances:
        outcome = found.get(instance.name)
        ours = _figures(outcome) if outcome else ("not yet", "", "")
        table.add_row(instance.name, f"{instance.published:,.3f}", *ours)
    console = Console()
    console.print(table)
    for instance in instances:
        if instance.not_yet:
            console.print(f"{instance.name}: {instance.not_yet}", soft_wrap=True)


def _figures(outcome: Outcome) -> tuple[str, str, str]:
    gap = f"{outcome.gap:.1e}" if outcome.agrees else f"[red]{outcome.gap:.1e}[/red]"
    return f"{outcome.ours:,.3f}", gap, f"{outcome.seconds:.2f}"


if __name__ == "__main__":
    sys.exit(main())
