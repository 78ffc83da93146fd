"""What all tests share: the root of the repository is importable, and the showcase is planned once for all of them."""

import fcntl
import os
import sys
from pathlib import Path

import pytest

ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)


@pytest.fixture(scope="session")
def showcase(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of runs in which `us-buildout` is planned, once for all processes that test."""
    from reshore import api

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "showcase"
    folder.mkdir(exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not any(folder.glob("us-buildout-*")):
            api.save(api.plan("us-buildout"), folder)
    return folder
