"""What is sent to others: whole, traceable, the same again, and harmless whatever the data say."""

import io
import json
import shlex
import subprocess
import sys

import nbformat
import pandas as pd
import pytest

from specsweep import read_sweep
from specsweep.report.run import COMPARE, ROOT, write_report
from specsweep.sharing.keep import STILL, WIDGET

HOSTILE = (
    "<img src=x onerror=alert(1)> ](javascript:alert(2)) </script><script>alert(3)</script>"
    ' " onload=alert(4) {{ 7*7 }} ${7*7}'
)
FIELDS = ("model", "hardware", "framework", "precision", "spec_method")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, sample):
    """Files of a report in which every text of the data and every free parameter wants to be code."""
    folder = tmp_path_factory.mktemp("hostile")
    sweep = sample.assign(**{field: sample[field] + HOSTILE for field in FIELDS})
    sweep["image"] = sweep["date"] = sweep["run_url"] = HOSTILE
    source = folder / f"{HOSTILE.replace('/', '')}.csv"
    sweep.to_csv(source, index=False)
    source.with_suffix(".note.txt").write_text(HOSTILE)
    parameters = {
        "source": str(source),
        "model": f"qwen3.5{HOSTILE}",
        "hardware": f"b200{HOSTILE}",
        "precision": f"fp4{HOSTILE}",
        "a": f"spec_method: mtp{HOSTILE}",
        "b": f"spec_method: none{HOSTILE}",
        "a_label": f"A{HOSTILE}",
        "b_label": f"B{HOSTILE}",
        "title": f"Title {HOSTILE}",
        "prices": "usd_per_gpu_hour=2.10, kw_per_gpu=1.9",
        "targets": [80, 120],
        "tier": "hyperscaler",  # the default: the command need not say it
    }
    paths, _ = write_report(COMPARE, parameters, out=folder / "first")
    return {path.suffix: path for path in paths}


def test_hostile_text_is_text(hostile, open_page):
    """The browser runs nothing, follows nothing, and a reader sees the characters."""
    page = open_page(hostile[".html"].read_text(encoding="utf-8"))
    page.wait_for_selector("section.live figure[data-drawn]")
    for live in page.locator("section.live").all():
        live.get_by_role("slider").fill("90")
        live.get_by_label("Metric").select_option("cost_usd_per_mtok")
    for place in ("h1 >> nth=-1", ".told >> nth=0", ".told th >> nth=1", ".comparison caption >> nth=-1", ".facts"):
        assert HOSTILE in page.locator(place).inner_text()
    assert page.locator(".drawing").first.get_attribute("aria-label").count(HOSTILE) >= 1
    page.locator("figure[data-chart] .mark-symbol.role-mark path").first.hover()
    assert HOSTILE in page.locator("#tip").inner_text()
    assert (
        page.locator(
            "img:not([src^='data:image/png;']), [onerror], [onload], iframe, object, base, form[action]"
        ).count()
        == 0
    )
    links = page.locator("[href]").evaluate_all("all => all.map(node => node.getAttribute('href'))")
    assert all(link.startswith(("https://", "#")) for link in links)
    assert page.locator("script:not([type='application/json'])").count() == 2


def test_hostile_text_is_text_in_the_notebook(hostile):
    """No form of an output is Markdown, and no HTML of it holds an element from the data."""
    notebook = nbformat.read(hostile[".ipynb"], as_version=4)
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        assert "text/markdown" not in output.data
        assert "<img" not in output.data.get("text/html", "") and "<script" not in output.data.get("text/html", "")


def test_file_names_are_plain(hostile):
    """Whatever the parameters say."""
    assert all(
        path.stem.replace("-", "").replace(".", "").isalnum() and path.stem.isascii() for path in hostile.values()
    )


def test_the_command_in_a_report_makes_it_again_byte_for_byte(hostile, tmp_path):
    """All four files, run as a reader would run it: its own process, the project's folder, the same source."""
    found = json.loads(hostile[".json"].read_text(encoding="utf-8"))
    command = shlex.split(found["provenance"]["command"])
    assert command[:3] == [".venv/bin/python", "-m", "specsweep.report"]
    subprocess.run(
        [sys.executable, *command[1:], "--out", str(tmp_path), "--name", "again"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for ending, path in hostile.items():
        assert (tmp_path / f"again{ending}").read_bytes() == path.read_bytes(), ending


def test_the_foot_names_source_rows_and_commit(hostile):
    """Enough to find the very bytes the report rests on."""
    found = json.loads(hostile[".json"].read_text(encoding="utf-8"))["provenance"]
    source = found["parameters"]["source"]
    digest = subprocess.run(["sha256sum", source], capture_output=True, text=True, check=True).stdout.lstrip("\\")
    assert digest.startswith(found["sha256"])
    assert (found["rows_used"], found["rows"]) == (14, len(read_sweep(source)))
    assert len(found["engines"]) == 2 and found["prices"].startswith("your own")
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert found["commit"].split(",")[0].removeprefix("commit ") == commit[:12]


def test_results_for_programs_are_the_tables(hostile):
    """CSV and JSON hold the same unrounded numbers, one row per target and side, for both sets of rules."""
    comparisons = json.loads(hostile[".json"].read_text(encoding="utf-8"))["comparisons"]
    assert [one["rules"] for one in comparisons] == ["published", "like_for_like"]
    everything = pd.read_csv(io.StringIO(hostile[".csv"].read_text(encoding="utf-8")))
    for one in comparisons:
        table = everything[everything["rules"] == one["rules"]][one["columns"]]
        rows = table.astype(object).where(table.notna(), None).to_dict("records")
        assert rows == one["table"]
    table = everything[everything["rules"] == "published"]
    both = [(target, f"{side}{HOSTILE}") for target in (80, 120) for side in "AB"]
    assert list(zip(table["target"], table["side"], strict=True)) == both
    assert table["throughput"].map(str).str.len().min() > 10  # unrounded


def test_results_are_documented(hostile):
    """Every key of the JSON and every column of the CSV stands in data/README.md."""
    said = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    found = json.loads(hostile[".json"].read_text(encoding="utf-8"))
    for one in found["comparisons"]:
        plain = [name.removesuffix("_low").removesuffix("_high") for name in one["columns"]]
        for name in [*found, *found["provenance"], *one, *one["a"], *plain]:
            assert f"`{name}`" in said, name


def test_the_notebook_reads_without_a_kernel(hostile):
    """Each chart has its picture, and where controls were there is a sentence."""
    notebook = nbformat.read(hostile[".ipynb"], as_version=4)
    outputs = {tag: cell.outputs for cell in notebook.cells for tag in cell.metadata.tags}
    assert [output.data["text/plain"] for output in outputs["widget"]] == [STILL]
    assert not any(WIDGET in output.data for cell in notebook.cells for output in cell.get("outputs", []))
    for tag in ("curves", "metric"):
        (chart,) = outputs[tag]
        assert chart.metadata["image/png"]["width"] < 900 and len(chart.data["image/png"]) > 20_000
        assert chart.data["text/plain"].startswith(("Throughput", "Cost"))
    assert "widgets" not in notebook.metadata
