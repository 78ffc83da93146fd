"""Run the questions that the how-to pages answer for an example, and keep what the commands print for the pages.

`python -m benchmarks.answers` runs every command of docs/answers/commands.csv, one after the other in an empty folder, and
writes what each prints to docs/answers/ANSWER.txt; what a name with a leading `_` prints is not kept. `stamps.json` says of
which tables and by which version each was made; a test compares them with the example, so that no page shows answers to
other tables.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from reshore import __version__
from reshore.examples import locate

ANSWERS: Final = Path(__file__).parents[1] / "docs" / "answers"
CALL: Final = "import sys; from reshore.cli import main; sys.argv[0] = 'reshore'; main()"
STAMPS: Final = ANSWERS / "stamps.json"
EXAMPLE: Final = "us-buildout"
UNSHOWN: Final = "_"
"""How the names of commands begin that only make runs for those after them."""
WIDTH: Final = "120"
RUN: Final = re.compile(r"-\d{8}-\d{6}-[0-9a-f]{4}\b")


def fingerprint(folder: Path) -> str:
    """Return a hash of the tables, settings and scenarios of a model."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.suffix in (".csv", ".toml")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def commands() -> dict[str, str]:
    """Return the command of each answer, in order."""
    rows = csv.DictReader((ANSWERS / "commands.csv").read_text(encoding="utf-8").splitlines())
    return {row["answer"]: row["command"] for row in rows}


def answer(line: str, folder: Path) -> str:
    """Return what a command prints; raises CalledProcessError where it fails."""
    done = subprocess.run(
        [sys.executable, "-c", CALL, *shlex.split(line)],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": WIDTH},
    )
    lines = [one.rstrip() for one in done.stdout.splitlines()]
    return RUN.sub("", "\n".join(lines)).strip("\n") + "\n"


def main() -> None:
    """Run all commands, or those of the answers named; an answer is written once it is whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("answers", nargs="*", help="answers to make again; all, if not given")
    parser.add_argument("--workspace", help="folder of the runs, kept; a temporary one, if not given")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(asked.workspace or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name, line in commands().items():
            if not asked.answers or name in asked.answers:
                print(f"reshore {line}", flush=True)
                text = answer(line, folder)
                if not name.startswith(UNSHOWN):
                    (ANSWERS / f"{name}.txt").write_text(text, encoding="utf-8")
                stamp(name)


def stamp(name: str) -> None:
    """Record of which tables, and by which version, an answer was made."""
    made = {"tables": fingerprint(locate(EXAMPLE)), "version": __version__}
    STAMPS.write_text(json.dumps({**stamps(), name: made}, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def stamps() -> dict[str, dict[str, str]]:
    """Return the stamps of all answers."""
    found: dict[str, dict[str, str]] = json.loads(STAMPS.read_text(encoding="utf-8")) if STAMPS.exists() else {}
    return found


if __name__ == "__main__":
    main()
