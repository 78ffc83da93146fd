"""Small amounts: what rounding leaves is not in the program."""

from datetime import date

import numpy as np
import pytest
from tests.builders import asks, line, plant, project


@pytest.mark.parametrize("ramp", ["", "learn"])
def test_no_entry_is_what_rounding_left(ramp: str) -> None:
    """Proves: a module that retires on the first day of a period offers nothing in it: not 1e-12 either.

    By hand: months from the 15th; a module of 10 started on 15 January is complete on 14/31 of February, 14/31 = 0.45 of
    28 days in, and retires three months later at 14/31 of May: on 15 May, a bound. All entries are capacity (10 a month and
    parts of it, the least 10 · (14/28 − 14/31) = 0.48), yields, and 1.
    Sensitivity: coordinates that differ in their last digit leave 1e-12 of a module in the period from 15 May.
    """
    case = plant(
        "6 months",
        **line(7),
        ramps=[{"ramp": "learn", "age": 0, "fraction": 0.6}],
        expansions=[project(build_time=1, life=0.25, yield_ramp=ramp)],
        demands=asks([0, 50, 50, 50, 50, 50, 50], price=3),
    ).over("6 months", start=date(2025, 1, 15))
    _, program = case.program()

    assert np.abs(program.matrix.data[program.matrix.data != 0]).min() > 0.1
