"""A page without kernel or network answers as the library does, at every position of its slider."""

import html
import random
import re

import pytest

from pages import code, notebook
from specsweep import Side, compare
from specsweep.live import offline_comparison
from specsweep.metrics import BY_NAME, ON_THE_PAGE
from specsweep.prices import TIERS
from specsweep.sharing.offline import pack, positions
from specsweep.sharing.page import render_page
from specsweep.table import table_html
from specsweep.theme import COLOURS
from specsweep.words import findings

POSITIONS = "JSON.parse(document.querySelector('[id^=drawn]').textContent).positions"


@pytest.fixture
def at(sample, sample_sides):
    """`compare` of the sample's two sides, as the notebook fills it in."""

    def at(**how):
        return compare(sample, *sample_sides, **how)

    return at


@pytest.fixture
def open_view(open_page):
    """Open a page that holds the live view of a comparison."""

    def open_(at):
        page = open_page(render_page(notebook(code("live", offline_comparison(at(), at))), title="Live"))
        page.wait_for_selector("figure[data-drawn] svg")
        return page

    return open_


def shown(page):
    """Words, and the table's values by row, as a reader sees them."""
    words, table = (part.inner_text().strip() for part in page.locator(".told").all())
    rows = page.locator(".told tbody tr")
    cells = [[td.inner_text() for td in row.locator("td").all()] for row in rows.all()]
    values = [[text.removesuffix(" ‡").removesuffix(" ✓") for text in row] for row in cells]
    return words, values, table


def expected(comparison):
    (words,) = findings(comparison)
    table = comparison.table
    return words, [[BY_NAME[name].show(value) for value in table[name]] for name in ON_THE_PAGE]


def test_ten_random_targets_in_every_tier(open_view, at):
    """Words and all eight figures are the library's, to the last digit shown."""
    page, draw = open_view(at), random.Random()
    for target in draw.sample(positions(at()), 10):
        tier = draw.choice(TIERS)
        page.get_by_label("Price tier").select_option(tier)
        page.get_by_role("slider").fill(f"{target:g}")
        assert shown(page)[:2] == expected(at(targets=[target], tier=tier)), (target, tier)


def test_the_keyboard_moves_words_table_and_chart(open_view, at):
    """An arrow key is one tok/s/user; a screen reader hears the target, then what it means."""
    page = open_view(at)
    slider = page.get_by_role("slider", name="Interactivity target")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == "116 tok/s/user"
    words, values = expected(at(targets=[116]))
    assert shown(page)[:2] == (words, values)
    page.wait_for_function("words => document.querySelector('[role=status]').textContent === words", arg=words)
    assert page.locator(".drawing").get_attribute("aria-label").endswith(words)
    assert page.locator("svg .mark-text.role-mark text").all_text_contents() == ["116"]
    page.keyboard.press("End")
    assert shown(page)[0].startswith("At 186 tok/s/user")


@pytest.mark.parametrize("metric", ["cost_usd_per_mtok", "tok_per_s_per_mw", "concurrency"])
def test_another_metric_redraws_the_chart(open_view, at, metric):
    """Axis and the values at the target are that metric's, also after moving on."""
    page = open_view(at)
    page.get_by_label("Metric").select_option(metric)
    page.get_by_role("slider").fill("90")
    assert BY_NAME[metric].title in page.locator("svg .role-axis-title").all_text_contents()
    for side in ("MTP", "Off"):
        value = at(targets=[90]).table.set_index("side").loc[side, metric]
        marks = page.locator("svg g.mark-symbol.role-mark path")
        tips = []
        for mark in marks.all()[-2:]:
            mark.hover(force=True)
            tips.append(page.locator("#tip").inner_text())
        assert any(side in tip and BY_NAME[metric].show(value) in tip for tip in tips)


def test_log_scale_and_legend(open_view, at):
    """The scale switches and keeps the side that the legend singled out."""
    page = open_view(at)
    ticks = page.locator("svg .role-axis-label text")
    linear = ticks.all_text_contents()
    page.locator("svg .role-legend-label text", has_text="MTP").click(force=True)
    faded = page.locator("svg .mark-line.role-mark path[opacity='0.12']")
    assert faded.count() == 1
    page.get_by_label("Log scale").check()
    assert ticks.all_text_contents() != linear
    assert faded.count() == 1


def test_a_side_can_be_hidden_by_keyboard(open_view, at):
    """Its curve and marks go; words and table stay those of both."""
    page = open_view(at)
    curves = page.locator("svg .mark-line.role-mark path")
    before = shown(page)
    assert curves.count() == 2
    page.get_by_role("checkbox", name="MTP").focus()
    page.keyboard.press("Space")
    assert curves.count() == 1 and curves.first.get_attribute("stroke") == COLOURS[1]
    assert shown(page) == before


def test_a_clamped_side_says_so_on_the_page(open_view, real_sweep):
    """On real rows with clamped values the page has the library's note and dagger."""
    sides = [
        Side(label, model="dsr1", hardware="b200", precision="fp8", spec_method=method)
        for label, method in (("MTP", "mtp"), ("Off", "none"))
    ]

    def at(**how):
        return compare(real_sweep, *sides, **how)

    everywhere = at(targets=positions(at()))
    clamped = everywhere.table.loc[everywhere.table["status"] == "clamped", "target"]
    page = open_view(at)
    for target in clamped.sample(2):
        page.get_by_role("slider").fill(f"{target:g}")
        words, _, table = shown(page)
        assert words == expected(at(targets=[target]))[0]
        assert "was not measured there" in words and "†" in table


def test_like_for_like_at_ten_random_targets(open_view, real_sweep):
    """Its sentences and its table, engine by engine, and a log scale in every panel."""
    common = {"model": "dsr1", "hardware": "b200", "precision": "fp8"}
    sides = [Side("MTP", **common, spec_method="mtp"), Side("Off", **common, spec_method="none")]

    def at(**how):
        return compare(real_sweep, *sides, rules="like_for_like", **how)

    page = open_view(at)
    for target in random.Random().sample(page.evaluate(POSITIONS), 10):
        page.get_by_role("slider").fill(f"{target:g}")
        there = at(targets=[target])
        words, table = page.locator(".told").all()
        assert words.inner_text().split("\n\n") == findings(there)
        assert [row.split() for row in table.locator("tbody tr").all_inner_texts()] == grid_rows(there)
    before = page.locator("svg .role-axis-label text").all_text_contents()
    page.get_by_role("checkbox", name="Log scale").check()
    assert page.locator("svg .role-axis-label text").all_text_contents() != before


def grid_rows(comparison):
    """The words of each row of the library's own tables for a comparison."""
    text = re.sub(r"<style>.*?</style>", "", table_html(comparison), flags=re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", text.replace("<br>", " "), flags=re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]*>", " ", row)).split() for row in rows if "<td" in row]


def test_a_single_point_leaves_nothing_to_slide(sample, sample_sides):
    """A band without a whole number has no positions, and no view that pretends to have some."""
    one = sample.groupby("spec_method").head(1).assign(median_intvty=61.5)

    def at(**how):
        return compare(one, *sample_sides, **how)

    assert offline_comparison(at(), at) == {}


def test_packing_loses_nothing():
    """Texts come back letter for letter, wherever their numbers stand."""
    texts = ["7 of 9", "8.5 of 9.", "none", "", "x1", "2,5 of 9"]
    packed = pack(texts)
    for text, numbers in zip(texts, packed["numbers"], strict=True):
        wording, *figures = numbers.split(" ")
        pieces = packed["wordings"][int(wording)]
        assert "".join(piece + figure for piece, figure in zip(pieces, [*figures, ""], strict=True)) == text
