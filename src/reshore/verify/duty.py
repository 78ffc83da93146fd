"""Duties: what each program charges on goods on the days on which they arrive, entry by entry and row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reshore.verify.arrays import Bools, Floats, Ints, days, floats, ints, ragged
from reshore.verify.calendar import shift
from reshore.verify.case import Case
from reshore.verify.origin import digits, read
from reshore.verify.world import World

REPLACES = "replaces:"


@dataclass(frozen=True)
class Owed:
    """Amounts of duty: the row of `ship`, the program, the period in which it is paid, whether that is at the end."""

    row: Ints
    program: list[str]
    t: Ints
    late: Bools
    amount: Floats


@dataclass(frozen=True)
class Row:
    """A row of `tariffs` that matches an entry."""

    program: str
    rank: tuple[object, ...]
    opens: float
    closes: float
    rate: float
    per_unit: float
    stacks: str

    @property
    def replaced(self) -> frozenset[str]:
        """The programs that it replaces."""
        if not self.stacks.startswith(REPLACES):
            return frozenset()
        return frozenset(name.strip() for name in self.stacks.removeprefix(REPLACES).split(";"))


def duties(case: Case) -> Owed:
    """Return what is owed on what the plan ships."""
    world, ship = case.world, case.plan.ship
    if not world.inputs["tariffs"].height or not ship.height:
        none = np.zeros(0, dtype=np.int64)
        return Owed(none, [], none, np.zeros(0, dtype=np.bool_), np.zeros(0))
    keys = ship.select("lane", "product_at", "label")
    distinct = keys.unique(maintain_order=True).with_row_index("entry")
    entry = ints(keys.join(distinct, on=keys.columns, how="left", maintain_order="left"), "entry")
    tables = [list(_charges(world, int(lane), int(p), label)) for _, lane, p, label in distinct.iter_rows()]
    counts = np.array([len(table) for table in tables], dtype=np.int64)
    every = [charge for table in tables for charge in table]
    begin, end, amount = (np.array([charge[place] for charge in every], dtype=np.float64) for place in (0, 1, 3))
    row, step = ragged(counts[entry])
    at = (np.cumsum(counts) - counts)[entry[row]] + step
    lane, s = ints(ship, "lane"), ints(ship, "t")
    edges, unit = world.calendar.bounds, world.time("lanes", "transit_time")
    time = world.number("lanes", "transit_time")[lane]
    leaves, stops = shift(edges[s], time, unit)[row], shift(edges[s + 1], time, unit)[row]
    days_in = np.maximum(np.minimum(stops, end[at]) - np.maximum(leaves, begin[at]), 0.0)
    owed = floats(ship, "value")[row] * days_in / (stops - leaves) * amount[at]
    kept = owed > 0.0
    at, row = at[kept], row[kept]
    t = np.clip(np.searchsorted(edges, begin[at], side="right") - 1, 0, world.periods - 1)
    return Owed(row, [every[i][2] for i in at], t.astype(np.int64), begin[at] >= edges[-1], owed[kept])


def _charges(world: World, lane: int, product: int, label: str) -> Iterator[tuple[float, float, str, float]]:
    """Yield (begin, end, program, duty on a unit) for spans of days within periods on which no rate changes."""
    rows = list(_matching(world, lane, product, label))
    if not rows:
        return
    edges = world.calendar.bounds
    value = world.profiled("products", "value")[product]
    far = float(edges[-1]) + 400_000.0
    cuts = sorted(
        {float(edges[0]), far, *map(float, edges), *(row.opens for row in rows), *(row.closes for row in rows)}
    )
    for begin, end in pairwise(cut for cut in cuts if edges[0] <= cut <= far):
        t = min(int(np.searchsorted(edges, begin, side="right")) - 1, world.periods - 1)
        for program, amount in _stacked(
            [row for row in rows if row.opens <= begin < row.closes], float(value[t])
        ).items():
            if amount > 0.0:
                yield begin, end, program, amount


def _stacked(rows: list[Row], value: float) -> Mapping[str, float]:
    """Return what each program charges on a unit on a day on which these rows hold."""
    applying = {row.program: row for row in sorted(rows, key=lambda row: row.rank)}
    settled: dict[str, bool] = {}

    def stands(name: str) -> bool:
        if name not in settled:
            settled[name] = not any(name in other.replaced and stands(other.program) for other in applying.values())
        return settled[name]

    left = {name: row for name, row in sorted(applying.items()) if stands(name)}
    owed = {name: row.rate * value + row.per_unit for name, row in left.items()}
    rivals = [name for name, row in left.items() if row.stacks == "max"]
    best = max(rivals, key=lambda name: owed[name], default="")
    return {name: amount for name, amount in owed.items() if name not in rivals or name == best}


def _matching(world: World, lane: int, product: int, label: str) -> Iterator[Row]:
    """Yield the rows of `tariffs` that match goods on a lane on some day; rate is that on their whole value."""
    sites = world.inputs["sites"]
    ends = [world.linked("lanes", name)[lane] for name in ("origin", "destination")]
    country = [str(sites["country"][int(site)] or "") for site in ends]
    territory = [str(sites["customs_territory"][int(site)] or sites["country"][int(site)] or "") for site in ends]
    if territory[0] == territory[1]:
        return
    made_in, content = read(label) if label else (country[0], {})
    goods = world.inputs["products"].row(product, named=True)
    tariffs = world.inputs["tariffs"]
    opens, closes = days(tariffs, "starts", -np.inf), days(tariffs, "ends", np.inf)
    for place, row in enumerate(tariffs.iter_rows(named=True)):
        heading = digits(row["hs_prefix"])
        fits = (
            row["destination"] == country[1]
            and row["origin"] in ("", made_in)
            and row["product"] in ("", goods["product"])
            and digits(goods["hs_code"]).startswith(heading)
        )
        if fits:
            foreign = 1.0 - content.get(country[1], 0.0) if row["basis"] == "foreign_content" else 1.0
            rank = (row["product"] != "", len(heading), row["origin"] != "", opens[place], place)
            charges = row["rate"] * foreign, row["per_unit"], str(row["stacks"]).strip()
            yield Row(row["program"], rank, float(opens[place]), float(closes[place]), *charges)
