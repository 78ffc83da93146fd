"""Tasks that worker processes can import."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import MappingProxyType

from reshore.cases import finishing


def half(number: int) -> int:
    """Return half of an even number; raises ValueError for an odd one."""
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2


def mirrored(mapping: MappingProxyType[str, int]) -> MappingProxyType[int, str]:
    """Return a mapping the other way round: neither it nor what it takes could be pickled as it is."""
    return MappingProxyType({value: name for name, value in mapping.items()})


def dying(number: int) -> int:
    """End the process at once where the number is 3."""
    if number == 3:
        os._exit(9)
    return number


def storing(file: str) -> None:
    """Take a second to store two files, after a third says that it has begun."""
    with finishing():
        Path(f"{file}.first").write_text("1", encoding="utf-8")
        time.sleep(1.0)
        Path(f"{file}.second").write_text("2", encoding="utf-8")
    time.sleep(60.0)
