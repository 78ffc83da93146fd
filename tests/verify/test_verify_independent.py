"""The verification stands on its own, and every check is registered."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import reshore.verify
from reshore.verify.registry import CHECKS

FOLDER = Path(inspect.getfile(reshore.verify)).parent


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_only_the_schema_is_shared() -> None:
    """Proves: nothing is imported but the standard library, numpy, polars, the schema and the verification itself."""
    names = {name for path in FOLDER.glob("*.py") for name in imported(path)}
    own = {name for name in names if name.split(".")[0] == "reshore"}
    assert {name for name in own if not name.startswith("reshore.verify")} == {"reshore.schema"}
    assert not {name.split(".")[0] for name in names} & {"scipy", "highspy", "pandas", "pint", "networkx"}


def test_every_check_is_registered() -> None:
    """Proves: a function called `check_…` in any module is among the checks that run."""
    modules = [import_module(f"reshore.verify.{path.stem}") for path in FOLDER.glob("*.py")]
    written = {
        value
        for module in modules
        for name, value in vars(module).items()
        if name.startswith("check_") and inspect.isgeneratorfunction(value)
    }
    assert written == set(CHECKS.values())
