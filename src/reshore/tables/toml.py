"""Write TOML: settings and scenarios."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final

BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def toml_value(value: object) -> str:
    """Return a value as TOML writes it on one line; raises TypeError for what TOML cannot hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{toml_key(name)} = {toml_value(item)}" for name, item in value.items()) + "}"
    raise TypeError(f"TOML cannot hold {value!r}")


def toml_key(name: str) -> str:
    """Return a key, in quotes where it needs them."""
    return name if BARE.fullmatch(name) else quoted(name)


def scenario_text(content: Mapping[str, Any]) -> str:
    """Return the text of a scenario's file. Claim: reading it gives the same content."""
    head = [f"{toml_key(name)} = {toml_value(value)}\n" for name, value in content.items() if name != "edits"]
    edits = content.get("edits")
    if not isinstance(edits, list) or not edits or not all(isinstance(edit, dict) for edit in edits):
        return "".join(head) + (f"edits = {toml_value(edits)}\n" if "edits" in content else "")
    parts = ["".join(f"{toml_key(name)} = {toml_value(value)}\n" for name, value in edit.items()) for edit in edits]
    return "".join(head) + "".join(f"\n[[edits]]\n{part}" for part in parts)


def quoted(text: str) -> str:
    """Return a text in quotes."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def comment_behind(text: str) -> str:
    """Return the comment behind a value on a line, with the blanks before it; empty where there is none, or no whole value."""
    for mark in re.finditer("#", text):
        try:
            tomllib.loads(f"value = {text[: mark.start()]}")
        except tomllib.TOMLDecodeError:
            continue
        return text[len(text[: mark.start()].rstrip()) :]
    return ""
