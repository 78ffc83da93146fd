"""A directive that shows what a long command printed when `make answers` ran it, with the command.

```{answer} targets
:from: Built
:lines: 12
```
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from pages.commands import excerpt
from sphinx.util.docutils import SphinxDirective

ANSWERS: Final = Path(__file__).parents[1] / "answers"


class Answer(SphinxDirective):
    """Shows an answer of docs/answers; raises where there is none."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"from": directives.unchanged_required, "lines": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        """Return the literal block."""
        name = self.arguments[0]
        file, listed = ANSWERS / f"{name}.txt", ANSWERS / "commands.csv"
        self.env.note_dependency(str(file))
        rows = csv.DictReader(listed.read_text(encoding="utf-8").splitlines())
        command = next((row["command"] for row in rows if row["answer"] == name), None)
        if command is None or not file.is_file():
            raise self.error(f"docs/answers has no answer '{name}': run `make answers`")
        block = excerpt(command, file.read_text(encoding="utf-8").splitlines(), self.options)
        if block is None:
            raise self.error(f"the answer '{name}' has no line that begins with '{self.options['from']}'")
        return [block]


def setup(app: Any) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("answer", Answer)
    return {"parallel_read_safe": True, "version": "1"}
