"""What people read of a plan."""

from reshore.report.text import figure, summary, table_text

__all__ = ["figure", "summary", "table_text"]
