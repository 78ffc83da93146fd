"""Demands as due pieces, and the products that may serve them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.network.codes import Codes, days, encode
from reshore.network.exchange import average_rates
from reshore.network.lags import spread
from reshore.network.periods import Floats, Periods, coordinate, shift
from reshore.tables import Tables


@dataclass(frozen=True)
class Pieces:
    """What falls due of a demand in one period: arrays (piece,); names in `frame`.

    `latest` is the last period in which the customer still takes it. Money is in the currency of the model at the rate of the
    due period; `rate` is that of each period as a share of it, shape (piece, period).
    """

    frame: pl.DataFrame
    demand: Codes
    market: Codes
    product: Codes
    due: Codes
    latest: Codes
    quantity: Floats
    price: Floats
    late_cost: Floats
    lost_cost: Floats
    rate: Floats
    required: np.ndarray

    @property
    def count(self) -> int:
        """Number of due pieces."""
        return len(self.due)


@dataclass(frozen=True)
class Offers:
    """A product that may serve a due piece: arrays (offer,); `ratio` units of it stand for one unit asked for."""

    frame: pl.DataFrame
    piece: Codes
    product: Codes
    ratio: Floats
    price_factor: Floats
    opens: Floats
    closes: Floats


def make_pieces(tables: Tables, periods: Periods) -> Pieces:
    """Cut each demand into what falls due in each period of the horizon."""
    table = tables["demands"]
    opens = days(table.frame["date"], np.nan)
    closes = shift(opens, table.frame["spread"].to_numpy(), table.time("spread"))
    shares = spread(periods, opens, closes)
    rows = table.frame[shares.index]
    patient = shift(periods.ends[shares.period], rows["patience"].to_numpy(), table.time("patience"))
    latest = np.searchsorted(periods.starts, patient, side="left") - 1
    frame = rows.select("market", "product", "class", "date").with_columns(
        periods.dates[shares.period].alias("due"),
        pl.Series("unit", _units(tables, rows["product"])),
    )
    rates = average_rates(tables, periods, "demands")
    due = rates[shares.index, shares.period]
    return Pieces(
        frame=frame,
        demand=shares.index,
        market=encode(rows["market"], tables.frame("sites")["site"]),
        product=encode(rows["product"], tables.frame("products")["product"]),
        due=shares.period,
        latest=np.maximum(latest, shares.period),
        quantity=rows["quantity"].to_numpy() * shares.share,
        price=rows["price"].to_numpy() * due,
        late_cost=rows["late_cost"].to_numpy() * due,
        lost_cost=rows["lost_cost"].to_numpy() * due,
        rate=_relative(rates, shares.index, due),
        required=rows["required"].to_numpy(),
    )


def make_offers(tables: Tables, pieces: Pieces) -> Offers:
    """Return for each due piece the product itself and its substitutes."""
    products = tables.frame("products")["product"]
    own = pl.DataFrame({"piece": np.arange(pieces.count), "by": products.gather(pieces.product)}).with_columns(
        ratio=pl.lit(1.0), price_factor=pl.lit(1.0), starts=pl.lit(None, pl.Date), ends=pl.lit(None, pl.Date)
    )
    given = (
        pieces.frame.select("product")
        .with_row_index("piece")
        .with_columns(pl.col("piece").cast(pl.Int64))
        .join(tables.frame("substitutes"), on="product")
        .select(own.columns)
    )
    both = pl.concat([own, given]).sort("piece", maintain_order=True)
    piece = both["piece"].to_numpy()
    frame = pl.concat(
        [pieces.frame[piece].drop("unit"), both.select("by"), pl.DataFrame({"unit": _units(tables, both["by"])})],
        how="horizontal",
    )
    return Offers(
        frame=frame,
        piece=piece,
        product=encode(both["by"], products),
        ratio=both["ratio"].to_numpy(),
        price_factor=both["price_factor"].to_numpy(),
        opens=days(both["starts"], -np.inf),
        closes=days(both["ends"], np.inf),
    )


def lateness(tables: Tables, periods: Periods) -> Floats:
    """Return the start of each period as a number of the unit of time of `late_cost`, shape (period,)."""
    return coordinate(periods.starts, tables["demands"].time("late_cost"))


def _relative(rates: Floats, demand: Codes, due: Floats) -> Floats:
    """Return rates by piece as a share of that of its due period; a view of ones where no rate changes."""
    if (rates == rates[:, :1]).all():
        return np.broadcast_to(np.float64(1.0), (len(demand), rates.shape[1]))
    return rates[demand] / due[:, None]


def _units(tables: Tables, products: pl.Series) -> pl.Series:
    frame = tables.frame("products")
    return frame["unit"][encode(products, frame["product"])]
