"""Every command has a how-to page, and the commands that the pages show end as they say."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reshore.cli.app import app
from reshore.cli.commands import COMMANDS

PAGES = Path(__file__).parents[2] / "docs" / "how-to"
SHOWN = re.compile(r"^```\{reshore\} (?P<line>.+)\n(?P<options>(?::.+\n)*)", re.MULTILINE)
EXIT = re.compile(r"^:exit: (\d+)$", re.MULTILINE)


def shown(page: Path) -> list[tuple[str, int]]:
    """Return the commands that a page shows, with the exit codes that it expects."""
    found = []
    for match in SHOWN.finditer(page.read_text(encoding="utf-8")):
        code = EXIT.search(match["options"])
        found.append((match["line"], int(code[1]) if code else 0))
    return found


def test_every_command_is_shown_on_a_page() -> None:
    """Proves: no command is without a how-to. Sensitivity: a new command without one."""
    used = {shlex.split(line)[0] for page in PAGES.glob("*.md") for line, _ in shown(page)}

    assert used >= set(COMMANDS)


def test_every_page_is_linked() -> None:
    """Proves: a reader finds each page from the index."""
    index = (PAGES.parent / "index.md").read_text(encoding="utf-8")

    assert {page.stem for page in PAGES.glob("*.md")} == set(re.findall(r"^how-to/(\S+)$", index, re.MULTILINE))


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: str(page.stem))
def test_the_commands_of_a_page_end_as_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: what a page shows can be run, one command after the other in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for line, code in shown(page):
        result = CliRunner().invoke(app, shlex.split(line))
        assert result.exit_code == code, f"{line}: {result.output}"
