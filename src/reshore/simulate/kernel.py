"""The simulation of a batch of replications, period by period, compiled. See `docs/pages/simulation.md` for the order of events.

Replications of a batch lie side by side in the innermost loops, and no number of one depends on another, so that results
depend neither on the size of batches nor on who runs them.
"""

from __future__ import annotations

import numpy as np

from reshore.network.periods import Floats
from reshore.simulate.compiled import compiled
from reshore.simulate.wires import Draws, Mask, Traces, Wires

CLOSE = 1e-12
"""Share by which what is wanted may exceed what there is: rounding."""
SWEEPS = 200
"""Most times that a loop of points is gone through to share out what comes round within a period."""


@compiled
def simulate(wires: Wires, draws: Draws, traces: Traces, first: int, end: int, place: int) -> None:
    """Simulate replications `first` to `end` of some draws into their places of `traces`, as batch number `place`."""
    count, horizon = wires.plan.shape
    points, width = wires.supply.shape[0], end - first
    stock = np.zeros((points, width))
    coming = np.zeros((points, wires.depth, width))
    behind = np.zeros((count, width))
    late = np.zeros(count, dtype=np.bool_)
    start = np.zeros((count, width))
    free = np.zeros((len(wires.limit), width))
    wanted = np.zeros((len(wires.limit), width))
    asked = np.zeros((points, width))
    share = np.ones((points, width))
    done = np.zeros(width)
    for time in range(horizon):
        _arrive(wires, time, stock, coming, asked)
        _offer(wires, draws, (time, first), free, wanted)
        _want(wires, draws, (time, first), start, behind, wanted)
        _allot(wires, draws, (time, first), (start, free, wanted, asked))
        for step in range(wires.step[time], wires.step[time + 1]):
            one = wires.step_of[step]
            if wires.step_kind[step] == 0:
                _share(wires, time, one, (stock, asked, share))
            elif wires.step_kind[step] == 2:
                _share_loop(wires, draws, (time, first), one, (stock, asked, share, start))
            else:
                for lane in range(width):
                    done[lane] = start[one, lane]
                for entry in range(wires.take[one], wires.take[one + 1]):
                    point = wires.take_point[entry]
                    for lane in range(width):
                        done[lane] = min(done[lane], start[one, lane] * share[point, lane])
                _begin(wires, draws, traces, (time, first, place), one, done, stock, coming, free)
                for lane in range(width):
                    behind[one, lane] -= done[lane]
        for one in range(count):
            late[one] = False
            if wires.kept[one]:
                for lane in range(width):
                    late[one] |= behind[one, lane] > wires.small[one]
            else:
                behind[one] = 0.0
        _catch_up(wires, draws, traces, (time, first, place), (stock, coming, free, behind, start, late, wanted, asked))
        _go_round(wires, draws, traces, (time, first, place), (stock, coming, free, behind, late))
        for one in range(count):
            if wires.last[one] <= time:
                behind[one] = 0.0
        _hold(wires, traces, (time, first, place), stock)


@compiled
def _arrive(wires: Wires, time: int, stock: Floats, coming: Floats, asked: Floats) -> None:
    """Add what arrives of earlier periods, and of before the start, to stock."""
    slot = time % wires.depth
    for point in range(len(stock)):
        for lane in range(stock.shape[1]):
            stock[point, lane] += wires.supply[point, time] + coming[point, slot, lane]
            coming[point, slot, lane] = 0.0
            asked[point, lane] = 0.0


@compiled
def _offer(wires: Wires, draws: Draws, at: tuple[int, int], free: Floats, wanted: Floats) -> None:
    """Set what there is of each limit in the period, after events and sampled capacities."""
    time, first = at
    for row in range(len(free)):
        varied, group = wires.row_varied[row], wires.row_left[row]
        for lane in range(free.shape[1]):
            wanted[row, lane] = 0.0
            if wires.budget[row]:
                if time == 0:
                    free[row, lane] = wires.limit[row, 0]
            elif varied >= 0:
                free[row, lane] = draws.capacity[varied, time, first + lane]
            else:
                free[row, lane] = wires.limit[row, time]
            if group >= 0:
                free[row, lane] *= draws.left[group, time, first + lane]


@compiled
def _want(
    wires: Wires, draws: Draws, at: tuple[int, int], start: Floats, behind: Floats, wanted: Floats
) -> None:
    """Set what each stream is to start as planned, as far as events hit it directly, and what that wants of limits."""
    time, first = at
    for one in range(len(start)):
        plan = wires.plan[one, time]
        if plan <= 0.0:
            continue
        group, factor = wires.left[one], wires.asked[one]
        for lane in range(start.shape[1]):
            amount = plan
            if factor >= 0:
                amount = plan * min(1.0, draws.factor[factor, first + lane])
                behind[one, lane] += plan * draws.factor[factor, first + lane]
            else:
                behind[one, lane] += plan
            if group >= 0:
                amount *= draws.left[group, time, first + lane]
            start[one, lane] = amount
        for entry in range(wires.use[one], wires.use[one + 1]):
            row, per = wires.use_row[entry], wires.use_amount[entry, time]
            for lane in range(start.shape[1]):
                wanted[row, lane] += per * start[one, lane]


@compiled
def _allot(
    wires: Wires, draws: Draws, at: tuple[int, int], state: tuple[Floats, Floats, Floats, Floats]
) -> None:
    """Cut what streams are to start to their shares of limits, in proportion, and add up what they then ask of stock."""
    time, first = at
    start, free, wanted, asked = state
    width = start.shape[1]
    least = np.ones(width)
    for one in range(len(start)):
        if wires.plan[one, time] <= 0.0:
            continue
        least[:] = 1.0
        for entry in range(wires.use[one], wires.use[one + 1]):
            row = wires.use_row[entry]
            if wires.use_amount[entry, time] <= 0.0:
                continue
            for lane in range(width):
                if wanted[row, lane] > free[row, lane] * (1.0 + CLOSE):
                    least[lane] = min(least[lane], max(free[row, lane], 0.0) / wanted[row, lane])
        for lane in range(width):
            start[one, lane] *= least[lane]
        for entry in range(wires.take[one], wires.take[one + 1]):
            point, per, factor = wires.take_point[entry], wires.take_amount[entry], wires.take_factor[entry]
            for lane in range(width):
                scale = draws.factor[factor, first + lane] if factor >= 0 else 1.0
                asked[point, lane] += per * scale * start[one, lane]


@compiled
def _share(wires: Wires, time: int, point: int, state: tuple[Floats, Floats, Floats]) -> None:
    """Share out what is at a point among the streams that ask for it, in proportion."""
    stock, asked, share = state
    for lane in range(stock.shape[1]):
        there = stock[point, lane] - wires.floor[point, time]
        want = asked[point, lane]
        share[point, lane] = 1.0 if want <= there * (1.0 + CLOSE) else max(there, 0.0) / want


@compiled
def _share_loop(
    wires: Wires,
    draws: Draws,
    at: tuple[int, int],
    loop: int,
    state: tuple[Floats, Floats, Floats, Floats],
) -> None:
    """Share out what is at points that feed each other within the period.

    The shares go down from 1 to the largest that what is there and what comes round allows; where they do not settle, what comes
    round counts as nothing.
    """
    time, first = at
    stock, asked, share, start = state
    width = stock.shape[1]
    points = wires.loop_points[wires.loop_point[loop] : wires.loop_point[loop + 1]]
    streams = wires.loop_streams[wires.loop_stream[loop] : wires.loop_stream[loop + 1]]
    round_ = np.zeros((len(points), width))
    for point in points:
        share[point] = 1.0
    for lane in range(width):
        settled = False
        for _ in range(SWEEPS):
            _come_round(wires, draws, (time, first, lane), (points, streams), (share, start, round_))
            moved = 0.0
            for place in range(len(points)):
                point = points[place]
                there = stock[point, lane] - wires.floor[point, time] + round_[place, lane]
                want = asked[point, lane]
                new = 1.0 if want <= there * (1.0 + CLOSE) else max(there, 0.0) / want
                moved = max(moved, share[point, lane] - new)
                share[point, lane] = min(share[point, lane], new)
            if moved <= CLOSE:
                settled = True
                break
        if not settled:
            for point in points:
                there, want = stock[point, lane] - wires.floor[point, time], asked[point, lane]
                share[point, lane] = min(share[point, lane], 1.0 if want <= there else max(there, 0.0) / want)


@compiled
def _come_round(
    wires: Wires,
    draws: Draws,
    at: tuple[int, int, int],
    loop: tuple[np.ndarray, np.ndarray],
    state: tuple[Floats, Floats, Floats],
) -> None:
    """Set what the streams of a loop bring to its points within the period at some shares, of one replication."""
    time, first, lane = at
    points, streams = loop
    share, start, round_ = state
    for place in range(len(points)):
        round_[place, lane] = 0.0
    for one in streams:
        least = 1.0
        for entry in range(wires.take[one], wires.take[one + 1]):
            least = min(least, share[wires.take_point[entry], lane])
        for entry in range(wires.give[one], wires.give[one + 1]):
            factor, lag = wires.give_factor[entry], wires.give_lag[entry]
            scale = draws.factor[factor, first + lane] if factor >= 0 else 1.0
            for arrival in range(wires.lag_first[lag, time], wires.lag_end[lag, time]):
                if wires.lag_target[arrival] == time:
                    for place in range(len(points)):
                        if points[place] == wires.give_point[entry]:
                            amount = wires.give_amount[entry, time] * scale * wires.lag_share[arrival]
                            round_[place, lane] += amount * least * start[one, lane]


@compiled
def _begin(  # noqa: PLR0913, PLR0917
    wires: Wires,
    draws: Draws,
    traces: Traces,
    at: tuple[int, int, int],
    one: int,
    done: Floats,
    stock: Floats,
    coming: Floats,
    free: Floats,
) -> None:
    """Start so much of a stream: take its inputs, send what it brings on its way, use limits, and count."""
    time, first, place = at
    width = len(done)
    if wires.whole[one]:
        for lane in range(width):
            done[lane] = np.floor(done[lane] + 1e-9)
    total = 0.0
    for lane in range(width):
        total += done[lane]
    if total == 0.0:
        return
    traces.streams[place, one, time] += total
    for entry in range(wires.take[one], wires.take[one + 1]):
        point, per, factor = wires.take_point[entry], wires.take_amount[entry], wires.take_factor[entry]
        for lane in range(width):
            scale = draws.factor[factor, first + lane] if factor >= 0 else 1.0
            stock[point, lane] -= per * scale * done[lane]
    for entry in range(wires.give[one], wires.give[one + 1]):
        point, per, factor = wires.give_point[entry], wires.give_amount[entry, time], wires.give_factor[entry]
        lag = wires.give_lag[entry]
        for arrival in range(wires.lag_first[lag, time], wires.lag_end[lag, time]):
            target, part = wires.lag_target[arrival], wires.lag_share[arrival]
            for lane in range(width):
                scale = draws.factor[factor, first + lane] if factor >= 0 else 1.0
                amount = per * part * scale * done[lane]
                if target == time:
                    stock[point, lane] += amount
                else:
                    coming[point, target % wires.depth, lane] += amount
    for entry in range(wires.use[one], wires.use[one + 1]):
        row, per = wires.use_row[entry], wires.use_amount[entry, time]
        for lane in range(width):
            free[row, lane] -= per * done[lane]
    for entry in range(wires.count[one], wires.count[one + 1]):
        what, per, factor = wires.count_of[entry], wires.count_amount[entry, time], wires.count_factor[entry]
        if per == 0.0:
            continue
        for lane in range(width):
            scale = draws.factor[factor, first + lane] if factor >= 0 else 1.0
            amount = per * scale * done[lane]
            traces.totals[what, first + lane] += amount
            if what < wires.paths:
                traces.paths[what, time, first + lane] += amount


@compiled
def _possible(  # noqa: PLR0913, PLR0917
    wires: Wires,
    draws: Draws,
    at: tuple[int, int, int],
    one: int,
    done: Floats,
    stock: Floats,
    free: Floats,
    spare: bool,
) -> None:
    """Cut `done` to what limits and stock (or what there is above the plan's stock, where `spare`) allow of a stream."""
    time, first, _ = at
    width = len(done)
    group = wires.left[one]
    if group >= 0:
        for lane in range(width):
            if draws.left[group, time, first + lane] < 1.0:
                done[lane] = 0.0
    for entry in range(wires.use[one], wires.use[one + 1]):
        row, per = wires.use_row[entry], wires.use_amount[entry, time]
        if per > 0.0:
            for lane in range(width):
                done[lane] = min(done[lane], max(free[row, lane], 0.0) / per)
    for entry in range(wires.take[one], wires.take[one + 1]):
        point, per, factor = wires.take_point[entry], wires.take_amount[entry], wires.take_factor[entry]
        below = max(wires.reserve[point, time], 0.0) if spare else 0.0
        for lane in range(width):
            scale = draws.factor[factor, first + lane] if factor >= 0 else 1.0
            done[lane] = min(done[lane], max(stock[point, lane] - below, 0.0) / (per * scale))


@compiled
def _catch_up(
    wires: Wires,
    draws: Draws,
    traces: Traces,
    at: tuple[int, int, int],
    state: tuple[Floats, Floats, Floats, Floats, Floats, Mask, Floats, Floats],
) -> None:
    """Start what fell behind, stage by stage, as far as stock and limits that are left allow; in proportion within a stage."""
    time, first, _ = at
    stock, coming, free, behind, start, late, wanted, asked = state
    width = stock.shape[1]
    done = np.zeros(width)
    for stage in range(len(wires.level) - 1):
        streams = wires.level_stream[wires.level[stage] : wires.level[stage + 1]]
        some = False
        for one in streams:
            some |= late[one] and wires.may[one, time]
        if not some:
            continue
        for one in streams:
            if not (late[one] and wires.may[one, time]):
                continue
            for entry in range(wires.use[one], wires.use[one + 1]):
                wanted[wires.use_row[entry]] = 0.0
            for entry in range(wires.take[one], wires.take[one + 1]):
                asked[wires.take_point[entry]] = 0.0
        for one in streams:
            if not (late[one] and wires.may[one, time]):
                continue
            for lane in range(width):
                done[lane] = behind[one, lane] if behind[one, lane] > wires.small[one] else 0.0
            _possible(wires, draws, at, one, done, stock, free, False)
            start[one] = done
            for entry in range(wires.use[one], wires.use[one + 1]):
                row, per = wires.use_row[entry], wires.use_amount[entry, time]
                for lane in range(width):
                    wanted[row, lane] += per * done[lane]
            for entry in range(wires.take[one], wires.take[one + 1]):
                point, per, factor = wires.take_point[entry], wires.take_amount[entry], wires.take_factor[entry]
                for lane in range(width):
                    scale = draws.factor[factor, first + lane] if factor >= 0 else 1.0
                    asked[point, lane] += per * scale * done[lane]
        for one in streams:
            if not (late[one] and wires.may[one, time]):
                continue
            done[:] = 1.0
            for entry in range(wires.use[one], wires.use[one + 1]):
                row = wires.use_row[entry]
                if wires.use_amount[entry, time] > 0.0:
                    for lane in range(width):
                        if wanted[row, lane] > free[row, lane]:
                            done[lane] = min(done[lane], max(free[row, lane], 0.0) / wanted[row, lane])
            for entry in range(wires.take[one], wires.take[one + 1]):
                point = wires.take_point[entry]
                for lane in range(width):
                    if asked[point, lane] > stock[point, lane]:
                        done[lane] = min(done[lane], max(stock[point, lane], 0.0) / asked[point, lane])
            for lane in range(width):
                start[one, lane] *= done[lane]
        for one in streams:
            if late[one] and wires.may[one, time]:
                done[:] = start[one]
                _begin(wires, draws, traces, at, one, done, stock, coming, free)
                for lane in range(width):
                    behind[one, lane] -= done[lane]


@compiled
def _go_round(
    wires: Wires,
    draws: Draws,
    traces: Traces,
    at: tuple[int, int, int],
    state: tuple[Floats, Floats, Floats, Floats, Mask],
) -> None:
    """Let other streams do what is still behind, the cheapest first, with what they can spare."""
    time = at[0]
    stock, coming, free, behind, late = state
    width = stock.shape[1]
    done = np.zeros(width)
    for stage in range(len(wires.level) - 1):
        for place in range(wires.level[stage], wires.level[stage + 1]):
            one = wires.level_stream[place]
            if not late[one] or time > wires.last[one]:
                continue
            for entry in range(wires.instead[one], wires.instead[one + 1]):
                other, ratio = wires.instead_stream[entry], wires.instead_ratio[entry, time]
                if ratio <= 0.0 or not wires.may[other, time]:
                    continue
                some = False
                for lane in range(width):
                    done[lane] = behind[one, lane] * ratio if behind[one, lane] > wires.small[one] else 0.0
                    some |= done[lane] > 0.0
                if not some:
                    break
                _possible(wires, draws, at, other, done, stock, free, True)
                _begin(wires, draws, traces, at, other, done, stock, coming, free)
                for lane in range(width):
                    behind[one, lane] -= done[lane] / ratio


@compiled
def _hold(wires: Wires, traces: Traces, at: tuple[int, int, int], stock: Floats) -> None:
    """Count what is on hand at the end of the period."""
    time, first, place = at
    for point in range(len(stock)):
        total = 0.0
        for lane in range(stock.shape[1]):
            total += stock[point, lane]
        if total == 0.0:
            continue
        traces.stocks[place, point, time] = total
        for entry in range(wires.held[point], wires.held[point + 1]):
            what, per = wires.held_of[entry], wires.held_amount[entry, time]
            for lane in range(stock.shape[1]):
                amount = per * stock[point, lane]
                traces.totals[what, first + lane] += amount
                if what < wires.paths:
                    traces.paths[what, time, first + lane] += amount
