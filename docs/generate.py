"""Write the pages that are derived: the table reference, the findings, and a page for each variable, law and term of money."""

from __future__ import annotations

from pathlib import Path

from pages.laws import law_page
from pages.notation import notation
from pages.stated import statements

from reshore.schema import schema
from reshore.schema.declarations import Column
from reshore.tables import CODES

DOCS = Path(__file__).parent


def main() -> None:
    """Write every derived page."""
    (DOCS / "laws").mkdir(exist_ok=True)
    (DOCS / "reference" / "tables.md").write_text(tables(), encoding="utf-8")
    (DOCS / "reference" / "findings.md").write_text(findings(), encoding="utf-8")
    (DOCS / "laws" / "notation.md").write_text(notation(), encoding="utf-8")
    for statement in statements():
        (DOCS / "laws" / f"{statement.page}.md").write_text(law_page(statement), encoding="utf-8")


def tables() -> str:
    """Return the reference of all tables, from their declarations."""
    parts = ["# Tables\n\nEvery table may also have `source` and `note`. Key columns are bold.\n"]
    for table in schema().values():
        parts.append(
            f"\n## {table.name}\n\n{table.description}\n\n| column | type | unit | default | meaning |\n|---|---|---|---|---|\n"
        )
        parts += [row(column) for column in table.columns if column.name not in ("source", "note")]
    return "".join(parts)


def row(column: Column) -> str:
    """Return the line of one column."""
    name = f"**{column.name}**" if column.key else column.name
    allowed = f" One of {', '.join(column.choices)}." if column.choices else ""
    over_time = " May change over time." if column.profile else ""
    return (
        f"| {name} | {column.dtype} | {column.unit} | {column.default} | {column.description}{allowed}{over_time} |\n"
    )


def findings() -> str:
    """Return the list of finding codes."""
    lines = [f"| {code} | {meaning} |" for code, meaning in CODES.items()]
    return "# Findings\n\n| code | meaning |\n|---|---|\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
