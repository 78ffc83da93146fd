"""What bundles were built from, and what they are: compares the stamps that `stamp.js` wrote with the files that are here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

WEB = Path(__file__).parent
COMMON = ("figures", "package.json", "package-lock.json", "tsconfig.json", "stamp.js")
BUILT = {"report": "src/reshore/report/page", "page": "src/reshore/web/page"}
"""The folder of each bundle, which has its stamp in `built.json`."""
STAMP = "built.json"
MADE = {"report": ("figures.js",)}
"""The files of a bundle; all that lie in its folder where none are named."""


def stale() -> list[str]:
    """Return the bundles that were built from other sources, that are not as they were built, or that are not there."""
    return [bundle for bundle in BUILT if stamp_of(bundle) != {"sources": sources(bundle), "built": built(bundle)}]


def stamp_of(bundle: str) -> dict[str, str] | None:
    """Return the stamp that is kept with a bundle, None where there is none that can be read."""
    try:
        found = json.loads((folder_of(bundle) / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def sources(bundle: str) -> str:
    """Return the stamp of the sources of a bundle: a hash of the names and hashes of all files, whatever their line ends."""
    return _stamp(WEB, (path for place in (*COMMON, bundle) for path in _files(WEB / place)))


def built(bundle: str) -> str:
    """Return the stamp of the files that were built: of those that are there, so that one that is missing counts too."""
    folder = folder_of(bundle)
    named = MADE.get(bundle)
    paths = [folder / name for name in named] if named else [path for path in folder.rglob("*") if path.name != STAMP]
    return _stamp(folder, (path for path in paths if path.is_file()))


def folder_of(bundle: str) -> Path:
    """Return the folder of a bundle."""
    return WEB.parent / BUILT[bundle]


def _stamp(home: Path, files: Iterable[Path]) -> str:
    paths = sorted(path.relative_to(home).as_posix() for path in files)
    return _sha256("".join(f"{path} {_sha256(_text(home / path))}\n" for path in paths).encode())


def _files(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()] if place.is_dir() else [place]


def _text(file: Path) -> bytes:
    return file.read_bytes().replace(b"\r\n", b"\n")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
