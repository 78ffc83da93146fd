"""Shapes that several subjects share: findings, edits, figures, sections."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """A shape in which nothing unknown is taken silently."""

    model_config = ConfigDict(extra="forbid")


class Edit(Shape):
    """A value for one cell: the table, the key that came with the row, the column, and the text of the cell."""

    table: str = Field(max_length=100)
    key: str = Field(max_length=2000)
    column: str = Field(max_length=100)
    value: str = Field(max_length=10_000, description="In the unit of the header, as one would type it in the table.")

    @property
    def setting(self) -> str:
        """The edit as `--set` takes it."""
        return f"{self.table}:{self.key}:{self.column}={self.value}"


class Finding(Shape):
    """What is wrong or doubtful in the tables, where, and what to do about it."""

    code: str
    severity: str
    file: str
    table: str
    row: int | None
    column: str | None
    message: str
    remedy: str
    sheet: str | None
    cell: str | None
    key: str | None = Field(description="Key of the row; empty text for the settings of the model.")
    edit: int | None = Field(
        description="Place, counted from 0, in the list of edits, or of rows to add, that were sent."
    )


class Findings(Shape):
    """The findings, errors first: at most 1,000 of `total`."""

    findings: list[Finding]
    total: int
    more: str | None = Field(default=None, description="What is not looked at before the findings are mended.")


class Figure(Shape):
    """A figure: an ECharts option without functions, and what people need to read it."""

    name: str
    title: str
    units: str
    source: str
    alternative: str
    option: dict[str, Any]
    columns: list[str]
    rows: list[list[str]]
    height: int
    width: int
    outlines: dict[str, Any] | None = None


class Section(Shape):
    """A table of texts under a title; the columns at `right` are numbers."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    right: list[int] = Field(default_factory=list)


class Error(Shape):
    """What went wrong, and what to do."""

    message: str
    remedy: str | None
    findings: list[Finding]


class Failure(Shape):
    """The answer where something went wrong."""

    error: Error
