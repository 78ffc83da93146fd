"""What the docstrings of the model state: one `Statement` for each variable, law and term of money."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import reshore.model.laws
import reshore.model.objective
import reshore.model.variables
from reshore.model.laws import LAWS
from reshore.model.objective import TERMS
from reshore.model.variables import VARIABLES

Adder = Callable[..., None]
KINDS: Final = {
    "variable": (reshore.model.variables, VARIABLES),
    "law": (reshore.model.laws, LAWS),
    "money": (reshore.model.objective, TERMS),
}
"""The package of each kind of statement, and its functions in order."""
FIELD: Final = re.compile(r"^(Law|Term|With|For|Dual|Reads):[ ]*", re.MULTILINE)
UNIT: Final = re.compile(r"\s+\[([^\[\]]+)\]\s*$")


@dataclass(frozen=True)
class Statement:
    """One law, variable or term of money, in its own words.

    `equation` is the text of `Law:` or `Term:` with what `With:` adds; `reads` are `table.column`, those of its package last.
    """

    kind: str
    name: str
    module: str
    about: str
    summary: str
    words: str
    equation: str
    unit: str
    holds: str
    dual: str
    dual_unit: str
    reads: tuple[str, ...]

    @property
    def page(self) -> str:
        """Name of the page, without its ending."""
        return f"{self.kind}-{self.name}"

    @property
    def stem(self) -> str:
        """Name of the file that states it."""
        return self.module.rsplit(".", 1)[1]


def statements() -> tuple[Statement, ...]:
    """Return every statement in the order of the registries: variables, laws, money."""
    return tuple(
        stated(kind, function, package_reads(kind)) for kind, (_, functions) in KINDS.items() for function in functions
    )


def package_reads(kind: str) -> tuple[str, ...]:
    """Return what all statements of a kind read."""
    return columns(fields(inspect.getdoc(KINDS[kind][0]) or "").get("Reads", ""))


def stated(kind: str, function: Adder, shared: tuple[str, ...] = ()) -> Statement:
    """Return what the docstrings of a function and of its module state."""
    text = inspect.getdoc(function) or ""
    found = fields(text)
    head = FIELD.split(text, maxsplit=1)[0].strip()
    summary, _, words = head.partition("\n\n")
    law, unit = with_unit(found.get("Law", found.get("Term", "")))
    dual, dual_unit = with_unit(found.get("Dual", ""))
    return Statement(
        kind=kind,
        name=function.__name__.removeprefix("add_"),
        module=function.__module__,
        about=(inspect.getdoc(inspect.getmodule(function)) or "").split("\n\n")[0],
        summary=" ".join(summary.split()),
        words=words,
        equation="\n".join(filter(None, [law, *(f"with  {line}" for line in [found.get("With")] if line)])),
        unit=unit,
        holds=" ".join(found.get("For", "").split()),
        dual=" ".join(dual.split()),
        dual_unit=dual_unit,
        reads=columns(found.get("Reads", "")) + shared,
    )


def fields(text: str) -> dict[str, str]:
    """Return the fields of a docstring, `Law:` and so on, with their lines as written."""
    _, *parts = FIELD.split(text)
    return {name: body.rstrip() for name, body in zip(parts[::2], parts[1::2], strict=True)}


def with_unit(text: str) -> tuple[str, str]:
    """Return a text and the unit in brackets at its end."""
    match = UNIT.search(text)
    return (text[: match.start()].rstrip(), match[1]) if match else (text, "")


def columns(text: str) -> tuple[str, ...]:
    """Return the names in a list separated by commas."""
    return tuple(filter(None, (name.strip() for name in text.replace("\n", " ").split(","))))
