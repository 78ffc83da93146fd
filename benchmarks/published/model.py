"""A model as rows of tables, and the folder it is written to."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

Cell = str | float | bool | date
Row = Mapping[str, Cell]


@dataclass(frozen=True)
class Model:
    """Settings (`model.toml`) and the rows of each table by name.

    A table's columns are those of its first row, its other rows have the same.
    """

    settings: Mapping[str, Cell]
    tables: Mapping[str, Sequence[Row]]

    def write(self, folder: Path) -> Path:
        """Write the folder of tables and return it. Raises ValueError where the rows of a table differ in columns."""
        folder.mkdir(parents=True, exist_ok=True)
        lines = [f"{key} = {_toml(value)}\n" for key, value in self.settings.items()]
        (folder / "model.toml").write_text("".join(lines), encoding="utf-8")
        for name, rows in self.tables.items():
            _write_rows(folder / f"{name}.csv", rows)
        return folder


def _write_rows(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row in rows:
            if row.keys() != rows[0].keys():
                raise ValueError(f"{path.name} has rows with different columns: {list(rows[0])} and {list(row)}")
            writer.writerow({column: _text(cell) for column, cell in row.items()})


def _text(cell: Cell) -> str:
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _toml(value: Cell) -> str:
    return _text(value) if isinstance(value, date | bool | float | int) else json.dumps(value)
