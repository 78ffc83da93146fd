"""The map: where sites are, and what flows between them, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.report.figures.amounts import counted, money, money_scale, shipped_value
from reshore.report.figures.figure import Figure
from reshore.report.figures.globe import ALL, KEYS, Look, Words, map_figure, spots_of
from reshore.report.figures.places import places
from reshore.report.figures.subject import Subject

FLOWS: Final = 60


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the map of sites and flows, where some sites say where they are."""
    known = places(subject.sites)
    if known.is_empty():
        return
    goods = shipped_value(subject.plan)
    flows = _flows(goods, known)
    total = flows.group_by(*KEYS, maintain_order=True).agg(pl.col("value").sum()).sort("value", descending=True)
    shown = total.head(FLOWS)
    years = sorted(flows["year"].unique())
    look = Look(
        subject.coloured,
        lambda value: money(value, subject.currency),
        lambda value: f"{money(value, subject.currency)} in and out, in all years",
        lambda step, value: (
            f"{'All years' if step == ALL else step}: {money(value, subject.currency)} shipped between places"
        ),
    )
    spots, frame = spots_of(subject.coloured, known, total)
    scale = money_scale(total["value"], subject.currency)
    rows = tuple((row["from"], row["to"], scale.told(row["value"])) for row in shown.iter_rows(named=True))
    most = ", ".join(
        f"{row['from']} to {row['to']} ({money(row['value'], subject.currency)})"
        for row in shown.head(3).iter_rows(named=True)
    )
    left = total.height - shown.height
    words = Words(
        title="Where things are made, and where they go",
        units=(
            f"Goods shipped between places at standard value [{scale.words}]; wider lines are larger, in the colour of the "
            f"country that they leave{'; '.join(['', *_left_out(subject, goods, known, left)])}"
        ),
        source=subject.source,
        alternative=(
            f"A map of {counted(spots.height, 'place')} and {counted(shown.height, 'flow')} between them."
            + (f" The largest: {most}." if most else "")
        ),
        columns=("from", "to", scale.words),
        rows=rows,
    )
    yield map_figure(look, (spots, frame), (flows, shown, [ALL, *years]), words)


def _flows(goods: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return what goes from place to place: from, to, year, value [currency], and the country that it leaves."""
    ends = known.select("site", "label", "named")
    for end, name in (("origin", "from"), ("destination", "to")):
        renamed = ends.rename({"label": name, "named": f"{name}_country"})
        goods = goods.join(renamed, left_on=end, right_on="site", how="inner", maintain_order="left")
    between = goods.filter(pl.col("from") != pl.col("to"))
    return between.group_by(*KEYS, "from_country", "year", maintain_order=True).agg(pl.col("value").sum())


def _left_out(subject: Subject, goods: pl.DataFrame, known: pl.DataFrame, small: int) -> Iterator[str]:
    """Yield what is shipped, and not drawn."""
    if small > 0:
        yield f"the {counted(small, 'smallest flow')} are not drawn" if small > 1 else "the smallest flow is not drawn"
    label = dict(known.select("site", "label").iter_rows())
    ends = goods.select(pl.col(end).replace_strict(label, default=None) for end in ("origin", "destination"))
    unknown = ends.select(pl.any_horizontal(pl.all().is_null())).to_series()
    within = ends.select((pl.col("origin") == pl.col("destination")).fill_null(False)).to_series()
    for rows, words in ((within, "between sites of one place"), (unknown, "of sites that do not say where they are")):
        value = float(goods.filter(rows)["value"].sum())
        if value > 0.0:
            yield f"{money(value, subject.currency)} {words} not drawn"
