"""The packaged examples, run forward without events, are their plans; `us-buildout` is held to it beside its other tests."""

import numpy as np
import polars as pl
import pytest
from tests.simulate.forced import forced

import reshore


@pytest.mark.parametrize("example", ["first-plan", "factory"])
def test_an_example_without_events_is_its_plan(example: str) -> None:
    """Proves: every variable and every term of money is that of the plan. By hand: identity."""
    plan = reshore.plan(example)
    found = forced(plan)
    paid = plan.table("money").group_by("term").agg(pl.col("discounted").sum())

    assert plan.state is not None
    assert found.columns == pytest.approx(plan.state.columns, rel=1e-9, abs=1e-7)
    assert found.terms == pytest.approx(dict(paid.iter_rows()), rel=1e-9)
    assert found.profit == pytest.approx(plan.objective, rel=1e-9)
    assert not np.isnan(found.block.totals).any()
