"""A notebook becomes one page that draws, hides nothing and runs nothing but our own scripts."""

import altair as alt
import pandas as pd
import pytest

from pages import code, notebook, prose
from specsweep.sharing.page import VEGALITE, render_page

HOSTILE = ["<img src=x onerror=alert(1)>", "](javascript:alert(1))", "</script><script>alert(1)</script>", "{{ 7*7 }}"]


def chart(label="MTP"):
    rows = pd.DataFrame({"x": [1, 2, 3], "y": [3, 1, 2], "side": label})
    side = alt.selection_point(fields=["side"], bind="legend")
    lines = alt.Chart(rows).mark_line(point=True).encode(x="x", y="y", color="side", tooltip=["side", "y"])
    return lines.add_params(side).properties(width=400, description=f"Falls for {label}").to_dict()


def test_the_chart_is_drawn_from_disk(open_page):
    """Marks, legend and tooltip work with no network, no eval and no console message."""
    page = open_page(render_page(notebook(prose("# One"), code("chart", {VEGALITE: chart()})), title="One"))
    page.wait_for_selector("figure[data-drawn] svg")
    assert page.get_by_role("img", name="Falls for MTP").count() == 1
    page.locator("figure .mark-symbol.role-mark path").first.hover()
    assert page.locator("#tip").inner_text().split() == ["side", "MTP", "y", "3"]


def test_code_is_folded_and_opens(open_page):
    page = open_page(render_page(notebook(code("answer = 42")), title="One"))
    assert not page.get_by_text("answer").is_visible()
    page.get_by_text("Code").click()
    assert page.get_by_text("answer").is_visible()


def test_a_long_notebook_has_contents_that_lead_to_its_sections(open_page):
    sections = [prose(f"## Section {name}") for name in "abcd"] + [prose("## Section a")]
    page = open_page(render_page(notebook(*sections), title="Long"))
    page.get_by_text("Contents", exact=True).click()
    links = page.get_by_role("navigation", name="Contents").get_by_role("link")
    anchors = [link.get_attribute("href") for link in links.all()]
    assert len(set(anchors)) == 5
    assert all(page.locator(f"h2{anchor}").count() == 1 for anchor in anchors)
    assert page.get_by_role("heading", level=1).inner_text() == "Long"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_data_is_shown_and_never_run(open_page, text):
    """Wherever a hostile string lands, a reader sees its characters and the browser does nothing."""
    html = f"<table><tr><th>{text}</th></tr></table><a href='javascript:alert(1)' onclick='alert(1)'>a</a>"
    cells = [prose(text), code(f"#{text}", {"text/plain": text}, {"text/html": html}, {VEGALITE: chart(text)})]
    page = open_page(render_page(notebook(*cells), title=text))
    page.wait_for_selector("figure[data-drawn]")
    assert page.title() == text
    assert text in page.locator("pre.text").inner_text()
    assert page.locator(".role-legend-label text").text_content() == text
    assert page.locator("a[href]:not([href^='https:'], [href^='#']), img[src=x], [onclick], [onerror]").count() == 0


def test_the_same_notebook_gives_the_same_bytes():
    again = notebook(prose("# One"), code("chart", {VEGALITE: chart()}))
    assert render_page(again, title="One") == render_page(again, title="One")


def test_a_control_without_its_kernel_leaves_nothing_behind():
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "VBox(children=…)"}
    assert "VBox" not in render_page(notebook(code("live()", view)), title="One")
