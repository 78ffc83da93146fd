"""A plan simulated many times: what comes of it, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import polars as pl

from reshore.network.periods import Floats
from reshore.simulation.blocks import Block, Simulator
from reshore.simulation.chance import BLOCK
from reshore.simulation.figures import TAIL, TENTHS, quantiles, tail, variance_share, wilson
from reshore.simulation.kpis import mean_columns, money
from reshore.solution import Plan

ALONE: Final = 1024
"""Replications, the first ones, in which each hazard is simulated alone."""
UNCERTAIN: Final = "uncertain numbers"
SHARES: Final = 20
OF_BUILDS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = MappingProxyType(
    {
        "built": (frozenset({"completion"}), frozenset({"expansions"})),
        "capex": (frozenset({"completion"}), frozenset({"expansions"})),
        "capacity": (frozenset({"completion", "capacity"}), frozenset({"expansions", "resources"})),
    }
)
"""Measures that count what the plan builds; what hazards affect, and tables with uncertain numbers, that would move them: that is
not followed, so that nothing is said of them then."""
TABLES: Final = ("targets", "kpis", "paths", "service", "capacity", "hazards", "shares", "money", "uncarried")
SAMPLES: Final = "samples"


@dataclass(frozen=True)
class SimulateOptions:
    """How a plan is simulated. `hazards` are names, all of the model where None; `ranges` says whether numbers are uncertain."""

    replications: int = 10_000
    seed: int = 1
    hazards: tuple[str, ...] | None = None
    ranges: bool = False
    threshold: float = 0.9

    @property
    def record(self) -> dict[str, Any]:
        """The options as they are kept."""
        named = None if self.hazards is None else list(self.hazards)
        return {
            "replications": self.replications,
            "seed": self.seed,
            "hazards": named,
            "ranges": self.ranges,
            "threshold": self.threshold,
        }


@dataclass(frozen=True)
class Simulation:
    """What came of a plan in many replications, as tables.

    `targets`: target, claim, goal, unit, planned, p10, p50, p90, probability, low, high (95 %); null where it counts what is
    built and chance moves that. `kpis`: measure, product,
    unit, planned, mean, p10, p50, p90; `about` has value at risk and tail mean of profit, and what they are short of the plan.
    `paths`: product, period, planned, p10, p50, p90 of what is delivered; `service`: period, planned, p10, p50, p90 of the
    share served in time; `capacity`: resource, unit, period, planned, p10, p50, p90 of what is used of each kind of capacity, at
    all sites. `hazards`: hazard, probability that it happens, profit lost on average when it is alone, its standard
    error, what is lost where it happens, and in the worst of those. `shares`: which cause explains how much of the variance of
    profit. `money`: term, planned, mean. `uncarried`: uncertain numbers that the simulation has no place for, and why. `samples`
    has a row for each replication. `plan` is the plan that was run, None where that is not known.
    """

    about: Mapping[str, Any]
    tables: Mapping[str, pl.DataFrame]
    samples: pl.DataFrame = field(default_factory=pl.DataFrame)
    plan: Plan | None = field(default=None, repr=False, compare=False)

    def __getattr__(self, name: str) -> pl.DataFrame:
        tables: Mapping[str, pl.DataFrame] = object.__getattribute__(self, "tables")
        if name in tables:
            return tables[name]
        raise AttributeError(name)


@dataclass(frozen=True)
class _Sample:
    """All blocks in a row: the parts of `Block` along replications; sums of streams, stock and what was asked for."""

    totals: Floats
    paths: Floats
    due: Floats
    asked: Floats
    lost: Floats
    events: Floats
    chances: Floats
    streams: Floats
    stocks: Floats
    wanted: Floats

    @property
    def count(self) -> int:
        """Number of replications."""
        return int(self.totals.shape[1])


def summarize(
    simulator: Simulator,
    blocks: Iterable[Block],
    options: SimulateOptions,
    uncarried: Sequence[tuple[str, str]] = (),
    workers: int = 1,
) -> Simulation:
    """Return what the blocks of a simulation show."""
    sample = _sample(blocks)
    planned = simulator.planned()
    targets, reached = _targets(simulator, sample)
    service = _service(sample.paths, sample.due)
    usual = _service(planned.paths, planned.due)
    days = _days_below(simulator, service, sample.due, options.threshold)
    tables = {
        "targets": targets,
        "kpis": _kpis(simulator, sample, planned, days, _days_below(simulator, usual, planned.due, options.threshold)),
        "paths": _paths(simulator, sample, planned),
        "service": _service_path(simulator, service, usual),
        "capacity": _capacity(simulator, sample, planned),
        "hazards": _hazards(simulator, options, workers),
        "shares": _shares(simulator, sample),
        "money": money(
            simulator.lottery.model,
            mean_columns(simulator, (sample.streams, sample.stocks, sample.wanted), sample.count),
        ),
        "uncarried": pl.DataFrame(uncarried, schema={"number": pl.String, "why": pl.String}, orient="row"),
    }
    samples = pl.DataFrame(
        {
            "replication": np.arange(sample.count),
            "profit": sample.totals[0],
            "revenue": sample.totals[1],
            "service": _served(sample),
            "days_below": days,
            **{f"target:{one.target.name}": reached[at] for at, one in enumerate(simulator.counted.targets)},
            **{f"events:{one.name}": sample.events[at] for at, one in enumerate(simulator.lottery.hazards)},
        }
    )
    risk, mean = tail(sample.totals[0])
    profit = float(planned.totals[0, 0])
    about = {
        **options.record,
        "currency": str(simulator.lottery.model.network.tables.setting["currency"]),
        "planned_profit": profit,
        "mean_profit": float(sample.totals[0].mean()),
        "tail": TAIL,
        "value_at_risk": risk,
        "tail_mean": mean,
        "value_at_risk_lost": profit - risk,
        "tail_mean_lost": profit - mean,
    }
    return Simulation(MappingProxyType(about), MappingProxyType(tables), samples)


def _sample(blocks: Iterable[Block]) -> _Sample:
    along: dict[str, list[Floats]] = {}
    sums: dict[str, Floats] = {}
    for block in blocks:
        for part in ("totals", "paths", "due", "asked", "lost", "events", "chances"):
            along.setdefault(part, []).append(getattr(block, part))
        for part in ("streams", "stocks", "wanted"):
            sums[part] = sums[part] + getattr(block, part) if part in sums else getattr(block, part)
    return _Sample(**{part: np.concatenate(several, axis=-1) for part, several in along.items()}, **sums)


def _served(sample: _Sample) -> Floats:
    return _over(sample.paths[0].sum(axis=0), sample.asked)


def _over(part: Floats, whole: Floats) -> Floats:
    """Return a share; 1 of nothing."""
    share: Floats = np.divide(part, whole, out=np.ones_like(whole), where=whole > 0.0)
    return share


def _service(paths: Floats, due: Floats) -> Floats:
    """Return what is served in time over what falls due, shape (period, replication); 1 where nothing does."""
    return _over(paths[0], due)


def _days_below(simulator: Simulator, service: Floats, due: Floats, threshold: float) -> Floats:
    """Return the days of the periods in which something falls due and less than a share of it is served in time."""
    below = (service < threshold - 1e-9) & (due > 0.0)
    return np.asarray(simulator.lottery.model.network.periods.length("day") @ below)


def _unknown(simulator: Simulator, measure: str) -> bool:
    """Say whether chance moves a measure in a way that is not followed."""
    hazards, tables = OF_BUILDS.get(measure, (frozenset(), frozenset()))
    lottery = simulator.lottery
    return any(hazard.affects in hazards for hazard in lottery.hazards) or any(
        number.table in tables for number in lottery.numbers
    )


def _targets(simulator: Simulator, sample: _Sample) -> tuple[pl.DataFrame, Floats]:
    rows, values = [], []
    for at, one in enumerate(simulator.counted.targets):
        top, bottom = sample.totals[2 + 2 * at], sample.totals[3 + 2 * at]
        value = np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0.0)
        hits = int((value >= one.goal - 1e-9 * max(1.0, abs(one.goal))).sum())
        low, high = wilson(hits, sample.count)
        p10, p50, p90 = quantiles(value)
        known = not _unknown(simulator, one.target.measure)
        rows.append(
            (
                one.target.name,
                one.target.claim,
                one.goal,
                one.unit,
                one.planned,
                *((p10, p50, p90, hits / sample.count, low, high) if known else (None,) * 6),
            )
        )
        values.append(value)
    schema = {
        **dict.fromkeys(("target", "claim"), pl.String),
        "goal": pl.Float64,
        "unit": pl.String,
        **dict.fromkeys(("planned", "p10", "p50", "p90", "probability", "low", "high"), pl.Float64),
    }
    return pl.DataFrame(rows, schema=schema, orient="row"), np.array(values).reshape(-1, sample.count)


def _kpis(simulator: Simulator, sample: _Sample, planned: Block, days: Floats, usual: Floats) -> pl.DataFrame:
    tables = simulator.lottery.model.network.tables
    units = dict(tables.frame("products").select("product", "unit").iter_rows())
    currency = str(tables.setting["currency"])
    all_served = _over(sample.paths[1].sum(axis=0), sample.asked)
    asked = float(planned.asked[0])
    rows: list[tuple[str, str, str, float, Floats]] = [
        ("profit", "", currency, float(planned.totals[0, 0]), sample.totals[0]),
        ("revenue", "", currency, float(planned.totals[1, 0]), sample.totals[1]),
        ("service", "", "1", float(planned.paths[0].sum()) / asked if asked else 1.0, _served(sample)),
        ("served", "", "1", float(planned.paths[1].sum()) / asked if asked else 1.0, all_served),
        ("days_below", "", "day", float(usual[0]), days),
    ]
    for at, product in enumerate(simulator.counted.products):
        path = sample.paths[2 + at].sum(axis=0)
        rows.append(("delivered", product, units[product], float(planned.paths[2 + at].sum()), path))
    return pl.DataFrame(
        [(*row[:4], float(row[4].mean()), *quantiles(row[4])) for row in rows],
        schema={
            **dict.fromkeys(("measure", "product", "unit"), pl.String),
            **dict.fromkeys(("planned", "mean", "p10", "p50", "p90"), pl.Float64),
        },
        orient="row",
    )


def _paths(simulator: Simulator, sample: _Sample, planned: Block) -> pl.DataFrame:
    named = [(product,) for product in simulator.counted.products]
    return _bands(simulator, (sample, planned), 2, ("product",), named)


def _capacity(simulator: Simulator, sample: _Sample, planned: Block) -> pl.DataFrame:
    first = 2 + len(simulator.counted.products)
    return _bands(simulator, (sample, planned), first, ("resource", "unit"), simulator.counted.capacities)


def _bands(
    simulator: Simulator,
    found: tuple[_Sample, Block],
    first: int,
    columns: tuple[str, ...],
    named: Sequence[tuple[str, ...]],
) -> pl.DataFrame:
    """Return paths, from the `first`, by period: their names in `columns`, what is planned, and what was simulated in tenths."""
    sample, planned = found
    periods = simulator.lottery.model.network.periods
    numbers = ("planned", "p10", "p50", "p90")
    schema = {**dict.fromkeys(columns, pl.String), "period": pl.Date, **dict.fromkeys(numbers, pl.Float64)}
    parts = [pl.DataFrame(schema=schema)]
    for at, names in enumerate(named, start=first):
        values = (planned.paths[at][:, 0], *quantiles(sample.paths[at], TENTHS))
        who = {column: [name] * periods.count for column, name in zip(columns, names, strict=True)}
        own = {**who, "period": periods.dates, **dict(zip(numbers, values, strict=True))}
        parts.append(pl.DataFrame(own, schema=schema))
    return pl.concat(parts)


def _service_path(simulator: Simulator, service: Floats, usual: Floats) -> pl.DataFrame:
    p10, p50, p90 = quantiles(service)
    dates = simulator.lottery.model.network.periods.dates
    return pl.DataFrame({"period": dates, "planned": usual[:, 0], "p10": p10, "p50": p50, "p90": p90})


def _hazards(simulator: Simulator, options: SimulateOptions, workers: int) -> pl.DataFrame:
    """Return what each hazard, and all uncertain numbers together, take from profit where there is nothing else."""
    lottery = simulator.lottery
    count = min(options.replications, ALONE)
    blocks = range(-(-count // BLOCK))
    usual = float(simulator.planned().totals[0, 0])
    names = [one.name for one in lottery.hazards] + ([UNCERTAIN] if lottery.numbers else [])
    cases = [([at], False) if at < len(lottery.hazards) else ([], True) for at in range(len(names))]
    with ThreadPoolExecutor(workers) as executor:
        done = list(executor.map(lambda case: simulator.alone(blocks, *case), cases))
    rows = []
    for name, parts in zip(names, done, strict=True):
        profit, hit = (part[:count] for part in parts)
        lost = usual - profit
        given = lost[hit]
        rows.append(
            (
                name,
                float(hit.mean()),
                float(lost.mean()),
                float(lost.std(ddof=1) / np.sqrt(count)) if count > 1 else None,
                float(given.mean()) if len(given) else None,
                float(np.quantile(given, 1.0 - TAIL)) if len(given) else None,
            )
        )
    return pl.DataFrame(
        rows,
        schema={
            "hazard": pl.String,
            **dict.fromkeys(
                ("probability", "profit_lost", "error", "lost_if_it_happens", "lost_in_its_tail"), pl.Float64
            ),
        },
        orient="row",
    )


def _shares(simulator: Simulator, sample: _Sample) -> pl.DataFrame:
    """Return how much of the variance of profit each hazard and uncertain number explains alone, the most first."""
    profit = sample.totals[0]
    lottery = simulator.lottery
    rows = [("hazard", one.name, variance_share(sample.lost[at], profit)) for at, one in enumerate(lottery.hazards)]
    rows += [("range", name, variance_share(sample.chances[at], profit)) for at, name in enumerate(lottery.names)]
    found = pl.DataFrame(rows, schema={"kind": pl.String, "cause": pl.String, "share": pl.Float64}, orient="row")
    return found.sort("share", "cause", descending=[True, False]).head(SHARES)
