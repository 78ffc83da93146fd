"""One server for a workspace: a lock on a file, which is let go when the process ends, however it does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Final

FILE: Final = ".lock"


class InUse(Exception):
    """Another server has the workspace; the message says what to do."""


def locked(folder: Path) -> IO[bytes]:
    """Return the locked file of a folder, to be kept open; raises InUse where another process has it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / FILE).open("ab")
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        file.close()
        raise InUse(f"{folder.parent} is being served already. End that server, or use its address.") from None
    return file
