"""What export controls cost."""

import polars as pl

from reshore.model.objective.demand import paid
from reshore.model.objective.earning import Entry, earn, entries, labelled
from reshore.model.program import ProgramBuilder
from reshore.network import Network
from reshore.network.codes import pairs


def add_fee(program: ProgramBuilder, network: Network) -> None:
    """Pay a share of the revenue from each unit served under a fee.

    It is due on what the customer pays for a product given that the fee is about, at a market in `destination`. The share of a
    period is that of each day on which the fee holds, averaged over all of its days.

    Term: − fee[k,t] · price[d] · price_factor[by] · serve[d,by,t] / ratio[by]                           [currency]
    With: price in another currency at the average rate of the period of serving
    For:  everything served of a product given that the fee is about, in the period of serving; also where the objective is `cost`
    Reads: controls.kind, controls.fee_rate, controls.starts, controls.ends, products.control_class, sites.country,
          demands.price, demands.currency, substitutes.price_factor, substitutes.ratio
    """
    fees = network.controls.fees
    if not len(fees.offer):
        return
    frame: pl.DataFrame = network.offers.frame[fees.offer]
    names = frame.with_columns(network.controls.frame["control"][fees.control])
    labels = labelled(names, site="market", name="class", product="by", program="control")
    sold = entries(program["serve"])
    entry, pair = pairs(sold.label, fees.offer)
    charged = Entry(sold.label[entry], sold.column[entry], sold.period[entry])
    share = fees.rate[fees.control[pair], charged.period]
    amount = -share * paid(network, charged)
    earn(program, network, ("fee", labels), Entry(pair, charged.column, charged.period), amount)
