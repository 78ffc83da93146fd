"""Places on the map: sites that are too close to be told apart there are one place."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from scipy.sparse.csgraph import connected_components

from reshore.network.periods import Floats
from reshore.report.figures.frames import WIDE

NEAR: Final = 0.018
"""Share of the width of a map within which sites of a country are one place."""
CLOSE: Final = 4.0
"""Degrees beyond which they are not, however large the map is."""


def places(sites: pl.DataFrame) -> pl.DataFrame:
    """Return the sites that have coordinates, with their `place`: its number, label, latitude and longitude.

    `sites` has site, named (the country), region, latitude, longitude; the result also `x`, `y`, `place`, `label`, `count`.
    A place is called after its site; one of several sites after its country where it is the only one there, after its region,
    or else after its first site. No two places are called alike.
    """
    known = sites.drop_nulls(["latitude", "longitude"])
    if known.is_empty():
        return known.with_columns(
            place=pl.lit(0), x=pl.lit(0.0), y=pl.lit(0.0), count=pl.lit(0), label=pl.lit("")
        ).clear()
    north, east = (known[name].cast(pl.Float64).to_numpy() for name in ("latitude", "longitude"))
    country = known["named"].to_numpy()
    apart = np.abs(east[:, None] - east[None, :])
    apart = np.minimum(apart, 360.0 - apart)
    far = np.hypot(north[:, None] - north[None, :], apart * np.cos(np.radians(north))[:, None])
    _, number = connected_components((far < _close(north, east)) & (country[:, None] == country[None, :]))
    over = known.with_columns(pl.Series("place", number)).with_columns(
        _middle().alias("x"),
        pl.col("latitude").mean().over("place").alias("y"),
        pl.len().over("place").alias("count"),
    )
    return over.with_columns(_labels(over))


def _middle() -> pl.Expr:
    """Return the mean longitude of each place, from -180 to 180, the short way round."""
    first = pl.col("longitude").first()
    mean = first + ((pl.col("longitude") - first + 180.0) % 360.0 - 180.0).mean()
    return ((mean + 180.0) % 360.0 - 180.0).over("place")


def _close(north: Floats, east: Floats) -> float:
    """Return the degrees within which sites are one place on a map of all of them."""
    width = WIDE.width(_arc(east), float(np.ptp(north)))
    return min(CLOSE, NEAR * width)


def _arc(east: Floats) -> float:
    """Return the degrees east to west of the shortest part of the globe that has some longitudes."""
    ordered = np.sort(east % 360.0)
    gaps = np.diff(ordered, append=ordered[0] + 360.0)
    return float(360.0 - gaps.max())


def _labels(over: pl.DataFrame) -> pl.Series:
    """Return what the place of each site is called."""
    region = pl.col("region").fill_null("").replace("", None)
    parts = over.with_columns(
        region.drop_nulls().mode().sort().first().over("place").alias("_region"),
        pl.col("place").n_unique().over("named").alias("_places"),
        pl.col("site").first().over("place").alias("_first"),
    )
    alone = (pl.col("_places") == 1) & (pl.col("named").n_unique() > 1)
    several = pl.when(alone).then("named").otherwise("_region")
    by_site = pl.format("{} +{}", "_first", pl.col("count") - 1)
    label = pl.when(pl.col("count") == 1).then("site").otherwise(pl.format("{} ({})", several, "count"))
    parts = parts.with_columns(label.fill_null(by_site).alias("label"), by_site.alias("_by_site"))
    again = (pl.col("place").n_unique().over("label") > 1) & (pl.col("count") > 1)
    return parts.select(pl.when(again).then("_by_site").otherwise("label").alias("label"))["label"]
