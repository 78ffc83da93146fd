"""The tutorial that is a notebook: its cells run, and what its text says of them is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
CELL = re.compile(r"^```\{code-cell\} ipython3\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_cells_run_in_order_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: every cell runs, and 16 pumps are lost, 64 with a slow line, as the text says.

    Sensitivity: a name that changed; a number on the page that is no longer so.
    """
    monkeypatch.chdir(tmp_path)
    cells = CELL.findall((DOCS / "tutorial" / "notebook.md").read_text(encoding="utf-8"))
    names: dict[str, object] = {}
    for cell in cells:
        exec(compile(cell, "notebook.md", "exec"), names)  # noqa: S102

    assert len(cells) > 12
    plan, slow = names["plan"], names["slow"]
    assert [each.table("lost")["value"].sum() for each in (plan, slow)] == pytest.approx([16, 64])
    assert [each.table("build")["value"].sum() for each in (plan, slow)] == pytest.approx([2, 3])
    assert (tmp_path / "report.html").is_file()


def test_the_notebook_is_run_where_the_docs_are_built() -> None:
    """Proves: the build runs it, and an error of a cell stops the build. Sensitivity: stale outputs that nobody made."""
    conf = (DOCS / "conf.py").read_text(encoding="utf-8")
    given: dict[str, object] = {"__file__": str(DOCS / "conf.py")}
    exec(compile(conf, "conf.py", "exec"), given)  # noqa: S102

    assert "myst_nb" in given["extensions"]
    assert given["nb_execution_mode"] == "force"
    assert given["nb_execution_raise_on_error"] is True
