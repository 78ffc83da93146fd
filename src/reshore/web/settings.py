"""How a workspace is served."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PAGE: Final = "RESHORE_PAGE"
"""The variable of the environment that says where a built page lies, in place of the packaged one."""
MILLION: Final = 1_000_000
JSON: Final = MILLION
"""Bytes that the body of a request has at most; uploads have a bound of their own."""
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
ANY: Final = ("0.0.0.0", "::")  # noqa: S104


@dataclass(frozen=True)
class Settings:
    """What is served, where, to whom, and within which bounds.

    `token` is what every request must show; None on loopback without one. `workers` jobs run at once; `upload` bytes are taken
    at most in one file. `names` are further names under which it is reached, through a proxy. `page` is the folder of the built
    page.
    """

    workspace: Path
    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None
    workers: int = 1
    upload: int = 20 * MILLION
    names: tuple[str, ...] = ()
    page: Path = field(default_factory=lambda: Path(os.environ.get(PAGE) or Path(__file__).parent / "page"))

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in LOOPBACK

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        host = "127.0.0.1" if self.host in ANY else f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"
