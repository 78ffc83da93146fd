"""Which products a lane carries."""

from __future__ import annotations

from datetime import date

import polars as pl

from reshore.verify import Inputs
from reshore.verify.flows import allowed
from reshore.verify.world import World


def carried(**more: pl.DataFrame) -> set[str]:
    """Return `mode product` for what each lane may carry: MINE → HUB → MKT, with a way back."""
    tables = {
        "sites": pl.DataFrame({"site": ["MINE", "HUB", "MKT"]}),
        "products": pl.DataFrame({"product": ["ore", "sand", "gold"]}),
        "recipes": pl.DataFrame({"process": ["dig", "dig"], "product": ["ore", "sand"], "quantity": [2.0, 1.0]}),
        "operations": pl.DataFrame({"site": ["MINE"], "process": ["dig"]}),
        "lanes": pl.DataFrame(
            {
                "origin": ["MINE", "HUB", "MKT"],
                "destination": ["HUB", "MKT", "HUB"],
                "mode": ["rail", "road", "back"],
                "products": [None, None, None],
            }
        ),
        "demands": pl.DataFrame({"market": ["MKT"], "product": ["ore"], "date": [date(2026, 1, 1)], "quantity": [1.0]}),
        **more,
    }
    world = World.of(Inputs.of({"start": date(2026, 1, 1), "buckets": "1 month"}, tables))
    modes, products = world.text("lanes", "mode"), world.text("products", "product")
    return {f"{modes[f]} {products[p]}" for f, p in zip(*allowed(world).nonzero(), strict=True)}


def test_products_pass_on_to_where_they_are_of_use() -> None:
    """Proves: ore passes the hub to the market (and back, since the hub passes it on); sand is of no use anywhere."""
    assert carried() == {"rail ore", "road ore", "back ore"}


def test_stock_rows_and_substitutes_make_a_use() -> None:
    """Proves: sand goes where a row of `stocks` keeps it, or where it stands for what is demanded."""
    kept = pl.DataFrame({"site": ["HUB"], "product": ["sand"]})
    assert carried(stocks=kept) == {"rail ore", "road ore", "back ore", "rail sand", "road sand", "back sand"}
    instead = pl.DataFrame({"product": ["ore"], "by": ["sand"]})
    assert "road sand" in carried(substitutes=instead)


def test_goods_at_the_start_can_be_there() -> None:
    """Proves: initial stock and goods under way make a product present, an empty row of `stocks` does not."""
    wanted = pl.DataFrame({"market": ["MKT"], "product": ["gold"], "date": [date(2026, 1, 1)], "quantity": [1.0]})
    for column in ("initial", "in_transit"):
        for amount in (0.0, 1.0):
            stocks = pl.DataFrame({"site": ["HUB"], "product": ["gold"], column: [amount]})
            assert ("road gold" in carried(stocks=stocks, demands=wanted)) == (amount > 0)


def test_a_list_of_products_is_kept_to() -> None:
    """Proves: a lane with products carries those and no others, of use or not; nothing then reaches the road."""
    lanes = pl.DataFrame(
        {"origin": ["MINE", "HUB"], "destination": ["HUB", "MKT"], "mode": ["rail", "road"], "products": ["sand", None]}
    )
    assert carried(lanes=lanes) == {"rail sand"}
