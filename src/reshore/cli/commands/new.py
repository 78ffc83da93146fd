"""`reshore new`."""

from enum import StrEnum
from typing import Annotated

import typer

from reshore.cli.output import Json, emit, guarded


class Format(StrEnum):
    """How tables are written."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


@guarded
def new(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder to write; it must be new or empty.")],
    example: Annotated[
        str | None, typer.Option("--from", metavar="MODEL", help="Example, folder or workbook to start from.")
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="How to write the tables.")] = Format.CSV,  # noqa: A002
    json: Json = False,
) -> None:
    """Write a model to edit: a blank one, or one with the tables and scenarios of another, in any format.

    `--format xlsx` writes one workbook, model.xlsx; a blank one has comments, drop-down lists and a small model to replace.

    Example: `reshore new my-plan --format xlsx`
    """
    from reshore.api import new as write

    target = write(folder, example, format.value)
    files = sorted(str(path.relative_to(target)) for path in target.rglob("*") if path.is_file())
    count = "1 file" if len(files) == 1 else f"{len(files)} files"
    text = f"{target}: {count}. Edit the tables, then `reshore check {target}` and `reshore plan {target}`."
    emit(json, lambda: {"folder": str(target), "files": files}, lambda: text)
