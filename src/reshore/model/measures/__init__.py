"""Measures: one vocabulary for rules, targets, key figures and comparisons. Each is a linear form over the columns of a program.

`FORMS[name]` makes the form of a measure from a program that is being built or is complete; `matching` says which of its
labels filters choose; `windows` are the spans of time that it is added up over, and `added_up` adds it up: one row of
amounts over the columns for each window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from reshore.model.measures.capacity import built, capacity, used
from reshore.model.measures.chosen import Linear, matching, share_of_periods, summed
from reshore.model.measures.emissions import emissions
from reshore.model.measures.form import Form, Stated
from reshore.model.measures.goods import delivered, gross_value, made, shipped, stock, value_added
from reshore.model.measures.money import capex, cost, duty, profit, revenue
from reshore.model.measures.sums import Sums, added_up
from reshore.network import Network
from reshore.network.windows import Windows, windows

Measure = Callable[[Stated, Network], Form]
FORMS: Final[Mapping[str, Measure]] = MappingProxyType(
    {
        measure.__name__: measure
        for measure in (
            made,
            shipped,
            delivered,
            stock,
            capacity,
            used,
            built,
            capex,
            revenue,
            duty,
            cost,
            profit,
            value_added,
            gross_value,
            emissions,
        )
    }
)
"""The measures that `schema/measures.csv` declares, by name."""

__all__ = [
    "FORMS",
    "Form",
    "Linear",
    "Measure",
    "Stated",
    "Sums",
    "Windows",
    "added_up",
    "matching",
    "share_of_periods",
    "summed",
    "windows",
]
