"""`reshore runs`."""

from reshore.cli.output import Json, Workspace, emit, guarded, rows


@guarded
def runs(runs: Workspace = "runs", json: Json = False) -> None:
    """List the stored runs, oldest first.

    Example: `reshore runs --runs results`
    """
    from reshore.api import list_runs as found
    from reshore.report.runs import runs_text

    table = found(runs)
    emit(json, lambda: {"runs": rows(table)}, lambda: runs_text(table, str(runs)))
