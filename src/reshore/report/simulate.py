"""A simulation as text: targets and figures by their chances, what each hazard takes, and what explains the spread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl
from rich.console import Group, RenderableType
from rich.text import Text

from reshore.report.grid import amount, grid
from reshore.report.text import measured
from reshore.simulation.summary import Simulation

SHOWN: Final = 8
NOTE: Final = (
    "The plan is run forward as it is: what falls behind is caught up and goes round what is closed, but nothing is planned "
    "again. Of ten replications one is below P10, one above P90. Alone is what a hazard takes from the plan's profit where no "
    "other happens."
)


def simulation_text(found: Simulation, seconds: float | None = None) -> RenderableType:
    """Return a simulation as text, and how long it took where that is known."""
    return Group(*_parts(found, seconds))


def _parts(found: Simulation, seconds: float | None) -> Iterator[RenderableType]:
    about, currency = found.about, str(found.about["currency"])
    took = "" if seconds is None else f", {seconds:.1f} s"
    yield Text(f"{about['replications']:,} replications, seed {about['seed']}{took}", style="bold")
    targets = [_target(row) for row in found.tables["targets"].iter_rows(named=True)]
    columns = ("target", "goal", "planned", "P10", "P50", "P90", "reached in", "95 %")
    yield grid("Targets", columns, targets, right={1, 2, 3, 4, 5, 6})
    kpis = [_kpi(row) for row in found.tables["kpis"].iter_rows(named=True)]
    yield grid("Figures", ("measure", "product", "planned", "mean", "P10", "P50", "P90"), kpis, right={2, 3, 4, 5, 6})
    yield Text(
        f"Profit in the worst {about['tail']:.0%} of replications: {amount(about['value_at_risk'], currency)} at most, "
        f"{amount(about['tail_mean'], currency)} on average ({amount(about['tail_mean_lost'], currency)} less than planned).\n"
    )
    hazards = [
        _hazard(row) for row in found.tables["hazards"].sort("profit_lost", descending=True).iter_rows(named=True)
    ]
    yield grid(
        f"What each takes from profit, alone [{currency}]",
        ("hazard", "happens in", "on average", "error", "where it happens", "in its worst 5 %"),
        hazards,
        right={1, 2, 3, 4, 5},
    )
    shares = found.tables["shares"].filter(pl.col("share") > 0.005).head(SHOWN)
    lines = [(row["cause"], f"{row['share']:.1%}") for row in shares.iter_rows(named=True)]
    yield grid("What explains the variance of profit, each alone", ("cause", "share"), lines, right={1})
    left = found.tables["uncarried"]
    if left.height:
        yield Text(f"{left.height} uncertain numbers are not drawn: they are as in the tables (all with --json).")
    yield Text(f"\n{NOTE}", style="dim")


def _target(row: dict[str, Any]) -> tuple[str, ...]:
    names = ("goal", "planned", "p10", "p50", "p90")
    values = ("" if row[name] is None else measured(row[name], row["unit"], row["goal"]) for name in names)
    if row["probability"] is None:
        return (row["target"], *values, "unknown", "delays of projects are not followed in what is built")
    return (row["target"], *values, f"{row['probability']:.1%}", f"{row['low']:.1%} to {row['high']:.1%}")


def _kpi(row: dict[str, Any]) -> tuple[str, ...]:
    values = (measured(row[name], row["unit"], row["planned"]) for name in ("planned", "mean", "p10", "p50", "p90"))
    return (str(row["measure"]).replace("_", " "), row["product"], *values)


def _hazard(row: dict[str, Any]) -> tuple[str, ...]:
    money = (amount(row[name]) for name in ("profit_lost", "error", "lost_if_it_happens", "lost_in_its_tail"))
    return (row["hazard"], f"{row['probability']:.1%}", *money)
