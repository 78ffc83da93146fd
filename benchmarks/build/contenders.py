"""The same program built from the same terms by linopy, by Pyomo and by our own builder, up to the matrix."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks.build.terms import Law, Terms
from numpy.typing import NDArray
from scipy import sparse

from reshore.model import Earning
from reshore.model.program import Bounds, Index, ProgramBuilder


@dataclass(frozen=True)
class Matrix:
    """What a contender hands to a solver: the matrix without empty rows, and the costs of maximising."""

    matrix: sparse.csr_array
    cost: NDArray[np.float64]

    def differs(self, other: Matrix) -> str:
        """Return how another matrix differs; empty where it has the same nonzeros and costs."""
        if self.matrix.shape != other.matrix.shape or self.matrix.nnz != other.matrix.nnz:
            return f"shape {other.matrix.shape} with {other.matrix.nnz} nonzeros"
        if abs(self.matrix - other.matrix).max() > 1e-12 * abs(self.matrix).max():
            return "other coefficients"
        if not np.allclose(self.cost, other.cost, rtol=1e-12, atol=0.0):
            return "other costs"
        return ""


def ours_whole(terms: Terms) -> Matrix:
    """Return the matrix of the program itself, without its empty rows."""
    return Matrix(sparse.csr_array(terms.program.matrix.tocsr()[terms.kept]), terms.program.cost)


def build_ours(terms: Terms) -> Matrix:
    """Our builder: blocks of columns and rows with their index tables, terms as arrays, costs as a ledger entry a block."""
    program = terms.program
    periods = 1 + max(int(block.period.max(initial=0)) for block in program.columns.values())
    builder, undiscounted = ProgramBuilder(periods), np.ones(periods)
    for block in program.columns.values():
        own = block.slice
        bounds = Bounds(program.lower[own], program.upper[own], program.integer[own], program.worth[own])
        index = Index(block.name, block.unit, block.labels, block.entity, block.period, block.lookup.ndim == 1)
        columns = builder.add_columns(index, bounds)
        at = np.arange(columns.first, columns.first + columns.size, dtype=np.int32)
        builder.add_money(
            Earning(block.name, block.labels, block.entity, at, block.period, program.cost[own], undiscounted)
        )
    for law in terms.laws:
        entity, period = law.block.entity[law.kept], law.block.period[law.kept]
        index = Index(law.name, law.block.unit, law.block.labels, entity, period, law.block.lookup.ndim == 1)
        rows = builder.add_rows(index, law.right if law.equal else -np.inf, law.right)
        for part in law.parts:
            first = np.int32(builder[part.block].first)
            builder.add_terms(rows.first + part.row.astype(np.int32), first + part.column.astype(np.int32), part.value)
    built = builder.build()
    return Matrix(sparse.csr_array(built.matrix), built.cost)


def build_linopy(terms: Terms, sparse_path: bool) -> Matrix:
    """linopy: a variable array a block; a law is the sum over blocks of (coefficients · x[entries]).groupby(row).sum().

    Up to `model.matrices`. On the sparse path the model is `Model(sparse=True)`, under the v1 semantics that it needs.
    """
    import linopy

    linopy.options["semantics"] = "v1" if sparse_path else "legacy"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = linopy.Model(sparse=True) if sparse_path else linopy.Model()
        variables = _linopy_variables(model, terms)
        for law in terms.laws:
            _linopy_law(model, variables, law, sparse_path)
        matrices = model.matrices
    return Matrix(matrices.A, matrices.c)


def _linopy_variables(model: Any, terms: Terms) -> Mapping[str, Any]:
    import pandas as pd
    import xarray as xr

    program, variables, objective = terms.program, {}, 0
    for name, block in program.columns.items():
        if block.size:
            place = [pd.RangeIndex(block.size, name=f"{name}_entry")]
            lower, upper, cost = (
                xr.DataArray(values[block.slice], coords=place)
                for values in (program.lower, program.upper, program.cost)
            )
            variables[name] = model.add_variables(lower=lower, upper=upper, coords=place, name=name)
            objective = objective + (cost * variables[name]).sum()
    model.add_objective(objective, sense="max")
    return variables


def _linopy_law(model: Any, variables: Mapping[str, Any], law: Law, sparse_path: bool) -> None:
    import pandas as pd
    import xarray as xr

    rows = pd.RangeIndex(len(law.kept), name="row")
    total = None
    for part in law.parts:
        chosen = variables[part.block].isel({f"{part.block}_entry": xr.DataArray(part.column, dims="entry")})
        terms = xr.DataArray(part.value, dims="entry") * chosen
        grouped = terms.groupby(xr.DataArray(part.row, dims="entry", name="row")).sum().reindex(row=rows)
        grouped = grouped.fillna(0) if sparse_path else grouped
        total = grouped if total is None else total + grouped
    right = xr.DataArray(law.right, coords=[rows])
    model.add_constraints(total, "=" if law.equal else "<=", right, name=law.name)


def build_pyomo(terms: Terms) -> Matrix:
    """Pyomo: ConcreteModel, an indexed Var a block, an indexed Constraint a law whose rule sums its terms by `quicksum`.

    Up to the arrays of `LinearStandardFormCompiler`.
    """
    import pyomo.environ as pyo
    from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

    program, model = terms.program, pyo.ConcreteModel()
    lower, upper, cost = program.lower.tolist(), _finite(program.upper), program.cost.tolist()
    every: list[Any] = []
    for name, block in program.columns.items():
        variable = pyo.Var(range(block.size), bounds=_bounds(lower, upper, block.first))
        model.add_component(name, variable)
        every += variable.values()
    for law in terms.laws:
        model.add_component(f"law_{law.name}", pyo.Constraint(range(len(law.kept)), rule=_rule(law, every)))
    model.objective = pyo.Objective(
        expr=pyo.quicksum((c * x for c, x in zip(cost, every, strict=True) if c)), sense=pyo.maximize
    )
    form = LinearStandardFormCompiler().write(model, mixed_form=True, column_order=every, set_sense=None)
    return Matrix(sparse.csr_array(form.A), np.asarray(form.c.todense()).ravel())


def _bounds(lower: list[float], upper: list[float | None], first: int) -> Callable[..., tuple[float, float | None]]:
    return lambda _, entry: (lower[first + entry], upper[first + entry])


def _finite(values: NDArray[np.float64]) -> list[float | None]:
    return [value if value < np.inf else None for value in values.tolist()]


def _rule(law: Law, every: list[Any]) -> Callable[..., Any]:
    """Return the rule of one row: its terms by `quicksum`, and its side."""
    from pyomo.environ import quicksum

    begins, columns, values = law.rows.indptr.tolist(), law.rows.indices.tolist(), law.rows.data.tolist()
    right, equal = law.right.tolist(), law.equal

    def rule(_: Any, row: int) -> Any:
        entries = range(begins[row], begins[row + 1])
        total = quicksum(values[entry] * every[columns[entry]] for entry in entries)
        return total == right[row] if equal else total <= right[row]

    return rule
