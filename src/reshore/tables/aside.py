"""Write a file aside first and then in its place at once, so that nothing is ever half-written."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def in_place(file: Path) -> Iterator[Path]:
    """Yield a path as `aside` does, for a file that may be there: it keeps its rights, and where it is a link, so does the link.

    Raises as `aside` does.
    """
    real = file.resolve()
    with aside(real) as path:
        mode = stat.S_IMODE(real.stat().st_mode) if real.exists() else None
        if mode is not None:
            path.chmod(mode | stat.S_IWUSR)
        yield path
        if mode is not None:
            path.chmod(mode)


@contextmanager
def aside(file: Path) -> Iterator[Path]:
    """Yield the path of an empty file beside `file`, which takes its place at the end and is removed on any failure.

    The folder is made where it is missing. Raises FileExistsError where `file` is a folder, PermissionError or another OSError
    where nothing can be written there.
    """
    if file.is_dir():
        raise FileExistsError(f"{file} is a folder. Give the name of a file.")
    file.parent.mkdir(parents=True, exist_ok=True)
    path = file.with_name(f".{file.stem}.{os.getpid()}{file.suffix}")
    try:
        path.touch()
        yield path
        path.replace(file)
    except PermissionError as error:
        remedy = "Close it where it is open, or choose another folder."
        raise PermissionError(f"{file} cannot be written: {error.strerror}. {remedy}") from error
    finally:
        with suppress(OSError):
            path.unlink()
