"""Resources and the projects that expand them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from reshore.network.codes import Codes, days, encode, match
from reshore.network.exchange import rates_on
from reshore.network.operations import Operations, Uses
from reshore.network.periods import Floats, Periods, shift
from reshore.network.series import Windows
from reshore.schema import TimeUnit
from reshore.tables import Tables


@dataclass(frozen=True)
class Resources:
    """Every resource: `existing` capacity in each period, shape (resource, period) [capacity]; names and units in `frame`."""

    frame: pl.DataFrame
    site: Codes
    existing: Floats
    fixed_cost: Floats
    opens: Floats
    closes: Floats


def make_resources(tables: Tables, periods: Periods) -> Resources:
    """Return the resources of the tables; `fixed_cost` is for the whole period [currency]."""
    table, sites = tables["resources"], tables.frame("sites")
    site = encode(table.frame["site"], sites["site"])
    opens, closes = days(sites["opens"], -np.inf)[site], days(sites["closes"], np.inf)[site]
    return Resources(
        frame=table.frame.select("site", "resource", "unit"),
        site=site,
        existing=Windows(tables, periods, "resources", opens, closes).total("capacity"),
        fixed_cost=Windows.always(tables, periods, "resources").total("fixed_cost"),
        opens=opens,
        closes=closes,
    )


@dataclass(frozen=True)
class Levels:
    """The distinct qualification times of the operations that use each resource: arrays (level,) in order of resource."""

    resource: Codes
    qualification_time: Floats

    @property
    def label(self) -> pl.Series:
        """The qualification time of each level, in the unit of its column; null where its resource has no other level."""
        alone = np.bincount(self.resource)[self.resource] == 1
        times = pl.Series("qualification_time", np.where(alone, np.nan, self.qualification_time))
        return times.fill_nan(None)


def make_levels(uses: Uses, operations: Operations, resources: Resources) -> Levels:
    """Return one level for each resource and qualification time; a resource that nothing uses has level 0 alone."""
    times = operations.qualification_time
    idle = np.setdiff1d(np.arange(len(resources.site)), uses.resource)
    both = np.column_stack(
        [np.concatenate([uses.resource, idle]), np.concatenate([times[uses.operation], np.zeros(len(idle))])]
    )
    distinct = np.unique(both, axis=0) if len(both) else both.reshape(0, 2)
    return Levels(distinct[:, 0].astype(np.int64), distinct[:, 1])


@dataclass(frozen=True)
class Expansions:
    """Every expansion project: arrays (expansion,); names in `frame`. `capex` is the row's own at the first rate, to scale by."""

    frame: pl.DataFrame
    site: Codes
    resource: Codes
    module: Floats
    capex: Floats
    committed: np.ndarray
    whole: np.ndarray
    learns: np.ndarray
    max_modules: Floats
    max_per_year: Floats
    floor_area: Floats
    life: Floats
    build_time: Floats
    ramp: pl.Series
    yield_ramp: pl.Series
    spend_profile: pl.Series


@dataclass(frozen=True)
class Starts:
    """The possible starts of a module: arrays (start,); days of start and completion since 1970-01-01.

    `fixed` is the number of modules of a committed project, NaN where the plan decides.
    """

    expansion: Codes
    period: Codes
    begins: Floats
    ready: Floats
    retires: Floats
    fixed: Floats


def make_expansions(tables: Tables, periods: Periods) -> Expansions:
    """Return the expansion projects of the tables."""
    frame = tables.frame("expansions")
    committed = (frame["status"] == "committed").to_numpy()
    modules = frame["max_modules"].fill_null(np.inf).to_numpy()
    return Expansions(
        frame=frame.select("expansion", "site", "resource"),
        site=encode(frame["site"], tables.frame("sites")["site"]),
        resource=match(frame, tables.frame("resources"), ["site", "resource"]),
        module=frame["module"].to_numpy(),
        capex=frame["capex"].to_numpy() * rates_on(tables, "expansions", periods.start),
        committed=committed,
        whole=frame["whole_modules"].to_numpy(),
        learns=(frame["yield_ramp"] != "").to_numpy(),
        max_modules=np.where(committed & np.isinf(modules), 1.0, modules),
        max_per_year=frame["max_per_year"].fill_null(np.inf).to_numpy(),
        floor_area=frame["floor_area"].to_numpy(),
        life=frame["life"].fill_null(np.inf).to_numpy(),
        build_time=frame["build_time"].to_numpy(),
        ramp=frame["ramp"],
        yield_ramp=frame["yield_ramp"],
        spend_profile=frame["spend_profile"],
    )


def make_starts(tables: Tables, periods: Periods, expansions: Expansions) -> Starts:
    """Return every start: one for each period of an option's window, the date itself for a committed project."""
    table = tables["expansions"]
    earliest = days(table.frame["earliest"], -np.inf)
    latest = days(table.frame["latest"], np.inf)
    options = np.flatnonzero(~expansions.committed)
    expansion, period = (grid.ravel() for grid in np.meshgrid(options, np.arange(periods.count), indexing="ij"))
    begins = np.maximum(periods.starts[period], earliest[expansion])
    inside = (begins < periods.ends[period]) & (begins < latest[expansion])
    fixed = np.flatnonzero(expansions.committed)
    on = np.where(np.isinf(earliest[fixed]), periods.start, earliest[fixed])
    expansion = np.concatenate([expansion[inside], fixed])
    begins = np.concatenate([begins[inside], on])
    period = np.concatenate([period[inside], np.maximum(periods.containing(on), 0)])
    ready = shift(begins, expansions.build_time[expansion], table.time("build_time"))
    life = expansions.life[expansion]
    retires = np.where(np.isinf(life), np.inf, shift(ready, np.where(np.isinf(life), 0.0, life), table.time("life")))
    kept = (begins < periods.end) & (expansions.committed[expansion] | (ready < periods.end))
    modules = np.where(expansions.committed, expansions.max_modules, np.nan)[expansion]
    order = np.flatnonzero(kept)[np.lexsort((period[kept], expansion[kept]))]
    return Starts(
        expansion=expansion[order].astype(np.int64),
        period=period[order].astype(np.int64),
        begins=begins[order],
        ready=ready[order],
        retires=retires[order],
        fixed=modules[order],
    )


def module_time(tables: Tables) -> TimeUnit:
    """Return the unit of time in which module capacities count."""
    return tables["expansions"].time("module")
