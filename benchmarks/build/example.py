"""`python -m benchmarks.build.example NAME`: plan an example in a process of its own; print seconds and memory as JSON."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Example:
    """Wall seconds of each stage, the size of the program, and the most memory resident [bytes]; or why there is no plan."""

    seconds: dict[str, float]
    size: dict[str, int]
    resident: int
    failure: str = ""


def run_example(name: str) -> Example:
    """Plan an example in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.build.example", name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    if done.returncode:
        return Example({}, {}, 0, (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1])
    return Example(**json.loads(done.stdout))


def main(name: str) -> None:
    """Plan the example and print what it took; `tables` are those of the checked model."""
    import reshore
    from reshore.pipeline.plan import Clock

    clock = Clock()
    plan = reshore.plan(name, clock=clock)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps({"seconds": clock.seconds, "size": plan.about["size"], "resident": resident}))


if __name__ == "__main__":
    main(sys.argv[1])
