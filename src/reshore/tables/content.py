"""What a file holds, by its first bytes: names can be wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Final

TEXT: Final = "text"
PARQUET: Final = "Parquet"
MAGIC: Final = (
    (b"PK\x03\x04", "a workbook or another archive"),
    (b"PAR1", PARQUET),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.xls), or one with a password"),
    (b"\x1f\x8b", "compressed by gzip"),
    (b"%PDF", "a PDF"),
)
REMEDIES: Final = {
    MAGIC[0][1]: "Give it the ending .xlsx, or save it in Excel as 'CSV UTF-8 (comma delimited)'.",
    MAGIC[1][1]: "Give it the ending .parquet.",
    MAGIC[2][1]: "Open it in Excel, take the password away, and save it as 'Excel Workbook (.xlsx)'.",
    MAGIC[3][1]: "Unpack it first.",
}


def content_of(path: Path) -> str:
    """Return what the first bytes of a file say that it holds: empty where they say nothing.

    Raises OSError where it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    for magic, words in MAGIC:
        if head.startswith(magic):
            return words
    return TEXT if head and _is_text(head) else ""


def remedy_for(content: str, otherwise: str) -> str:
    """Return what to do about a file that holds something else than its name says."""
    return REMEDIES.get(content, otherwise)


def _is_text(head: bytes) -> bool:
    try:
        head[:-4].decode("utf-8-sig") if len(head) == 4096 else head.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return b"\x00" not in head
