"""Workbooks: read within limits, cell by cell as Excel shows it, and written with what helps to fill them in."""
