"""Worked numbers: what the docstrings of the tests in `tests/laws` derive by hand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from .stated import Statement

TESTS: Final = Path(__file__).parents[2] / "tests" / "laws"
PART: Final = re.compile(r"^(Proves|By hand|Sensitivity)[:,] ", re.MULTILINE)
ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "variable-make": ("windows", "runs::test_whole_runs"),
    "variable-ship": ("lane_capacity::test_a_lane_carries_only_the_products_that_it_lists", "bans"),
    "variable-stock": ("storage", "profiles::test_an_end_column_takes_the_value_before_the_end_of_the_period"),
    "variable-serve": ("patience", "substitutes"),
    "variable-lost": ("demand::test_required_demand_is_served_even_at_a_loss",),
    "variable-build": ("commitment", "modules"),
    "variable-take": ("origin::test_origin_is_inherited_conferred_and_mixed",),
    "law-storage": ("origin::test_stock_of_all_origins_shares_a_limit_and_demand_takes_any",),
    "variable-scrap": ("balance::test_scrap_leaves_the_balance_at_its_cost",),
    "variable-slack": ("money_penalty::test_exactly_so_much_can_be_missed_on_both_sides",),
    "variable-claim": ("claims",),
    "law-balance": ("recipes", "lead_times", "origin"),
    "law-capacity": ("ramp_timing", "qualification", "small_amounts"),
    "law-runs": (
        "profiles::test_a_limit_that_is_unlimited_for_part_of_a_period_is_unlimited_in_all_of_it",
        "windows::test_a_minimum_counts_its_rate_in_the_window_alone",
        "windows::test_a_rate_that_changes_where_the_window_opens_counts_each_day_once",
    ),
    "law-lane_capacity": ("windows::test_a_limit_that_is_empty_only_while_the_window_is_closed_still_holds",),
    "money-upkeep": ("windows::test_upkeep_counts_its_rate_from_completion_on",),
    "money-transport": ("windows::test_averages_are_taken_over_the_open_days",),
    "money-capex": ("currencies::test_capex_is_at_the_rate_of_the_period_in_which_it_is_priced",),
    "money-fixed": ("currencies::test_a_rate_per_time_counts_each_day_at_its_rate_of_exchange",),
    "money-incentive": ("cap::test_a_cap_limits_what_an_incentive_pays_in_all",),
    "money-revenue": (
        "money_earning::test_objective_cost_leaves_out_revenue_and_nothing_else",
        "currencies::test_money_of_a_demand_is_at_the_rate_of_the_period_of_service",
    ),
    "money-operation": (
        "currencies::test_a_rate_and_a_profile_that_change_within_a_period_count_day_by_day",
        "currencies::test_a_header_may_count_in_another_currency",
        "profiles::test_a_mean_column_is_averaged_by_days_over_the_period_that_the_date_cuts",
        "windows::test_averages_are_taken_over_the_open_days",
    ),
    "money-terminal": (
        "currencies::test_values_of_goods_are_at_the_rates_of_their_time",
        "money_earning::test_money_is_discounted_from_the_middle_of_its_period_and_worth_at_the_end",
    ),
}
"""Tests of a statement besides those in the file with its name: files, or functions in them."""


@dataclass(frozen=True)
class Example:
    """A test with its name in words, what it proves, the derivation by hand, and what a wrong model would give."""

    file: str
    test: str
    proves: str
    by_hand: str
    sensitivity: str

    @property
    def title(self) -> str:
        """The name of the test in words."""
        words = self.test.removeprefix("test_").replace("_", " ")
        return words[0].upper() + words[1:]


def examples(statement: Statement) -> tuple[Example, ...]:
    """Return the worked examples of a statement; raises ValueError where one is named that is not there.

    A law has those in the file with its name; a term of money those that name it in the file of its module.
    """
    own = {"law": statement.stem, "money": f"money_{statement.stem}"}.get(statement.kind)
    found = [] if own is None else list(_tests(own))
    if statement.kind == "money":
        found = [(example, words) for example, words in found if statement.name in words]
    return (*(example for example, _ in found), *_also(ALSO.get(statement.page, ())))


def _also(names: tuple[str, ...]) -> Iterator[Example]:
    for name in names:
        stem, _, test = name.partition("::")
        chosen = [example for example, _ in _tests(stem) if test in ("", example.test)]
        if not chosen:
            raise ValueError(f"there is no test {name} in {TESTS}")
        yield from chosen


@cache
def _tests(stem: str) -> tuple[tuple[Example, frozenset[str]], ...]:
    """Return the tests of a file, each with the names and texts that its code passes."""
    path = TESTS / f"test_{stem}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return tuple((_example(path.name, node), frozenset(_words(node))) for node in tests)


def _example(file: str, node: ast.FunctionDef) -> Example:
    _, *parts = PART.split(ast.get_docstring(node) or "")
    said = {name: " ".join(text.split()) for name, text in zip(parts[::2], parts[1::2], strict=True)}
    return Example(file, node.name, said.get("Proves", ""), said.get("By hand", ""), said.get("Sensitivity", ""))


def _words(node: ast.FunctionDef) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.keyword) and part.arg:
            yield part.arg
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
