"""`reshore runs`."""

from reshore.cli.output import Json, Workspace, emit, guarded, rows


@guarded
def runs(runs: Workspace = "runs", json: Json = False) -> None:
    """List the stored runs, oldest first.

    Example: `reshore runs --runs results`
    """
    from reshore.api import list_runs as found
    from reshore.report import table_text

    table = found(runs)
    text = f"No runs in {runs}. Make one with `reshore plan`."
    emit(json, lambda: {"runs": rows(table)}, lambda: table_text(table, limit=1000) if table.height else text)
