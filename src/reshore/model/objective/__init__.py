"""The objective as a ledger: named terms that sum to what the solver maximises. Each amount is discounted.

Reads: model.start, model.buckets, model.discount_rate
"""

from reshore.model.objective.capacity import add_fixed, add_upkeep
from reshore.model.objective.controls import add_fee
from reshore.model.objective.demand import add_late, add_lost, add_revenue
from reshore.model.objective.duty import add_duty
from reshore.model.objective.incentives import add_incentive
from reshore.model.objective.investment import add_capex, add_residual
from reshore.model.objective.operation import add_operation
from reshore.model.objective.penalty import add_penalty
from reshore.model.objective.stock import add_holding, add_scrap, add_terminal
from reshore.model.objective.transport import add_pipeline, add_transport

TERMS = (
    add_revenue,
    add_late,
    add_lost,
    add_operation,
    add_fixed,
    add_upkeep,
    add_capex,
    add_transport,
    add_duty,
    add_holding,
    add_pipeline,
    add_scrap,
    add_terminal,
    add_residual,
    add_penalty,
    add_fee,
    add_incentive,
)

__all__ = ["TERMS"]
