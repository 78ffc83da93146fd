"""Sankey diagrams of what goes from country to country, tier by tier, to the markets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import Final

import polars as pl

from reshore.report.figures.amounts import Scale, money, money_scale
from reshore.report.figures.charts import Option, hover, still
from reshore.report.figures.coloured import Coloured
from reshore.report.figures.palette import OTHER

LETTERS: Final = 14
"""Letters of a line of a label."""
SMALL: Final = 2e-3
"""Share of all that is sold that a flow has at least."""
MARKET: Final = -1
"""The tier of markets."""
ENDS: Final = ("from_tier", "from", "to_tier", "to")


@dataclass(frozen=True)
class Words:
    """A diagram in words: what is to be seen, and its numbers as rows."""

    alternative: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Tiers:
    """How the parts of a diagram are called: `kinds` has the kind of site of a country in a tier, where that is known."""

    kinds: Mapping[tuple[int, str], str]

    @staticmethod
    def of(tiers: pl.DataFrame, look: Coloured) -> Tiers:
        """Return, of the tiers of a trace, what most of the products of each are made in, in each country as it is coloured."""
        sites = look.sites.select("site", "kind", country=look.shared(look.sites["named"]))
        made = tiers.explode("made_at").join(sites, left_on="made_at", right_on="site", how="inner")
        known = made.filter(pl.col("kind").fill_null("") != "").group_by("tier", "country")
        rows = known.agg(pl.col("kind").mode().sort().first()).iter_rows(named=True)
        return Tiers({(row["tier"], row["country"]): row["kind"] for row in rows})

    def kind(self, tier: int, country: str) -> str:
        """Return what there is of a country in a tier, else the number of the tier."""
        return "market" if tier == MARKET else self.kinds.get((tier, country), f"tier {tier}")

    def words(self, tier: int, country: str) -> str:
        """Return what there is of a country in a tier, with the number of the tier."""
        kind, number = self.kind(tier, country), f"tier {tier}"
        return kind if kind in ("market", number) else f"{kind}, {number}"


def large(links: pl.DataFrame) -> pl.DataFrame:
    """Return the sums of links with the same ends, without small ones, those of the last tiers first."""
    sums = links.group_by(*ENDS, maintain_order=True).agg(pl.col("value").sum())
    total = float(sums.filter(pl.col("to_tier") == MARKET)["value"].sum())
    return sums.filter(pl.col("value") > SMALL * total).sort("from_tier", "value", descending=True, maintain_order=True)


def sankey_words(links: pl.DataFrame, tiers: Tiers, currency: str) -> Words:
    """Return links in words."""
    scale = money_scale(links["value"], currency)
    largest = links.sort("value", descending=True).head(3)
    told = "; ".join(
        f"{row['from']} ({tiers.words(row['from_tier'], row['from'])}) to "
        f"{row['to']} ({tiers.words(row['to_tier'], row['to'])}), "
        f"{money(row['value'], currency)}"
        for row in largest.iter_rows(named=True)
    )
    rows = tuple(
        (
            tiers.words(row["from_tier"], row["from"]),
            row["from"],
            tiers.words(row["to_tier"], row["to"]),
            row["to"],
            scale.told(row["value"]),
        )
        for row in links.iter_rows(named=True)
    )
    nodes = _nodes(links).height
    return Words(
        f"{links.height} flows between {nodes} parts, each a country in a tier. The largest: {told}.",
        rows,
    )


def _nodes(links: pl.DataFrame) -> pl.DataFrame:
    ends = [links.select(pl.col(f"{end}_tier").alias("tier"), pl.col(end).alias("country")) for end in ("from", "to")]
    return pl.concat(ends).unique(maintain_order=True)


def sankey_option(colours: Mapping[str, str], links: pl.DataFrame, tiers: Tiers, scale: Scale) -> Option:
    """Return the option of a Sankey diagram of links, coloured by country, the last tier on the left and markets on the right."""
    nodes, links = _nodes(links), links.with_columns((pl.col("value") / scale.divisor).round(3))
    last = int(nodes["tier"].max())  # type: ignore[arg-type]
    ends = [
        links.select(pl.col(f"{end}_tier").alias("tier"), pl.col(end).alias("country"), "value")
        for end in ("from", "to")
    ]
    through = pl.concat(ends).group_by("tier", "country").agg(pl.col("value").sum()).sort("value", "country")
    largest = {row["tier"]: row["country"] for row in through.iter_rows(named=True)}
    called = {
        (row["tier"], row["country"]): f"{row['country']}: {tiers.words(row['tier'], row['country'])}"
        for row in nodes.iter_rows(named=True)
    }
    return still(
        {
            "tooltip": hover(),
            "series": [
                {
                    "type": "sankey",
                    "left": 4,
                    "right": 110,
                    "top": 8,
                    "bottom": 8,
                    "nodeGap": 14,
                    "nodeWidth": 14,
                    "draggable": False,
                    "emphasis": {"focus": "adjacency"},
                    "labelLayout": {"hideOverlap": True},
                    "label": {"fontSize": 11, "width": 84, "overflow": "break"},
                    "data": [
                        {
                            "name": name,
                            "depth": last - tier,
                            "itemStyle": {"color": colours.get(country, OTHER)},
                            "label": _label(
                                country, tiers.kind(tier, country), tiers.kind(tier, largest[tier]), largest[tier]
                            ),
                        }
                        for (tier, country), name in called.items()
                    ],
                    "links": [
                        {
                            "source": called[row["from_tier"], row["from"]],
                            "target": called[row["to_tier"], row["to"]],
                            "value": row["value"],
                            "lineStyle": {"color": colours.get(row["from"], OTHER), "opacity": 0.4},
                        }
                        for row in links.iter_rows(named=True)
                    ],
                }
            ],
        }
    )


def _label(country: str, kind: str, usual: str, largest: str) -> Option:
    """Return the label of a node: its country, and below that what it is, of the largest of a tier and of what is another."""
    if country != largest and kind == usual:
        return {"formatter": country}
    return {"formatter": f"{country}\n{fill(kind, LETTERS)}"}
