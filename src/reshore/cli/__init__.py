"""The command line."""

from reshore.cli.app import app, main

__all__ = ["app", "main"]
