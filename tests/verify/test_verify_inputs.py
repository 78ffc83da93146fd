"""The verification's own reading of the tables: headers, defaults, profiles, what it refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from reshore.verify import Inputs
from reshore.verify.arrays import Floats

SETTING: dict[str, object] = {"start": date(2026, 1, 1), "buckets": "4 months"}


def profiled(own: float | None, changes: dict[date, float], column: str = "capacity", table: str = "lanes") -> Floats:
    """Return a column of one row over four months; the row before it has the own value 1 and no profile."""
    tables = {
        "lanes": pl.DataFrame({"origin": ["A", "A"], "destination": ["B", "B"], "mode": ["sea", "road"]}),
        "stocks": pl.DataFrame({"site": ["A", "A"], "product": ["x", "road"]}),
    }
    key = "A/B/road" if table == "lanes" else "A/road"
    profile = {"table": table, "key": key, "column": column}
    tables[table] = tables[table].with_columns(pl.Series(column, [1.0, own]))
    rows = [{**profile, "date": day, "value": value} for day, value in changes.items()]
    tables["profiles"] = pl.DataFrame(rows, schema_overrides={"date": pl.Date})
    inputs = Inputs.of(SETTING, tables)
    other, values = inputs.profiled(table, column, inputs.calendar())
    assert other.tolist() == [1, 1, 1, 1]
    return np.asarray(values, dtype=np.float64)


def test_a_mean_profile_counts_by_days() -> None:
    """Proves: own value before the first date, each value until the next, averaged by days.

    8 until 11 February (10 of 28 days), 36 after it; 20 from 1 April. Sensitivity: the value at the start or the end of
    February would be 8 or 36.
    """
    values = profiled(8, {date(2026, 4, 1): 20, date(2026, 2, 11): 36})
    assert values == pytest.approx(np.array([8, (10 * 8 + 18 * 36) / 28, 36, 20]))


def test_a_date_before_the_horizon_holds_from_the_start() -> None:
    assert profiled(8, {date(2020, 1, 1): 5, date(2030, 1, 1): 6}).tolist() == [5, 5, 5, 5]


def test_an_unlimited_part_makes_the_period_unlimited() -> None:
    """Proves: an empty own value covers January and a part of February; March has the limit."""
    assert profiled(None, {date(2026, 2, 11): 36}) == pytest.approx(np.array([np.nan, np.nan, 36, 36]), nan_ok=True)
    assert profiled(None, {date(2026, 2, 1): 36}) == pytest.approx(np.array([np.nan, 36, 36, 36]), nan_ok=True)


def test_an_end_profile_takes_the_last_value() -> None:
    """Proves: a value from the last day of February counts in February, one from 1 March does not."""
    values = profiled(8, {date(2026, 2, 28): 3, date(2026, 3, 1): 4}, "maximum", "stocks")
    assert values.tolist() == [8, 3, 4, 4]


def test_units_of_time_come_from_the_header() -> None:
    """Proves: a header tells the unit of time whatever the other words are; without one the declared unit holds."""
    table = pl.DataFrame({"origin": ["A"], "destination": ["B"], "mode": ["x"], "capacity [wafer/week]": [3.0]})
    inputs = Inputs.of(SETTING, {"lanes": table.with_columns(pl.lit(2.0).alias("transit_time [months]"))})
    assert inputs["lanes"]["capacity"].to_list() == [3.0]
    assert inputs.time("lanes", "capacity") == "week"
    assert inputs.time("lanes", "transit_time") == "month"
    assert inputs.time("products", "shelf_life") == "day"
    assert inputs.time("demands", "late_cost") == "month"
    assert inputs.time("products", "holding_rate") == "year"
    assert Inputs.of(SETTING, {}, {("lanes", "capacity"): "year"}).time("lanes", "capacity") == "year"
    with pytest.raises(ValueError, match="no unit of time"):
        inputs.time("products", "value")


def test_defaults_are_those_declared() -> None:
    """Proves: missing columns and empty cells (empty text too) hold the declared default; missing tables are empty."""
    empty = {name: [""] for name in ("spend_profile", "ramp", "yield_ramp", "status")}
    project = pl.DataFrame({"expansion": ["E"], "site": ["A"], "resource": ["r"], "module": [1.0], **empty})
    inputs = Inputs.of(SETTING, {"expansions": project})
    assert inputs["expansions"].select(*empty).row(0) == (None, None, None, "option")
    inputs = Inputs.of(SETTING, {"operations": pl.DataFrame({"site": ["A"], "process": ["p"], "yield": [None]})})
    row = inputs["operations"].row(0, named=True)
    assert (row["yield"], row["unit_cost"], row["maximum"], row["whole_runs"]) == (1.0, 0.0, None, False)
    assert inputs["demands"].height == 0
    assert inputs.setting["currency"] == "USD"
    assert inputs.setting["objective"] == "profit"
    assert inputs.number("discount_rate") == 0


@pytest.mark.parametrize(
    "given",
    [
        pl.Series("products", ["x; y", None, ""]),
        pl.Series("products", [["x", "y"], None, []], dtype=pl.List(pl.String)),
        pl.Series("products", ["x;y;", None, " "]),
    ],
)
def test_lists_are_text_or_lists(given: pl.Series) -> None:
    """Proves: products of a lane are read from text and from lists; empty means every product."""
    lanes = pl.DataFrame({"origin": ["A"] * 3, "destination": ["B"] * 3, "mode": ["1", "2", "3"]}).with_columns(given)
    assert Inputs.of(SETTING, {"lanes": lanes})["lanes"]["products"].to_list() == [["x", "y"], None, None]


def test_what_is_refused() -> None:
    """Proves: data that would make the verification mean something else raise instead."""
    site = pl.DataFrame({"site": ["A", "A"]})
    with pytest.raises(ValueError, match="key twice"):
        Inputs.of(SETTING, {"sites": site})
    with pytest.raises(ValueError, match=r"model\.buckets is missing"):
        Inputs.of({"start": date(2026, 1, 1)}, {})
    with pytest.raises(ValueError, match="is empty"):
        Inputs.of(SETTING, {"recipes": pl.DataFrame({"process": ["p"], "product": ["x"], "quantity": [None]})})
    with pytest.raises(ValueError, match="has no column quantity"):
        Inputs.of(SETTING, {"recipes": pl.DataFrame({"process": ["p"], "product": ["x"]})})
    profile = {
        "table": ["lanes"],
        "key": ["A/B/x"],
        "column": ["transit_time"],
        "date": [date(2026, 1, 1)],
        "value": [1],
    }
    with pytest.raises(ValueError, match="no column that can change"):
        Inputs.of(SETTING, {"profiles": pl.DataFrame(profile)})


def test_inputs_are_read_from_a_folder(tmp_path: Path) -> None:
    """Proves: settings come from `model.toml` and tables from Parquet files."""
    (tmp_path / "model.toml").write_text('start = 2026-01-01\nbuckets = "4 months"\ndiscount_rate = 0.07\n')
    pl.DataFrame({"site": ["A"], "opens": [date(2026, 2, 1)], "source": ["here"]}).write_parquet(
        tmp_path / "sites.parquet"
    )
    inputs = Inputs.read(tmp_path)
    assert inputs.number("discount_rate") == 0.07
    assert inputs["sites"]["opens"].to_list() == [date(2026, 2, 1)]
    assert inputs.calendar().periods == 4


def test_a_rate_counts_each_day_of_its_window_once() -> None:
    """Proves: accrued is Σ value · length of its days within the window, and an empty value outside does not matter.

    The road has 31 a month from 16 January on and opens that day: 16, 28 · 31/28, 31 and 31. It opens on 11 January with
    an own value of 62: 5 days of 2 more. Empty, it is unlimited in January then.
    """

    def accrued(own: float | None, opens: date) -> np.ndarray:
        lanes = {"origin": ["A"], "destination": ["B"], "mode": ["road"], "capacity": [own]}
        change = {"table": "lanes", "key": "A/B/road", "column": "capacity", "date": date(2026, 1, 16), "value": 31.0}
        tables = {
            "lanes": pl.DataFrame(lanes, schema_overrides={"capacity": pl.Float64}),
            "profiles": pl.DataFrame([change]),
        }
        inputs = Inputs.of(SETTING, tables)
        window = np.array([float((opens - date(1970, 1, 1)).days)]), np.array([np.inf])
        return np.asarray(inputs.accrued("lanes", "capacity", inputs.calendar(), window)[0])

    assert accrued(None, date(2026, 1, 16)) == pytest.approx(np.array([16, 31, 31, 31]))
    assert accrued(62, date(2026, 1, 11)) == pytest.approx(np.array([26, 31, 31, 31]))
    assert accrued(None, date(2026, 1, 11)) == pytest.approx(np.array([np.nan, 31, 31, 31]), nan_ok=True)
