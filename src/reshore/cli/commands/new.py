"""`reshore new`."""

from typing import Annotated

import typer

from reshore.cli.output import Json, emit, guarded


@guarded
def new(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder to write; it must be new or empty.")],
    example: Annotated[str | None, typer.Option("--from", metavar="EXAMPLE", help="Example to copy.")] = None,
    json: Json = False,
) -> None:
    """Write a model to edit: a blank one, or a copy of an example.

    Example: `reshore new my-plan --from first-plan`
    """
    from reshore.api import new as write

    target = write(folder, example)
    files = sorted(str(path.relative_to(target)) for path in target.rglob("*") if path.is_file())
    text = f"{target}: {len(files)} files. Edit the tables, then `reshore check {target}` and `reshore plan {target}`."
    emit(json, lambda: {"folder": str(target), "files": files}, lambda: text)
