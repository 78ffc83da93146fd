"""The units in which numbers count, in the model's own words."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from reshore.network import Network
from reshore.schema import table_schema
from reshore.schema.units import time_unit
from reshore.tables import Tables, key_of

WORD: Final = r"\b({})\b"


def with_units(network: Network, numbers: pl.DataFrame) -> pl.DataFrame:
    """Return numbers of a network's tables (table, column, and the key `resolved`) with `unit`.

    It is the declared one, in the header's unit of time and in the model's words; money is in the currency of the row.
    """
    tables, rules = network.tables, network.rules.stated.rename({"rule": "of_key", "unit": "stated"})
    rules = rules.with_columns(pl.Series("counted", [one.unit for one in network.rules.each], pl.String))
    spoken = _spoken(tables, numbers)
    counted = spoken.join(_counted(tables, rules), on=["of_table", "of_key"], how="left", maintain_order="left")
    counted = counted.join(rules.select("of_key", "stated"), on="of_key", how="left", maintain_order="left")
    places = counted.select("of_table", "of_column").unique().rows()
    known = [(table, column, _declared(tables, table, column)) for table, column in places]
    declared = pl.DataFrame(known, schema=["of_table", "of_column", "declared"], orient="row")
    both = counted.join(declared, on=["of_table", "of_column"], how="left", maintain_order="left")
    words = pl.col("counted").fill_null("unit")
    paid = pl.col("paid").fill_null(str(tables.setting["currency"]))
    unit = pl.col("declared").str.replace_all("{counted}", words, literal=True)
    unit = unit.str.replace_all("{paid}", paid, literal=True)
    of_value = (pl.col("of_table") == "rules") & (pl.col("of_column") == "value")
    unit = pl.when(of_value).then(pl.col("stated")).otherwise(unit)
    return numbers.with_columns(both.select(unit.alias("unit")).to_series())


def _spoken(tables: Tables, numbers: pl.DataFrame) -> pl.DataFrame:
    """Return whose number each is: that of a row of profiles is of the row and column that it changes."""
    profiles = tables.frame("profiles")
    keys = key_of(profiles, table_schema("profiles"))
    of = profiles.select("table", "key", "column").rename(lambda name: f"of_{name}")
    known = of.with_columns(keys.alias("key"), pl.lit("profiles").alias("table"))
    joined = numbers.select("table", "column", key="resolved").join(
        known, on=["table", "key"], how="left", maintain_order="left"
    )
    return joined.select(pl.coalesce(f"of_{name}", name).alias(f"of_{name}") for name in ("table", "key", "column"))


def _declared(tables: Tables, table: str, column: str) -> str:
    unit = table_schema(table).column(column).unit
    usual = time_unit(unit)
    if usual is not None:
        unit = unit.replace(usual, tables[table].time(column))
    unit = re.sub(WORD.format("currency"), "{paid}", unit)
    return re.sub(WORD.format("unit|capacity|measure"), "{counted}", unit)


def _counted(tables: Tables, rules: pl.DataFrame) -> pl.DataFrame:
    """Return what each row counts: the unit of its product, its resource or its measure; and the currency of its money.

    That is null where it is the model's.
    """
    products = tables.frame("products").select("product", counted="unit")
    resources = tables.frame("resources").select("site", "resource", counted="unit")
    found = []
    for table in tables:
        own = table.frame.with_columns(key_of(table.frame, table_schema(table.name)).alias("of_key"))
        if "product" in own.columns:
            own = own.join(products, on="product", how="left")
        elif {"site", "resource"} <= set(own.columns):
            own = own.join(resources, on=["site", "resource"], how="left")
        elif table.name == "rules":
            own = own.join(rules.select("of_key", "counted"), on="of_key", how="left")
        else:
            own = own.with_columns(pl.lit(None, pl.String).alias("counted"))
        named = table.name != "model" and "currency" in table.frame.columns
        paid = pl.when(pl.col("currency") != "").then("currency") if named else pl.lit(None, pl.String)
        found.append(own.select(pl.lit(table.name).alias("of_table"), "of_key", "counted", paid.alias("paid")))
    return pl.concat(found)
