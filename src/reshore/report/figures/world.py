"""The map: where sites are, and what flows between them, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from reshore.report.figures.amounts import counted, money, money_scale, shipped_value
from reshore.report.figures.figure import Figure
from reshore.report.figures.globe import ALL, KEYS, Look, map_option, spots_of
from reshore.report.figures.places import places
from reshore.report.figures.subject import Subject

FLOWS: Final = 60


def figures(subject: Subject) -> Iterator[Figure]:
    """Yield the map of sites and flows, where some sites say where they are."""
    known = places(subject.sites)
    if known.is_empty():
        return
    flows = _flows(subject, known)
    total = flows.group_by(*KEYS, maintain_order=True).agg(pl.col("value").sum()).sort("value", descending=True)
    shown = total.head(FLOWS)
    years = sorted(flows["year"].unique())
    look = Look(
        subject.coloured,
        lambda value: money(value, subject.currency),
        lambda value: f"{money(value, subject.currency)} in and out, in all years",
        lambda step, value: f"{'All years' if step == ALL else step}: {money(value, subject.currency)} shipped",
    )
    spots, frame = spots_of(subject.coloured, known, total)
    scale = money_scale(total["value"], subject.currency)
    rows = tuple((row["from"], row["to"], scale.told(row["value"])) for row in shown.iter_rows(named=True))
    most = ", ".join(
        f"{row['from']} to {row['to']} ({money(row['value'], subject.currency)})"
        for row in shown.head(3).iter_rows(named=True)
    )
    left = total.height - shown.height
    yield Figure(
        name="map",
        title="Where things are made, and where they go",
        units=(
            f"Goods shipped between places at standard value [{scale.words}]; wider lines are larger, in the colour of the "
            f"country that they leave{f'; the {left} smallest flows are left out' if left > 0 else ''}"
        ),
        source=f"{subject.source}; outlines: Natural Earth",
        alternative=(
            f"A map of {counted(spots.height, 'place')} and {counted(shown.height, 'flow')} between them."
            + (f" The largest: {most}." if most else "")
        ),
        option=map_option(look, (spots, frame), (flows, shown, [ALL, *years])),
        columns=("from", "to", scale.words),
        rows=rows,
        height=520,
        width=720,
    )


def _flows(subject: Subject, known: pl.DataFrame) -> pl.DataFrame:
    """Return what goes from place to place: from, to, year, value [currency], and the country that it leaves."""
    ends = known.select("site", "label", "named")
    goods = shipped_value(subject.plan)
    for end, name in (("origin", "from"), ("destination", "to")):
        renamed = ends.rename({"label": name, "named": f"{name}_country"})
        goods = goods.join(renamed, left_on=end, right_on="site", how="inner", maintain_order="left")
    between = goods.filter(pl.col("from") != pl.col("to"))
    return between.group_by(*KEYS, "from_country", "year", maintain_order=True).agg(pl.col("value").sum())
