"""Solutions read back into tables with the names of the model."""

from reshore.solution.kpis import kpis
from reshore.solution.measures import MEASURES
from reshore.solution.plan import PLAN_TABLES, Plan, make_plan

__all__ = ["MEASURES", "PLAN_TABLES", "Plan", "kpis", "make_plan"]
