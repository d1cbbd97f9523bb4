"""A person explores the real data in JupyterLab, without a network."""

import csv
import re
import shlex

import pytest

from conftest import ROOT, SAMPLE
from specsweep import compare, read_sweep
from specsweep.question import ask, read_targets
from specsweep.words import findings

NEWEST, HISTORY = "benchmarks-dsr1-2026-06.json", "benchmarks-history-dsr1-2026-06.json"
PANEL, PAIR, TIME = "live-chart", "live-comparison", "live-time"  # the live cells


@pytest.fixture(scope="module")
def source(sweep_data):
    """The real rows and, as a second model, the sample's."""
    return f"{sweep_data / 'data' / 'inferencex-api' / NEWEST} + {SAMPLE}"


@pytest.fixture(scope="module")
def lab(browser, lab_server, sweep_data, source):
    """The explorer, run top to bottom, opened once for all tests here: each says first what it looks at."""
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    history = sweep_data / "data" / "inferencex-api" / HISTORY
    parameters = {"source": source, "history": str(history), "hardware": "b200", "precision": "fp4"}
    page = lab_server.open(context, ROOT / "notebooks" / "explore.ipynb", parameters)
    page.run_all()
    page.page.set_default_timeout(4000)
    yield page
    context.close()
    outside = [url for url in asked if not url.startswith(("http://127.0.0.1", "data:", "blob:"))]
    assert not outside, f"the page asked the network for {outside}"


def panel(lab, tag):
    """What one of the live cells shows."""
    return lab.output(tag)


def press(lab, name):
    """Press one of the buttons of the explorer, and see what follows."""
    panel(lab, PANEL).get_by_role("button", name=name, exact=True).click()
    lab.wait_idle()


def tick(lab, text):
    """Tick or untick a checkbox of the explorer."""
    panel(lab, PANEL).locator(".widget-checkbox", has_text=re.compile(f"^\\W*{re.escape(text)}$")).locator(
        "input"
    ).click()
    lab.wait_idle()


def chart_texts(lab, tag=PANEL):
    return panel(lab, tag).locator("svg.marks text").all_text_contents()


def y_ticks(lab):
    return sorted(panel(lab, PANEL).locator("svg.marks .role-axis-label").last.locator("text").all_text_contents())


def drawn(lab):
    """How many points and curves the chart shows."""
    chart = panel(lab, PANEL).locator("svg.marks")
    points = chart.locator(".mark-symbol.role-mark").first.locator("path").count()
    return points, chart.locator(".mark-line path").count()


def soon(lab, check):
    """Whether ``check`` becomes true within four seconds: Vega draws after the kernel is done."""
    for _ in range(80):
        if check():
            return True
        lab.page.wait_for_timeout(50)
    return False


def shown(lab, tag=PANEL):
    return panel(lab, tag).inner_text()


def ranked(lab):
    """The ranked table: [series, value, behind, concurrency, reading] of each row."""
    rows = panel(lab, PANEL).locator("table.ranking tbody tr")
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


def test_the_chart_shows_the_choice_and_says_of_how_many(lab):
    points, curves = drawn(lab)
    assert f"{points} of 449 measured points shown, in {curves} series." in shown(lab)
    assert {"Interactivity (tok/s/user)", "Throughput (tok/s/GPU)"} <= set(chart_texts(lab))
    values = [float(row[1]) for row in ranked(lab)]
    assert len(values) > 2 and values == sorted(values, reverse=True)


def test_a_gpu_is_added_and_what_has_no_data_is_not_offered(lab):
    before, _ = drawn(lab)
    press(lab, "MI355X")
    assert soon(lab, lambda: drawn(lab)[0] > before)
    assert any("MI355X" in row[0] for row in ranked(lab))
    press(lab, "B200")  # only MI355X is left: no TensorRT-LLM on it
    offered = panel(lab, PANEL).get_by_role("button")
    names = [button.inner_text() for button in offered.all() if button.is_visible()]
    assert "MoRI SGLang" in names and "TensorRT-LLM" not in names
    press(lab, "B200")
    press(lab, "MI355X")
    assert soon(lab, lambda: drawn(lab)[0] == before)


def test_the_sequence_changes_the_points_and_keeps_the_gpu(lab):
    before = ranked(lab)
    lab.choose("Sequence", "8k/1k")
    assert ranked(lab) != before
    pressed = panel(lab, PANEL).locator("button.mod-active").all_inner_texts()
    assert pressed == ["B200", "FP4"]
    lab.choose("Sequence", "1k/1k")
    assert ranked(lab) == before


def test_the_model_changes_what_there_is_to_choose(lab):
    before = ranked(lab)
    lab.choose("Model", "Qwen 3.5 397B-A17B")
    assert "14 of 449 measured points shown, in 3 series." in shown(lab)
    assert ranked(lab) != before
    offered = panel(lab, PANEL).get_by_role("button").all()
    assert "B300" not in [button.inner_text() for button in offered if button.is_visible()]
    lab.choose("Model", "DeepSeek R1")
    assert ranked(lab) == before


def test_metric_and_axis_change_titles_table_and_direction(lab):
    lab.choose("Y axis", "Cost ($/M tok)")
    assert soon(lab, lambda: "Cost ($/M tok)" in chart_texts(lab))
    costs = [float(row[1].strip("$")) for row in ranked(lab)]
    assert costs == sorted(costs) and "lower is better" in shown(lab)
    lab.choose("Tier", "rental")
    assert all(a < b for a, b in zip(costs, [float(row[1].strip("$")) for row in ranked(lab)], strict=True))
    lab.choose("Tier", "hyperscaler")
    lab.choose("X axis", "Median TTFT (s)")
    tick(lab, "Log y axis")
    assert soon(lab, lambda: "Median TTFT (s)" in chart_texts(lab))
    assert re.search(r"At a median TTFT of [\d.]+ s, ", shown(lab))
    assert "cannot be drawn" not in shown(lab)
    tick(lab, "Log y axis")
    lab.choose("X axis", "Interactivity (tok/s/user)")
    lab.choose("Y axis", "Throughput (tok/s/GPU)")


def test_the_target_moves_by_keyboard_and_every_curve_is_read_anew(lab):
    before, at = ranked(lab), int(re.search(r"At (\d+) tok/s/user", shown(lab))[1])
    handle = panel(lab, PANEL).locator(".noUi-handle").first
    handle.focus()
    for _ in range(3):
        lab.page.keyboard.press("ArrowRight")
    lab.wait_idle()
    assert f"At {at + 3} tok/s/user" in shown(lab)
    assert soon(lab, lambda: str(at + 3) in chart_texts(lab))  # the rule's own number
    after = ranked(lab)
    assert [row[1] for row in after] != [row[1] for row in before]


def test_a_series_is_switched_off_in_chart_and_table(lab):
    _, curves = drawn(lab)
    first = re.sub(r"^\W+", "", ranked(lab)[0][0])
    tick(lab, first)
    assert soon(lab, lambda: drawn(lab)[1] == curves - 1)
    assert not any(row[0].endswith(first) for row in ranked(lab))
    tick(lab, first)
    assert soon(lab, lambda: drawn(lab)[1] == curves)


def test_the_wheel_zooms_and_a_moved_target_keeps_the_zoom(lab):
    chart = panel(lab, PANEL).locator("svg.marks")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    whole = y_ticks(lab)
    lab.page.mouse.move(box["x"] + 500, box["y"] + 60)
    lab.page.mouse.wheel(0, -400)
    assert soon(lab, lambda: y_ticks(lab) != whole)
    zoomed = y_ticks(lab)
    handle = panel(lab, PANEL).locator(".noUi-handle").first
    handle.focus()
    lab.page.keyboard.press("ArrowLeft")
    lab.wait_idle()
    assert y_ticks(lab) == zoomed
    box = chart.bounding_box()
    lab.page.mouse.dblclick(box["x"] + 500, box["y"] + 60)
    assert soon(lab, lambda: y_ticks(lab) == whole)


def test_hovering_tells_engine_concurrency_layout_image_date_and_run(lab):
    panel(lab, PANEL).locator("svg.marks").scroll_into_view_if_needed()
    tooltip = lab.page.locator("#vg-tooltip-element.visible")
    for point in panel(lab, PANEL).locator(".mark-symbol.role-mark").first.locator("path").all():
        box = point.bounding_box()
        lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        if tooltip.count() and "Engine" in tooltip.inner_text():  # not a reading that lies on top of it
            break
    tip = tooltip.inner_text()
    for caption in ("Engine", "Concurrency", "Parallelism", "Median TTFT (s)", "Date", "Image", "Run"):
        assert caption in tip
    assert "https://github.com/" in tip


def test_any_two_series_make_the_comparison_and_its_report_command(lab, source):
    """The command that is written, taken apart, gives the very findings that are on the screen."""
    for letter, spec in (("A", "MTP"), ("B", "Off")):
        lab.choose(f"Side {letter}", f"B200 · SGLang · FP4 · {spec}")
    handle = panel(lab, PAIR).locator(".noUi-handle").first
    handle.focus()
    lab.page.keyboard.press("ArrowRight")
    lab.wait_idle()
    panel(lab, PAIR).get_by_role("button", name="Write report command").click()
    lab.wait_idle()
    words = shlex.split(panel(lab, PAIR).locator("textarea").input_value())
    given = dict(zip(words[words.index("-p") + 1 :: 3], words[words.index("-p") + 2 :: 3], strict=True))
    assert given["source"] == source
    sides = ask(a=given["a"], b=given["b"], a_label=given["a_label"], b_label=given["b_label"])
    again = compare(
        read_sweep(given["source"]), *sides, sequence=given["sequence"], targets=read_targets(given["targets"]),
        prices=given["prices"], tier=given["tier"],
    )  # fmt: skip
    on_screen = " ".join(shown(lab, PAIR).split())
    for statement in findings(again):
        assert " ".join(statement.split()) in on_screen
    assert soon(lab, lambda: panel(lab, PAIR).locator("svg.marks .mark-line path").count() == 2)


def test_both_sides_through_time_with_their_ratio(lab):
    lab.choose("Side A", "B200 · TensorRT-LLM · FP4 · MTP")
    lab.choose("Side B", "B200 · TensorRT-LLM · FP4 · Off")
    first = r"Throughput of MTP ÷ Off at \d+ tok/s/user: [\d.]+ on 20\d\d-\d\d-\d\d"
    assert soon(lab, lambda: re.search(first, shown(lab, TIME)))
    assert soon(lab, lambda: {"MTP", "Off", "MTP ÷ Off"} <= set(chart_texts(lab, TIME)))


def test_what_is_shown_is_exported(lab):
    points, _ = drawn(lab)
    for kind in ("CSV", "PNG", "SVG"):
        press(lab, f"Export {kind}")
        assert re.search(rf"Written: \S+\.{kind.lower()}", shown(lab))
    written = {path.suffix: path for path in (lab.path.parent / "exports").iterdir()}
    rows = list(csv.DictReader(written[".csv"].read_text(encoding="utf-8").splitlines()))
    assert len(rows) == points
    assert {"Interactivity (tok/s/user)", "tput_per_gpu (tok/s/GPU)", "median_ttft (s)", "isl (tokens)"} <= set(rows[0])
    assert written[".png"].read_bytes().startswith(b"\x89PNG")
    assert "Throughput (tok/s/GPU)" in written[".svg"].read_text(encoding="utf-8")
