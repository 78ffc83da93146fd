"""The rows of a plan, joined to the entities that they name; rows that name none are reported and left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from reshore.verify.arrays import Bools, Ints, code_positions, days, floats, ints, positions
from reshore.verify.calendar import shift
from reshore.verify.controls import held_back
from reshore.verify.demand import pieces
from reshore.verify.flows import allowed
from reshore.verify.layout import LAW, LAYOUTS, blank, read_table, row_words
from reshore.verify.learning import workdays
from reshore.verify.origin import labels, mislabelled, tracked, unnamed
from reshore.verify.residuals import Check, Rows, compare, flag
from reshore.verify.windows import rule_units, rule_windows, window_of
from reshore.verify.world import World

MOMENT: Final = 1.5 / 86_400
"""Moments agree when they differ by less than this [day]: they are written to the second or finer."""


@dataclass(frozen=True)
class Joined:
    """A table of the plan, what is wrong with its rows, the unit that each should have, and its natural group."""

    frame: pl.DataFrame
    faults: Mapping[str, Bools]
    units: list[str]
    group: str


@dataclass(frozen=True, eq=False)
class Plan:
    """The tables of a plan with the positions of the entities that they name, and the checks of their rows."""

    make: pl.DataFrame
    ship: pl.DataFrame
    stock: pl.DataFrame
    serve: pl.DataFrame
    lost: pl.DataFrame
    build: pl.DataFrame
    scrap: pl.DataFrame
    slack: pl.DataFrame
    take: pl.DataFrame
    claim: pl.DataFrame
    capacity: pl.DataFrame
    money: pl.DataFrame
    checks: tuple[Check, ...]

    @staticmethod
    def of(world: World, tables: Mapping[str, pl.DataFrame]) -> Plan:
        """Return the plan that `tables` hold; where no rule can be missed, none says by how much one is."""
        if world.inputs["rules"]["penalty"].is_null().all():
            tables = {"slack": blank("slack"), **tables}
        checks: list[Check] = []
        frames = {}
        for name, join in JOINS.items():
            frame, formal = read_table(tables, name, list(world.calendar.first_days))
            joined = join(world, frame)
            checks += formal + _row_checks(name, joined)
            wrong = np.zeros(joined.frame.height, dtype=np.bool_)
            for fault in joined.faults.values():
                wrong |= fault
            frames[name] = joined.frame.filter(pl.Series(~wrong))
        return Plan(**frames, checks=tuple(checks))


def _row_checks(name: str, joined: Joined) -> list[Check]:
    frame = joined.frame
    where = row_words(frame, LAYOUTS[name].key)
    checks = [flag(LAW, f"{name}: {what}", wrong, where) for what, wrong in joined.faults.items()]
    other = frame["unit"].to_numpy() != np.array(joined.units, dtype=object)
    checks.append(flag(LAW, f"{name}: unit", np.asarray(other, dtype=np.bool_), where))
    if "value" in frame.columns and name != "money":
        value = floats(frame, "value")
        rows = Rows(where, lambda i: joined.units[i], ints(frame, joined.group))
        checks.append(compare(LAW, f"{name}: not below zero", np.maximum(-value, 0.0), value, rows))
    return checks


def _with(frame: pl.DataFrame, **columns: Ints) -> pl.DataFrame:
    return frame.with_columns(pl.Series(name, values) for name, values in columns.items())


def _picked(names: list[str], index: Ints) -> list[str]:
    return [names[i] if i >= 0 else "" for i in index]


def _start_positions(world: World, expansion: Ints, s: Ints) -> Ints:
    starts = world.starts
    code = np.where((expansion < 0) | (s < 0), -1, expansion * world.periods + s)
    return code_positions(starts.expansion * world.periods + starts.s, code)


def _period_numbers(world: World, frame: pl.DataFrame, column: str) -> Ints:
    wanted = days(frame, column, -np.inf)
    place = np.clip(np.searchsorted(world.calendar.bounds, wanted), 0, world.periods - 1)
    return np.where(world.calendar.bounds[place] == wanted, place, -1).astype(np.int64)


def join_make(world: World, frame: pl.DataFrame) -> Joined:
    """Join runs to operations and, where they are of a vintage, to the start of its modules."""
    operation = world.position("operations", frame, ["site", "process"])
    expansion = world.position("expansions", frame, ["expansion"])
    pool = frame["expansion"].eq("").to_numpy() & frame["vintage"].is_null().to_numpy()
    start = np.where(pool, -1, _start_positions(world, expansion, _period_numbers(world, frame, "vintage")))
    t = ints(frame, "t")
    known = operation >= 0
    strange = ~known
    strange[known] = unnamed(world, operation[known], frame.filter(pl.Series(known))["parts"])
    windows = world.open_periods(world.operation_windows)
    closed = np.zeros(frame.height, dtype=np.bool_)
    closed[known] = ~windows[operation[known], t[known]]
    vintage = known & (start >= 0)
    unfit = np.zeros(frame.height, dtype=np.bool_)
    unfit[vintage] = ~_vintage_fits(world, operation[vintage], start[vintage], t[vintage])
    faults = {
        "the operation exists": ~known,
        "the operation works in the period": closed,
        "the vintage exists": ~pool & (start < 0),
        "the operation can run on the vintage in the period": unfit,
        "parts are of the inputs whose origin matters": strange,
    }
    units = ["run"] * frame.height
    return Joined(_with(frame, operation=operation, start_at=start), faults, units, "operation")


def _vintage_fits(world: World, operation: Ints, start: Ints, t: Ints) -> Bools:
    starts = world.starts
    expansion = starts.expansion[start]
    wanted = pl.DataFrame({"operation": operation, "resource": world.expansion_resources[expansion]})
    uses = positions(world.use_lines, wanted, ["operation", "resource"]) >= 0
    begin, stop = workdays(world, start, operation)
    edges = world.calendar.bounds
    overlaps = np.minimum(stop, edges[t + 1]) > np.maximum(begin, edges[t])
    return np.asarray(world.learning[expansion] & uses & overlaps, dtype=np.bool_)


def join_ship(world: World, frame: pl.DataFrame) -> Joined:
    """Join departures to lanes and products; none under a ban."""
    lane = world.position("lanes", frame, ["origin", "destination", "mode"])
    product = world.position("products", frame, ["product"])
    known = (lane >= 0) & (product >= 0)
    t = ints(frame, "t")
    closed, barred, banned = np.zeros((3, frame.height), dtype=np.bool_)
    closed[known] = ~world.open_periods(world.windows("lanes"))[lane[known], t[known]]
    barred[known] = ~allowed(world)[lane[known], product[known]]
    banned[known & ~closed] = held_back(world, *(each[known & ~closed] for each in (lane, product, t)))
    faults = {
        "the lane and the product exist": ~known,
        "the lane is open in the period": closed,
        "the lane carries the product": barred,
        "there is an origin where it is tracked": known & mislabelled(world, product, frame),
        "bans leave a day of the period": banned,
    }
    units = _picked(world.product_units, product)
    joined = _with(frame, lane=lane, product_at=product).with_columns(labels(frame))
    return Joined(joined, faults, units, "product_at")


def join_place(world: World, frame: pl.DataFrame) -> Joined:
    """Join stock to sites and products."""
    site = world.position("sites", frame, ["site"])
    product = world.position("products", frame, ["product"])
    faults = {
        "the site and the product exist": (site < 0) | (product < 0),
        "there is an origin where it is tracked": (product >= 0) & mislabelled(world, product, frame),
    }
    units = _picked(world.product_units, product)
    joined = _with(frame, site_at=site, product_at=product).with_columns(labels(frame))
    return Joined(joined, faults, units, "product_at")


def join_scrap(world: World, frame: pl.DataFrame) -> Joined:
    """Join disposals to sites and products that have a cost of disposal."""
    joined = join_place(world, frame)
    product = ints(joined.frame, "product_at")
    costs = np.vstack([world.profiled("products", "scrap_cost"), np.zeros((1, world.periods))])
    faults = {**joined.faults, "the product may be disposed of": np.isnan(costs[product, ints(frame, "t")])}
    return Joined(joined.frame, faults, joined.units, joined.group)


def join_take(world: World, frame: pl.DataFrame) -> Joined:
    """Join what is taken into a mix to sites and products whose origin is tracked."""
    joined = join_place(world, frame)
    untracked = ~np.append(tracked(world), True)[ints(joined.frame, "product_at")]
    faults = {**joined.faults, "the origin of the product is tracked": untracked}
    return Joined(joined.frame, faults, joined.units, joined.group)


def _join_piece(world: World, frame: pl.DataFrame, due: Ints) -> tuple[Ints, Ints]:
    demand = world.position("demands", frame, ["market", "product", "class", "date"])
    due_pieces = pieces(world)
    code = np.where((demand < 0) | (due < 0), -1, demand * world.periods + due)
    return demand, code_positions(due_pieces.demand * world.periods + due_pieces.due, code)


def join_serve(world: World, frame: pl.DataFrame) -> Joined:
    """Join deliveries to the due pieces of demands and to what is given."""
    due, t = _period_numbers(world, frame, "due"), ints(frame, "t")
    demand, piece = _join_piece(world, frame, due)
    by = world.position("products", frame, ["by"])
    itself = frame["by"].eq(frame["product"]).to_numpy()
    substitute = np.where(itself, -1, world.position("substitutes", frame, ["product", "by"]))
    windows = np.vstack([world.open_periods(world.windows("substitutes")), np.ones((1, world.periods), np.bool_)])
    edges = world.calendar.bounds
    patience = np.append(world.number("demands", "patience"), 0.0)[demand]
    latest = shift(edges[due + 1], patience, world.time("demands", "patience"))
    faults = {
        "the demand is due then": piece < 0,
        "the product given may stand for the one asked for": (by < 0) | (~itself & (substitute < 0)),
        "the customer takes it in the period": (piece >= 0) & ((t < due) | (edges[t] >= latest)),
        "the substitute is accepted in the period": ~windows[substitute, t],
    }
    columns = {"demand": demand, "piece": piece, "by_at": by, "substitute": substitute, "due_at": due}
    return Joined(_with(frame, **columns), faults, _picked(world.product_units, by), "by_at")


def join_lost(world: World, frame: pl.DataFrame) -> Joined:
    """Join what is never served to the due pieces of demands."""
    demand, piece = _join_piece(world, frame, ints(frame, "t"))
    product = world.position("products", frame, ["product"])
    units = _picked(world.product_units, product)
    return Joined(
        _with(frame, demand=demand, piece=piece, product_at=product),
        {"the demand is due then": piece < 0},
        units,
        "product_at",
    )


def join_build(world: World, frame: pl.DataFrame) -> Joined:
    """Join modules to the starts that their expansion allows."""
    expansion = world.position("expansions", frame, ["expansion"])
    start = _start_positions(world, expansion, ints(frame, "t"))
    place = positions(world.inputs["expansions"], frame, ["expansion", "site", "resource"])
    starts = world.starts
    sigma, rho = np.append(starts.sigma, np.nan)[start], np.append(starts.rho, np.nan)[start]
    away = np.abs(days(frame, "start", np.inf) - sigma) > MOMENT
    late = np.abs(days(frame, "ready", np.inf) - rho) > MOMENT
    faults = {
        "the expansion exists": expansion < 0,
        "modules may start in the period": start < 0,
    }
    wrong = {
        "site and resource are those of the expansion": place < 0,
        "start is the day on which the modules start": away,
        "ready is the day of completion": late,
    }
    return Joined(
        _with(frame, expansion_at=expansion, start_at=start),
        {**faults, **wrong},
        ["module"] * frame.height,
        "expansion_at",
    )


def join_slack(world: World, frame: pl.DataFrame) -> Joined:
    """Join what rules are missed by to the windows of rules that have a penalty."""
    rules, windows = world.inputs["rules"], rule_windows(world)
    window = window_of(world, frame)
    rule, last = np.append(windows.rule, -1)[window], np.append(windows.last, -1)[window]
    penalty = np.append(world.number("rules", "penalty"), 0.0)[rule]
    sense = [*rules["sense"], ""]
    sides = {"at_least": ("under",), "at_most": ("over",), "equal": ("under", "over")}
    fits = [side in sides.get(sense[at], ()) for side, at in zip(frame["side"], rule, strict=True)]
    faults = {
        "the rule has such a window": window < 0,
        "the rule has a penalty": np.isnan(penalty),
        "the rule has such a side": ~np.array(fits, dtype=np.bool_) & (window >= 0),
        "period is that of the last day of the window": (window >= 0) & (ints(frame, "t") != last),
    }
    columns = {"rule_at": rule, "window_at": window}
    return Joined(_with(frame, **columns), faults, rule_units(world, frame, rule), "rule_at")


def join_claim(world: World, frame: pl.DataFrame) -> Joined:
    """Join claims to incentives that have a cap."""
    key = ["incentive", "expansion", "site", "country", "product", "starts"]
    incentive = world.position("incentives", frame, key)
    cap = np.append(world.number("incentives", "cap"), np.nan)[incentive]
    late = frame["paid"].eq("at the end").to_numpy()
    faults = {
        "the incentive exists": incentive < 0,
        "the incentive has a cap": (incentive >= 0) & np.isnan(cap),
        "it is paid in its period or at the end": ~late & frame["paid"].ne("in its period").to_numpy(),
        "what is paid at the end is in the last period": late & (ints(frame, "t") != world.periods - 1),
    }
    units = [str(world.inputs.setting["currency"])] * frame.height
    joined = _with(frame, incentive_at=incentive).with_columns(pl.Series("at_end", late))
    return Joined(joined, faults, units, "incentive_at")


def join_capacity(world: World, frame: pl.DataFrame) -> Joined:
    """Join the capacity table to the resources."""
    resource = world.position("resources", frame, ["site", "resource"])
    units = _picked(world.text("resources", "unit"), resource)
    return Joined(_with(frame, resource_at=resource), {"the resource exists": resource < 0}, units, "resource_at")


def join_money(world: World, frame: pl.DataFrame) -> Joined:
    """Check that the money table names sites and products that exist, in the currency of the model.

    Only what is claimed of an incentive, and what rules are missed by, is of no site.
    """
    nowhere = (frame["site"].eq("") & frame["term"].is_in(["incentive", "penalty"])).to_numpy()
    site = (world.position("sites", frame, ["site"]) < 0) & ~nowhere
    partner = (world.position("sites", frame, ["partner"]) < 0) & frame["partner"].ne("").to_numpy()
    product = (world.position("products", frame, ["product"]) < 0) & frame["product"].ne("").to_numpy()
    units = [str(world.inputs.setting["currency"])] * frame.height
    return Joined(frame, {"the sites and the product exist": site | partner | product}, units, "t")


JOINS: Final[Mapping[str, Callable[[World, pl.DataFrame], Joined]]] = {
    "make": join_make,
    "ship": join_ship,
    "stock": join_place,
    "serve": join_serve,
    "lost": join_lost,
    "build": join_build,
    "scrap": join_scrap,
    "slack": join_slack,
    "take": join_take,
    "claim": join_claim,
    "capacity": join_capacity,
    "money": join_money,
}
