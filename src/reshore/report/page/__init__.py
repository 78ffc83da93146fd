"""The report: one page that needs nothing else, neither files beside it nor a network."""

from __future__ import annotations

from collections.abc import Sequence

from reshore.report.figures import Figure, Subject, figures_of
from reshore.report.page.accounts import accounts_html
from reshore.report.page.answers import answers_html
from reshore.report.page.drawn import drawn_data, figure_drawn, page_file, policy
from reshore.report.page.executive import executive_html
from reshore.report.page.inputs import inputs_html
from reshore.report.page.markup import Markup, element, joined, json_text, table


def report_html(subject: Subject) -> str:
    """Return the report of a plan, and of what was asked about it, as one HTML page.

    Its policy allows its own script and style by their hashes, style attributes (figures are drawn with them), and nothing
    else: no other script, no request.
    """
    figures = figures_of(subject)
    script, style = (page_file(name) for name in ("figures.js", "style.css"))
    data = drawn_data(figures)
    title = f"Report: {subject.called}"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy([script], style)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("style", Markup(style)),
    )
    blocks = [
        element("script", Markup(json_text(value)), type="application/json", id=name) for name, value in data.items()
    ]
    body = element("body", _header(subject, title), _main(subject, figures), *blocks, element("script", Markup(script)))
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _header(subject: Subject, title: str) -> Markup:
    description = str(subject.plan.inputs.setting.get("description") or "")
    made = str(subject.plan.about.get("created") or "")[:10]
    parts = [element("h1", title)]
    if description:
        parts.append(element("p", description))
    parts.append(element("p", f"{subject.source}{f', made {made}' if made else ''}.", class_="about"))
    links = (("answer", "The answer"), ("figures", "Figures"), ("accounts", "Accounts"), ("inputs", "Sources"))
    items = (element("li", element("a", words, href=f"#{name}")) for name, words in links)
    return element("header", *parts, element("nav", element("ul", *items), aria_label="Parts of this report"))


def _main(subject: Subject, figures: Sequence[Figure]) -> Markup:
    return element(
        "main",
        executive_html(subject),
        element("h2", "Figures", id="figures"),
        joined(_figure(figure) for figure in figures),
        answers_html(subject),
        accounts_html(subject),
        inputs_html(subject),
    )


def _figure(figure: Figure) -> Markup:
    numbers = Markup("")
    if figure.rows:
        shown = table(figure.title, figure.columns, figure.rows)
        numbers = element("details", element("summary", "The numbers as a table"), shown)
    caption = element("figcaption", element("p", figure.alternative), element("p", figure.source, class_="source"))
    return figure_drawn(figure, caption, numbers)


def page_policy() -> str:
    """Return the policy of every report, for a server that sends it as a header."""
    return policy([page_file("figures.js")], page_file("style.css"))


__all__ = ["page_policy", "policy", "report_html"]
