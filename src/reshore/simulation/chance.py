"""Random numbers: streams keyed by seed, name and block of replications, so that nothing depends on who draws them, or when."""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np

BLOCK: Final = 512
"""Replications whose numbers are drawn together. They are the same whatever the number of replications."""


def stream(seed: int, name: str, block: int) -> np.random.Generator:
    """Return the random numbers of what is called `name` for a block of replications (Philox, of Salmon and others, 2011)."""
    digest = hashlib.sha256(name.encode()).digest()[:16]
    words = [int.from_bytes(digest[at : at + 4], "little") for at in range(0, 16, 4)]
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, *words, block])))
