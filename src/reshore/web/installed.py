"""Whether what the web page is served with is installed: it is an extra, `pip install "reshore[web]"`."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from reshore.simulation.compiled import NotInstalled

NEEDED: Final = {"fastapi": "fastapi", "uvicorn": "uvicorn", "python_multipart": "python-multipart"}


def available() -> None:
    """Raise NotInstalled, with how to get it, where something is missing."""
    missing = [name for module, name in NEEDED.items() if find_spec(module) is None]
    if missing:
        raise NotInstalled(
            f'The web page is served by {", ".join(missing)}, not installed here. Get it with `pip install "reshore[web]"`.'
        )
