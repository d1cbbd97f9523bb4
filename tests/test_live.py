"""In JupyterLab, with the network off: sliders move words, table and charts."""

from pathlib import Path

import pytest

from specsweep import compare
from specsweep.table import cells

COMPARE = Path(__file__).resolve().parents[1] / "notebooks" / "compare.ipynb"


@pytest.fixture
def lab(lab_server, lab_context):
    """compare.ipynb, opened and run."""
    page = lab_server.open(lab_context, COMPARE)
    page.run_all()
    return page


def test_a_slider_moved_with_the_keyboard_changes_words_table_and_chart(lab, sample, sample_sides):
    """Three steps up from 77: every view shows 80, and what the library says there."""
    there = cells(compare(sample, *sample_sides, targets=[80]))["text"]
    view = lab.output("live-findings")
    assert "At 77 tok/s/user" in view.inner_text() and "7265.5" in view.inner_text()
    lab.press("Target 1", "ArrowRight", times=3)
    text = view.inner_text()
    assert "At 80 tok/s/user" in text and "At 77 tok/s/user" not in text
    assert "7265.5" not in text and all(value in text for value in there)
    assert view.locator("svg text", has_text="80").count() >= 1
    # The still twin below is what the notebook was run with.
    assert "7265.5" in lab.output("table").inner_text()


def test_the_slider_is_bounded_by_the_band(lab):
    """End and Home stop where both sides were measured."""
    lab.press("Target 3", "End")
    assert "At 186 tok/s/user" in lab.output("live-findings").inner_text()
    lab.press("Target 1", "Home")
    assert "At 41 tok/s/user" in lab.output("live-findings").inner_text()


def test_the_metric_of_the_second_chart_can_be_chosen(lab):
    """Its axis says which it is."""
    view = lab.output("live-metric")
    assert "Cost ($/M tok)" in view.locator("svg").first.text_content()
    lab.choose("Metric", "Power efficiency (tok/s/MW)")
    assert "Power efficiency (tok/s/MW)" in view.locator("svg").first.text_content()


def test_like_for_like_follows_the_slider_too(lab_server, lab_context):
    """With rules="like_for_like" words, table and panel move; its still charts are drawn."""
    page = lab_server.open(lab_context, COMPARE, {"rules": "like_for_like"})
    page.run_all()
    view = page.output("live-findings")
    assert "On TensorRT-LLM at 68 tok/s/user, MTP costs 60 % less" in view.inner_text()
    page.press("Target 1", "ArrowRight", times=2)
    text = view.inner_text()
    assert "On TensorRT-LLM at 70 tok/s/user, MTP costs" in text and "at 68 tok" not in text
    assert view.locator("svg text", has_text="70").count() >= 1
    for tag in ("like-curves", "across"):
        drawn = page.output(tag).locator(".jp-RenderedVegaCommon5").locator("canvas.marks, svg.marks")
        assert drawn.count() == 1 and drawn.bounding_box()["height"] > 200


def test_still_charts_are_drawn_offline(lab):
    """JupyterLab's own Vega draws the Vega-Lite form."""
    for tag in ("curves", "metric"):
        drawn = lab.output(tag).locator(".jp-RenderedVegaCommon5").locator("canvas.marks, svg.marks")
        assert drawn.count() == 1 and drawn.bounding_box()["height"] > 300
