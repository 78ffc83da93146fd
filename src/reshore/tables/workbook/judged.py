"""What is wrong with cells of a workbook, beyond what their text says: errors, formulas, numbers shown as something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reshore.schema import Column
from reshore.tables.cells import FREE_TEXT
from reshore.tables.workbook.canonical import letters
from reshore.tables.workbook.grid import Grid
from reshore.tables.workbook.marks import Cell, Marks

Words = tuple[str, str, str]
NUMBERS = ("float", "int")


@dataclass(frozen=True)
class Spot:
    """A cell of a table: its column, the unit in its header (empty where there is none), its text."""

    column: Column
    unit: str
    text: str


def judged(
    marks: Marks, grid: Grid, spot: Callable[[Cell], Spot | None], numbers: Callable[[], dict[Cell, str]]
) -> Iterator[tuple[Cell, Words]]:
    """Yield the cells in which something is wrong, with the code, the message and the remedy.

    `spot` gives the cells that belong to the table, `numbers` what is in cells that are shown as dates (asked only if needed).
    """
    for cell, error in marks.errors.items():
        if spot(cell):
            yield (
                cell,
                ("E212", f"The cell holds the error {error} of a formula.", "Mend the formula, or write the value."),
            )
    for cell in marks.uncalculated:
        if spot(cell):
            remedy = "Open the workbook in Excel, which calculates it, and save it."
            yield cell, ("E213", "The cell has a formula that was never calculated.", remedy)
    yield from _dated(grid, spot, numbers)
    for cell, width in marks.zeros.items():
        found = spot(cell)
        if found and found.column.dtype in ("str", "list") and found.text and not width:
            message = f"Excel shows the number {found.text} with other signs than its digits."
            yield cell, ("E217", message, "Format the cell as text, and type what is to be read.")
    yield from _percents(marks, spot)


def _dated(
    grid: Grid, spot: Callable[[Cell], Spot | None], numbers: Callable[[], dict[Cell, str]]
) -> Iterator[tuple[Cell, Words]]:
    held: dict[Cell, str] | None = None
    for position, rows in grid.dated.items():
        for row in rows:
            cell = (row, grid.column(position))
            found = spot(cell)
            if found is None or found.column.dtype in ("date", "any") or found.column.name in FREE_TEXT:
                continue
            if found.column.dtype in NUMBERS:
                held = numbers() if held is None else held
                yield cell, _number_as_date(held.get(cell, ""))
            else:
                message = f"The cell holds a date, {found.text}: Excel took for one what was typed."
                yield cell, ("E216", message, "Format the cell as text, and type it again.")


def _number_as_date(held: str) -> Words:
    message = f"The number {held} is shown as a date or time." if held else "A number is shown as a date or time."
    return "E216", message, "Format the cell as a number, and type again what was meant."


def _percents(marks: Marks, spot: Callable[[Cell], Spot | None]) -> Iterator[tuple[Cell, Words]]:
    """Yield the first cell of each column that shows per cent under a header that counts in per cent already."""
    found: dict[str, list[tuple[Cell, Spot]]] = {}
    for cell in marks.percents:
        at = spot(cell)
        if at and at.text and "%" in at.unit:
            found.setdefault(at.column.name, []).append((cell, at))
    for cells in found.values():
        (cell, at), more = cells[0], len(cells) - 1
        others = f", and {more} more in the column do so too" if more else ""
        message = f"The cell holds {at.text} and shows it in %, but the header has [{at.unit}]{others}."
        yield (
            cell,
            ("E218", message, "Take the % out of the header, or format the column as numbers and type them again."),
        )


def filled_with_zeros(marks: Marks, spot: Callable[[Cell], Spot | None]) -> Iterator[tuple[Cell, str]]:
    """Yield the cells of text whose number Excel shows with zeros before it, and that text."""
    for cell, width in marks.zeros.items():
        found = spot(cell)
        if found and width and found.column.dtype == "str" and found.text.isdecimal():
            yield cell, found.text.zfill(width)


def hidden(marks: Marks, rows: list[int], columns: list[int]) -> Iterator[str]:
    """Yield sentences on the rows and columns of a table that are hidden, though they are read."""
    hidden_rows = [str(row) for row in rows if row in marks.hidden_rows]
    hidden_columns = [letters(column) for column in columns if column in marks.hidden_columns]
    for noun, names in (("row", hidden_rows), ("column", hidden_columns)):
        if names:
            shown = names if len(names) < 6 else [*names[:4], f"{len(names) - 4} more"]
            some = " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
            verb = "is" if len(names) == 1 else "are"
            yield f"{noun.capitalize()}{'s' if len(names) > 1 else ''} {some} {verb} hidden (or filtered out), but {verb} read."
