"""Read and check one model in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from reshore.tables import read_model


def measured(path: Path) -> dict[str, float]:
    """Return rows, findings, seconds and the peak of memory in MB of reading and checking a model in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.tables.measure", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    values: dict[str, float] = json.loads(done.stdout)
    return values


def _here(path: Path) -> dict[str, float]:
    started = time.perf_counter()
    reading = read_model(path)
    seconds = time.perf_counter() - started
    rows = sum(table.frame.height for table in reading.tables or ())
    return {"rows": rows, "findings": len(reading.findings), "seconds": seconds, "megabytes": _peak()}


def _peak() -> float:
    """Return the peak of this process alone: what `getrusage` says begins with that of the process that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    print(json.dumps(_here(Path(sys.argv[1]))))
