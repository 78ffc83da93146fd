"""A plan as a workbook: what it was, its targets, its figures by year, and every table, a sheet each."""

from reshore.report.workbook.draw import write_results
from reshore.report.workbook.sheets import Sheet, sheets_of

__all__ = ["Sheet", "sheets_of", "write_results"]
