"""Stress: what events cost a plan when the best is made of them, how long it holds out, and which risks its spending hides."""

from reshore.analysis.stress.asked import RECOVER, USUAL, WORST, Asked, Place, places_of
from reshore.analysis.stress.case import PlaceCase, Result, Subject, results_of
from reshore.analysis.stress.stress import Stress

__all__ = [
    "RECOVER",
    "USUAL",
    "WORST",
    "Asked",
    "Place",
    "PlaceCase",
    "Result",
    "Stress",
    "Subject",
    "places_of",
    "results_of",
]
