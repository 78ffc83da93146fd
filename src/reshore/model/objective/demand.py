"""Revenue, and what being late or short costs."""

import numpy as np
import polars as pl

from reshore.model.objective.earning import Entry, earn, entries, labelled
from reshore.model.program import ProgramBuilder
from reshore.network import Network
from reshore.network.demands import lateness
from reshore.network.periods import Floats
from reshore.schema.goals import money_goal


def add_revenue(program: ProgramBuilder, network: Network) -> None:
    """Earn the demand's price for each unit served.

    Term: + price[d] · price_factor[by] · serve[d,by,t] / ratio[by]                                      [currency]
    With: price in another currency at the average rate of the period of serving
    For:  everything served, in the period of serving; price_factor and ratio are 1 for the product itself; nothing where the
          objective is `cost`
    Reads: demands.price, demands.currency, substitutes.price_factor, substitutes.ratio, model.objective
    """
    if money_goal(network.tables.setting["objective"]) == "cost":
        return
    entry = entries(program["serve"])
    earn(program, network, ("revenue", _labels(network)), _by_piece(network, entry), paid(network, entry))


def add_late(program: ProgramBuilder, network: Network) -> None:
    """Pay for each unit served late, by the time from the start of the due period u to that of the serving one.

    Term: − late_cost[d] · (b(t) − b(u)) · serve[d,by,t] / ratio[by]                                     [currency]
    With: late_cost in another currency at the average rate of the period of serving
    For:  everything served after its due period, in the period of serving
    Reads: demands.late_cost, demands.currency, substitutes.ratio
    """
    offers, pieces, serve = network.offers, network.pieces, program["serve"]
    entry, begins = entries(serve), lateness(network.tables, network.periods)
    piece = offers.piece[entry.label]
    delay = begins[entry.period] - begins[pieces.due[piece]]
    amount = -pieces.late_cost[piece] * pieces.rate[piece, entry.period] * delay / offers.ratio[entry.label]
    earn(program, network, ("late", _labels(network)), _by_piece(network, entry), amount)


def add_lost(program: ProgramBuilder, network: Network) -> None:
    """Pay for each unit that is never served, in the period in which it was due.

    Term: − lost_cost[d] · lost[d]                                                                       [currency]
    With: lost_cost in another currency at the average rate of the due period
    For:  every due piece
    Reads: demands.lost_cost, demands.currency
    """
    entry = entries(program["lost"])
    earn(program, network, ("lost", _labels(network)), entry, -network.pieces.lost_cost[entry.label])


def paid(network: Network, entry: Entry) -> Floats:
    """Return what the customer pays for a unit of each entry of `serve`, in the currency of the model [currency/unit]."""
    offers, pieces = network.offers, network.pieces
    price = pieces.price[offers.piece] * offers.price_factor / offers.ratio
    found: Floats = price[entry.label] * pieces.rate[offers.piece[entry.label], entry.period]
    return found


def _labels(network: Network) -> pl.DataFrame:
    return labelled(network.pieces.frame, site="market", name="class", product="product")


def _by_piece(network: Network, entry: Entry) -> Entry:
    return Entry(np.asarray(network.offers.piece)[entry.label], entry.column, entry.period)
