"""Limits are told in words, and every law has some."""

import polars as pl
import pytest
from tests.laws.test_every_law_is_tested import stems

from reshore.analysis.words import limits, one_more, said
from reshore.api import load
from reshore.model import build_program
from reshore.network import build_network
from reshore.tables import resolve


def test_every_law_has_words() -> None:
    """Proves: a law added without a line in limits.csv is noticed."""
    assert stems("laws") <= set(limits())


def test_the_words_name_what_the_row_is_about() -> None:
    names = pl.DataFrame({"site": ["Taichung", "Zhunan"], "resource": ["CoWoS", "test"], "unit": ["wafer", "hour"]})
    assert said("capacity", names).to_list() == ["CoWoS at Taichung", "test at Zhunan"]
    assert one_more("capacity", names).to_list() == ["one more wafer of capacity", "one more hour of capacity"]


def test_details_are_added_only_where_there_are_any() -> None:
    names = pl.DataFrame({"market": ["US", "EU"], "product": ["rack", "rack"], "class": ["", "sovereign"]})
    assert said("demand", names).to_list() == ["demand for rack in US", "demand for rack in EU, class sovereign"]


def test_every_row_of_an_example_can_be_told() -> None:
    """Proves: the templates name labels that the blocks of the program have."""
    program = build_program(build_network(resolve(load("us-buildout"))))
    for law, block in program.rows.items():
        assert said(law, block.labels).str.contains(r"[{}]").sum() == 0
        assert one_more(law, block.labels).len() == len(block.labels)


def test_unknown_limits_raise() -> None:
    with pytest.raises(KeyError):
        said("gravity", pl.DataFrame({"site": ["a"]}))
