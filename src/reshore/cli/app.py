"""The application: every command registered, in the order in which help lists them."""

from __future__ import annotations

from typing import Annotated

import typer

from reshore.cli.commands import COMMANDS

app = typer.Typer(
    name="reshore",
    help="Plan, ramp and stress-test the supply networks that build hardware.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        import reshore

        typer.echo(f"reshore {reshore.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Plan, ramp and stress-test the supply networks that build hardware."""


for name, command in COMMANDS.items():
    app.command(name)(command)


def main() -> None:
    """Run the command line."""
    app()
