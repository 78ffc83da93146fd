"""Files that are written aside: complete, or not there at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from reshore.tables.aside import aside


def test_a_file_takes_its_place_when_it_is_complete(tmp_path: Path) -> None:
    """Proves: until the end the file is the old one, then the new one, with nothing beside. Sensitivity: written in place."""
    file = tmp_path / "new" / "table.csv"
    with aside(file) as path:
        path.write_text("first")
        assert not file.exists()
    with aside(file) as path:
        path.write_text("second")
        assert file.read_text() == "first"

    assert file.read_text() == "second"
    assert list(file.parent.iterdir()) == [file]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    """Proves: neither half a file nor one beside it. Sensitivity: the file aside stays."""
    file = tmp_path / "table.csv"
    file.write_text("mine")

    def fail(path: Path) -> None:
        path.write_text("half")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), aside(file) as path:
        fail(path)
    assert file.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [file]


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: a folder, and a file that another program holds open, are told with what to do. Sensitivity: a bare errno."""
    with pytest.raises(FileExistsError, match=r"is a folder\. Give the name of a file\.$"), aside(tmp_path):
        pass

    def held(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", held)
    said = r"table\.csv cannot be written: Permission denied\. Close it where it is open"
    with pytest.raises(PermissionError, match=said), aside(tmp_path / "table.csv"):
        pass
    assert list(tmp_path.iterdir()) == []
