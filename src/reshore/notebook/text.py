"""Results as text: what IPython shows in a terminal, and whatever shows no HTML."""

from __future__ import annotations

import io
import shutil
from typing import Any

from rich.console import Console

from reshore.notebook.shown import told


def result_text(result: Any) -> str:
    """Return a result as plain text, as wide as the terminal."""
    out = io.StringIO()
    Console(file=out, width=shutil.get_terminal_size((110, 24)).columns, color_system=None, force_jupyter=False).print(
        told(result)
    )
    return out.getvalue().rstrip()
