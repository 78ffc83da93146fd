"""`reshore trace`, and `reshore.trace` as a whole."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from tests.analysis.trace.cases import chain, slow, traced
from tests.builders import asks, plant
from tests.cli.test_commands import answer, run

import reshore
from reshore.analysis.trace import trace_network
from reshore.network import build_network
from reshore.report.trace import trace_text
from reshore.tables import resolve

PARTS = {"tiers", "suppliers", "single_points", "exposure", "concentration", "lead_times", "ends_in"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one stored run, of the chain of two smelters."""
    folder = tmp_path_factory.mktemp("runs")
    reshore.save(chain().plan(), folder)
    return folder


def test_text_shows_every_part(tmp_path: Path) -> None:
    """Proves: a person finds each part. By hand: 45 to 30 between smelters, 53 and 59 days, and the path.

    Sensitivity: a part that fails, or is left out.
    """
    text = run("trace", slow().write(tmp_path / "chain")).stdout

    assert "Tiers" in text
    assert "Suppliers" in text
    assert "Single points of failure" in text
    assert "Value by the country that adds it" in text
    assert "40.0%" in text
    assert "part to shop, slowest, 59 d" not in text
    assert "ore @ mine 5 d → ocean to smelter A 20 d → metal @ smelter A 10 d → ocean to plant 12 d" in text.replace(
        "\n", " "
    )
    assert "Where what sites make ends up" in text


def test_text_of_one_product_has_both_paths_and_of_one_site_what_hangs_on_it(tmp_path: Path) -> None:
    """Proves: --product shows the slowest way too; --site leaves the other sites out. Sensitivity: filters that do nothing."""
    model = slow().write(tmp_path / "chain")
    product = run("trace", model, "--product", "part").stdout
    site = run("trace", model, "--site", "smelter B").stdout

    assert "part to shop, slowest, 59 d" in product
    assert "smelter A" not in site.split("Where it ends up")[1]
    assert "smelter B" in site.split("Where it ends up")[1]


def test_json_has_all_parts_and_all_rows(tmp_path: Path) -> None:
    """Proves: the interface. By hand: the keys; 5 supply links. Sensitivity: dates or lists that JSON cannot hold."""
    found = answer("trace", chain().write(tmp_path / "chain"))

    assert found.keys() == PARTS | {"model", "run", "product", "site"}
    assert len(found["suppliers"]) == 5
    assert found["run"] is None
    assert found["single_points"][0] == {
        "product": "part",
        "kind": "site",
        "name": "mine",
        "markets": ["shop"],
        "all_markets": True,
        "from": "2025-01-01",
        "until": None,
    }
    assert {"product", "site", "by", "days"} == found["lead_times"][0]["path"][0].keys()


def test_a_stored_run_is_traced_by_what_it_does(workspace: Path) -> None:
    """Proves: --run reads the plan and its inputs. By hand: 75 of 210 bars are B's. Sensitivity: shares of capacity."""
    found = answer("trace", "--run", "latest", "--runs", workspace, "--site", "smelter B")

    assert found["ends_in"][0]["share"] == pytest.approx(75 / 210)
    assert found["run"].startswith("case-")
    assert "35.7%" in run("trace", "--run", "latest", "--runs", workspace, "--site", "smelter B").stdout
    assert "revenue" in run("trace", "--run", "latest", "--runs", workspace).stdout


def test_scenarios_and_settings_apply(tmp_path: Path) -> None:
    """Proves: --set changes what is traced. By hand: B's furnace of 5 against A's 45: 10 %. Sensitivity: the file alone."""
    model = chain().write(tmp_path / "chain")
    found = answer("trace", model, "--set", "resources:smelter B/furnace:capacity=5")
    share = [row["quantity_share"] for row in found["exposure"] if row["product"] == "metal" and row["name"] == "Korea"]

    assert share == pytest.approx([0.1])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("first-plan", "--product", "pmup"), "Did you mean 'pump'?"),
        (("first-plan", "--site", "foundy"), "Did you mean 'foundry'?"),
        (("first-plan", "--product", "zzz"), "There are: casting, pump"),
        (("no-such-model",), "neither a folder, nor a workbook, nor a packaged example"),
        ((), "Give either a model"),
        (("first-plan", "--run", "latest"), "Give either a model"),
        (("--run", "latest", "--set", "a:b:c=1"), "Give either a model"),
        (("--run", "no-such-run"), "no-such-run"),
    ],
)
def test_what_is_not_there_is_exit_2_with_the_nearest_name(
    words: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    """Proves: usage errors help. By hand: the codes of the design. Sensitivity: a traceback, or an empty trace."""
    runs = ("--runs", tmp_path) if "--run" in words else ()

    assert message in answer("trace", *words, *runs, code=2)["error"]


def test_errors_in_the_data_are_exit_3(tmp_path: Path) -> None:
    """Proves: nothing is traced of what does not hold together. By hand: an unknown market."""
    model = plant(demands=asks([5], market="plnt")).write(tmp_path / "bad")

    assert {"E214"} <= {finding["code"] for finding in answer("trace", model, code=3)["findings"]}


def test_a_site_narrows_every_part() -> None:
    """Proves: what concerns a site is what it makes, gets, gives and what hangs on it.

    By hand: B makes metal, gets ore, is no single point, but Melt, its operator, is. Its lane is on the slowest way alone.
    """
    trace = traced(slow(), site="smelter B")

    assert trace.tiers["product"].to_list() == ["metal", "ore"]
    assert set(trace.suppliers["product"]) == {"metal", "ore"}
    assert trace.single_points.select("kind", "name").rows() == [("operator", "Melt")]
    assert set(trace.exposure["product"]) == {"metal"}
    assert trace.lead_times["choice"].to_list() == ["slowest"]
    assert trace.ends_in["site"].to_list() == ["smelter B"]


def test_a_product_narrows_every_part() -> None:
    """Proves: what concerns a product is its inputs through all tiers, and where it goes.

    By hand: metal needs ore; it goes into parts by both smelters; the plant is its market.
    """
    trace = traced(slow(), product="metal")

    assert trace.tiers["product"].to_list() == ["metal", "ore"]
    assert set(trace.suppliers["product"]) == {"metal", "ore"}
    assert set(trace.single_points["product"]) == {"metal"}
    assert trace.lead_times.select("market", "days").rows() == [("plant", 47.0), ("plant", 53.0)]
    assert trace.ends_in.select("site", "product").rows() == [("smelter A", "part"), ("smelter B", "part")]


def test_a_demand_for_nothing_has_tiers_and_no_single_points() -> None:
    """Proves: nothing asked for is no error. Sensitivity: reductions over nothing."""
    trace = traced(chain().having(demands=[{**chain().tables["demands"][0], "quantity": 0}]))

    heights = {name: trace.tables[name].height for name in ("tiers", "single_points", "ends_in")}
    assert heights == {"tiers": 3, "single_points": 0, "ends_in": 0}


def test_sites_on_one_critical_path_can_be_told_of() -> None:
    """Proves: the text of a site is written that lies on the fastest path alone, or on the slowest.

    Sensitivity: a site on the fastest path alone, whose row has no slowest.
    """
    network = build_network(resolve(reshore.load("us-buildout")))
    texts = {}
    for site in ("Micron-Taichung", "KYEC-Miaoli", "Taoyuan-hub"):
        written = StringIO()
        Console(width=200, file=written).print(trace_text(trace_network(network, site=site)))
        texts[site] = written.getvalue()

    assert all(len(text) > 100 for text in texts.values())
    assert len(set(texts.values())) == len(texts)
