"""Compilation of the simulation's inner loops by numba, which is an extra: `pip install "reshore[simulate]"`.

What is compiled is kept on disk for later processes. numba tells by the date of a function's own file whether it is still
good: after an edit of `lanes`, which `kernel` is compiled with, give `kernel` a new date too (`touch`).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., object])


class NotInstalled(Exception):
    """What the simulation is compiled with is not installed; the message says how to get it."""


def available() -> None:
    """Raise NotInstalled where numba is not there."""
    if find_spec("numba") is None:
        raise NotInstalled(
            'Simulation is compiled by numba, which is not installed. Get it with `pip install "reshore[simulate]"`.'
        )


def compiled(function: Function) -> Function:
    """Return a function compiled on its first call. Raises NotInstalled without numba."""
    available()
    import numba

    return cast("Function", numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def inlined(function: Function) -> Function:
    """Return a function that is compiled into each of its callers: passing all wires to it would cost more than it does."""
    available()
    import numba

    return cast("Function", numba.njit(inline="always", nogil=True, error_model="numpy")(function))
