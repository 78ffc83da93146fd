"""What cannot matter is taken away without changing whether a program is possible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse
from tests.builders import asks, line, plant

from reshore.solve import SolveOptions
from reshore.solve.highs import Arrays
from reshore.solve.peel import peeled
from reshore.solve.possible import possible, quickly
from reshore.solve.scaling import make_scaling
from reshore.solve.solve import scaled

OPTIONS = SolveOptions()


def random_arrays(seed: int) -> Arrays:
    """Return a small random program of whole numbers, often impossible, with columns and rows of every kind."""
    draw = np.random.default_rng(seed)
    height, width = 6, 9
    matrix = sparse.random_array(
        (height, width), density=0.35, rng=draw, data_sampler=lambda size: draw.integers(-3, 4, size)
    )
    matrix = sparse.csc_array(matrix.astype(np.float64))
    matrix.eliminate_zeros()
    side = draw.integers(-4, 5, height).astype(np.float64)
    kind = draw.integers(0, 3, height)
    return Arrays(
        cost=np.zeros(width),
        constant=0.0,
        lower=np.zeros(width),
        upper=np.where(draw.random(width) < 0.3, 2.0, np.inf),
        row_lower=np.where(kind == 0, -np.inf, side),
        row_upper=np.where(kind == 1, np.inf, side),
        indptr=matrix.indptr,
        indices=matrix.indices,
        data=matrix.data,
        integer=draw.random(width) < 0.2,
    )


def test_what_is_left_is_possible_where_all_is() -> None:
    """Proves: on random programs the rest is possible exactly where the program is, also with looser rows.

    By hand: nothing; the solver answers for both. Sensitivity: a column that helps one side and harms another taken for
    harmless; a side that a limited column cannot satisfy; whole numbers that must meet both sides of a row.
    """
    answers = []
    for seed in range(300):
        arrays = random_arrays(seed)
        rest = peeled(arrays)
        looser = np.random.default_rng(seed).integers(0, 3, len(arrays.row_upper)).astype(np.float64)
        kept = rest.row >= 0
        upper = rest.arrays.row_upper.copy()
        upper[rest.row[kept]] += looser[kept]
        answers.append(possible(arrays, OPTIONS, 10.0))

        assert possible(rest.arrays, OPTIONS, 10.0) == answers[-1], seed
        loosened = replace(arrays, row_upper=arrays.row_upper + looser)
        assert possible(replace(rest.arrays, row_upper=upper), OPTIONS, 10.0) == possible(loosened, OPTIONS, 10.0), seed
    assert 50 < sum(answer is True for answer in answers) < 250


def test_a_model_is_peeled_down_to_what_contradicts() -> None:
    """Proves: what is after the contradiction goes, and what makes it stays.

    By hand: 37 required in February of a line that makes 15 a month; March has nothing to do with it.
    Sensitivity: nothing taken away, or so much that the rest is possible.
    """
    demands = [*asks([0, 37], required=True, price=5), *asks([0, 0, 8, 8, 8, 8], price=5)]
    program = plant("6 months", **line(30, 2), demands=demands).program()[1]
    arrays = scaled(program, make_scaling(program))
    rest = peeled(arrays).arrays

    assert possible(arrays, OPTIONS, 10.0) is False
    assert possible(rest, OPTIONS, 10.0) is False
    assert rest.width < arrays.width / 2


def test_columns_below_nothing_are_refused() -> None:
    """Proves: a program for which the claim does not hold raises. By hand: a column from −1 on. Sensitivity: silence."""
    arrays = random_arrays(1)
    with pytest.raises(ValueError, match="negative"):
        peeled(replace(arrays, lower=arrays.lower - 1.0))


def test_no_time_is_no_answer() -> None:
    """Proves: an answer that was not found is neither yes nor no. By hand: no seconds. Sensitivity: `limit` read as no."""
    program = plant(**line(30, 2), demands=asks([0, 37], required=True, price=5)).program()[1]
    arrays = scaled(program, make_scaling(program))

    assert quickly(arrays, OPTIONS, 0.0).status in ("limit", "infeasible")
    assert possible(arrays, OPTIONS, 0.0) in (None, False)
