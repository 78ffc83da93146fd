"""What bundles were built from: compares the stamps that `stamp.js` wrote with the sources that are here."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

WEB = Path(__file__).parent
COMMON = ("figures", "package.json", "package-lock.json", "tsconfig.json", "stamp.js")
BUILT = {"report": "src/reshore/report/page", "page": "src/reshore/web/page"}
"""The folder of each bundle, which has its stamp in `built.json`."""


def stale() -> list[str]:
    """Return the bundles that were built from other sources, or not at all."""
    return [bundle for bundle, folder in BUILT.items() if _stamp(WEB.parent / folder / "built.json") != sources(bundle)]


def sources(bundle: str) -> str:
    """Return the stamp of the sources of a bundle: a hash of the names and hashes of all files, whatever their line ends."""
    paths = sorted(path.relative_to(WEB).as_posix() for place in (*COMMON, bundle) for path in _files(WEB / place))
    lines = [f"{path} {_sha256(_text(WEB / path))}\n" for path in paths]
    return _sha256("".join(lines).encode())


def _files(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()] if place.is_dir() else [place]


def _text(file: Path) -> bytes:
    return file.read_bytes().replace(b"\r\n", b"\n")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _stamp(file: Path) -> str | None:
    return str(json.loads(file.read_text(encoding="utf-8"))["sources"]) if file.is_file() else None
