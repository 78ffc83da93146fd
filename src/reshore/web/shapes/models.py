"""Shapes of models, their tables and scenarios."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from reshore.web.shapes.common import Edit, Figure, Section, Shape

MOST: Final = 1_000
Name = Annotated[str, StringConstraints(max_length=100)]
Key = Annotated[str, StringConstraints(max_length=2000)]
Text = Annotated[str, StringConstraints(max_length=10_000)]


class Scenario(Shape):
    """A scenario of a model."""

    scenario: str
    description: str


class Count(Shape):
    """How many rows a table has."""

    table: str
    rows: int


class Entry(Shape):
    """A model: a packaged example, or one of the workspace."""

    model: str
    description: str
    kind: Literal["example", "folder", "workbook"]
    editable: bool
    scenarios: list[Scenario]
    tables: list[Count]


class Opened(Entry):
    """A model with its version: a hash of its files."""

    version: str


class NewModel(Shape):
    """A model to make: blank, or a copy."""

    name: str
    source: str | None = None
    format: Literal["csv", "xlsx"] = "csv"


class Checking(Shape):
    """Edits to look at before they are made."""

    scenario: str | None = None
    edits: list[Edit] = Field(default_factory=list)


class NewScenario(Shape):
    """A scenario to keep: edits, on top of another scenario where one is named."""

    name: str
    description: str = Field(default="", max_length=2000)
    scenario: str | None = None
    edits: list[Edit]


class KeptScenario(Scenario):
    """A scenario that is kept, and the version of its model before that and since."""

    before: str
    version: str


class Replacing(Shape):
    """Other edits for a scenario, made to the version that was read: those of `scenario`, which may be itself, and then these."""

    description: str | None = Field(default=None, max_length=2000, description="That which it has, if not given.")
    scenario: str | None = None
    edits: list[Edit] = Field(default_factory=list)
    version: str
    dry: bool = Field(default=False, description="Only tell what would change; nothing is written.")


class Replaced(Shape):
    """What became of a scenario, or would: how many edits it had, which of them it has no more, and which it has now.

    `comments` is how many lines of its file lose a comment; `kept` is where the workspace has the file as it was, null where
    nothing that was written in it is lost.
    """

    version: str
    before: int
    gone: list[str]
    added: list[str]
    comments: int
    kept: str | None


class Renaming(Shape):
    """Another name for a scenario of a model that is as it was read."""

    name: str
    version: str


class Renamed(Shape):
    """A scenario by its new name, and the version of its model."""

    scenario: str
    version: str


class Saving(Shape):
    """Edits to write into the tables, made to the version that was read."""

    edits: list[Edit]
    version: str
    dry: bool = Field(default=False, description="Only tell what saving would do; nothing is written.")


class Saved(Shape):
    """What saving edits did, or would do: the version then, and how many rows of profiles give way to numbers that are set."""

    version: str
    profiles: int


class Version(Shape):
    """The version of a model: a hash of its files."""

    version: str


class ChangedRows(Shape):
    """Rows to add at the end of a table and rows to remove, at most 1,000, made to the version that was read."""

    add: list[dict[Name, Text]] = Field(
        default_factory=list, description="The text of cells by column, as one would type it under its header."
    )
    remove: list[Key] = Field(default_factory=list, description="Keys that came with the rows; they go first.")
    version: str

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if len(self.add) + len(self.remove) > MOST:
            raise ValueError(f"a request changes at most {MOST:,} rows")
        return self


class Added(Version):
    """The version of a model with other rows, and the keys of those that were added."""

    keys: list[str]


class ColumnOf(Shape):
    """A column of a table, as it is declared, with its header in the file."""

    name: str
    header: str
    type: str
    unit: str
    description: str
    default: str
    required: bool
    key: bool
    choices: list[str] | None
    references: str | None


class TableOf(Shape):
    """A table: what it is, and its columns."""

    table: str
    description: str
    rows: int
    columns: list[ColumnOf]


class Row(Shape):
    """A row: its key, its line in the file (null where a scenario adds it), its cells as stated (null where nothing is)."""

    key: str
    row: int | None
    cells: dict[str, str | None]


class Page(Shape):
    """Some rows of a table, of `total` that fit the search; `found` is the place of the row that was asked for."""

    total: int
    offset: int
    rows: list[Row]
    found: int | None = None


class Traced(Section):
    """A part of a trace."""

    section: str


class NetworkOf(Shape):
    """The network of a model: a map, its chain of tiers, and where things come from."""

    figures: list[Figure]
    trace: list[Traced]
    words: list[str]
