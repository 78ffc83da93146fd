"""Print how long reading and checking 200,000 rows takes in each format, and the memory it needs."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.tables.measure import measured
from benchmarks.tables.model import large_tables

from reshore.tables import FORMATS, write_tables

ROWS = 200_000


def main(rows: int = ROWS) -> None:
    tables = large_tables(rows)
    print(f"{'format':8} {'rows':>9} {'seconds':>8} {'MB':>6} {'findings':>9}")
    for form in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            write_tables(tables, Path(folder) / "model", form)
            found = measured(Path(folder) / "model")
        numbers = f"{found['rows']:9,.0f} {found['seconds']:8.2f} {found['megabytes']:6.0f} {found['findings']:9.0f}"
        print(f"{form:8} {numbers}")


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]))
