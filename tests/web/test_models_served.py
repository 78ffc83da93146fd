"""Models over HTTP: listed, looked at page by page, checked at the cell, edited, copied, taken, removed."""

from __future__ import annotations

import io
import json
import struct
import time
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.web.clients import client, until

import reshore

CASTING = {"table": "products", "key": "casting", "column": "value", "value": "21"}


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return an archive of some files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def upload(served: Any, name: str, content: bytes, file: str = "model.zip") -> Any:
    """Send a file as a model."""
    return served.post(
        "/api/models/upload", data={"name": name}, files={"file": (file, content)}, headers={"x-reshore": "1"}
    )


def test_models_are_examples_and_those_of_the_workspace(tmp_path: Path) -> None:
    """Proves: what a list tells, and that a model of the workspace hides an example of its name.

    By hand: first-plan has 3 sites and 6 rows of demand. Sensitivity: an example that can be written to.
    """
    with client(tmp_path) as served:
        first = served.get("/api/models/first-plan").json()
        assert (first["kind"], first["editable"]) == ("example", False)
        assert {"table": "sites", "rows": 3} in first["tables"]
        assert {"table": "demands", "rows": 6} in first["tables"]
        made = served.post("/api/models", json={"name": "first-plan", "source": "us-buildout"})
        assert made.status_code == 201
        own = served.get("/api/models/first-plan").json()
        assert (own["kind"], own["editable"]) == ("folder", True)
        assert {"table": "sites", "rows": 41} in own["tables"]
        assert len(own["scenarios"]) == len(reshore.list_scenarios("us-buildout"))
        assert served.post("/api/models", json={"name": "first-plan"}).status_code == 409
        assert served.delete("/api/models/factory", headers={"x-reshore": "1"}).status_code == 403
        assert served.delete("/api/models/first-plan", headers={"x-reshore": "1"}).status_code == 204
        assert served.get("/api/models/first-plan").json()["kind"] == "example"

    assert len(list(tmp_path.glob(".removed/*-first-plan/sites.csv"))) == 1


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_blank_model_can_be_made(format: str, tmp_path: Path) -> None:  # noqa: A002
    """Proves: both formats. By hand: the settings of a blank model. Sensitivity: a workbook that is not found again."""
    with client(tmp_path) as served:
        made = served.post("/api/models", json={"name": "new one", "format": format})
        assert made.status_code == 201
        assert made.json()["kind"] == {"csv": "folder", "xlsx": "workbook"}[format]
        assert served.get("/api/models/new one/tables/model").json()["total"] == 1

    assert not list(tmp_path.glob(".*.part"))


def test_a_page_of_a_table_has_cells_as_they_are_stated(tmp_path: Path) -> None:
    """Proves: keys, lines, text, order, search, the place of a key; what is not stated is null.

    By hand: `lanes.csv` of first-plan below. Sensitivity: typed values, defaults filled in, a sort of numbers as text.
    """
    with client(tmp_path) as served:
        served.post("/api/models", json={"name": "mine", "source": "first-plan"})
        (tmp_path / "mine" / "sites.csv").write_text(
            "site,country,latitude [degree],note\nb,Peru,9.50,\na,,10,x\nc,Chile,-3,\n", encoding="utf-8"
        )
        table = "/api/models/mine/tables/sites"
        page = served.get(table).json()
        assert (page["total"], page["offset"]) == (3, 0)
        assert [(row["key"], row["row"]) for row in page["rows"]] == [("b", 2), ("a", 3), ("c", 4)]
        cells = page["rows"][0]["cells"]
        assert (cells["latitude"], cells["country"], cells["note"], cells["region"]) == ("9.50", "Peru", None, None)
        order = [row["key"] for row in served.get(f"{table}?sort=latitude&descending=true").json()["rows"]]
        assert order == ["a", "b", "c"]
        found = served.get(f"{table}?search=CHIL").json()
        assert [row["key"] for row in found["rows"]] == ["c"]
        some = served.get(f"{table}?sort=latitude&offset=1&limit=1&find=a").json()
        assert ([row["key"] for row in some["rows"]], some["total"], some["found"]) == (["b"], 3, 2)
        assert served.get(f"{table}?find=nobody").json()["found"] is None
        assert served.get(f"{table}?sort=speed").status_code == 400
        assert served.get(f"{table}?limit=100000").status_code == 400
        tables = {each["table"]: each for each in served.get("/api/models/mine/tables").json()}
        columns = {each["name"]: each for each in tables["sites"]["columns"]}
        assert (columns["latitude"]["header"], columns["latitude"]["type"]) == ("latitude [degree]", "float")
        assert columns["site"]["key"]


def test_a_page_with_a_scenario_shows_its_values(tmp_path: Path) -> None:
    """Proves: what a scenario changes is shown so, and a row that it adds has no line.

    By hand: the edits below. Sensitivity: the tables without the scenario; a cache that does not know it.
    """
    with client(tmp_path) as served:
        served.post("/api/models", json={"name": "mine", "source": "first-plan"})
        made = served.post(
            "/api/models/mine/scenarios", json={"name": "dear", "description": "Dear castings", "edits": [CASTING]}
        )
        assert made.status_code == 201
        file = tmp_path / "mine" / "scenarios" / "dear.toml"
        more = '\n[[edits]]\ntable = "sites"\nop = "add"\nrows = [{site = "yard"}]\n'
        file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
        rows = served.get("/api/models/mine/tables/products?scenario=dear").json()["rows"]
        assert {row["key"]: row["cells"]["value"] for row in rows}["casting"] == "21"
        base = served.get("/api/models/mine/tables/products").json()["rows"]
        assert {row["key"]: row["cells"]["value"] for row in base}["casting"] == "20"
        sites = served.get("/api/models/mine/tables/sites?scenario=dear").json()["rows"]
        assert (sites[-1]["key"], sites[-1]["row"]) == ("yard", None)
        again = served.post("/api/models/mine/scenarios", json={"name": "dear", "edits": []})
        assert again.status_code == 409
        listed = served.get("/api/models/mine").json()["scenarios"]
        assert listed == [{"scenario": "dear", "description": "Dear castings"}]
        assert served.post("/api/models/first-plan/scenarios", json={"name": "x", "edits": []}).status_code == 403


def test_findings_are_at_the_cell_and_at_the_edit(tmp_path: Path) -> None:
    """Proves: a finding about the files has the key of its row, one about an edit the place of that edit; nothing is written.

    By hand: text for a number in the second edit; a negative capacity in a file. Sensitivity: places counted from 1.
    """
    with client(tmp_path) as served:
        served.post("/api/models", json={"name": "mine", "source": "first-plan"})
        edits = [CASTING, {"table": "model", "key": "", "column": "discount_rate", "value": "much"}]
        found = served.post("/api/models/mine/check", json={"edits": edits}).json()
        first = found["findings"][0]
        assert (first["code"], first["edit"], first["table"], first["key"], first["column"]) == (
            "E201",
            1,
            "model",
            "",
            "discount_rate",
        )
        assert "'much' is not a number" in first["message"]
        assert served.get("/api/models/mine/check").json() == {"findings": [], "total": 0, "more": None}
        assert found["more"] == "What builds on tables with errors is looked at when these are mended."
        assert served.get("/api/models/mine/tables/model?find=").json()["found"] == 0
        file = tmp_path / "mine" / "products.csv"
        file.write_text(file.read_text(encoding="utf-8").replace(",20,", ",-20,", 1), encoding="utf-8")
        wrong = served.get("/api/models/mine/check").json()["findings"][0]
        assert (wrong["code"], wrong["key"], wrong["edit"]) == ("E206", "casting", None)
        assert wrong["row"] == served.get("/api/models/mine/tables/products?find=casting").json()["rows"][0]["row"]
        strange = {"table": "nothing", "key": "x", "column": "y", "value": "1"}
        told = served.post("/api/models/mine/check", json={"edits": [strange]}).json()["findings"]
        assert ("E403", 0) in [(each["code"], each["edit"]) for each in told]


def test_edits_are_saved_once(tmp_path: Path) -> None:
    """Proves: saving writes the cell and nothing else, gives the next version, and refuses what was made to another.

    By hand: the two files, line by line. Sensitivity: a last writer who wins; tables written anew.
    """
    with client(tmp_path) as served:
        served.post("/api/models", json={"name": "mine", "source": "first-plan"})
        before = {path: path.read_text(encoding="utf-8") for path in (tmp_path / "mine").iterdir() if path.is_file()}
        version = served.get("/api/models/mine").json()["version"]
        rate = {"table": "model", "key": "", "column": "discount_rate", "value": "0.2"}
        saved = served.post("/api/models/mine/save", json={"version": version, "edits": [CASTING, rate]})
        assert saved.status_code == 200
        assert saved.json()["version"] == served.get("/api/models/mine").json()["version"] != version
        late = served.post("/api/models/mine/save", json={"version": version, "edits": [CASTING]})
        assert late.status_code == 409
        wrong = {**CASTING, "value": "cheap"}
        body = {"version": saved.json()["version"], "edits": [CASTING, wrong]}
        refused = served.post("/api/models/mine/save", json=body)
        assert refused.status_code == 422
        assert refused.json()["error"]["findings"][0]["edit"] == 1
        assert served.post("/api/models/factory/save", json=body).status_code == 403

    changed = {path.name for path, text in before.items() if path.read_text(encoding="utf-8") != text}
    assert changed == {"products.csv", "model.toml"}
    lines = {
        path.name: [
            (old, new)
            for old, new in zip(text.splitlines(), path.read_text(encoding="utf-8").splitlines(), strict=True)
            if old != new
        ]
        for path, text in before.items()
    }
    assert [old.replace(",20,", ",21,") for old, _ in lines["products.csv"]] == [
        new for _, new in lines["products.csv"]
    ]
    assert [new for _, new in lines["model.toml"]] == ["discount_rate = 0.2"]


def test_profiles_that_give_way_are_told_before_they_do(tmp_path: Path) -> None:
    """Proves: a dry run tells how many rows of profiles a number takes the place of and writes nothing; saving tells the same.

    By hand: two rows of a profile of the line's capacity, one of another. Sensitivity: rows that are lost without a word.
    """
    with client(tmp_path) as served:
        served.post("/api/models", json={"name": "mine", "source": "first-plan"})
        file = tmp_path / "mine" / "profiles.csv"
        line, price = "resources,works/line,capacity", "products,pump,value"
        text = f"table,key,column,date,value\n{line},2025-03-01,5\n{price},2025-04-01,9\n{line},2025-05-01,6\n"
        file.write_text(text, encoding="utf-8")
        capacity = {"table": "resources", "key": "works/line", "column": "capacity", "value": "7"}
        version = served.get("/api/models/mine").json()["version"]
        asked = {"version": version, "edits": [CASTING, capacity]}
        findings = served.post("/api/models/mine/check", json={"edits": [CASTING, capacity]}).json()["findings"]
        dry = served.post("/api/models/mine/save", json={**asked, "dry": True}).json()
        unchanged = file.read_text(encoding="utf-8")
        saved = served.post("/api/models/mine/save", json=asked).json()

    told = [(one["edit"], one["key"], one["message"]) for one in findings if one["code"] == "I401"]
    assert told == [(1, "works/line", "2 rows of profiles give way to this number.")]
    assert dry == {"version": version, "profiles": 2}
    assert unchanged == text
    assert saved["profiles"] == 2
    assert file.read_text(encoding="utf-8") == f"table,key,column,date,value\n{price},2025-04-01,9\n"


def test_rows_come_and_go(tmp_path: Path) -> None:
    """Proves: rows are written at once, come with the key that finds them, and are refused with their place in the request,
    where they were made to another version, in an example, and beyond a bound.

    By hand: a blank model's sites, line by line. Sensitivity: a last writer who wins; half of a request written.
    """
    rows = "/api/models/mine/tables/sites/rows"
    with client(tmp_path) as served:
        served.post("/api/models", json={"name": "mine"})
        file = tmp_path / "mine" / "sites.csv"
        version = served.get("/api/models/mine").json()["version"]
        two = [{"site": "here", "latitude": "9.50"}, {"site": "there"}]
        made = served.post(rows, json={"add": two, "version": version})
        assert made.status_code == 200, made.text
        assert made.json()["keys"] == ["here", "there"]
        assert made.json()["version"] == served.get("/api/models/mine").json()["version"] != version
        found = served.get("/api/models/mine/tables/sites?find=there").json()
        assert (found["total"], found["found"]) == (2, 1)
        assert found["rows"][0]["cells"]["latitude"] == "9.50"
        late = served.post(rows, json={"remove": ["here"], "version": version})
        assert late.status_code == 409
        version = made.json()["version"]
        wrong = [{"site": "yard"}, {"site": "far", "latitude": "much"}]
        refused = served.post(rows, json={"add": wrong, "version": version})
        assert refused.status_code == 422
        first = refused.json()["error"]["findings"][0]
        assert (first["code"], first["edit"], first["column"], first["key"]) == ("E201", 1, "latitude", None)
        gone = served.post(rows, json={"remove": ["here", "nowhere"], "version": version})
        assert gone.status_code == 422
        assert [each["key"] for each in gone.json()["error"]["findings"]] == ["nowhere"]
        body = {"add": [{"site": "x"}], "version": version}
        assert served.post("/api/models/factory/tables/sites/rows", json=body).status_code == 403
        assert served.post("/api/models/mine/tables/places/rows", json=body).status_code == 404
        assert served.post("/api/models/mine/tables/model/rows", json=body).status_code == 422
        many = {"add": [{"site": f"s{at}"} for at in range(1_000)], "remove": ["here"], "version": version}
        assert served.post(rows, json=many).status_code == 400
        assert served.post(rows, json={"remove": ["here"], "version": version}).json()["keys"] == []

    assert [line.split(",")[0] for line in file.read_text(encoding="utf-8").splitlines()] == ["site", "there"]
    assert not list((tmp_path / "mine").glob(".*"))


def test_files_are_taken_as_models(tmp_path: Path) -> None:
    """Proves: a workbook, and a zip with its files in a folder, become models with their scenarios; nothing else is taken.

    By hand: first-plan in both. Sensitivity: names of an archive that are written as they are.
    """
    folder = reshore.new(tmp_path / "source", "first-plan")
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "scenarios" / "same.toml").write_text('description = "The same"\n')
    parts = {f"any/{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    strange = {"any/evil.py": b"1", "any/deep/sites.csv": b"site\n", "../../escape.csv": b"x", "/abs.csv": b"x"}
    book = reshore.new(tmp_path / "book", "first-plan", "xlsx") / "model.xlsx"
    home = tmp_path / "home"
    with client(home) as served:
        taken = upload(served, "packed", zipped(parts | strange))
        assert taken.status_code == 201, taken.text
        assert taken.json()["scenarios"] == [{"scenario": "same", "description": "The same"}]
        assert upload(served, "book", book.read_bytes(), "model.xlsx").json()["kind"] == "workbook"
        for name in ("packed", "book"):
            assert served.get(f"/api/models/{name}/check").json()["total"] == 0
        assert upload(served, "packed", zipped(parts)).status_code == 409
        assert upload(served, "other", zipped({"a.txt": b"x"})).status_code == 422
        assert upload(served, "other", b"not an archive").status_code == 422
        bare = served.post("/api/models/upload", data={"name": "x"}, files={"file": ("m.zip", zipped(parts))})
        assert bare.status_code == 403

    written = {path.relative_to(home / "packed").as_posix() for path in (home / "packed").rglob("*") if path.is_file()}
    assert not written & {"evil.py", "escape.csv", "abs.csv", ".upload", "deep/sites.csv"}
    assert {"model.toml", "sites.csv", "scenarios/same.toml"} <= written
    assert not list(home.glob(".*.part"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "home", "source"]


def test_uploads_are_bounded_packed_and_unpacked(tmp_path: Path) -> None:
    """Proves: a file above the limit is refused before it is read, and a small one that unpacks to far more is stopped.

    By hand: three tables of 90 MB of zeros, and a sheet of 300 MB that says it is 1 kB, each in 300 kB; 5,000 columns; a million
    rows of one cell, of 41. Sensitivity: a look at the sizes that an archive states, or at bytes alone.
    """
    zeros = bytes(300_000_000)
    folder = reshore.new(tmp_path / "source", "first-plan")
    parts = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    bomb = zipped(parts | dict.fromkeys(("sites.csv", "lanes.csv", "stocks.csv"), zeros[:90_000_000]))
    head = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    sheet = lying(zipped(head | {"xl/worksheets/sheet1.xml": zeros}), 1_000)
    wide = zipped(parts | {"sites.csv": b"site," * 5_000})
    short = zipped(parts | {"sites.csv": b"site" + b",b" * 40 + b"\nx" * 1_000_000})
    assert max(map(len, (bomb, sheet, wide, short))) < 1_000_000
    home = tmp_path / "home"
    with client(home, upload=1_000_000) as served:
        assert upload(served, "large", b"PK" + bytes(2_000_000)).status_code == 413
        assert upload(served, "bomb", bomb).status_code == 413
        assert upload(served, "sheet", sheet, "model.xlsx").status_code == 422
        assert "columns" in refused(upload(served, "wide", wide))
        assert "cells" in refused(upload(served, "short", short))
        names = [entry["model"] for entry in served.get("/api/models").json()]

    assert names == ["factory", "first-plan", "us-buildout"]
    assert [path.name for path in home.iterdir()] == ["jobs"]


def refused(answer: Any) -> str:
    """Return the words of an answer that refuses what is too large."""
    assert answer.status_code == 413
    return str(answer.json()["error"]["message"])


def lying(archive: bytes, size: int) -> bytes:
    """Return an archive whose last entry says in the list of parts that it unpacks to `size` bytes."""
    at = archive.rindex(b"PK\x01\x02")
    return archive[: at + 24] + struct.pack("<I", size) + archive[at + 28 :]


def test_a_page_of_a_large_table_comes_at_once(tmp_path: Path) -> None:
    """Proves: of 100,000 rows an answer holds one page, in less than 100 ms once the table was read, also sorted or searched.

    By hand: 200 rows, the total, the row at place 70,000. Sensitivity: all rows made into Python objects or JSON; tables read
    again for each page. The time is the best of up to 25, as other tests run beside this one.
    """
    folder = reshore.new(tmp_path / "large", "first-plan")
    count = 100_000
    numbers = pl.int_range(count, eager=True)
    rows = pl.DataFrame({"site": pl.select(pl.format("site-{}", numbers)).to_series(), "floor_area": count - numbers})
    rows.write_csv(folder / "sites.csv")
    table = "/api/models/large/tables/sites"
    with client(tmp_path) as served:
        assert served.get(table).json()["total"] == count
        for query in ("offset=70000", "offset=70000&sort=floor_area", "search=site-99&limit=5", "find=site-70000"):
            served.get(f"{table}?{query}")
            tries = [timed(served, f"{table}?{query}")]
            while min(tries)[0] >= 0.1 and len(tries) < 25:
                tries.append(timed(served, f"{table}?{query}"))
            best, page = min(tries)
            assert best < 0.1, (query, best)
            assert len(page) < 100_000
            told = json.loads(page)
            if query == "offset=70000":
                assert len(told["rows"]) == 200
                assert told["rows"][0]["key"] == "site-70000"
            elif "sort" in query:
                assert told["rows"][0]["key"] == "site-29999"
            elif "search" in query:
                assert told["total"] == 1_111
            else:
                assert told["found"] == 70_000


def timed(served: Any, path: str) -> tuple[float, str]:
    """Return how long an answer takes, and its text."""
    began = time.perf_counter()
    text = served.get(path).text
    return time.perf_counter() - began, text


def test_a_network_is_drawn_before_it_is_planned(tmp_path: Path) -> None:
    """Proves: the chain of tiers counts what demand needs, and the trace comes with it, without options of the command.

    By hand: 880 pumps at 240 are 211.2 thousand, their two castings each at 20 are 35.2. Sensitivity: quantities in place of
    values; inputs that are not multiplied by the recipe.
    """
    with client(tmp_path) as served:
        told = served.get("/api/models/first-plan/network").json()
        assert [figure["name"] for figure in told["figures"]] == ["chain"]
        assert [row[-1] for row in told["figures"][0]["rows"]] == ["35.2", "211.2"]
        assert "tiers" in [part["section"] for part in told["trace"]]
        large = served.get("/api/models/us-buildout/network").json()
        assert [figure["name"] for figure in large["figures"]] == ["map", "chain"]
        assert any(line.startswith("Suppliers: ") and line.endswith(" links.") for line in large["words"])
        assert not any("--" in line for line in large["words"])
        assert served.get("/api/models/us-buildout/network?product=nothing").status_code == 404


def test_a_model_is_a_workbook_to_take_away(tmp_path: Path) -> None:
    """Proves: what comes can be planned, with a scenario made where one is named. By hand: the plan's objective."""
    with client(tmp_path) as served:
        served.post("/api/models", json={"name": "mine", "source": "first-plan"})
        served.post("/api/models/mine/scenarios", json={"name": "dear", "edits": [CASTING]})
        answers = {name: served.get(f"/api/models/mine/inputs.xlsx{name}") for name in ("", "?scenario=dear")}
    assert 'filename="mine-dear.xlsx"' in answers["?scenario=dear"].headers["content-disposition"]
    values = {}
    for at, answer in enumerate(answers.values()):
        file = tmp_path / f"{at}.xlsx"
        file.write_bytes(answer.content)
        values[at] = reshore.load(file).frame("products")["value"].to_list()

    assert values == {0: [20.0, 240.0], 1: [21.0, 240.0]}


def test_an_upload_takes_the_place_of_a_model(tmp_path: Path) -> None:
    """Proves: a model of the version that was seen is moved aside whole, and what is no model, another version, an example and a
    name without a model leave everything as it is; a workbook by itself is replaced by a workbook alone.

    By hand: the files of both. Sensitivity: a model that is gone where its successor cannot be read; one that is written over.
    """
    folder = reshore.new(tmp_path / "source", "first-plan")
    parts = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    book = (reshore.new(tmp_path / "book", "first-plan", "xlsx") / "model.xlsx").read_bytes()
    home = tmp_path / "home"
    with client(home) as served:
        served.post("/api/models", json={"name": "mine", "source": "us-buildout"})
        (home / "mine" / "notes.txt").write_text("precious", encoding="utf-8")
        (home / "alone.xlsx").write_bytes(book)
        before = files(home / "mine")

        def sent(name: str, content: bytes, version: str | None = None) -> Any:
            seen = served.get(f"/api/models/{name}").json().get("version", "x") if version is None else version
            fields = {"name": name, "replace": seen}
            head = {"x-reshore": "1"}
            return served.post("/api/models/upload", data=fields, files={"file": ("m", content)}, headers=head)

        assert sent("mine", zipped({"a.txt": b"x"})).status_code == 422
        assert sent("mine", zipped(parts), "old").status_code == 409
        assert sent("us-buildout", zipped(parts)).status_code == 403
        assert sent("other", zipped(parts)).status_code == 404
        assert sent("alone", zipped(parts)).status_code == 422
        assert files(home / "mine") == before
        done = sent("mine", zipped(parts))
        assert done.status_code == 201, done.text
        assert files(home / "mine") == {Path(name): content for name, content in parts.items() if name != "README.md"}
        (old,) = home.glob(".removed/*-mine")
        assert files(old) == before
        assert served.get("/api/models/mine/tables/sites").json()["total"] == 3
        assert sent("alone", book + b"").json()["kind"] == "workbook"
        assert len(list(home.glob(".removed/*-alone.xlsx"))) == 1

    assert sorted(path.name for path in home.iterdir() if path.name != "jobs") == [".removed", "alone.xlsx", "mine"]


def files(folder: Path) -> dict[Path, bytes]:
    """Return the files of a folder."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_model_that_a_job_uses_stays(tmp_path: Path) -> None:
    """Proves: while a job waits or runs with a model, it is neither replaced nor removed, and the job is named; then it is.

    Sensitivity: a job that reads half of one model and half of another; one that waits for a model that is gone.
    """
    folder = reshore.new(tmp_path / "source", "first-plan")
    packed = zipped({path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()})
    home = tmp_path / "home"
    with client(home, workers=1) as served:
        for name in ("mine", "other"):
            served.post("/api/models", json={"name": name, "source": "us-buildout"})
        jobs = [served.post("/api/jobs", json={"kind": "plan", "model": name}).json() for name in ("mine", "other")]
        head = {"x-reshore": "1"}
        for name in ("mine", "other"):
            fields = {"name": name, "replace": served.get(f"/api/models/{name}").json()["version"]}
            sent = served.post("/api/models/upload", data=fields, files={"file": ("m", packed)}, headers=head)
            gone = served.delete(f"/api/models/{name}", headers=head)
            for answer in (sent, gone):
                assert answer.status_code == 409
                assert answer.json()["error"]["message"] == f"'Plan {name}' uses {name} just now."
        for job in reversed(jobs):
            served.post(f"/api/jobs/{job['id']}/cancel", json={})
            until(lambda job=job: served.get(f"/api/jobs/{job['id']}").json()["state"] == "cancelled", "cancelled")
        assert served.delete("/api/models/mine", headers=head).status_code == 204
    assert not list(home.glob(".*.part"))
