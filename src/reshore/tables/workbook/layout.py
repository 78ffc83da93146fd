"""How the sheets of a workbook are laid out, for reading and for writing."""

from __future__ import annotations

from typing import Final

BOOK: Final = "model.xlsx"
SCENARIOS: Final = "scenarios"
READ_ME: Final = "_read me"
SETTING: Final = "setting"
VALUE: Final = "value"
UNIT: Final = "unit"
DESCRIPTION: Final = "description"
SETTING_COLUMNS: Final = (SETTING, VALUE, UNIT, DESCRIPTION)
"""The columns of the sheet `model`, which has a setting in each row."""

SCENARIO_COLUMNS: Final = {
    "scenario": "Name of the scenario that the line belongs to.",
    "description": "What the scenario is about; on one of its lines is enough.",
    "edit": "Number of the edit; lines with op `add` and the same number are the rows of one edit. May be empty.",
    "table": "Table that is changed. A line without one describes the scenario.",
    "where": "Which rows: `column = value`, several joined by `;`, alternatives as `[a, b]`; `{}` is every row.",
    "column": "Column that is changed.",
    "op": "`=` sets, `*` multiplies, `+` adds a number, `add` adds a row, `remove` removes rows; `=` where empty.",
    "value": 'The new value, the factor or the summand. Write "" to empty a cell.',
    "row": "The row that `add` adds: `column = value`, several joined by `;`.",
    "note": "Remarks on the edit.",
    "source": "Where the edit comes from, or the scenario, on a line without a table.",
}
