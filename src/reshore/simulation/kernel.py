"""The simulation of a batch of replications, period by period, compiled. Its rules are in `docs/reference/simulation.md`.

Replications of a batch lie side by side in the innermost loops, and no number of one depends on another, so that results
depend neither on the size of batches nor on who runs them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reshore.network.periods import Floats
from reshore.simulation.compiled import compiled, inlined
from reshore.simulation.lanes import (
    above,
    add,
    add_scaled,
    cut,
    cut_scaled,
    cut_to,
    exceeds,
    multiply,
    share_least,
    some,
    total,
    waits,
)
from reshore.simulation.wires import Draws, Mask, Traces, Wires

SLACK = 1.0 + 1e-12
"""What is wanted may exceed what there is by this factor: rounding."""
SPARE = 1.0 + 1e-9
"""What is above the plan's stock by less than this factor is rounding, and goes no way round."""
SWEEPS = 200
"""Most times that a loop of points is gone through to share out what comes round within a period."""


class State(NamedTuple):
    """Where the replications of a batch stand, and arrays to work in; the last axis is that of replications.

    `stock` (point), `coming` (point, slot) what arrives later, `behind` (stream) what the plan did and this did not, `late`
    (stream) whether that is so in any, `start` (stream) what is to start, `room` (stream) what may be made up for in a period in
    which it is hit directly, `free` and `wanted` (limit), `asked` and `share` (point), `done`.
    """

    stock: Floats
    coming: Floats
    behind: Floats
    late: Mask
    start: Floats
    room: Floats
    free: Floats
    wanted: Floats
    asked: Floats
    share: Floats
    done: Floats


@compiled
def simulate(wires: Wires, draws: Draws, traces: Traces, first: int, end: int, place: int) -> None:
    """Simulate replications `first` to `end` of some draws into their places of `traces`, as batch number `place`."""
    count, horizon = wires.plan.shape
    points, limits, width = wires.supply.shape[0], len(wires.limit), end - first
    state = State(
        np.zeros((points, width)),
        np.zeros((points, wires.depth, width)),
        np.zeros((count, width)),
        np.zeros(count, dtype=np.bool_),
        np.zeros((count, width)),
        np.zeros((count, width)),
        np.zeros((limits, width)),
        np.zeros((limits, width)),
        np.zeros((points, width)),
        np.ones((points, width)),
        np.zeros(width),
    )
    for time in range(horizon):
        at = (time, first, place)
        _arrive(wires, at, state)
        _offer(wires, draws, at, state)
        _want(wires, draws, at, state)
        _allot(wires, draws, at, state)
        for step in range(wires.step[time], wires.step[time + 1]):
            one = wires.step_of[step]
            if wires.step_kind[step] == 0:
                _share(wires, at, one, state)
            elif wires.step_kind[step] == 2:
                _share_loop(wires, draws, at, one, state)
            else:
                _do_plan(wires, draws, traces, at, one, state)
        _fall_behind(wires, at, state)
        _leave_room(wires, draws, at, state)
        _catch_up(wires, draws, traces, at, state)
        if _go_round(wires, draws, traces, at, state):
            _catch_up(wires, draws, traces, at, state)
        for one in _live(wires, time):
            if wires.last[one] <= time:
                state.behind[one] = 0.0
                state.late[one] = False
        _hold(wires, traces, at, state.stock)


@inlined
def _live(wires: Wires, time: int) -> np.ndarray:
    """Return the streams that do something, or may have something to catch up, in a period."""
    return wires.live_stream[wires.live[time] : wires.live[time + 1]]


@compiled
def _arrive(wires: Wires, at: tuple[int, int, int], state: State) -> None:
    """Add what arrives of earlier periods, and of before the start, to stock."""
    time = at[0]
    slot = time % wires.depth
    for point in range(len(state.stock)):
        stock, coming, supply = state.stock[point], state.coming[point, slot], wires.supply[point, time]
        for lane in range(len(stock)):
            stock[lane] += supply + coming[lane]
        coming[:] = 0.0
        state.asked[point] = 0.0


@compiled
def _offer(wires: Wires, draws: Draws, at: tuple[int, int, int], state: State) -> None:
    """Set what there is of each limit in the period, after events and sampled capacities."""
    time, first, _ = at
    end = first + len(state.done)
    for row in range(len(state.free)):
        free = state.free[row]
        state.wanted[row] = 0.0
        if wires.budget[row]:
            if time == 0:
                free[:] = wires.limit[row, 0]
        elif wires.row_varied[row] >= 0:
            free[:] = draws.capacity[wires.row_varied[row], time, first:end]
        else:
            free[:] = wires.limit[row, time]
        if wires.row_left[row] >= 0:
            multiply(free, draws.left[wires.row_left[row], time, first:end])


@compiled
def _want(wires: Wires, draws: Draws, at: tuple[int, int, int], state: State) -> None:
    """Set what each stream is to start as planned, as far as events hit it directly, and what that wants of limits."""
    time, first, _ = at
    end = first + len(state.done)
    for one in _live(wires, time):
        plan = wires.plan[one, time]
        if plan <= 0.0:
            continue
        start, behind = state.start[one], state.behind[one]
        if wires.asked[one] >= 0:
            asked = draws.factor[wires.asked[one], first:end]
            for lane in range(len(start)):
                start[lane] = plan * min(1.0, asked[lane])
                behind[lane] += plan * asked[lane]
        else:
            for lane in range(len(start)):
                start[lane] = plan
                behind[lane] += plan
        if wires.left[one] >= 0:
            multiply(start, draws.left[wires.left[one], time, first:end])
        for entry in range(wires.use[one], wires.use[one + 1]):
            add(state.wanted[wires.use_row[entry]], wires.use_amount[entry, time], start)


@compiled
def _allot(wires: Wires, draws: Draws, at: tuple[int, int, int], state: State) -> None:
    """Cut what streams are to start to their shares of limits, in proportion, and add up what they then ask of stock."""
    time, first, _ = at
    for one in _live(wires, time):
        if wires.plan[one, time] <= 0.0:
            continue
        least = state.done
        least[:] = 1.0
        for entry in range(wires.use[one], wires.use[one + 1]):
            row = wires.use_row[entry]
            if wires.use_amount[entry, time] > 0.0:
                share_least(least, state.free[row], state.wanted[row], SLACK)
        multiply(state.start[one], least)
        _ask(wires, draws, first, one, state)


@inlined
def _ask(wires: Wires, draws: Draws, first: int, one: int, state: State) -> None:
    """Add what a stream is to start to what is asked of its points."""
    start = state.start[one]
    for entry in range(wires.take[one], wires.take[one + 1]):
        asked, factor = state.asked[wires.take_point[entry]], wires.take_factor[entry]
        if factor >= 0:
            add_scaled(asked, wires.take_amount[entry], draws.factor[factor, first : first + len(start)], start)
        else:
            add(asked, wires.take_amount[entry], start)


@inlined
def _share(wires: Wires, at: tuple[int, int, int], point: int, state: State) -> None:
    """Share out what is at a point among the streams that ask for it, in proportion."""
    stock, asked, share, floor = state.stock[point], state.asked[point], state.share[point], wires.floor[point, at[0]]
    for lane in range(len(stock)):
        there, want = stock[lane] - floor, asked[lane]
        part = max(there, 0.0) / max(want, 1e-300)
        share[lane] = part if want > there * SLACK else 1.0


@compiled
def _share_loop(wires: Wires, draws: Draws, at: tuple[int, int, int], loop: int, state: State) -> None:
    """Share out what is at points that feed each other within the period.

    The shares go down from 1 to the largest that what is there and what comes round allow; where they do not settle, what comes
    round counts as nothing.
    """
    time = at[0]
    points = wires.loop_points[wires.loop_point[loop] : wires.loop_point[loop + 1]]
    streams = wires.loop_streams[wires.loop_stream[loop] : wires.loop_stream[loop + 1]]
    brought = np.zeros(len(points))
    for lane in range(len(state.done)):
        for point in points:
            state.share[point, lane] = 1.0
        moved = 1.0
        for _ in range(SWEEPS):
            if moved <= 1e-12:
                break
            _come_round(wires, draws, at, (points, streams), (state.share, state.start, brought), lane)
            moved = 0.0
            for number, point in enumerate(points):
                there = state.stock[point, lane] - wires.floor[point, time] + brought[number]
                want = state.asked[point, lane]
                new = 1.0 if want <= there * SLACK else max(there, 0.0) / want
                moved = max(moved, state.share[point, lane] - new)
                state.share[point, lane] = min(state.share[point, lane], new)
        if moved > 1e-12:
            for point in points:
                there, want = state.stock[point, lane] - wires.floor[point, time], state.asked[point, lane]
                new = 1.0 if want <= there else max(there, 0.0) / want
                state.share[point, lane] = min(state.share[point, lane], new)


@compiled
def _come_round(
    wires: Wires,
    draws: Draws,
    at: tuple[int, int, int],
    loop: tuple[np.ndarray, np.ndarray],
    parts: tuple[Floats, Floats, Floats],
    lane: int,
) -> None:
    """Set what the streams of a loop bring to its points within the period at some shares, of one replication."""
    time, first, _ = at
    points, streams = loop
    share, start, brought = parts
    brought[:] = 0.0
    for one in streams:
        least = 1.0
        for entry in range(wires.take[one], wires.take[one + 1]):
            least = min(least, share[wires.take_point[entry], lane])
        for entry in range(wires.give[one], wires.give[one + 1]):
            factor, lag = wires.give_factor[entry], wires.give_lag[entry]
            scale = draws.factor[factor, first + lane] if factor >= 0 else 1.0
            for arrival in range(wires.lag_first[lag, time], wires.lag_end[lag, time]):
                if wires.lag_target[arrival] == time:
                    amount = (
                        wires.give_amount[entry, time] * scale * wires.lag_share[arrival] * least * start[one, lane]
                    )
                    for number, point in enumerate(points):
                        if point == wires.give_point[entry]:
                            brought[number] += amount


@inlined
def _do_plan(wires: Wires, draws: Draws, traces: Traces, at: tuple[int, int, int], one: int, state: State) -> None:
    """Start a stream as planned, as far as its shares of limits and of stock go."""
    least = state.done
    least[:] = 1.0
    for entry in range(wires.take[one], wires.take[one + 1]):
        share = state.share[wires.take_point[entry]]
        for lane in range(len(least)):
            least[lane] = min(least[lane], share[lane])
    multiply(least, state.start[one])
    _begin(wires, draws, traces, at, one, state)
    add(state.behind[one], -1.0, state.done)


@compiled
def _fall_behind(wires: Wires, at: tuple[int, int, int], state: State) -> None:
    """Note which streams are behind in some replication; what is not kept is forgotten."""
    for one in _live(wires, at[0]):
        behind = state.behind[one]
        if wires.kept[one]:
            state.late[one] = False
            for lane in range(len(behind)):
                if behind[lane] > wires.small[one]:
                    state.late[one] = True
                    break
        else:
            behind[:] = 0.0


@compiled
def _leave_room(wires: Wires, draws: Draws, at: tuple[int, int, int], state: State) -> None:
    """Set what each stream that is hit directly may do beside what is left of its plan: what its limits allow on free days."""
    time, first, _ = at
    end = first + len(state.done)
    for one in range(len(wires.left)):
        group = wires.left[one]
        if group < 0:
            continue
        room, left, free = state.room[one], draws.left[group, time, first:end], draws.free[group, time, first:end]
        room[:] = np.inf
        for entry in range(wires.use[one], wires.use[one + 1]):
            row, per = wires.use_row[entry], wires.use_amount[entry, time]
            if per <= 0.0 or wires.budget[row]:
                continue
            for lane in range(len(room)):
                if left[lane] < 1.0:
                    there = wires.limit[row, time]
                    if wires.row_varied[row] >= 0:
                        there = draws.capacity[wires.row_varied[row], time, first + lane]
                    if wires.row_left[row] >= 0:
                        there *= draws.left[wires.row_left[row], time, first + lane]
                    most = free[lane] * (there / per - wires.plan[one, time])
                    room[lane] = min(room[lane], max(most, 0.0))


@inlined
def _begin(wires: Wires, draws: Draws, traces: Traces, at: tuple[int, int, int], one: int, state: State) -> None:
    """Start `done` of a stream: take its inputs, send what it brings on its way, use limits, and count."""
    time, first, place = at
    done = state.done
    end = first + len(done)
    if wires.whole[one]:
        for lane in range(len(done)):
            done[lane] = np.floor(done[lane] + 1e-9)
    if not some(done):
        return
    traces.streams[place, one, time] += total(done)
    for entry in range(wires.take[one], wires.take[one + 1]):
        stock, factor = state.stock[wires.take_point[entry]], wires.take_factor[entry]
        if factor >= 0:
            add_scaled(stock, -wires.take_amount[entry], draws.factor[factor, first:end], done)
        else:
            add(stock, -wires.take_amount[entry], done)
    for entry in range(wires.give[one], wires.give[one + 1]):
        point, factor, lag = wires.give_point[entry], wires.give_factor[entry], wires.give_lag[entry]
        for arrival in range(wires.lag_first[lag, time], wires.lag_end[lag, time]):
            target, per = wires.lag_target[arrival], wires.give_amount[entry, time] * wires.lag_share[arrival]
            to = state.stock[point] if target == time else state.coming[point, target % wires.depth]
            if factor >= 0:
                add_scaled(to, per, draws.factor[factor, first:end], done)
            else:
                add(to, per, done)
    for entry in range(wires.use[one], wires.use[one + 1]):
        add(state.free[wires.use_row[entry]], -wires.use_amount[entry, time], done)
    for entry in range(wires.counted[one], wires.counted[one + 1]):
        what, per, factor = wires.count_of[entry], wires.count_amount[entry, time], wires.count_factor[entry]
        if per == 0.0:
            continue
        if factor >= 0:
            scale = draws.factor[factor, first:end]
            add_scaled(traces.totals[what, first:end], per, scale, done)
            if what < wires.paths:
                add_scaled(traces.paths[what, time, first:end], per, scale, done)
        else:
            add(traces.totals[what, first:end], per, done)
            if what < wires.paths:
                add(traces.paths[what, time, first:end], per, done)


@inlined
def _possible(wires: Wires, draws: Draws, at: tuple[int, int, int], one: int, state: State, spare: bool) -> bool:
    """Cut `done` to what limits and stock (above the plan's, where `spare`) allow of a stream; say whether any is left."""
    time, first, _ = at
    done = state.done
    end = first + len(done)
    for entry in range(wires.take[one], wires.take[one + 1]):
        point, per, factor = wires.take_point[entry], wires.take_amount[entry], wires.take_factor[entry]
        below = max(wires.reserve[point, time], 0.0) if spare else 0.0
        if factor >= 0:
            cut_scaled(done, state.stock[point], below, per, draws.factor[factor, first:end])
        else:
            cut(done, state.stock[point], below, per)
        if not some(done):
            return False
    for entry in range(wires.use[one], wires.use[one + 1]):
        if wires.use_amount[entry, time] > 0.0:
            cut(done, state.free[wires.use_row[entry]], 0.0, wires.use_amount[entry, time])
    if wires.left[one] >= 0:
        cut_to(done, state.room[one])
    return some(done)


@compiled
def _catch_up(wires: Wires, draws: Draws, traces: Traces, at: tuple[int, int, int], state: State) -> None:
    """Start what fell behind, stage by stage, as far as stock and limits that are left allow; in proportion within a stage."""
    time, first, _ = at
    able = np.zeros(len(state.late), dtype=np.bool_)
    for stage in range(len(wires.level) - 1):
        streams = wires.level_stream[wires.level[stage] : wires.level[stage + 1]]
        any_able = False
        for one in streams:
            able[one] = False
            if not state.late[one] or not wires.may[one, time]:
                continue
            above(state.done, state.behind[one], 1.0, wires.small[one])
            _wait(wires, draws, at, (one, wires.plan[one, time]), state)
            if _possible(wires, draws, at, one, state, False):
                able[one] = any_able = True
                state.start[one] = state.done
                for entry in range(wires.use[one], wires.use[one + 1]):
                    state.wanted[wires.use_row[entry]] = 0.0
                for entry in range(wires.take[one], wires.take[one + 1]):
                    state.asked[wires.take_point[entry]] = 0.0
        if not any_able:
            continue
        for one in streams:
            if able[one]:
                for entry in range(wires.use[one], wires.use[one + 1]):
                    add(state.wanted[wires.use_row[entry]], wires.use_amount[entry, time], state.start[one])
                _ask(wires, draws, first, one, state)
        for one in streams:
            if able[one]:
                least = state.done
                least[:] = 1.0
                for entry in range(wires.use[one], wires.use[one + 1]):
                    if wires.use_amount[entry, time] > 0.0:
                        row = wires.use_row[entry]
                        share_least(least, state.free[row], state.wanted[row], 1.0)
                for entry in range(wires.take[one], wires.take[one + 1]):
                    point = wires.take_point[entry]
                    share_least(least, state.stock[point], state.asked[point], 1.0)
                multiply(state.start[one], least)
        for one in streams:
            if able[one]:
                state.done[:] = state.start[one]
                _begin(wires, draws, traces, at, one, state)
                add(state.behind[one], -1.0, state.done)
                if wires.left[one] >= 0:
                    add(state.room[one], -1.0, state.done)


@inlined
def _wait(wires: Wires, draws: Draws, at: tuple[int, int, int], what: tuple[int, float], state: State) -> None:
    """Cut what a stream is to make up for, where it is hit directly: to a share, and to what was behind before the period."""
    time, first, _ = at
    one, held = what
    group = wires.left[one]
    if group >= 0:
        end = first + len(state.done)
        waits(state.done, held, draws.left[group, time, first:end], draws.free[group, time, first:end])


@compiled
def _go_round(wires: Wires, draws: Draws, traces: Traces, at: tuple[int, int, int], state: State) -> bool:
    """Let other streams do what is still behind, the cheapest first, with what they can spare; say whether any did."""
    time, moved = at[0], False
    spare = np.zeros(len(state.stock), dtype=np.bool_)
    for point in range(len(spare)):
        spare[point] = exceeds(state.stock[point], max(wires.reserve[point, time], 0.0) * SPARE)
    for one in wires.level_stream:
        if not state.late[one] or wires.instead[one] == wires.instead[one + 1] or time > wires.last[one]:
            continue
        if not exceeds(state.behind[one], wires.small[one]):
            state.late[one] = False
            continue
        for entry in range(wires.instead[one], wires.instead[one + 1]):
            other, ratio = wires.instead_stream[entry], wires.instead_ratio[entry, time]
            if ratio <= 0.0 or not wires.may[other, time]:
                continue
            able = True
            for take in range(wires.take[other], wires.take[other + 1]):
                able &= spare[wires.take_point[take]]
            if not able:
                continue
            if not above(state.done, state.behind[one], ratio, wires.small[one]):
                break
            _wait(wires, draws, at, (other, 0.0), state)
            if _possible(wires, draws, at, other, state, True):
                _begin(wires, draws, traces, at, other, state)
                add(state.behind[one], -1.0 / ratio, state.done)
                if wires.left[other] >= 0:
                    add(state.room[other], -1.0, state.done)
                for give in range(wires.give[other], wires.give[other + 1]):
                    spare[wires.give_point[give]] = True
                moved = True
    return moved


@compiled
def _hold(wires: Wires, traces: Traces, at: tuple[int, int, int], stock: Floats) -> None:
    """Count what is on hand at the end of the period."""
    time, first, place = at
    for point in range(len(stock)):
        summed = total(stock[point])
        if summed == 0.0:
            continue
        end = first + stock.shape[1]
        traces.stocks[place, point, time] = summed
        for entry in range(wires.held[point], wires.held[point + 1]):
            what, per = wires.held_of[entry], wires.held_amount[entry, time]
            add(traces.totals[what, first:end], per, stock[point])
            if what < wires.paths:
                add(traces.paths[what, time, first:end], per, stock[point])
