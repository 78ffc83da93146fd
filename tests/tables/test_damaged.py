"""Whatever is damaged in a model's files, reading it ends with findings or with tables from which a program can be built.

The damage is random but seeded: cells, headers, rows, files and bytes, in each format.
"""

# ruff: noqa: E501 (a list of values stays on one line)

from __future__ import annotations

import csv
import io
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from reshore.api import check
from reshore.examples import TEMPLATE, example_folder
from reshore.model import build_program
from reshore.network import build_network
from reshore.pipeline import NoPlan, Request, plan_tables
from reshore.solve import SolveOptions
from reshore.tables import convert, read_model, resolve

NASTY = (
    *("", " ", "0", "-0", "-1", "1e400", "1e15", "1e-320", "NaN", "-inf", "1,5", "85 %", "0x10", "١٢", "１２", "true", "#N/A", "="),
    *("9999-12-31", "0001-01-01", "2025-02-30", "2025-13", "01/02/2025", "45000", "99999", "-2025-01-01", "10000-01-01"),
    *("a/b", "/", "//", ";", ";;", "a;a", ":", "=", "[", "]", "a [b", "[m2]", "x [USD/]", "\x00", "\x7f", "\ufeff", "\u2028", "\ud7ff"),
    *("'", "''", '"', "\n", "\r\n", "{}", "${x}", "x" * 5000, "é😀", "../x", "model", "_row", "_key", "group", "literal", "*"),
    *("12 months", "3 weeks, 2 quarters", "10000 days", "1 year", "kUSD", "committed", "option", "inherits:pump"),
)  # fmt: skip
SEED = 20_250_601


def survives(model: Path, planned: bool = False) -> None:
    """Assert that checking a model raises nothing, and that one without errors can be built, and planned where that is asked."""
    findings = check(model)
    tables = read_model(model).tables
    assert all(finding.file and finding.message and finding.remedy for finding in findings)
    if any(finding.severity == "error" for finding in findings) or tables is None:
        return
    if planned:
        with suppress(NoPlan):
            plan_tables(tables, Request(options=SolveOptions(time_limit=10)))
        return
    build_program(build_network(resolve(tables)))


def damage_table(rows: list[list[str]], chance: random.Random) -> None:
    """Change a cell, the header, a row or a column of a table."""
    at = chance.randrange(len(rows))
    column = chance.randrange(max(1, len(rows[at])))
    kind = chance.random()
    if kind < 0.7 and rows[at]:
        other = chance.choice(rows)
        rows[at][column] = chance.choice(
            [*NASTY, chance.choice(other or [""]), rows[at][column] + chance.choice(NASTY)]
        )
    elif kind < 0.8:
        rows.insert(at, list(chance.choice(rows)))
    elif kind < 0.9:
        del rows[at]
    elif kind < 0.95:
        for row in rows:
            del row[column : column + 1]
    else:
        for row in rows:
            row.append(row[column] if column < len(row) else "")


def damage_bytes(content: bytes, chance: random.Random) -> bytes:
    """Change, remove or add a few bytes, or cut the end off."""
    after = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(after) + 1)
        after[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    return bytes(after[: chance.randrange(len(after) + 1)] if chance.random() < 0.1 else after)


def damage_csv(folder: Path, chance: random.Random) -> None:
    """Damage a file of a folder: its table, its bytes, or the whole file."""
    path = chance.choice(sorted(path for path in folder.rglob("*") if path.suffix in (".csv", ".toml")))
    kind = chance.random()
    if kind < 0.75 and path.suffix == ".csv":
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            if rows:
                damage_table(rows, chance)
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        path.write_bytes(text.getvalue().encode("utf-8", "replace"))
    elif kind < 0.75:
        lines = path.read_text(encoding="utf-8").splitlines()
        at = chance.randrange(len(lines))
        name = lines[at].partition("=")[0]
        wrong = (
            "1979-05-27T07:32:00Z",
            "07:32:00",
            "[1, [2]]",
            "{a = 1}",
            "[]",
            "nan",
            "-inf",
            "1e400",
            "true",
            "9" * 400,
            "''",
        )
        lines[at] = f"{name} = {chance.choice([*wrong, repr(chance.choice(NASTY))])}"
        path.write_text("\n".join(lines), encoding="utf-8")
    elif kind < 0.95:
        path.write_bytes(damage_bytes(path.read_bytes(), chance))
    else:
        path.write_bytes(b"")


def damage_parquet(folder: Path, chance: random.Random) -> None:
    """Damage a Parquet file: its cells, the types of its columns, or its bytes."""
    path = chance.choice(sorted(folder.glob("*.parquet")))
    if chance.random() < 0.4:
        path.write_bytes(damage_bytes(path.read_bytes(), chance))
        return
    frame = pl.read_parquet(path)
    name = chance.choice(frame.columns)
    odd: tuple[object, ...] = (
        *(
            float("nan"),
            float("-inf"),
            2**63,
            -1,
            True,
            None,
            b"\xff",
            "x",
            Decimal("1.50"),
            time(1),
            timedelta(days=3),
        ),
        *(
            date(9999, 12, 31),
            date(1, 1, 1),
            datetime(2025, 1, 1, 3),
            [1, 2],
            ["a", None],
            [[1]],
            {"a": 1},
            chance.choice(NASTY),
        ),
    )
    values = [chance.choice([chance.choice(odd)])] * frame.height
    frame.with_columns(pl.Series(name, values, strict=False)).write_parquet(path)


def damage_book(path: Path, chance: random.Random) -> None:
    """Damage a workbook: its cells, or its bytes."""
    if chance.random() < 0.3:
        path.write_bytes(damage_bytes(path.read_bytes(), chance))
        return
    book = openpyxl.load_workbook(path)
    for _ in range(chance.choice((1, 1, 3))):
        sheet = chance.choice(book.worksheets)
        cell = sheet.cell(chance.randint(1, sheet.max_row + 1), chance.randint(1, sheet.max_column + 1))
        kind = chance.random()
        if kind < 0.8:
            value = chance.choice(
                [*NASTY, -1, 0.5, 1e300, True, "=1/0", "=A1", date(1900, 1, 1), datetime(2025, 1, 1, 3), time(2)]
            )
            cell.value = (
                value
                if not isinstance(value, str)
                else openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", value)[:30_000]
            )
            cell.number_format = chance.choice(("General", "0%", "000", "yyyy", "d mmm", "@", "[h]:mm"))
        elif kind < 0.9:
            sheet.merge_cells(
                start_row=1, end_row=chance.randint(1, 4), start_column=1, end_column=chance.randint(1, 3)
            )
        else:
            sheet.delete_rows(chance.randint(1, 3))
    book.save(path)


DAMAGES: dict[str, tuple[Callable[[Path, random.Random], None], int, int]] = {
    "csv": (damage_csv, 24, 3000),
    "parquet": (damage_parquet, 12, 400),
    "xlsx": (damage_book, 8, 400),
}


def damaged(format_: str, count: int, folder: Path, planned: bool) -> None:
    """Assert that a model survives so many damages in a format; says which one it did not survive."""
    damage, *_ = DAMAGES[format_]
    whole = [folder / "first-plan", folder / "template"]
    convert(example_folder("first-plan"), whole[0], format_)
    convert(TEMPLATE, whole[1], format_)
    for number in range(count):
        chance = random.Random(SEED + number)  # noqa: S311
        model = folder / "model"
        shutil.copytree(whole[number % 2], model)
        target = model / "model.xlsx" if format_ == "xlsx" else model
        damage(target, chance)
        try:
            survives(model, planned and number % 5 == 0)
        except BaseException as error:
            raise AssertionError(f"{format_}, damage {number}: {error!r}") from error
        shutil.rmtree(model)


@pytest.mark.parametrize("format_", DAMAGES)
def test_a_damaged_model_raises_nothing(format_: str, tmp_path: Path) -> None:
    """Proves: each of a few random damages ends with findings or with a program. Sensitivity: an error that nobody caught."""
    damaged(format_, DAMAGES[format_][1], tmp_path, planned=False)


@pytest.mark.slow
@pytest.mark.parametrize("format_", DAMAGES)
def test_a_much_damaged_model_raises_nothing(format_: str, tmp_path: Path) -> None:
    """Proves: the same for thousands of damages, of which each fifth is planned where it has no errors."""
    damaged(format_, DAMAGES[format_][2], tmp_path, planned=True)


def test_a_parquet_file_at_which_its_reader_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: a panic of the reader's Rust code, which is no Exception, is a finding. A few changed bytes can cause one."""

    def panic(*_: object, **__: object) -> None:
        raise pl.exceptions.PanicException("called `Option::unwrap()` on a `None` value")

    convert(example_folder("first-plan"), tmp_path / "model", "parquet")
    monkeypatch.setattr(pl, "read_parquet", panic)
    assert "E103 error  sites.parquet\n  The file is no Parquet that can be read: it is damaged. Write it again." in [
        str(finding) for finding in check(tmp_path / "model")
    ]
