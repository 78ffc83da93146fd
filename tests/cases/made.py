"""A plant with three edits whose worth can be told by hand, and folders of models with scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.builders import Case, asks, line, plant

from reshore.tables import write_scenario

Edit = Mapping[str, Any]
CAPACITY: Edit = {"table": "resources", "where": {"resource": "line"}, "column": "capacity", "op": "=", "value": 52}
DEMAND: Edit = {"table": "demands", "where": {"product": "part"}, "column": "quantity", "op": "*", "value": 2}
PRICE: Edit = {"table": "demands", "where": {"product": "part"}, "column": "price", "op": "+", "value": 2}
FEWER: Edit = {"table": "demands", "where": {"product": "part"}, "column": "quantity", "op": "=", "value": 20}


def case(**cells: object) -> Case:
    """Return a plant whose line makes 30 parts, of which 37 are wanted at 5: it earns 150."""
    return plant("1 months", **line(30), demands=asks([37], price=5, **cells))


def folder(path: Path, scenarios: Mapping[str, Sequence[Edit]], model: Case | None = None) -> Path:
    """Write a model with scenarios and return its folder."""
    (model or case()).write(path)
    for name, edits in scenarios.items():
        write_scenario(path / "scenarios" / f"{name}.toml", name, edits)
    return path
