"""A directive that runs a command and shows what it prints, so that pages cannot go stale.

```{reshore} show latest build
:from: Built
:lines: 12
:exit: 0
```
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

RUN: Final = re.compile(r"-\d{8}-\d{6}-[0-9a-f]{4}\b")
SECONDS: Final = re.compile(r" \((?:read|build|solve)[^)]* s\)")
CALL: Final = "import sys; from reshore.cli import main; sys.argv[0] = 'reshore'; main()"


def ran(line: str, folder: Path) -> tuple[int, str]:
    """Return exit code and output of a command in a folder; what differs from time to time is cut out."""
    words = [sys.executable, "-c", CALL, *shlex.split(line)]
    environment = {**os.environ, "COLUMNS": "110"}
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    text = done.stdout if done.returncode == 0 else done.stdout + done.stderr
    lines = [one.rstrip() for one in text.splitlines() if not one.endswith(" ...")]
    return done.returncode, SECONDS.sub("", RUN.sub("", "\n".join(lines))).strip("\n")


def excerpt(line: str, lines: list[str], options: dict[str, Any]) -> nodes.literal_block | None:
    """Return a command with some lines of its output: `from` the first that begins so, and as many as `lines` says.

    None where no line begins so.
    """
    begin = options.get("from", "")
    first = next((place for place, one in enumerate(lines) if one.startswith(begin)), None)
    if first is None:
        return None
    kept = lines[first : first + options.get("lines", len(lines))]
    more = ["..."] if first + len(kept) < len(lines) else []
    shown = "\n".join([f"$ reshore {line}", *(["..."] if first else []), *kept, *more])
    block = nodes.literal_block(shown, shown)
    block["language"] = "text"
    return block


class Command(SphinxDirective):
    """Shows a command and its output; raises where it ends otherwise than expected."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        "exit": directives.nonnegative_int,
        "lines": directives.positive_int,
        "from": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the literal block; commands of one page share a folder."""
        folders = self.env.temp_data.setdefault("reshore_folder", {})
        folder = Path(folders.setdefault(self.env.docname, mkdtemp()))
        line = " ".join(self.arguments[0].split())
        code, text = ran(line, folder)
        if code != self.options.get("exit", 0):
            raise self.error(f"`reshore {line}` ended with exit code {code}:\n{text}")
        block = excerpt(line, text.splitlines(), self.options)
        if block is None:
            raise self.error(f"`reshore {line}` prints no line that begins with '{self.options['from']}'")
        return [block]


def setup(app: Any) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("reshore", Command)
    return {"parallel_read_safe": True, "version": "1"}
