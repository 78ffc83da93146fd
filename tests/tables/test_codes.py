"""Codes of findings are declared once, used, and shown by a test."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import reshore.tables
from reshore.tables import CODES
from reshore.tables.check import CHECKS

CODE = re.compile(r"\b[EWI][1-4]\d\d\b")
WHOLE = re.compile(r"([EWI][1-4]\d\d) (?:error|warning|info)  [^\n]+\n  \S[^\n]+[.?]")
PACKAGE = import_module("reshore.tables.check")
HELPERS = {"common", "reach", "shortage", "steps"}
"""Modules of the package that hold no check."""
CHECKERS = [
    import_module(f"{PACKAGE.__name__}.{module.name}")
    for module in iter_modules(PACKAGE.__path__)
    if module.name not in HELPERS
]


def _codes_in(paths: list[Path]) -> set[str]:
    return {code for path in paths for code in CODE.findall(path.read_text(encoding="utf-8"))}


def test_every_code_that_is_used_is_declared_and_the_other_way_round() -> None:
    folder = Path(reshore.tables.__file__).parent
    assert _codes_in([path for path in folder.rglob("*.py") if path.name != "codes.py"]) == set(CODES)


def test_every_code_is_shown_by_a_test() -> None:
    """Proves: for each code a test has a whole finding: severity, place, message and remedy, word for word.

    Sensitivity: a code that is only compared as such, a pattern, or the begin of a message.
    """
    paths = [path for path in Path(__file__).parent.glob("test_*.py") if path != Path(__file__)]
    shown = {match[1] for path in paths for text in _texts(path) if (match := WHOLE.fullmatch(text))}
    assert sorted(set(CODES) - shown) == []
    assert _codes_in(paths) <= set(CODES)


def _texts(path: Path) -> Iterator[str]:
    """Yield the texts in a module, those in parts as one, and none with a value put in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


def test_every_public_check_is_registered() -> None:
    """Proves: a check that is written is also run."""
    written = {
        function
        for module in CHECKERS
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and list(inspect.signature(function).parameters) == ["tables"]
    }
    assert written == {check.function for check in CHECKS}
    assert len(CHECKS) == len(written)
