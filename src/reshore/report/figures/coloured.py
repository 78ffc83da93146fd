"""Sites with their countries, and the colour of each country, the same in all figures of a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from reshore.report.figures.palette import OTHER, OTHERS, PALETTE

NOWHERE: Final = "(no country)"
"""How sites that do not say their country are called."""


@dataclass(frozen=True)
class Coloured:
    """The sites of a model, `named` by their country (`NOWHERE` without one), and colours by country; small ones share one."""

    sites: pl.DataFrame
    colours: Mapping[str, str]

    def shared(self, countries: pl.Series) -> pl.Series:
        """Return countries as they are told: those without a colour of their own together as others."""
        own = [name for name, colour in self.colours.items() if colour != OTHER]
        return pl.Series(
            countries.name, [name if name in own else OTHERS for name in _named(countries)], dtype=pl.String
        )


def coloured(sites: pl.DataFrame) -> Coloured:
    """Return sites with colours for their countries: the ones with most sites get colours of their own.

    They hang on the tables alone, so that a model and all its plans have the same.
    """
    ranked = sites.group_by("country", maintain_order=True).len().sort("len", descending=True, maintain_order=True)
    countries = ranked["country"]
    named = pl.when(pl.col("country").fill_null("") == "").then(pl.lit(NOWHERE)).otherwise("country")
    colours = {country or NOWHERE: PALETTE[at] if at < len(PALETTE) else OTHER for at, country in enumerate(countries)}
    return Coloured(sites.with_columns(named.alias("named")), colours)


def _named(countries: pl.Series) -> Iterator[str]:
    for country in countries:
        yield country or NOWHERE
