"""The network: the tables of a model as integers and arrays over periods, ready to state laws on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reshore.network.activities import Activities, Moves, Vintages, make_activities, make_moves
from reshore.network.codes import Codes, encode
from reshore.network.controls import Controls, make_controls
from reshore.network.demands import Offers, Pieces, make_offers, make_pieces
from reshore.network.flows import Flows, Lanes, carried, make_flows, make_lanes
from reshore.network.incentives import Incentives, Works, make_incentives
from reshore.network.items import Items, make_items
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
from reshore.network.rules import Rules, make_rules
from reshore.network.tariffs import Duties, make_duties
from reshore.tables import DataError, Tables, unfilled


@dataclass(frozen=True)
class Network:
    """Everything that the laws are stated on; see the parts for shapes and units."""

    tables: Tables
    periods: Periods
    products: Products
    items: Items
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
    taken: Moves
    made: Moves
    lanes: Lanes
    flows: Flows
    pieces: Pieces
    offers: Offers
    rules: Rules
    controls: Controls
    incentives: Incentives

    @cached_property
    def duties(self) -> Duties:
        """What is owed on goods that enter another customs territory."""
        return make_duties(self.tables, self.periods, (self.products, self.items), (self.lanes, self.flows))

    @cached_property
    def tails(self) -> Codes:
        """The stock point that each flow leaves, shape (flow,)."""
        return self.points.find(self.lanes.origin[self.flows.lane], self.flows.item)

    @cached_property
    def heads(self) -> Codes:
        """The stock point at which each flow arrives, shape (flow,)."""
        return self.points.find(self.lanes.destination[self.flows.lane], self.flows.item)

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

    The tables must have passed the checks; a reference to nothing raises ValueError, a rule on what a base plan has of which
    nothing is known DataError.
    """
    if unfilled(tables):
        raise DataError(unfilled(tables))
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
    carries = carried(tables, lanes, inputs, outputs)
    ways = (lanes.origin[carries[0]], lanes.destination[carries[0]], carries[1])
    items = make_items(tables, operations, (inputs, outputs), ways)
    flows = make_flows(tables, periods, lanes, items, carries)
    pieces = make_pieces(tables, periods)
    offers = make_offers(tables, pieces)
    points = make_points(tables, items, _places(tables, ways, items, (inputs, outputs), (pieces, offers)))
    ramps = make_steps(tables, expansions.ramp)
    vintages = Vintages(expansions, starts, ramps, make_steps(tables, expansions.yield_ramp))
    activities = make_activities(tables, periods, operations, (uses, vintages), items.runs)
    works = Works(expansions, starts, activities, operations, outputs, products)
    return Network(
        tables=tables,
        periods=periods,
        products=products,
        items=items,
        points=points,
        stocks=make_stocks(tables, periods, points, items, products),
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
        taken=make_moves(activities, inputs, points, items.taken),
        made=make_moves(activities, outputs, points, items.made),
        lanes=lanes,
        flows=flows,
        pieces=pieces,
        offers=offers,
        rules=make_rules(tables, periods),
        controls=make_controls(tables, periods, (lanes, flows), (pieces, offers)),
        incentives=make_incentives(tables, periods, works),
    )


def _places(
    tables: Tables,
    ways: tuple[Codes, Codes, Codes],
    items: Items,
    recipes: tuple[Recipes, Recipes],
    demand: tuple[Pieces, Offers],
) -> list[tuple[Codes, Codes]]:
    """Return every (site, product) at which something can happen; of tracked products, where any origin will do."""
    stocks: pl.DataFrame = tables.frame("stocks")
    sites, names = tables.frame("sites")["site"], tables.frame("products")["product"]
    pieces, offers = demand
    inputs, outputs = recipes
    tail, head, product = ways
    anyway = ~items.matters(inputs)
    places = [
        (outputs.site, outputs.product),
        (tail, product),
        (head, product),
    ]
    return [
        *((site[free], product[free]) for site, product in places for free in [~items.tracked[product]]),
        (inputs.site[anyway], inputs.product[anyway]),
        (encode(stocks["site"], sites), encode(stocks["product"], names)),
        (np.asarray(pieces.market)[offers.piece], offers.product),
    ]
