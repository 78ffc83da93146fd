"""`python -m benchmarks.build [--sizes 10k,60k] [--solve 60k] [--times 5] [--pyomo 60k] [--no-example]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from benchmarks.build.compare import compare
from benchmarks.build.example import run_example
from benchmarks.build.show import show_comparison, show_example, show_memory, show_stages
from benchmarks.build.stages import Stages, run_stages
from rich.console import Console

from reshore.testing import SIZES

EXAMPLE = "us-buildout"
WIDTH = 120


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; nothing is asserted by a clock. Return 1 where a contender's matrix is not ours."""
    options = _parser().parse_args(arguments)
    progress, console = Console(stderr=True), Console(width=WIDTH)
    stages: list[Stages] = []
    for size in options.sizes:
        with progress.status(f"stages at {size}"):
            stages.append(run_stages(size, options.times, SIZES[size] <= options.solve))
    show_stages(console, stages)
    show_memory(console, stages)
    wrong = []
    if find_spec("linopy") is None or find_spec("pyomo") is None:
        console.print("Without linopy and Pyomo there is nothing to compare with: `make bench` installs them.\n")
    else:
        compared = []
        for stage in stages:
            with progress.status(f"linopy and Pyomo at {stage.size}"):
                compared.append(compare(stage, options.times, SIZES[stage.size] <= options.pyomo))
        show_comparison(console, compared)
        wrong = [one for comparison in compared for one in comparison.wrong]
    if options.example:
        with progress.status(f"planning {EXAMPLE}"):
            example = run_example(EXAMPLE)
        show_example(console, EXAMPLE, example)
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build", description="Time the building of programs.")
    parser.add_argument("--sizes", type=_sizes, default=_sizes("10k,60k,200k"), help=f"of {', '.join(SIZES)}")
    parser.add_argument(
        "--solve", type=_size, default=SIZES["60k"], help="largest size that is solved (60k; 0 for none)"
    )
    parser.add_argument("--pyomo", type=_size, default=SIZES["60k"], help="largest size for Pyomo (60k; 0 for none)")
    parser.add_argument(
        "--times", type=int, default=5, help="each stage is run so often, the best counts (%(default)s)"
    )
    parser.add_argument("--example", action=argparse.BooleanOptionalAction, default=True, help=f"plan {EXAMPLE} too")
    return parser


def _sizes(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        _size(name)
    return names


def _size(text: str) -> int:
    if text == "0":
        return 0
    if text not in SIZES:
        raise argparse.ArgumentTypeError(f"no size '{text}'; there are {', '.join(SIZES)}")
    return SIZES[text]


if __name__ == "__main__":
    sys.exit(main())
