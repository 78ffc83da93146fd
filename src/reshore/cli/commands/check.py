"""`reshore check`."""

import typer

from reshore.cli.output import Exit, Json, Model, Scenario, Sets, emit, findings_text, guarded


@guarded
def check(model: Model, scenario: Scenario = None, sets: Sets = None, json: Json = False) -> None:
    """Report everything wrong in a model at once: code, place, what is wrong, what to do.

    All its scenarios are checked as well, or only one.

    Example: `reshore check my-plan --scenario demand_high`
    """
    from reshore.api import check as find

    findings = find(model, scenario, sets or [])
    emit(json, lambda: {"findings": [finding.to_dict() for finding in findings]}, lambda: findings_text(findings))
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(int(Exit.FINDINGS))
