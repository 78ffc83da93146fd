"""Blocks of replications: drawn, simulated, and kept as files so that a simulation that was killed goes on where it was."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from reshore.network.periods import Floats
from reshore.simulation.chance import BLOCK
from reshore.simulation.counted import Counted, Sum
from reshore.simulation.lottery import Drawn, Lottery
from reshore.simulation.wires import Draws, Traces, Wires
from reshore.simulation.wiring import make_wires

Tell = Callable[[int, int, str], None]
PARTS: Final = ("totals", "paths", "streams", "stocks", "lost", "events", "chances", "asked", "due", "wanted")


@dataclass(frozen=True)
class Block:
    """What came of some replications: `totals` of each count, shape (count, replication), `paths` by period.

    Of numbers of money the counts are multiplied by how far these are from the tables: `totals` has profit, revenue, then
    what each target is and what it is over. `paths` has shape (path, period, replication); `streams` and `stocks` are sums
    over the replications, shape (stream or point, period); `lost`, `events` (hazard, replication) and `chances` (name,
    replication) are what was drawn; `asked` is what was asked for in all by weight, `due` by period, `wanted` of each due piece
    in units, the sum over the replications.
    """

    totals: Floats
    paths: Floats
    streams: Floats
    stocks: Floats
    lost: Floats
    events: Floats
    chances: Floats
    asked: Floats
    due: Floats
    wanted: Floats


@dataclass(frozen=True)
class Simulator:
    """A plan with all that chance may do to it, ready to be simulated block by block; every result depends on its block alone."""

    lottery: Lottery
    counted: Counted
    wires: Wires

    def block(self, number: int, count: int) -> Block:
        """Return the first `count` replications of a block."""
        return self.of(self.lottery.draw(number), count)

    def alone(self, blocks: Sequence[int], hazards: Sequence[int], numbers: bool) -> tuple[Floats, Floats]:
        """Return profit, and whether anything happened, of replications in which there are only some hazards, or numbers.

        Replications in which nothing happens are those of the plan and are not simulated.
        """
        drawn = [self.lottery.draw(block, hazards, numbers) for block in blocks]
        hit = np.concatenate([np.ones(BLOCK, dtype=bool) if numbers else one.events.any(axis=0) for one in drawn])
        profit = np.full(len(hit), self.planned().totals[0, 0])
        some = np.flatnonzero(hit)
        for first in range(0, len(some), BLOCK):
            own = some[first : first + BLOCK]
            profit[own] = self.of(_joined(drawn, own), len(own)).totals[0]
        return profit, hit

    def planned(self) -> Block:
        """Return what comes of the plan where nothing happens: one replication."""
        return self.of(self.lottery.draw(0, (), numbers=False), 1)

    def of(self, drawn: Drawn, count: int) -> Block:
        """Return what comes of the first `count` replications of what was drawn."""
        model, counted = self.lottery.model, self.counted
        periods = model.network.periods.count
        traces = Traces(
            np.zeros((len(counted.counts), count)),
            np.zeros((counted.paths, periods, count)),
            np.zeros((1, model.streams.count, periods)),
            np.zeros((1, model.network.points.count, periods)),
        )
        from reshore.simulation.kernel import simulate

        simulate(self.wires, drawn.draws, traces, 0, count, 0)
        asked = self._asked(drawn.draws, count)
        totals = traces.totals + np.array([one.constant for one in counted.counts])[:, None]
        totals += np.stack([one.lost for one in counted.counts]) @ asked
        sums = [counted.profit, counted.revenue, *(part for one in counted.targets for part in (one.top, one.bottom))]
        values = np.stack([self._summed(one, totals, drawn.values[:, :count]) for one in sums])
        weight = self.weight[:, None] * asked
        due = np.zeros((periods, count))
        np.add.at(due, model.network.pieces.due, weight)
        return Block(
            values,
            traces.paths,
            traces.streams[0],
            traces.stocks[0],
            drawn.lost[:, :count],
            drawn.events[:, :count],
            drawn.chances[:, :count],
            np.asarray(weight.sum(axis=0)),
            due,
            np.asarray(asked.sum(axis=1)),
        )

    def _summed(self, one: Sum, totals: Floats, values: Floats) -> Floats:
        found = totals[list(one.parts)].sum(axis=0)
        for number, count in one.moved:
            found = found + (values[number] - self.lottery.numbers[number].value) * totals[count]
        return np.asarray(found)

    def _asked(self, draws: Draws, count: int) -> Floats:
        """Return what is asked for of each due piece, shape (piece, replication)."""
        pieces, streams = self.lottery.model.network.pieces, self.lottery.model.streams
        served, offer = streams.of("serve")
        factor = np.full(pieces.count, -1)
        factor[np.asarray(self.lottery.model.network.offers.piece)[offer]] = self.wires.asked[served]
        scale = np.where((factor >= 0)[:, None], draws.factor[np.maximum(factor, 0), :count], 1.0)
        return np.asarray(pieces.quantity[:, None] * scale)

    @property
    def weight(self) -> Floats:
        """What a unit of each due piece counts in the level of service."""
        from reshore.simulation.counts import weights

        return weights(self.lottery.model.network)


def make_simulator(lottery: Lottery, counted: Counted) -> Simulator:
    """Return a simulator."""
    return Simulator(lottery, counted, make_wires(lottery.model, counted.counts, counted.paths, lottery.chance))


def _joined(drawn: list[Drawn], own: np.ndarray) -> Drawn:
    """Return chosen replications of several blocks as one."""
    block, lane = np.divmod(own, BLOCK)
    draws = Draws(
        *(
            np.ascontiguousarray(
                np.concatenate(
                    [getattr(drawn[one].draws, part)[..., lane[block == one]] for one in np.unique(block)], axis=-1
                )
            )
            for part in Draws._fields
        )
    )
    parts = (
        np.concatenate([getattr(drawn[one], part)[:, lane[block == one]] for one in np.unique(block)], axis=1)
        for part in ("values", "chances", "lost", "events")
    )
    return Drawn(draws, *parts)


def run_blocks(
    simulator: Simulator, replications: int, workers: int, folder: Path, tell: Tell | None
) -> Iterator[Block]:
    """Yield the blocks of a simulation in order; each is kept in `folder` when it is done, and those kept are not made again."""
    sizes = [min(BLOCK, replications - first) for first in range(0, replications, BLOCK)]
    folder.mkdir(parents=True, exist_ok=True)
    missing = [number for number in range(len(sizes)) if not _file(folder, number).is_file()]
    done = len(sizes) - len(missing)
    if tell is not None:
        tell(sum(sizes[number] for number in range(len(sizes)) if number not in set(missing)), replications, "")

    def make(number: int) -> int:
        _keep(_file(folder, number), simulator.block(number, sizes[number]))
        return sizes[number]

    finished = replications - sum(sizes[number] for number in missing)
    executor = ThreadPoolExecutor(workers)
    try:
        futures = [executor.submit(make, number) for number in missing]
        for future in as_completed(futures):
            finished += future.result()
            done += 1
            if tell is not None:
                tell(finished, replications, "")
    finally:
        executor.shutdown(cancel_futures=True)
    for number in range(len(sizes)):
        yield _kept(_file(folder, number))


def _file(folder: Path, number: int) -> Path:
    return folder / f"block-{number:06}.npz"


def _keep(file: Path, block: Block) -> None:
    """Write a block aside and put it in its place at once."""
    aside = file.with_name(f".{file.stem}.{os.getpid()}.npz")
    try:
        np.savez(aside, **{part: getattr(block, part) for part in PARTS})
        aside.replace(file)
    finally:
        with suppress(FileNotFoundError):
            aside.unlink()


def _kept(file: Path) -> Block:
    with np.load(file, allow_pickle=False) as parts:
        return Block(*(parts[part] for part in PARTS))
