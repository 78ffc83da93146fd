"""The variables of the program: one file for each, added in this order. All of them are made for the periods of the
model.

Reads: model.start, model.buckets
"""

from reshore.model.variables.build import add_build
from reshore.model.variables.claim import add_claim
from reshore.model.variables.lost import add_lost
from reshore.model.variables.make import add_make
from reshore.model.variables.scrap import add_scrap
from reshore.model.variables.serve import add_serve
from reshore.model.variables.ship import add_ship
from reshore.model.variables.slack import add_slack
from reshore.model.variables.stock import add_stock
from reshore.model.variables.take import add_take

VARIABLES = (
    add_make,
    add_ship,
    add_stock,
    add_serve,
    add_lost,
    add_build,
    add_scrap,
    add_take,
    add_claim,
    add_slack,
)

__all__ = ["VARIABLES"]
