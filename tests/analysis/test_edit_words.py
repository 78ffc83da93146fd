"""Edits in words."""

from __future__ import annotations

import pytest

from reshore.analysis.compare.words import edit_text


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (
            {
                "table": "tariffs",
                "op": "add",
                "rows": [
                    {"program": "steel", "destination": "US", "hs_prefix": "72", "rate": 0.25, "source": "x" * 99}
                ],
            },
            "tariffs: 1 row added (steel//US/72)",
        ),
        (
            {
                "table": "profiles",
                "op": "add",
                "rows": [{"table": "rules", "key": "r", "column": "value", "date": "2026-01-01", "value": 7}],
            },
            "profiles: 1 row added (rules/r/value/2026-01-01 = 7)",
        ),
        (
            {"table": "sites", "op": "add", "rows": [{"site": name} for name in "abcd"]},
            "sites: 4 rows added (a; b; c; ...)",
        ),
        ({"table": "lanes", "op": "remove", "where": {"mode": "air"}}, "lanes air: removed"),
    ],
)
def test_edits_are_told_by_keys(edit: dict[str, object], words: str) -> None:
    """Proves: rows that are added are told by their keys, and what has one value by that. By hand, from the declared keys.

    Sensitivity: every cell of a row, with its source and note.
    """
    assert edit_text(edit) == words
