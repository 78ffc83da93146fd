"""`reshore serve` where it cannot serve: what is missing is said, with what to do."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.clients import CALL
from typer.testing import CliRunner

from reshore.cli.app import app


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: without fastapi the command says how to install it. Sensitivity: an ImportError."""
    find = importlib.util.find_spec
    monkeypatch.setattr("reshore.web.installed.find_spec", lambda name: None if name == "fastapi" else find(name))
    result = CliRunner().invoke(app, ["serve", str(tmp_path)])

    assert result.exit_code == 2
    assert 'served by fastapi, not installed here. Get it with `pip install "reshore[web]"`' in result.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Proves: the workspace must exist. Sensitivity: a folder that is made by a slip of the pen."""
    result = CliRunner().invoke(app, ["serve", str(tmp_path / "nothing")])

    assert result.exit_code == 2
    assert "is no folder" in result.stderr
    assert not (tmp_path / "nothing").exists()


def test_the_address_is_told_as_json(tmp_path: Path) -> None:
    """Proves: programs find the address and the token. By hand: a token was given. Sensitivity: words on stdout."""
    command = [sys.executable, "-c", CALL, "serve", str(tmp_path), "--port", "0", "--json", "--token", "mine"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        process.terminate()

    assert told["workspace"] == str(tmp_path)
    assert told.get("token") == command[-1]
    assert told["address"].startswith("http://127.0.0.1:")


def test_a_token_is_written_so_that_its_address_opens(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Proves: signs that mean something in an address are encoded. By hand: + / = & are %2B %2F %3D %26."""
    from reshore.cli.commands.serve import _ready
    from reshore.web.settings import Settings

    _ready(Settings(tmp_path, token="a+b/c=d&e"), opened=False, as_json=False)  # noqa: S106

    assert "/?token=a%2Bb%2Fc%3Dd%26e " in capsys.readouterr().out
