"""Places on the map: sites that are too close to be told apart there are one place."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from scipy.sparse.csgraph import connected_components

CLOSE: Final = 4.0
"""Degrees within which sites of a country are one place."""


def places(sites: pl.DataFrame) -> pl.DataFrame:
    """Return the sites that have coordinates, with their `place`: its number, label, latitude and longitude.

    `sites` has site, named (the country), region, latitude, longitude; the result also `x`, `y`, `place`, `label`, `count`.
    """
    known = sites.drop_nulls(["latitude", "longitude"])
    if known.is_empty():
        return known.with_columns(
            place=pl.lit(0), x=pl.lit(0.0), y=pl.lit(0.0), count=pl.lit(0), label=pl.lit("")
        ).clear()
    north, east = (known[name].to_numpy() for name in ("latitude", "longitude"))
    country = known["named"].to_numpy()
    far = np.hypot(
        north[:, None] - north[None, :], (east[:, None] - east[None, :]) * np.cos(np.radians(north))[:, None]
    )
    _, number = connected_components((far < CLOSE) & (country[:, None] == country[None, :]))
    placed = known.with_columns(
        pl.Series("place", number),
        pl.when(pl.col("region").fill_null("") == "").then(pl.col("named")).otherwise("region").alias("_region"),
    )
    over = placed.with_columns(
        pl.col("longitude").mean().over("place").alias("x"),
        pl.col("latitude").mean().over("place").alias("y"),
        pl.len().over("place").alias("count"),
        pl.col("place").n_unique().over("named").alias("_places"),
        pl.col("_region").mode().sort().first().over("place").alias("_most"),
    )
    several = pl.when(pl.col("_places") == 1).then(pl.col("named")).otherwise(pl.col("_most"))
    label = pl.when(pl.col("count") == 1).then("site").otherwise(pl.format("{} ({})", several, "count"))
    return over.with_columns(label.alias("label")).drop("_region", "_places", "_most")
