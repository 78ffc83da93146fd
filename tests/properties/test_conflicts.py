"""What must hold for every model without a plan: no limit too many in its conflict, and repairs that repair."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.builders import SETTING, Case, Row
from tests.conflicts import has_plan, proven
from tests.properties.cases import NETWORKS, Numbers
from tests.properties.test_properties import examples, sizes

import reshore

REQUIRED = st.lists(st.booleans(), min_size=3, max_size=3)


def pressed(numbers: Numbers, required: list[bool], times: float, lots: tuple[float, float, bool]) -> Case:
    """Return a network that must serve some of its demands, some times as large, with limits on everything else."""
    floor, stocked, whole = lots
    case = numbers.case()
    demands: list[Row] = [
        {**row, "required": must, "quantity": times * float(str(row["quantity"]))}
        for row, must in zip(case.tables["demands"], required, strict=False)
    ]
    grow: Row = {**case.tables["expansions"][0], "floor_area": 10, "max_per_year": 2, "whole_modules": whole}
    sites = [{**row, "floor_area": floor} for row in case.tables["sites"]]
    mine, plant, _, ore, part = numbers.names
    stocks: list[Row] = [*case.tables["stocks"], {"site": plant, "product": part, "minimum": stocked}]
    operations: list[Row] = [
        {**row, "maximum": 45.0} if row["site"] == mine else {**row, "minimum [run/week]": stocked / 8}
        for row in case.tables["operations"]
    ]
    assert ore != part
    return Case(SETTING, case.tables).having(
        demands=demands, expansions=[grow], sites=sites, stocks=stocks, operations=operations
    )


@sizes
def test_conflicts_are_irreducible_and_repairs_repair(share: float) -> None:
    """Proves: in random models without a plan, no limit of a conflict can be left out, and each repair leaves a plan.

    By hand: nothing; whether there is a plan is asked of another solver, after edits of the tables.
    Sensitivity: duals taken for the smallest conflict; a repair rounded to the wrong side; a limit that is in no list.
    """

    @examples(share, of=8)
    @given(
        numbers=NETWORKS,
        required=REQUIRED,
        times=st.sampled_from([1.0, 3.0, 10.0]),
        lots=st.tuples(st.sampled_from([0.0, 15.0, 100.0]), st.sampled_from([0.0, 4.0, 30.0]), st.booleans()),
    )
    def proved(numbers: Numbers, required: list[bool], times: float, lots: tuple[float, float, bool]) -> None:
        reading = pressed(numbers, required, times, lots)
        try:
            tables = reading.read()
        except reshore.DataError:  # what the checks find is no matter of conflicts
            assume(False)
            return
        assume(not has_plan(tables))
        found = proven(tables)
        assert found.repairs[0].checked

    proved()
