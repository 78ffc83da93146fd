"""Texts without the places of the server: what lies in the workspace is named from there on, anything else by its name alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from reshore.runs import confined

ABSOLUTE: Final = re.compile(r"(?<![\w/.~<])(?!//)(?:/|[A-Za-z]:[\\/])[^\s'\"`,;:()<>|]+")
"""What may be the path of a file: it is one where it begins with a folder that there is."""
WORKSPACE: Final = "the workspace"


def without_places(text: str) -> str:
    """Return a text that people are told, in which no path says where something lies on the server.

    Claim: none that begins with the workspace being served, and none without blanks that begins with a folder of the server's
    root; addresses such as /api/runs stay.
    """
    home = confined()
    if home is not None:
        text = re.sub(
            rf"(?<![\w/.~-]){re.escape(str(home))}(?:[/\\](?=\S)|(?![\w-]|\.\w))",
            lambda found: _relative(found[0]),
            text,
        )
    return ABSOLUTE.sub(lambda found: _name(found[0]), text)


def told_finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding without the places of the server."""
    texts = {name: without_places(str(finding[name])) for name in ("file", "message", "remedy") if finding.get(name)}
    return {**finding, **texts}


def _relative(found: str) -> str:
    return "" if found[-1] in "/\\" else WORKSPACE


def _name(found: str) -> str:
    path = Path(found.rstrip("."))
    known = len(path.parts) > 1 and Path(*path.parts[:2]).is_dir()
    return f"{path.name}{found[len(found.rstrip('.')) :]}" if known else found
