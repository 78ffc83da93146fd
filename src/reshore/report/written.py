"""The report as a file: HTML, or a PDF that a Chromium prints of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reshore.report.figures import Subject
from reshore.report.page import report_html

PDF: Final = ".pdf"
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
BROWSER: Final = "RESHORE_CHROMIUM"
"""The variable of the environment that says which Chromium prints."""
SECONDS: Final = 120
QUIET: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Flags with which a Chromium asks nobody for anything of its own."""
FLAGS: Final = (
    "--headless",
    *QUIET,
    "--no-pdf-header-footer",
    "--run-all-compositor-stages-before-draw",
    "--virtual-time-budget=5000",
)


class BrowserError(Exception):
    """There is no Chromium to print with, or it did not print; the message says what to do."""


def find_browser() -> str:
    """Return the Chromium that prints; raises BrowserError where there is none."""
    named = os.environ.get(BROWSER)
    found = [path for path in map(shutil.which, [named] if named else BROWSERS) if path]
    if not found:
        what = f"{BROWSER} names {named}, which is no program." if named else "No Chromium or Chrome was found."
        raise BrowserError(
            f"{what} Install one, or set {BROWSER} to its path; or write .html and print it in a browser."
        )
    return found[0]


def write_files(subject: Subject, files: Sequence[Path]) -> list[Path]:
    """Write the report of a subject into files, as PDF where their name says so, and return them.

    Raises BrowserError where a PDF cannot be printed.
    """
    text = report_html(subject)
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix.lower() == PDF:
            _write_pdf(text, file)
        else:
            file.write_text(text, encoding="utf-8", newline="\n")
    return list(files)


def _write_pdf(text: str, file: Path) -> None:
    browser = find_browser()
    with tempfile.TemporaryDirectory() as folder:
        page, printed = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(text, encoding="utf-8", newline="\n")
        _print(browser, page, printed)
        shutil.copyfile(printed, file)


def _print(browser: str, page: Path, printed: Path) -> None:
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    profile = f"--user-data-dir={page.parent / 'profile'}"
    command = [browser, *FLAGS, *root, profile, f"--print-to-pdf={printed}", page.as_uri()]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BrowserError(
            f"{browser} did not print the report: {error}. Write .html and print it in a browser."
        ) from None
    if done.returncode != 0 or not printed.is_file():
        told = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise BrowserError(f"{browser} did not print the report: {' '.join(told) or 'it wrote no file'}.")
