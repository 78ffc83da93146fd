"""The answers that the pages show were made from the example as it is."""

from benchmarks.answers import ANSWERS, EXAMPLE, UNSHOWN, commands, fingerprint, stamps

from reshore.examples import locate


def test_answers_are_those_of_the_example_as_it_is() -> None:
    """Proves: no page shows figures of other tables. Sensitivity: a table that changed without `make answers`."""
    now = fingerprint(locate(EXAMPLE))

    assert {name: made["tables"] for name, made in stamps().items()} == dict.fromkeys(commands(), now)
    assert {path.stem for path in ANSWERS.glob("*.txt")} == {
        name for name in commands() if not name.startswith(UNSHOWN)
    }
