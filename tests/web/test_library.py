"""Models as they are read: what counts as a file of a model."""

from __future__ import annotations

from pathlib import Path

import reshore
from reshore.web.library import files_of, version_of


def test_what_is_being_written_is_no_part_of_a_model(tmp_path: Path) -> None:
    """Proves: a file that is written aside changes neither what a model is nor its version. Sensitivity: any name in .csv."""
    model = reshore.new(tmp_path / "mine", "first-plan")
    files, version = files_of(model), version_of(model)
    (model / ".sites.1234.csv").write_text("site\n", encoding="utf-8")

    assert files_of(model) == files
    assert version_of(model) == version
    (model / "sites.csv").write_bytes((model / "sites.csv").read_bytes() + b"\n")
    assert version_of(model) != version
