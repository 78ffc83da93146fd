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
        "compare",
        "export",
        "export_inputs",
        "figures",
        "load",
        "new",
        "open_run",
        "plan",
        "save",
        "list_examples",
        "list_runs",
        "list_scenarios",
        "sweep",
        "matters",
        "planned",
        "targets",
        "trace",
        "verify_plan",
        "write_mps",
        "write_report",
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


def test_a_single_setting_may_be_given_as_text() -> None:
    """Proves: `sets="TABLE:KEY:COLUMN=VALUE"` is one setting, not one for each letter.

    By hand: the second line takes three months to build instead of 1.5, and first-plan earns 54,464 instead of 61,648.
    Sensitivity: a text taken for a sequence of settings.
    """
    assert reshore.plan("first-plan", sets="expansions:second line:build_time=3").objective == pytest.approx(54_464)


def test_an_unknown_measure_names_those_there_are() -> None:
    """Proves: the message helps. Sensitivity: a bare KeyError."""
    with pytest.raises(KeyError, match="value_added"):
        reshore.plan("first-plan").measure("speed")
