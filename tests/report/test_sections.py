"""What commands print, taken apart into tables and words."""

from rich.console import Group
from rich.text import Text
from tests.builders import asks, line, plant

import reshore
from reshore.report import summary
from reshore.report.grid import grid
from reshore.report.sections import sections_of
from reshore.report.text import table_text


def test_tables_keep_their_titles_and_words_their_order() -> None:
    """Proves: both kinds of tables of the package, their titles, cells and right columns; all other text is words.

    By hand: the parts below. Sensitivity: a title told twice; a table without rows that is lost.
    """
    shown = Group(
        Text("The head\n", style="bold"),
        grid("First", ("name", "value"), [("a", "1"), ("b", "2")], {1}, total=5),
        grid("Nothing", ("name",), []),
        table_text(reshore.list_examples().head(1), "Second"),
        "the end",
    )
    sections, words = sections_of(shown)

    assert [(each.title, each.columns, each.right) for each in sections] == [
        ("First", ("name", "value"), (1,)),
        ("Second", ("example", "description"), ()),
    ]
    assert sections[0].rows == (("a", "1"), ("b", "2"))
    assert sections[1].rows[0][0] == "factory"
    assert words[0] == "The head"
    assert words[1].startswith("... and 3 more")
    assert words[2:] == ("Nothing", "  none", "the end")


def test_every_cell_of_a_summary_is_there() -> None:
    """Proves: the sections of a plan have what the terminal shows. By hand: 864 pumps. Sensitivity: cells cut off."""
    sections, words = sections_of(summary(reshore.plan("first-plan")))
    told = {section.title: section for section in sections}

    assert told["Delivered, by market"].rows[0] == ("pump", "city", "864", "864")
    assert words[0].startswith("Discounted profit 61.6 k USD (optimal")


def test_a_summary_says_that_nothing_is_built() -> None:
    """Proves: where projects are too dear, that none is built is told, and where there are none, nothing is.

    By hand: a second line for a billion. Sensitivity: a table that is left out without a word.
    """
    dear = reshore.plan("first-plan", sets="expansions:second line:capex=1000000000")
    sections, words = sections_of(summary(dear))

    assert "Built: nothing" in words
    assert "Built" not in [section.title for section in sections]
    assert "Built: nothing" not in sections_of(summary(reshore.plan("first-plan")))[1]
    bare = plant("1 months", **line(10), demands=asks([3], price=5)).plan()
    assert "Built: nothing" not in sections_of(summary(bare))[1]
