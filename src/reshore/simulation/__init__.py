"""Sampled simulation: a plan run forward without foresight through what chance does to it."""

from typing import Final

SIMULATED: Final = "simulated"
"""Folder of a run that has its simulations, which are made after the run is complete."""
