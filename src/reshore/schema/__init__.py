"""The tables of a model, declared once: columns, types, units, defaults, bounds, references, words.

The declarations are the CSV files beside this module: `tables.csv` lists the tables in their order and
`tables/NAME.csv` the columns of each. Reading, defaults, checks, documentation and error messages are derived
from them, so a new column is one line there.
"""

from reshore.schema.declarations import Column, TableSchema, schema, table_schema
from reshore.schema.goals import money_goal
from reshore.schema.units import TIME_UNITS, Names, TimeUnit, Unit, UnitError, parse_unit

__all__ = [
    "TIME_UNITS",
    "Column",
    "Names",
    "TableSchema",
    "TimeUnit",
    "Unit",
    "UnitError",
    "money_goal",
    "parse_unit",
    "schema",
    "table_schema",
]
