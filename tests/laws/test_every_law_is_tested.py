"""Every law and every term of money is registered, and has its tests."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import reshore.model
from reshore.model.laws import LAWS
from reshore.model.objective import TERMS
from reshore.model.variables import VARIABLES

HERE = Path(__file__).parent
MODEL = Path(reshore.model.__file__).parent
HELPERS = {"earning"}
"""Modules that state no term themselves."""


def stems(folder: str) -> set[str]:
    """Return the names of the modules in a folder of the model."""
    return {path.stem for path in (MODEL / folder).glob("*.py")} - {"__init__"}


@pytest.mark.parametrize(("folder", "prefix"), [("laws", ""), ("objective", "money_")])
def test_every_module_has_a_test_file_with_its_name(folder: str, prefix: str) -> None:
    """Proves: no law or term is without a test.

    By hand: the files there are. Sensitivity: a new law without a test.
    """
    missing = {stem for stem in stems(folder) if not (HERE / f"test_{prefix}{stem}.py").is_file()}

    assert missing == set()


@pytest.mark.parametrize(("folder", "registered"), [("laws", LAWS), ("objective", TERMS), ("variables", VARIABLES)])
def test_every_function_that_adds_is_registered(folder: str, registered: Sequence[Callable[..., None]]) -> None:
    """Proves: each `add_*` of a module is in its list once, and each module has one.

    By hand: the functions there are. Sensitivity: a law that is written and never stated.
    """
    names = [function.__name__ for function in registered]
    homes = {function.__module__.rsplit(".", 1)[1] for function in registered}
    found = [
        line.split("(")[0].removeprefix("def ")
        for stem in stems(folder)
        for line in (MODEL / folder / f"{stem}.py").read_text(encoding="utf-8").splitlines()
        if line.startswith("def add_")
    ]

    assert sorted(names) == sorted(found)
    assert homes == stems(folder) - HELPERS
