"""The page that is kept was built from what is here, and asks for nothing from elsewhere."""

from __future__ import annotations

import gzip
import importlib.util
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest
from tests.report.seen import Page

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "src/reshore/web/page"
KNOWN = {"www.w3.org", "www.ag-grid.com"}
"""Hosts that are named: namespaces of XML, and where AG Grid's messages are explained."""


@pytest.fixture(scope="module")
def stamp() -> ModuleType:
    """Return what compares bundles with their sources."""
    spec = importlib.util.spec_from_file_location("stamp", ROOT / "web" / "stamp.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_bundles_fit_their_sources(stamp: ModuleType) -> None:
    """Proves: figures.js and the page were built from web/ as it is, and are as they were built (`make page` builds them).

    Sensitivity: a changed source; a built file that is edited, missing or left from before.
    """
    assert stamp.stale() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: next(folder.glob("assets/*.js")).write_text("//", encoding="utf-8"),
        lambda folder: next(folder.glob("assets/*.css")).unlink(),
        lambda folder: (folder / "assets" / "index-old.js").write_bytes(b""),
        lambda folder: (folder / "index.html").write_bytes(b""),
        lambda folder: (folder / "built.json").unlink(),
        lambda folder: (folder / "built.json").write_text("{}"),
    ],
)
def test_a_page_that_is_not_as_it_was_built_is_stale(
    change: Callable[[Path], object], stamp: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proves: a file that is edited by hand, half of a bundle, and what an older one left are found. By hand: each change."""
    shutil.copytree(PAGE, tmp_path / "page")
    monkeypatch.setattr(stamp, "BUILT", {"page": str(tmp_path / "page")})
    assert stamp.stale() == []
    change(tmp_path / "page")

    assert stamp.stale() == ["page"]


def test_stamp_follows_every_source(stamp: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proves: a changed, an added and a renamed file each give another stamp, and line ends do not."""
    names = ("figures/a.ts", "package.json", "package-lock.json", "tsconfig.json", "stamp.js", "page/b.ts")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"one\ntwo\n")
    monkeypatch.setattr(stamp, "WEB", tmp_path)
    first = stamp.sources("page")
    (tmp_path / "page/b.ts").write_bytes(b"one\r\ntwo\r\n")
    assert stamp.sources("page") == first
    (tmp_path / "page/b.ts").write_bytes(b"one\nthree\n")
    changed = stamp.sources("page")
    (tmp_path / "page/b.ts").rename(tmp_path / "page/c.ts")
    renamed = stamp.sources("page")
    (tmp_path / "figures/d.ts").write_bytes(b"")
    assert len({first, changed, renamed, stamp.sources("page")}) == 4


def test_page_needs_no_inline_script() -> None:
    """Proves: the page works under a policy that allows scripts of its own host only."""
    page = Page((PAGE / "index.html").read_text(encoding="utf-8"))
    assert page.inside == []
    assert not [name for _, given in page.tags for name in given if name.startswith("on")]
    asked = [given.get("src") or given.get("href", "") for tag, given in page.tags if tag in ("script", "link")]
    assert len(asked) == 3
    for path in asked:
        assert path.startswith("./")
        assert (PAGE / path).is_file()


def test_page_names_no_other_host() -> None:
    """Proves: no built file holds an address of another host, but for namespaces and a help page that is only printed."""
    for file in [*PAGE.rglob("*.js"), *PAGE.rglob("*.css"), PAGE / "index.html"]:
        text = file.read_text(encoding="utf-8")
        hosts = {urlsplit(url).hostname for url in re.findall(r"(?:https?|wss?)://[\w.-]+", text)}
        assert hosts <= KNOWN, file.name
        assert "sourceMappingURL" not in text
        assert not re.search(r"\beval\(|new Function\b", text), file.name


def test_first_view_is_small() -> None:
    """Proves: what index.html asks for is far below 1 MB as sent, and the parts for figures and tables come later."""
    page = Page((PAGE / "index.html").read_text(encoding="utf-8"))
    asked = [given.get("src") or given.get("href", "") for tag, given in page.tags if tag in ("script", "link")]
    sent = sum(len(gzip.compress((PAGE / path).read_bytes())) for path in ["index.html", *asked])
    assert sent < 60_000
    late = [file for file in (PAGE / "assets").glob("*.js") if file.name not in " ".join(asked)]
    assert sum(len(gzip.compress(file.read_bytes())) for file in late) < 600_000


def test_page_and_report_have_the_same_colours() -> None:
    """Proves: every colour that a report names is the same on the page, light and dark."""
    report, page = (
        (ROOT / path).read_text(encoding="utf-8")
        for path in ("src/reshore/report/page/style.css", "web/page/src/style/tokens.css")
    )
    screen = report.split("@media print")[0]
    told = [re.findall(r"--([a-z]+): (#[0-9a-f]{6})", text) for text in (screen, page)]
    assert len(told[0]) == 16
    names = {name for name, _ in told[0]}
    assert [pair for pair in told[1] if pair[0] in names] == told[0]


def test_licences_are_told() -> None:
    """Proves: each package whose code is in the page is named with its version and its licence."""
    text = (PAGE / "licences.txt").read_text(encoding="utf-8")
    for name in ("ag-grid-community", "echarts", "preact", "zrender"):
        assert re.search(rf"^{name} \d+\.\d+\.\d+ \(", text, re.MULTILINE), name
