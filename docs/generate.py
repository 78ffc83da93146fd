"""Write the pages that are derived: the table reference, the findings, and a page for each law and term of money."""

from __future__ import annotations

import inspect
from pathlib import Path

from reshore.model.laws import LAWS
from reshore.model.objective import TERMS
from reshore.model.variables import VARIABLES
from reshore.schema import schema
from reshore.schema.declarations import Column
from reshore.tables import CODES

DOCS = Path(__file__).parent


def main() -> None:
    """Write every derived page."""
    (DOCS / "laws").mkdir(exist_ok=True)
    (DOCS / "reference" / "tables.md").write_text(tables(), encoding="utf-8")
    (DOCS / "reference" / "findings.md").write_text(findings(), encoding="utf-8")
    for kind, functions in (("variable", VARIABLES), ("law", LAWS), ("money", TERMS)):
        for function in functions:
            name = function.__name__.removeprefix("add_")
            (DOCS / "laws" / f"{kind}-{name}.md").write_text(page(kind, name, function), encoding="utf-8")


def page(kind: str, name: str, function: object) -> str:
    """Return the page of one law, from its own words."""
    module = inspect.getmodule(function)
    about = (inspect.getdoc(module) or "").strip()
    stated = (inspect.getdoc(function) or "").strip()
    head, _, rest = stated.partition("\n\n")
    return f"# {name.replace('_', ' ')} ({kind})\n\n{about}\n\n{head}\n\n```text\n{rest}\n```\n\nStated in `{module.__name__}`.\n"


def tables() -> str:
    """Return the reference of all tables, from their declarations."""
    parts = ["# Tables\n\nEvery table may also have `source` and `note`. Key columns are bold.\n"]
    for table in schema().values():
        parts.append(f"\n## {table.name}\n\n{table.description}\n\n| column | type | unit | default | meaning |\n|---|---|---|---|---|\n")
        parts += [row(column) for column in table.columns if column.name not in ("source", "note")]
    return "".join(parts)


def row(column: Column) -> str:
    """Return the line of one column."""
    name = f"**{column.name}**" if column.key else column.name
    allowed = f" One of {', '.join(column.choices)}." if column.choices else ""
    over_time = " May change over time." if column.profile else ""
    return f"| {name} | {column.dtype} | {column.unit} | {column.default} | {column.description}{allowed}{over_time} |\n"


def findings() -> str:
    """Return the list of finding codes."""
    lines = [f"| {code} | {meaning} |" for code, meaning in CODES.items()]
    return "# Findings\n\n| code | meaning |\n|---|---|\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
