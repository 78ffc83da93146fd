"""The network: the tables of a model as integers and arrays over periods, ready to state laws on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reshore.network.activities import Activities, Vintages, make_activities
from reshore.network.codes import Codes, encode
from reshore.network.controls import Controls, make_controls
from reshore.network.demands import Offers, Pieces, make_offers, make_pieces
from reshore.network.flows import Flows, Lanes, make_flows, make_lanes
from reshore.network.incentives import Incentives, Works, make_incentives
from reshore.network.offered import Offered, make_offered
from reshore.network.operations import Operations, Recipes, Uses, make_operations, make_recipes, make_uses
from reshore.network.periods import Floats, Periods, make_periods
from reshore.network.points import Points, Products, Stocks, make_points, make_products, make_stocks
from reshore.network.ramps import make_steps
from reshore.network.resources import (
    Expansions,
    Levels,
    Resources,
    Starts,
    make_expansions,
    make_levels,
    make_resources,
    make_starts,
)
from reshore.tables import Tables


@dataclass(frozen=True)
class Network:
    """Everything that the laws are stated on; see the parts for shapes and units."""

    tables: Tables
    periods: Periods
    products: Products
    points: Points
    stocks: Stocks
    operations: Operations
    inputs: Recipes
    outputs: Recipes
    uses: Uses
    resources: Resources
    levels: Levels
    expansions: Expansions
    starts: Starts
    offered: Offered
    activities: Activities
    lanes: Lanes
    flows: Flows
    pieces: Pieces
    offers: Offers
    controls: Controls
    incentives: Incentives

    @property
    def leaving(self) -> NDArray[np.bool_]:
        """Whether anything of each flow may leave in each period: its lane is open on a day without a ban, (flow, period)."""
        open_lanes: NDArray[np.bool_] = self.lanes.allowed[self.flows.lane]
        open_lanes[self.controls.bans.flow, self.controls.bans.period] = False
        return open_lanes

    @property
    def discount(self) -> Floats:
        """Discount factor of each period, from its middle, shape (period,)."""
        factor: Floats = (1.0 + self._rate) ** -self.periods.middle_years
        return factor

    @property
    def final_discount(self) -> float:
        """Discount factor at the end of the horizon."""
        return float((1.0 + self._rate) ** -self.periods.horizon_years)

    @property
    def _rate(self) -> float:
        return cast("float", self.tables.setting["discount_rate"])


def build_network(tables: Tables) -> Network:
    """Return the network of resolved tables (no group stands for its members any more).

    The tables must have passed the checks; a reference to nothing raises ValueError.
    """
    setting = tables.setting
    periods = make_periods(cast("date", setting["start"]), cast("str", setting["buckets"]))
    products = make_products(tables, periods)
    operations = make_operations(tables, periods)
    inputs, outputs = make_recipes(tables, operations)
    uses, resources = make_uses(tables, periods, operations), make_resources(tables, periods)
    levels = make_levels(uses, operations, resources)
    expansions = make_expansions(tables, periods)
    starts = make_starts(tables, periods, expansions)
    lanes = make_lanes(tables, periods)
    flows = make_flows(tables, periods, lanes, inputs, outputs)
    pieces = make_pieces(tables, periods)
    offers = make_offers(tables, pieces)
    points = make_points(tables, _places(tables, lanes, flows, (inputs, outputs), (pieces, offers)))
    ramps = make_steps(tables, expansions.ramp)
    vintages = Vintages(expansions, starts, ramps, make_steps(tables, expansions.yield_ramp))
    activities = make_activities(tables, periods, operations, uses, vintages)
    works = Works(expansions, starts, activities, operations, outputs, products)
    return Network(
        tables=tables,
        periods=periods,
        products=products,
        points=points,
        stocks=make_stocks(tables, periods, points, products),
        operations=operations,
        inputs=inputs,
        outputs=outputs,
        uses=uses,
        resources=resources,
        levels=levels,
        expansions=expansions,
        starts=starts,
        offered=make_offered(tables, periods, resources, levels, (expansions, starts, ramps)),
        activities=activities,
        lanes=lanes,
        flows=flows,
        pieces=pieces,
        offers=offers,
        controls=make_controls(tables, periods, (lanes, flows), (pieces, offers)),
        incentives=make_incentives(tables, periods, works),
    )


def _places(
    tables: Tables, lanes: Lanes, flows: Flows, recipes: tuple[Recipes, Recipes], demand: tuple[Pieces, Offers]
) -> list[tuple[Codes, Codes]]:
    """Return every (site, product) at which something can happen."""
    stocks: pl.DataFrame = tables.frame("stocks")
    sites, names = tables.frame("sites")["site"], tables.frame("products")["product"]
    pieces, offers = demand
    return [
        *((part.site, part.product) for part in recipes),
        (lanes.origin[flows.lane], flows.product),
        (lanes.destination[flows.lane], flows.product),
        (np.asarray(pieces.market)[offers.piece], offers.product),
        (encode(stocks["site"], sites), encode(stocks["product"], names)),
    ]
