"""The documentation of the API as one page without scripts, made of its OpenAPI description; nothing is loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from reshore.report.page.markup import Markup, element, joined

STYLE: Final = Markup(
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "code{font-size:.9em}table{border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.15rem .8rem .15rem 0}"
    "section{border-top:1px solid #8884;padding:.5rem 0}"
)
METHODS: Final = ("get", "post", "put", "patch", "delete")
FAILED: Final = 400


def documentation(described: Mapping[str, Any]) -> str:
    """Return the page: each address with what it takes and gives, then each shape."""
    info = described["info"]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{info['title']} {info['version']}: REST API"),
        element("style", STYLE),
    )
    intro = element(
        "p",
        "The same as ",
        element("a", "openapi.json", href="/api/openapi.json"),
        ". Requests that change something need Content-Type: application/json, or the header X-Reshore: 1.",
    )
    body = element(
        "body",
        element("h1", f"{info['title']} {info['version']}: REST API"),
        intro,
        element("h2", "Addresses"),
        joined(_operations(described["paths"])),
        element("h2", "Shapes"),
        joined(_shapes(described.get("components", {}).get("schemas", {}))),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _operations(paths: Mapping[str, Any]) -> Iterator[Markup]:
    for path, operations in paths.items():
        for method in METHODS:
            if method in operations:
                yield _operation(f"{method.upper()} {path}", operations[method])


def _operation(title: str, operation: Mapping[str, Any]) -> Markup:
    lines = [
        (each["name"], f"{each['in']}; {_type(each['schema'])}", each.get("description", ""))
        for each in operation.get("parameters", ())
    ]
    body = operation.get("requestBody", {}).get("content", {})
    lines += [("body", kind, _type(content["schema"])) for kind, content in body.items()]
    for code, answer in operation["responses"].items():
        if int(code) < FAILED:
            content = answer.get("content", {})
            told = ", ".join(f"{kind}: {_type(each.get('schema', {}))}" for kind, each in content.items())
            lines.append((str(code), "answer", told or answer.get("description", "")))
    return element(
        "section",
        element("h3", element("code", title)),
        element("p", operation.get("description", "")),
        _table(lines),
    )


def _shapes(schemas: Mapping[str, Any]) -> Iterator[Markup]:
    for name, schema in schemas.items():
        needed = schema.get("required", ())
        lines = [
            (field, _type(each) + ("" if field in needed else "; optional"), each.get("description", ""))
            for field, each in schema.get("properties", {}).items()
        ]
        yield element(
            "section",
            element("h3", element("code", name), id=f"shape-{name}"),
            element("p", schema.get("description", "")),
            _table(lines),
        )


def _table(lines: list[tuple[str, str, str]]) -> Markup:
    rows = [
        element("tr", element("th", name, scope="row"), *(element("td", cell) for cell in rest))
        for name, *rest in lines
    ]
    return element("table", element("tbody", joined(rows))) if rows else Markup("")


def _type(schema: Mapping[str, Any]) -> str:
    """Return a schema in a few words: a name, a list of names, alternatives."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if isinstance(schema.get("additionalProperties"), Mapping):
        return f"mapping to {_type(schema['additionalProperties'])}"
    return str(schema.get("type", "anything"))
