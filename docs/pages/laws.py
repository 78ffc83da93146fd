"""The page of each variable, law and term of money."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from reshore.schema import schema

from .markdown import code, column_link, grid, page_link, prose
from .stated import Statement, package_reads, statements
from .symbols import Symbol, symbols, variables
from .twins import said, twins
from .worked import Example, examples

TITLES: Final = {"variable": "variable", "law": "law", "money": "term of money"}


def law_page(statement: Statement) -> str:
    """Return the page of one statement."""
    parts = [
        f"# {statement.name.replace('_', ' ')} ({TITLES[statement.kind]})",
        *filter(None, (_about(statement), prose(statement.summary), _paragraphs(statement.words))),
        *_equation(statement),
        *("## Where it holds", prose(_sentence(statement.holds))),
        *("## The dual", *_dual(statement)),
        *("## What it reads", *_reads(statement)),
        *("## By hand", *_worked(examples(statement))),
        *("## In the code", _code(statement)),
        *("## Neighbours", _neighbours(statement)),
    ]
    return "\n\n".join(parts) + "\n"


def _about(statement: Statement) -> str:
    words = statement.about.partition(": ")[2] if statement.kind == "variable" else statement.about
    return f"**{prose(_sentence(words))}**"


def _paragraphs(text: str) -> str:
    return "\n\n".join(prose(" ".join(part.split())) for part in text.split("\n\n"))


def _sentence(text: str) -> str:
    """Return a text that begins with a capital, unless it begins with the name of a column, and ends with a stop."""
    first = text.partition(" ")[0]
    capital = text[:1] if "_" in first else text[:1].upper()
    return capital + text[1:].rstrip(".") + "." if text else ""


def _equation(statement: Statement) -> Iterator[str]:
    yield "## The equation"
    yield code(f"{statement.equation}\n\n[{statement.unit}]")
    yield "[Notation](notation.md) explains indices, lags and lengths."
    yield grid(("symbol", "meaning", "comes from"), (_symbol(symbol) for symbol in symbols(statement)))


def _symbol(symbol: Symbol) -> tuple[str, str, str]:
    if symbol.variable:
        other = _by_page()[f"variable-{symbol.variable}"]
        return f"`{symbol.written}`", prose(_about(other).strip("*")), f"decision {page_link(other.page)}"
    return f"`{symbol.written}`", prose(symbol.meaning), ", ".join(map(column_link, symbol.columns))


def _dual(statement: Statement) -> Iterator[str]:
    if statement.kind == "money":
        priced = variables(statement)
        yield "A term of money has no row, and so no dual of its own."
        if priced:
            names = ", ".join(f"`bound:{name}`" for name in priced)
            yield f"It is part of the reduced costs of the decisions that it counts ({names})."
        else:
            yield "It is the same in every plan, so it moves no dual of anything else."
        return
    block = statement.name if statement.kind == "law" else f"bound:{statement.name}"
    yield f"{prose(_sentence(statement.dual))} Unit: `{statement.dual_unit}`, in discounted money."
    moved = "bound" if statement.kind == "variable" else "right-hand side"
    yield f"It is the change of the objective per unit more of the {moved}, so it {sign(statement.equation)}"
    if "whole number" in statement.equation:
        yield "A decision in whole numbers is held where it is, and then has either sign ([notation](notation.md#duals))."
    yield f'Where to read it: `plan.duals["{block}"]`, or `duals/{block.replace(":", ".")}.parquet` in the folder of a run.'


def sign(equation: str) -> str:
    """Return what the relation of an equation says of the sign of its dual (the objective is maximised)."""
    relation = equation.partition("\nwith ")[0]
    if relation.count("≤") == 2:
        return "is positive where the upper limit binds, negative where the lower one does, and 0 where neither does."
    if "≤" in relation:
        return "is never negative, and 0 where the limit does not bind."
    if "≥ 0" in relation:
        return "is never positive, and 0 where the plan is above the bound."
    return "may have either sign."


def _reads(statement: Statement) -> Iterator[str]:
    shared = package_reads(statement.kind)
    own = [column for column in statement.reads if column not in shared]
    yield grid(("column", "unit", "default", "meaning"), map(_column, own))
    yield f"Like all its kind it also reads {', '.join(map(column_link, shared))}."
    yield "Columns that may change over time do so by [`profiles`](../reference/tables.md#profiles)."


def _column(name: str) -> tuple[str, str, str, str]:
    table, _, column = name.partition(".")
    found = schema()[table].column(column)
    over_time = " May change over time." if found.profile else ""
    default = found.default or ("key" if found.key else "empty")
    return column_link(name), found.unit, default, prose(found.description) + over_time


def _worked(found: tuple[Example, ...]) -> Iterator[str]:
    yield "Each of these is a test that plans the example and compares every number."
    for example in found:
        yield f"### {prose(example.title)}"
        yield prose(_sentence(example.proves))
        yield f"> {prose(_sentence(example.by_hand))}"
        yield f"What a wrong model would do: {prose(example.sensitivity)}"
        yield f"(`tests/laws/{example.file}`)"


def _code(statement: Statement) -> str:
    lines = [f"* stated in `{statement.module}`, function `add_{statement.name}`"]
    lines += [
        f"* recomputed, without model or solver, by `{name}`: {prose(words)}"
        for name, words in map(said, twins(statement))
    ]
    lines.append("* agreed in [What a plan means, exactly](../reference/semantics.md)")
    return "\n".join(lines)


def _neighbours(statement: Statement) -> str:
    own = {statement.name} if statement.kind == "variable" else set(variables(statement))
    groups = {
        "Decisions": [
            f"variable-{name}"
            for name in variables(statement)
            if name != statement.name or statement.kind != "variable"
        ],
        "Laws on the same decisions": _others(statement, "law", own),
        "Money on the same decisions": _others(statement, "money", own),
    }
    lines = [f"* {head}: {', '.join(map(page_link, pages))}" for head, pages in groups.items() if pages]
    return "\n".join(lines) or "None: it depends on no decision."


def _others(statement: Statement, kind: str, names: set[str]) -> list[str]:
    return [
        other.page
        for other in _by_page().values()
        if other.kind == kind and other.page != statement.page and names & set(variables(other))
    ]


@cache
def _by_page() -> dict[str, Statement]:
    return {statement.page: statement for statement in statements()}
