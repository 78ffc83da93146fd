"""The parts of a workbook, unpacked within limits: what counts is the bytes that come out, not what the archive says."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

CHUNK: Final = 1 << 20
MOST_OF_PART: Final = 200_000_000
MOST_OF_ALL: Final = 1_000_000_000
MOST_PARTS: Final = 10_000
LOCAL_HEADER: Final = b"PK\x03\x04"


class ArchiveError(Exception):
    """A workbook cannot be unpacked: the code of the finding, what is wrong, what to do."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(code, message, remedy)
        self.code, self.message, self.remedy = code, message, remedy


class Archive:
    """A zip archive whose parts are read by name, and counted as they come out."""

    def __init__(self, path: Path) -> None:
        """Read the list of parts; raises ArchiveError where there is none, OSError where the file cannot be read."""
        self.path = path
        self._counted: dict[str, int] = {}
        self._parts = {info.filename: info for info in _listed(path)}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str, most: int = MOST_OF_PART) -> bytearray:
        """Return the bytes of a part; raises ArchiveError where they are more than `most`, KeyError where there is none."""
        content = bytearray()
        for chunk in self._bounded(name, most):
            content += chunk
        return content

    def count(self) -> None:
        """Unpack what has not been read yet, to know that nothing in the archive is larger than may be."""
        for name in self._parts:
            if name not in self._counted:
                for _ in self._bounded(name, MOST_OF_PART):
                    pass

    def _bounded(self, name: str, most: int) -> Iterator[bytes]:
        size = 0
        others = sum(self._counted.values()) - self._counted.get(name, 0)
        for chunk in _unpacked(self.path, self._parts[name]):
            size += len(chunk)
            if size > most or others + size > MOST_OF_ALL:
                raise _too_large(name, most if size > most else MOST_OF_ALL)
            yield chunk
        self._counted[name] = size


def _listed(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, UnicodeDecodeError) as error:
        raise _damaged() from error
    if len(parts) > MOST_PARTS or len({info.filename.lower() for info in parts}) < len(parts):
        raise ArchiveError("E103", "The file has too many parts, or two of one name.", "Save it again in Excel.")
    return parts


def _unpacked(path: Path, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(info.header_offset)
        head = file.read(30)
        if len(head) < 30 or not head.startswith(LOCAL_HEADER) or info.flag_bits & 1:
            raise _damaged()
        file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
        packed = _packed(file, info.compress_size)
        if info.compress_type == zipfile.ZIP_STORED:
            yield from packed
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            yield from _inflated(packed)
        else:
            raise _damaged()


def _packed(file: BinaryIO, left: int) -> Iterator[bytes]:
    while left > 0:
        data = file.read(min(CHUNK, left))
        if not data:
            raise _damaged()
        left -= len(data)
        yield data


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for data in packed:
            rest, out = data, b"x" * CHUNK
            while not unpacker.eof and (rest or len(out) == CHUNK):
                out = unpacker.decompress(rest, CHUNK)
                rest = unpacker.unconsumed_tail
                yield out
    except zlib.error as error:
        raise _damaged() from error
    if not unpacker.eof:
        raise _damaged()


def _damaged() -> ArchiveError:
    return ArchiveError("E103", "The file is no workbook that can be read: it is damaged.", "Save it again in Excel.")


def _too_large(name: str, most: int) -> ArchiveError:
    message = f"The workbook is too large: with '{name}' more than {most // 1_000_000:,} MB come out of it."
    return ArchiveError("E115", message, "Delete what is no table, or save the tables as CSV or Parquet.")
