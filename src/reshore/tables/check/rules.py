"""Checks of rules: the measures and filters that they name, their values, and rules that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from reshore.schema.measures import measures
from reshore.schema.money import TERMS
from reshore.schema.rules import AT_LEAST, AT_MOST
from reshore.tables.filters import NAMED, FilterError, Filters, expanded_filters, parse_filters
from reshore.tables.findings import Finding
from reshore.tables.measured import described, matches, possible, units
from reshore.tables.report import Place, hint, line_of, listed, number
from reshore.tables.table import ROW, Tables

VALUES: Final = {"rules": "value", "targets": "at_least"}
"""The tables whose rows name a measure, filters of it and of what it is a share of, with the column of what it is to be."""
DIGITS: Final = 12
FILTERS: Final = ("filters", "share_of")
ALIKE: Final = ("measure", "filters", "share_of", "window", "starts", "ends", "per", "of_base")
"""What two rules have in common that compare the same amount with a value."""
OF_RUNS: Final = ("made", "used", "value_added", "gross_value")
"""Measures of runs alone."""


def measures_named(tables: Tables) -> Iterator[Finding]:
    """Each measure is one that there is, and each filter of it chooses something, all of it in one unit."""
    for name in VALUES:
        place = Place.of(tables[name])
        for row in tables.frame(name).iter_rows(named=True):
            measure = row["measure"]
            if measure in measures():
                for column in FILTERS:
                    yield from _filters(tables, place, row, column)
            elif measure:
                known = list(measures())
                message, remedy = (
                    f"'{measure}' is not a measure.",
                    hint(measure, known, f"Those are {', '.join(known)}."),
                )
                yield place.finding("E341", message, remedy, row[ROW], "measure")


def values(tables: Tables) -> Iterator[Finding]:
    """A share lies between 0 and 1; a rate is an amount over time. A target that is a share may be one of a period, by `per`."""
    for name, column in VALUES.items():
        place = Place.of(tables[name])
        for row in tables.frame(name).iter_rows(named=True):
            value, declared = row[column], measures().get(row["measure"])
            if row["share_of"] and value is not None and not row.get("of_base") and not 0.0 <= value <= 1.0:
                per_cent = (
                    f"Write {number(round(value / 100, DIGITS))} for {number(value)} %." if 1.0 < value <= 100.0 else ""
                )
                remedy = per_cent or "Give a number from 0 to 1, or leave `share_of` empty."
                yield place.finding("E347", f"{number(value)} is no share.", remedy, row[ROW], column)
            level = declared is not None and declared.level
            if row["per"] and (level or (row["share_of"] and name == "rules")):
                what = "A share" if row["share_of"] else f"`{row['measure']}`"
                yield place.finding("E348", f"{what} is no amount over time.", "Leave `per` empty.", row[ROW], "per")


def bases(tables: Tables) -> Iterator[Finding]:
    """A rule that is a multiple of what a base plan has knows what that is."""
    if tables.setting["base"]:
        return
    place, known = Place.of(tables["rules"]), set(tables.frame("bases")["rule"])
    for name, row in tables.frame("rules").filter("of_base").select("rule", ROW).iter_rows():
        if name not in known:
            message = f"'{name}' is a multiple of what the base plan has, but the model names no base."
            remedy = "Give a run as `base` in the settings, or what it has in `bases`."
            yield place.finding("E350", message, remedy, row, "of_base")


def unreadable_base(tables: Tables, name: str, reason: str) -> Finding:
    """Return the finding that the run which the settings name as base cannot be read."""
    message = f"The base '{name}' cannot be read: {reason}"
    return Place.of(tables["model"]).finding("E351", message, "Name another run.", None, "base")


def contradictions(tables: Tables) -> Iterator[Finding]:
    """No two hard rules ask of the same measure, filters and window for more and for less than the same."""
    place = Place.of(tables["rules"])
    known: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for row in tables.frame("rules").iter_rows(named=True):
        if row["penalty"] is not None or row["value"] is None or row["measure"] not in measures():
            continue
        try:
            alike = tuple(_plain(tables, row[name]) if name in FILTERS else row[name] for name in ALIKE)
        except FilterError:
            continue
        for other in known.setdefault(alike, []):
            for low, high in ((row, other), (other, row)):
                if low["sense"] != AT_MOST and high["sense"] != AT_LEAST and low["value"] > high["value"]:
                    message = (
                        f"'{low['rule']}' asks for at least {number(low['value'])}, and '{high['rule']}' allows at most "
                        f"{number(high['value'])}, of the same: see {line_of(other[ROW])} too."
                    )
                    yield place.finding("E349", message, "Change one of them, or give it a penalty.", row[ROW], "value")
        known[alike].append(row)


def _plain(tables: Tables, text: str) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    """Return filters in a form in which equal ones are equal; None for no text."""
    expanded = expanded_filters(tables, parse_filters(text))
    return tuple(sorted((key, tuple(sorted(set(names)))) for key, names in expanded.items())) if text else None


def _filters(tables: Tables, place: Place, row: dict[str, Any], column: str) -> Iterator[Finding]:
    try:
        filters = parse_filters(row[column])
    except FilterError as error:
        remedy = "Write `country = United States; product = racks | boards`."
        yield place.finding("E342", str(error), remedy, row[ROW], column)
        return
    wrong = list(_names(tables, place, row, column, filters))
    yield from wrong
    if not wrong and (filters or column == "filters"):
        yield from _chosen(tables, place, row, column, expanded_filters(tables, filters))


def _names(tables: Tables, place: Place, row: dict[str, Any], column: str, filters: Filters) -> Iterator[Finding]:
    """Yield a finding for each key that the measure does not have, and each name that there is not."""
    keys = measures()[row["measure"]].keys
    groups = set(tables.frame("groups")["group"])
    for key, names in filters.items():
        if key not in keys:
            message = f"`{row['measure']}` cannot be filtered by '{key}'."
            yield place.finding("E343", message, hint(key, keys, f"Write {listed(keys)}."), row[ROW], column)
            continue
        known = list(TERMS) if key == "term" else _known(tables, key)
        for name in names:
            if name not in known and name not in groups:
                noun = "term of money" if key == "term" else NAMED[key].split(".")[1]
                otherwise = "Correct the name."
                yield place.finding(
                    "E344", f"'{name}' is not a {noun}.", hint(name, [*known, *groups], otherwise), row[ROW], column
                )


def _known(tables: Tables, key: str) -> list[str]:
    table, name = NAMED[key].split(".")
    return [known for known in tables.frame(table)[name].drop_nulls().unique(maintain_order=True) if known]


def _chosen(tables: Tables, place: Place, row: dict[str, Any], column: str, filters: Filters) -> Iterator[Finding]:
    """Yield a finding where filters choose nothing of a measure that there is, or things in different units."""
    measure = row["measure"]
    labels = possible(tables, measure)
    have = described(tables, labels.clear()).columns
    own = {key: names for key, names in filters.items() if key in have}
    if not matches(tables, labels, own).any():
        told = (
            f"`{row[column]}` chooses nothing of `{measure}`." if filters else f"The model has nothing of `{measure}`."
        )
        otherwise = f"Correct the filters, or remove the {place.table.removesuffix('s')}."
        only = "Only an expansion with a `yield_ramp` has runs of its own: count by another key."
        remedy = only if "expansion" in own and measure in OF_RUNS else otherwise
        yield place.finding("E345", told, remedy, row[ROW], column)
        return
    found = sorted({*units(tables, measure, filters), *_of_measure(tables, row, column)})
    if len(found) > 1:
        key = "product" if "product" in measures()[measure].keys else "resource"
        message = f"This adds up what is counted in {listed(found).replace(' or ', ' and ')}."
        yield place.finding("E346", message, f"Name what to count by `{key} = ...`.", row[ROW], column)


def _of_measure(tables: Tables, row: dict[str, Any], column: str) -> list[str]:
    """Return, of what a value is a share of, the units of what is compared with it, where these are known."""
    try:
        keys = {key: names for key, names in parse_filters(row["filters"]).items() if key in NAMED}
    except FilterError:
        return []
    return units(tables, row["measure"], expanded_filters(tables, keys)) if column == "share_of" else []
