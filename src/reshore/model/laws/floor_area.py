"""Modules need floor to stand on."""

import numpy as np
import polars as pl

from reshore.model.program import Index, ProgramBuilder
from reshore.network import Network
from reshore.network.series import over_time


def add_floor_area(program: ProgramBuilder, network: Network) -> None:
    """Limit the floor area of all modules that stand at each site.

    A module takes its floor from the period in which it starts to that in which it retires, both included; one that
    retires on the first day of a period leaves its floor to that period.

    Law:  Σ_e Σ_s floor_area[e] · build[e,s] ≤ floor_area[site,t]                                        [m2]
    With: sum over projects e at the site and s ≤ t whose modules retire after b(t)
    For:  sites with a floor area where some project takes any, the periods in which they have one
    Dual: profit from one more square metre in that period                                               [currency/m2]
    Reads: expansions.floor_area, expansions.site, sites.floor_area, expansions.life, expansions.build_time,
          expansions.earliest, expansions.status
    """
    expansions, starts, periods = network.expansions, network.starts, network.periods
    sites = network.tables.frame("sites").select("site").with_columns(pl.lit("m2").alias("unit"))
    takes = np.zeros(len(sites), dtype=bool)
    takes[expansions.site[expansions.floor_area > 0.0]] = True
    area = over_time(network.tables, periods, "sites", "floor_area")
    index = Index.where("floor_area", "m2", sites, takes[:, None] & np.isfinite(area))
    if not len(index.entity):
        return
    rows = program.add_rows(index, -np.inf, area[index.entity, index.period])
    standing = np.flatnonzero(expansions.floor_area[starts.expansion] > 0.0)
    begun = starts.period[standing, None] <= np.arange(periods.count)
    entry, time = np.nonzero(begun & (starts.retires[standing, None] > periods.starts))
    start = standing[entry]
    expansion = starts.expansion[start]
    program.add_terms(
        rows.at(expansions.site[expansion], time), program["build"].lookup[start], expansions.floor_area[expansion]
    )
