"""What people read of a plan."""

from reshore.report.conflict import conflict_text
from reshore.report.text import figure, summary, table_text

__all__ = ["conflict_text", "figure", "summary", "table_text"]
