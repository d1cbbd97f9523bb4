"""The explorer without a browser: what it takes, what it keeps, and how it copes with odd sweeps."""

import shlex

import pytest

from conftest import ROOT, SAMPLE
from specsweep import SweepError, compare, describe_source, load_sweep, read_sweep
from specsweep.explore import explored
from specsweep.explore.choices import facet_table
from specsweep.explore.explorer import Explorer
from specsweep.explore.history import is_history
from specsweep.explore.pair_panel import compare_panel, time_panel
from specsweep.explore.panel import explore_panel
from specsweep.parameters import check_parameters
from specsweep.report.run import execute
from specsweep.words import findings

EXPLORE, COMPARE = ROOT / "notebooks" / "explore.ipynb", ROOT / "notebooks" / "compare.ipynb"


def text_of(widget):
    """All text that a panel shows."""
    own = [
        str(getattr(widget, name)) for name in ("value", "description") if isinstance(getattr(widget, name, None), str)
    ]
    return " ".join(own + [text_of(child) for child in getattr(widget, "children", ())])


@pytest.fixture
def explorer(real_sweep):
    """B200 at FP4 of the real rows."""
    return Explorer(real_sweep, sequence="1k/1k", hardware="b200", precision="fp4")


def test_each_axis_keeps_its_own_target(explorer):
    explorer.target = 80.0
    explorer.set(x="median_ttft")
    assert explorer.target < 10
    explorer.set(x="median_intvty")
    assert explorer.target == 80


def test_a_pair_is_kept_while_both_are_in_view(explorer):
    explorer.compare_labels("SGLang · MTP", "SGLang · Off")
    explorer.choose("hardware", ["b200", "mi355x"])
    assert [side.label for side in explorer.sides()] == ["MTP", "Off"]
    assert {dict(side.filters)["framework"] for side in explorer.sides()} == {("sglang",)}
    explorer.choose("hardware", ["gb300"])
    assert {dict(side.filters)["hardware"] for side in explorer.sides()} == {("gb300",)}


def test_the_comparison_is_the_one_of_the_package(explorer, real_sweep):
    """Any two series; the labels say what sets them apart."""
    explorer.compare_labels("TensorRT-LLM · Off", "SGLang · Off")
    mine = explorer.compare()
    assert [side.label for side in (mine.a, mine.b)] == ["TensorRT-LLM", "SGLang"]
    again = compare(real_sweep, *explorer.sides(), sequence="1k/1k", targets=list(mine.targets))
    assert mine.table.equals(again.table)


def test_a_gpu_without_a_price_is_said_and_other_metrics_still_work(sample):
    sweep = sample.assign(hardware="h20")
    explorer = Explorer(sweep)
    panel = explore_panel(explorer)
    explorer.set(y="cost_usd_per_mtok")
    assert "no price for the GPU h20" in text_of(panel)
    explorer.set(prices="usd_per_gpu_hour=2, kw_per_gpu=1")
    assert "no price" not in text_of(panel) and len(explorer.view.points) == len(sweep)


def test_metrics_without_data_are_not_offered(sample, real_sweep):
    offered = [metric.name for metric in Explorer(sample).offered_metrics[0]]
    assert "throughput" in offered and "output_throughput" not in offered and "avg_power_w" not in offered
    assert [metric.name for metric in Explorer(sample).offered_metrics[1]] == ["median_intvty"]
    assert len(Explorer(real_sweep).offered_metrics[1]) == 6


ODD = {
    "a single row": lambda sweep: sweep.iloc[[0]],
    "a single engine": lambda sweep: sweep[sweep["framework"] == "trt"],
    "no speculation at all": lambda sweep: sweep[sweep["spec_method"] == "none"],
    "a single series": lambda sweep: sweep[(sweep["spec_method"] == "mtp")],
    "no parallelism": lambda sweep: sweep.drop(
        columns=[c for c in sweep if c.startswith(("prefill", "decode", "disagg"))]
    ),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("y", ["throughput", "cost_usd_per_mtok", "concurrency"])
def test_an_odd_sweep_is_explored_with_sentences(sample, odd, y):
    """Nothing raises; every part says something a reader can use."""
    sweep = odd(sample).reset_index(drop=True)
    explorer = Explorer(sweep, y=y)
    panels = [explore_panel(explorer), compare_panel(explorer, str(SAMPLE)), time_panel(explorer)]
    said = text_of(panels[0])
    assert f"{len(sweep)} of {len(sweep)} measured points shown" in said
    pair = len(explorer.view.series) > 1
    assert ("At " in text_of(panels[1])) if pair else ("needs two series" in text_of(panels[1]))
    assert "nothing to follow through time" in text_of(panels[2])
    for still in (explored.chart, explored.ranking, explored.comparison, explored.through_time):
        still(explorer)
    explored.command(explorer, str(SAMPLE))
    explored.overview(load_sweep(SAMPLE), describe_source(SAMPLE))


def test_real_rows_without_latencies_keep_the_chart(real_sweep):
    """A wish for a latency that no row has is said, and the axis goes back by hand."""
    bare = real_sweep.drop(columns=[c for c in real_sweep if c.endswith(("ttft", "e2el"))])
    explorer = Explorer(bare, sequence="1k/1k", hardware="b200", x="median_ttft")
    panel = explore_panel(explorer)
    assert "more have no Median TTFT and cannot be drawn" in text_of(panel)
    assert "No series was measured" in text_of(panel)
    explorer.set(x="median_intvty")
    assert f"{len(explorer.rows)} of {len(bare)} measured points shown" in text_of(panel)


@pytest.mark.parametrize(
    "wish, says",
    [
        ({"hardware": "h20"}, "the sweep has no hardware h20; it has b200"),
        ({"y": "speed"}, "there is no metric 'speed'"),
        ({"a": "MTP"}, "there is no series MTP in view"),
        ({"date": "2026-01-01"}, "has no column date"),
        ({"log": "z"}, "are x, y or xy"),
    ],
)
def test_a_wish_that_cannot_be_met_is_one_sentence(sample, wish, says):
    with pytest.raises(SweepError, match=says):
        Explorer(sample, **wish)


def test_history_rows_show_their_newest_and_can_be_taken_back_in_time(sweep_data):
    history = read_sweep(sweep_data / "data" / "inferencex-api" / "benchmarks-history-dsr1-2026-06.json")
    assert is_history(history)
    explorer = Explorer(history, sequence="1k/1k", hardware="b200", precision="fp4")
    assert "as of 2026-06-11, out of 1462 rows of 64 dates" in explorer.count()
    newest = explorer.view.points
    explorer.set(date="2026-02-01")
    assert explorer.view.points["date"].max() <= "2026-02-01" < newest["date"].max()
    assert facet_table(explorer.sweep)["rows"].sum() == len(explorer.sweep) < len(history)


def written_command(explorer, source, targets):
    """What the button writes after the targets were moved, as {parameter: value}."""
    panel = compare_panel(explorer, str(source))
    body = panel.children[1].children[0]
    for slider, target in zip(body.children, targets, strict=False):
        slider.value = target
    panel.children[2].click()
    words = shlex.split(panel.children[3].value)
    assert words[:3] == [".venv/bin/python", "-m", "specsweep.report"]
    assert words[3::3] == ["-p"] * len(words[3::3])
    return dict(zip(words[4::3], words[5::3], strict=True))


def test_the_written_command_makes_the_very_report(sample):
    """Run as typed, its findings are those of the panel, own price and moved targets included."""
    explorer = Explorer(sample, prices="2026-08, usd_per_gpu_hour=2.5", a="TensorRT-LLM · MTP", b="SGLang · Off")
    given = written_command(explorer, SAMPLE, [60, 70, 80])
    assert given["source"] == "data/qwen3.5-b200-fp4-1k1k.csv"
    report = execute(COMPARE, given)
    cell = next(cell for cell in report.cells if "findings" in cell.metadata.get("tags", []))
    said = "\n\n".join(findings(explorer.compare([60.0, 70.0, 80.0])))
    assert cell.outputs[0].data["text/plain"] == said


def test_the_written_command_of_history_rows_takes_the_same_rows(sweep_data):
    source = sweep_data / "data" / "inferencex-api" / "benchmarks-history-dsr1-2026-06.json"
    explorer = Explorer(read_sweep(source), sequence="1k/1k", hardware="b200", precision="fp4", date="2026-03-01")
    given = written_command(explorer, source, [])
    assert given["as_of"] == "2026-03-01" and check_parameters(COMPARE, given)


@pytest.fixture(scope="module")
def executed(sweep_data, tmp_path_factory):
    """explore.ipynb through papermill on the real rows."""
    folder, data = tmp_path_factory.mktemp("exports"), sweep_data / "data" / "inferencex-api"
    given = {
        "source": str(data / "benchmarks-dsr1-2026-06.json"),
        "history": str(data / "benchmarks-history-dsr1-2026-06.json"),
        "hardware": "b200|mi355x",
        "precision": "fp4",
        "y": "cost_usd_per_mtok",
        "target": "60",
        "log": "y",
        "a": "B200 · TensorRT-LLM · MTP",
        "b": "B200 · TensorRT-LLM · Off",
        "exports": str(folder),
    }
    return execute(EXPLORE, given), folder


def output(executed, tag):
    cells = [cell for cell in executed[0].cells if tag in cell.metadata.get("tags", [])]
    return "\n".join(o["data"].get("text/plain", "") for cell in cells for o in cell.outputs if "data" in o)


def test_papermill_leaves_a_page_that_means_something(executed):
    """Choices, count, chart in words, ranking, comparison, command and time: all there without a kernel."""
    assert "GPU: B200 (100), MI355X (90)" in output(executed, "overview")
    assert "of 435 measured points shown" in output(executed, "chart")
    assert "At 60 tok/s/user" in output(executed, "ranking") and "lowest cost" in output(executed, "ranking")
    assert "MTP delivers" in output(executed, "comparison")
    assert "Cost of MTP ÷ Off at 60 tok/s/user" in output(executed, "time")
    assert "-m specsweep.report -p source" in output(executed, "command")
    charts = [o.data for cell in executed[0].cells for o in cell.get("outputs", []) if "image/png" in o.get("data", {})]
    assert len(charts) >= 3
    assert {path.suffix for path in executed[1].iterdir()} == {".csv", ".png", ".svg"}


def test_papermill_on_the_sample_says_what_it_does_not_have():
    executed = (execute(EXPLORE),)
    assert "14 of 14 measured points shown, in 3 series." in output(executed, "chart")
    assert "nothing to follow through time" in output(executed, "time")
    assert "Nothing is exported" in output(executed, "files")
