"""Turn the text of a column into typed values, and say what is wrong with the cells that do not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

import polars as pl

from reshore.schema import Column
from reshore.tables.findings import Finding
from reshore.tables.report import Place, hint, listed

NUMBER: Final = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
TYPES: Final[dict[str, pl.DataType]] = {
    "str": pl.String(),
    "list": pl.List(pl.String),
    "float": pl.Float64(),
    "int": pl.Int64(),
    "bool": pl.Boolean(),
    "date": pl.Date(),
}
ERROR: Final = (
    r"^(#(N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|PYTHON!|EXTERNAL!"
    r"|ERROR!|GETTING_DATA)|Err:[0-9]{3})$"
)
"""What spreadsheets write where a formula fails: it is never a value."""
FREE_TEXT: Final = ("source", "note", "description")
"""Columns in which anything may be written."""
EXCEL_EPOCH: Final = date(1899, 12, 30)
SERIAL_OF_1970: Final = 25_569
DATE_REMEDY: Final = "Write it as 2027-03-31, or 2027-03 for the first of a month."
TRUTHS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def must_be_filled(column: Column) -> bool:
    """Whether each row needs a value: required columns, and parts of the key that are not declared to be empty at times."""
    return column.required or (column.key and not column.blank)


def parse(column: Column, text: pl.Series) -> pl.Series:
    """Return typed values, null where the text is empty or does not fit."""
    if column.name not in FREE_TEXT:
        text = text.set(text.str.contains(ERROR), None)
    values = PARSERS[column.dtype](text).alias(column.name)
    return values.set(~values.is_in(column.choices), None) if column.choices else values


def filled(column: Column, values: pl.Series) -> pl.Series:
    """Return the values with the default where they are null; text is never null and lists are empty instead."""
    if not values.null_count():
        return values
    default = "" if column.required else column.default
    if column.dtype == "str":
        return values.fill_null(default)
    if column.dtype == "list":
        return values.fill_null(pl.Series([[]], dtype=pl.List(pl.String)).first())
    if not default:
        return values.fill_null(False) if column.dtype == "bool" else values
    return values.fill_null(_default(column))


@cache
def _default(column: Column) -> Any:
    return parse(column, pl.Series([column.default]))[0]


def problems(column: Column, cells: pl.DataFrame, place: Place) -> list[Finding]:
    """Return findings for the rows of `cells` (columns text, value, _row) whose text does not fit the column."""
    row = "_row"
    wrong = cells.filter(pl.col("value").is_null() & (pl.col("text") != "")).select("text", row)
    words = {text: explain(column, text) for text in wrong["text"].unique()}
    found = [place.finding(*words[text], line, column.name) for text, line in wrong.iter_rows()]
    if must_be_filled(column):
        remedy = f"Give the {column.name.replace('_', ' ')}: {column.description[0].lower()}{column.description[1:]}"
        empty = cells.filter(pl.col("text") == "").get_column(row)
        found += [place.finding("E207", "The cell is empty.", remedy, line, column.name) for line in empty]
    return found


def explain(column: Column, text: str) -> tuple[str, str, str]:
    """Return the code, the message and the remedy for text that does not fit the column."""
    if re.fullmatch(ERROR, text):
        return "E212", f"The cell holds the error {text} of a formula.", "Mend the formula, or write the value."
    if column.dtype == "date":
        return "E203", f"'{text}' is not a date.", _date_remedy(text)
    if column.dtype == "bool":
        return "E204", f"'{text}' is neither true nor false.", "Write true or false."
    if column.dtype == "str":
        allowed = f"Write {listed(column.choices)}."
        return "E205", f"'{text}' is not a choice for {column.name}.", hint(text, column.choices, allowed)
    return _explain_number(column, text)


def _date_remedy(text: str) -> str:
    serial = re.fullmatch(r"([0-9]{5})(\.[0-9]+)?", text)
    if serial and int(serial[1]) >= SERIAL_OF_1970:
        day = EXCEL_EPOCH + timedelta(int(serial[1]))
        return f"In Excel that number is {day}: format the cell as a date, or write {day}."
    timed = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T].*", text)
    if timed:
        return f"Write the day alone: {timed[1]}."
    days = sorted({str(day) for day in _days_meant(text)})
    return f"Write {' or '.join(days)}, or format the cell as a date." if days else DATE_REMEDY


def _days_meant(text: str) -> Iterator[date]:
    """Yield the days that a text such as 03/04/2027 or 2027/4/3 may mean."""
    last = re.fullmatch(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})", text)
    first = re.fullmatch(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})", text)
    meant = [(first[1], first[3], first[4])] if first else []
    meant += [(last[4], last[1], last[3]), (last[4], last[3], last[1])] if last else []
    for parts in meant:
        with suppress(ValueError):
            yield date(*map(int, parts))


def _explain_number(column: Column, text: str) -> tuple[str, str, str]:
    if re.fullmatch(r"(?i)[+-]?(nan|inf|infinity|∞)", text) or re.fullmatch(NUMBER, text):
        return "E202", f"'{text}' is not a finite number.", _number_or_nothing(column)
    return "E201", f"'{text}' is not a number.", _number_remedy(column, text)


def _number_remedy(column: Column, text: str) -> str:
    share = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*%", text)
    if share:
        fraction = f"{float(share[1]) / 100:.12g}"
        header = f", or put the unit in the header: `{column.name} [{column.unit.replace('1', '%')}]`"
        return f"Write {fraction}{header if column.unit in ('1', '1/year') else ''}."
    if re.fullmatch(r"[+-]?[0-9]{1,3}([, '\u00a0\u202f][0-9]{3})+(\.[0-9]+)?", text):
        plain = re.sub(r"[, '\u00a0\u202f]", "", text)
        return f"Write {plain}, without separators between thousands."
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        return f"Write {text.replace(',', '.')}, with a point."
    if re.search(r"[0-9]", text) and re.search(r"[^0-9.,+-]", text):
        return f"Write the number alone, and its unit in the header: `{column.name} [{column.unit or 'unit'}]`."
    return _number_or_nothing(column)


def _number_or_nothing(column: Column) -> str:
    return "Write a number." if must_be_filled(column) else "Write a number, or leave the cell empty."


def _text(text: pl.Series) -> pl.Series:
    return text.set(text == "", None)


def _list(text: pl.Series) -> pl.Series:
    parts = pl.col("text").str.split(";").list.eval(pl.element().str.strip_chars()).list
    stripped = parts.eval(pl.element().filter(pl.element() != ""))
    return pl.select(text=text).select(stripped).to_series()


def _float(text: pl.Series) -> pl.Series:
    values = text.set(~text.str.contains(NUMBER), None).cast(pl.Float64)
    return values.set(values.is_infinite(), None)


def _int(text: pl.Series) -> pl.Series:
    return text.set(~text.str.contains(r"^[+-]?[0-9]+$"), None).cast(pl.Int64, strict=False)


def _bool(text: pl.Series) -> pl.Series:
    return text.str.to_lowercase().replace_strict(TRUTHS, default=None, return_dtype=pl.Boolean)


def _date(text: pl.Series) -> pl.Series:
    months = text.str.contains(r"^[0-9]{4}-[0-9]{2}$")
    days = pl.select(pl.when(months).then(text + "-01").otherwise(text)).to_series()
    exact = days.set(~days.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), None)
    return exact.str.to_date("%Y-%m-%d", strict=False)


PARSERS: Final[dict[str, Callable[[pl.Series], pl.Series]]] = {
    "str": _text,
    "list": _list,
    "float": _float,
    "int": _int,
    "bool": _bool,
    "date": _date,
}
