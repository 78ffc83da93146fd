"""The laws of the program: one file for each, stated in this order. The name of a law is that of its file.

Reads: model.start, model.buckets
"""

from reshore.model.laws.balance import add_balance
from reshore.model.laws.cap import add_cap
from reshore.model.laws.capacity import add_capacity
from reshore.model.laws.claims import add_claims
from reshore.model.laws.demand import add_demand
from reshore.model.laws.floor_area import add_floor_area
from reshore.model.laws.growth import add_growth
from reshore.model.laws.lane_capacity import add_lane_capacity
from reshore.model.laws.modules import add_modules
from reshore.model.laws.quota import add_quota
from reshore.model.laws.rules import add_rules
from reshore.model.laws.runs import add_runs
from reshore.model.laws.shelf_life import add_shelf_life
from reshore.model.laws.storage import add_storage
from reshore.model.laws.vintage_capacity import add_vintage_capacity

LAWS = (
    add_balance,
    add_capacity,
    add_vintage_capacity,
    add_demand,
    add_lane_capacity,
    add_runs,
    add_modules,
    add_growth,
    add_floor_area,
    add_shelf_life,
    add_rules,
    add_storage,
    add_quota,
    add_claims,
    add_cap,
)

__all__ = ["LAWS"]
