"""`reshore examples`."""

from reshore.cli.output import Json, emit, guarded, rows


@guarded
def examples(json: Json = False) -> None:
    """List the packaged examples.

    Example: `reshore examples`
    """
    from reshore.api import list_examples as found
    from reshore.report import table_text

    table = found()
    emit(json, lambda: {"examples": rows(table)}, lambda: table_text(table))
