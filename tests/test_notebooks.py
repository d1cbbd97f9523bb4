"""The notebooks are clean documents, and executed through papermill they state the figures."""

import ast
import itertools
import statistics
from pathlib import Path

import nbformat
import papermill
import pytest

from specsweep.report.run import execute

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
COMPARE = ROOT / "notebooks" / "compare.ipynb"

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)


def output(executed, tag):
    """Plain text that the cells with a tag left."""
    cells = [c for c in executed.cells if tag in c.metadata.get("tags", [])]
    assert cells, f"no cell is tagged {tag}"
    return "\n".join(o["data"].get("text/plain", "") for c in cells for o in c.outputs if "data" in o)


@each
def test_sources_are_kept_without_outputs(path):
    """An executed copy is a product, not a source."""
    for cell in nbformat.read(path, as_version=4).cells:
        assert not cell.get("outputs") and not cell.get("execution_count")


@each
def test_a_notebook_is_a_document(path):
    """Nothing is defined in it, cells are short, and a good part is prose."""
    cells = nbformat.read(path, as_version=4).cells
    code = [c.source for c in cells if c.cell_type == "code"]
    for source in code:
        assert not [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.For)]
    lines = [len(source.splitlines()) for source in code]
    assert max(lines) <= 20 and statistics.median(lines) <= 6
    assert sum(c.cell_type == "markdown" for c in cells) >= 0.35 * len(cells)
    assert cells[0].cell_type == "markdown" and cells[0].source.startswith("# ")


@each
def test_the_parameters_cell_is_a_schema(path):
    """Every parameter has a type and a help text that papermill itself can list."""
    cells = [c for c in nbformat.read(path, as_version=4).cells if "parameters" in c.metadata.get("tags", [])]
    assert len(cells) == 1
    assigned = [node.target.id for node in ast.parse(cells[0].source).body]
    listed = papermill.inspect_notebook(str(path))
    assert list(listed) == assigned
    for parameter in listed.values():
        assert parameter["help"].strip() and parameter["inferred_type_name"] != "None"


@each
def test_every_live_view_has_a_still_twin_after_it(path):
    """Whoever has no kernel reads the next cell."""
    cells = nbformat.read(path, as_version=4).cells
    for cell, after in itertools.pairwise(cells):
        if "widget" in cell.metadata.get("tags", []):
            assert after.cell_type == "code" and "widget" not in after.metadata.get("tags", [])


@pytest.fixture(scope="module")
def executed():
    """compare.ipynb as `make report` executes it."""
    return execute(COMPARE)


def test_the_executed_notebook_states_every_published_figure(executed):
    """Band, targets, 24 values and 6 percentages, digit for digit, read out of the document."""
    assert output(executed, "heading").startswith("B200 FP4: MTP vs Off")
    table = output(executed, "table")
    for line, values in PUBLISHED.items():
        found = next(row for row in table.splitlines() if row.startswith(line))
        assert [word for word in found.removeprefix(line).split() if word not in ("✓", line)][-3:] == values
    said = output(executed, "findings")
    for figure in ("165 % cheaper", "172 % more", "364 %", "362 %", "416 %", "412 %", "41–186", "77 tok", "114 tok"):
        assert figure in said
    assert "reconstruction, not a measurement" in output(executed, "setting")
    assert "MTP was measured on TensorRT-LLM, Off on TensorRT-LLM and SGLang" in output(executed, "setting")


PUBLISHED = {
    "Throughput (tok/s/GPU)      MTP": ["7265.5", "4613.1", "2639.9"],
    "Cost ($/M tok)              MTP": ["$0.075", "$0.116", "$0.204"],
    "Power efficiency (tok/s/MW) MTP": ["3348176", "2125852", "1216561"],
    "Concurrency (requests)      MTP": ["~406", "~191", "~92"],
}
OFF = ["2670.4 998.3 515.3", "$0.199 $0.537 $1.053", "1230587 460036 237461", "~67 ~26 ~8"]


def test_the_executed_notebook_states_the_other_side_too(executed):
    """The rows of Off, in the order of the page."""
    lines = output(executed, "table").splitlines()
    assert [" ".join(line.split()[1:]) for line in lines if line.split()[0] == "Off"] == OFF


def test_the_executed_notebook_is_complete_without_a_kernel(executed):
    """All charts are there as Vega-Lite and as a picture; nothing needs a widget."""
    charts = [o["data"] for c in executed.cells for o in c.get("outputs", []) if "image/png" in o.get("data", {})]
    rows = [chart["application/vnd.vegalite.v5+json"]["datasets"] for chart in charts]
    assert [sorted(named) for named in rows] == [["curves", "points", "reads", "targets"]] * 2 + [["like"], ["ratio"]]
    assert all(len(part) > 2 for named in rows for part in named.values())
    for chart in charts:
        assert len(chart["image/png"]) > 10_000


def test_both_views_stand_in_the_executed_notebook(executed):
    """What the page would say, what is comparable, why they differ, and what follows from it."""
    views = output(executed, "views")
    assert "MTP 165 % cheaper, 172 % more tok/s/GPU" in views and "63 % saved, 2.72× the throughput" in views
    assert "cost × throughput misses the price" in output(executed, "why")
    assert "MTP costs 60 % less per token than Off" in output(executed, "like-findings")
    assert "The curves do not cross." in output(executed, "across")
    assert "configurations fit" in output(executed, "budget")
    assert "No row says how many draft tokens were accepted" in output(executed, "acceptance")
    assert "TP8 EP8 DPA" in output(executed, "evidence") and "measured twice" in output(executed, "repeats")


def test_a_pair_without_a_common_engine_says_so(sweep_data):
    """The published view stands; like for like there is a sentence and no number."""
    source = sweep_data / "data" / "inferencex-api" / "benchmarks-dsr1-2026-06.json"
    common = {"source": str(source), "hardware": "b200", "precision": "fp8", "sequence": "1k/1k"}
    executed = execute(COMPARE, {**common, "a": "engine=trt", "b": "engine=sglang"})
    said = output(executed, "like-findings")
    assert said == (
        "No engine measured both sides: TensorRT-LLM ran on TensorRT-LLM and SGLang ran on SGLang."
        " Nothing here is comparable like for like."
    )
    assert "nothing is comparable" in output(executed, "views")


def test_a_real_pair_executes(sweep_data):
    """Real rows, another sequence, a budget nothing keeps to, an acceptance and a requirement as typed."""
    source = sweep_data / "data" / "inferencex-api" / "benchmarks-dsr1-2026-06.json"
    common = {"source": str(source), "hardware": "b200", "precision": "fp8", "sequence": "1k/8k"}
    typed = {"budget": "interactivity ≥ 5000, p99_ttft ≤ 2", "acceptance": "[0.8, 3]", "require": "[shape]"}
    executed = execute(COMPARE, {**common, **typed})
    assert output(executed, "heading").startswith("B200 FP8: MTP vs Off")
    assert "DeepSeek R1 on B200" in output(executed, "heading")
    assert "tok/s/GPU" in output(executed, "findings")
    assert "aggregated" in output(executed, "like-findings")
    assert "nothing fits" in output(executed, "budget")
    assert "at draft length 3" in output(executed, "acceptance")


def test_stock_papermill_takes_a_list_typed_as_text(tmp_path, monkeypatch):
    """`papermill -p targets "[80, 120]"` hands over text; the notebook reads it, from any folder."""
    monkeypatch.chdir(tmp_path)
    papermill.execute_notebook(
        str(COMPARE), "out.ipynb", {"targets": "[80, 120]"}, progress_bar=False, kernel_name="python3"
    )
    said = output(nbformat.read("out.ipynb", as_version=4), "findings")
    assert "At 80 tok/s/user" in said and "At 120 tok/s/user" in said
