"""The names that `import reshore` offers."""

import importlib
import subprocess
import sys

import pytest

import reshore


def test_every_public_name_is_there() -> None:
    """Proves: `__all__`, `dir` and what can be had are the same.

    By hand: the list. Sensitivity: a name without a home.
    """
    assert sorted(reshore.__all__) == dir(reshore)
    assert all(hasattr(reshore, name) for name in reshore.__all__)
    with pytest.raises(AttributeError, match="rocket"):
        _ = reshore.rocket


@pytest.mark.parametrize(
    "name",
    [
        "check",
        "load",
        "new",
        "open_run",
        "plan",
        "save",
        "list_examples",
        "list_runs",
        "list_scenarios",
        "verify_plan",
        "write_mps",
    ],
)
def test_functions_are_functions_whatever_was_imported_before(name: str) -> None:
    """Proves: a package of the same name (reshore.runs, reshore.verify, ...) does not take the place of a function.

    By hand: the name of its home. Sensitivity: a lazy name that the import of a package hides.
    """
    importlib.import_module("reshore.api")

    assert callable(getattr(reshore, name))


def test_importing_the_library_loads_nothing_heavy() -> None:
    """Proves: `import reshore` is cheap. By hand: no polars, no solver. Sensitivity: an import at the top."""
    code = "import sys, reshore; print(sorted({'polars', 'highspy', 'scipy', 'pint', 'typer'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"
