"""The catalog of the real data: its page works from disk, and its numbers are its reports'."""

import json
import re

import pytest

from conftest import ROOT
from pages import violations
from specsweep.catalog.build import build
from specsweep.catalog.table import ratio


@pytest.fixture(scope="module")
def real_catalog(sweep_data, tmp_path_factory):
    """All spec-decoding pairs of the real data, with their reports."""
    source = sweep_data / "data" / "inferencex-api" / "benchmarks-dsr1-2026-06.json"
    out = tmp_path_factory.mktemp("real")
    assert build(str(source), out=str(out), kinds="spec", jobs=4) == []
    return out


@pytest.fixture(scope="module")
def catalog(real_catalog):
    return json.loads((real_catalog / "catalog.json").read_text())


def results(folder, stem):
    """{rules: {…}} of a report's JSON."""
    found = json.loads((folder / "reports" / f"{stem}.json").read_text())
    return {one["rules"]: one for one in found["comparisons"]}


def at(one, target, **more):
    """The rows of A and of B at a target."""
    rows = [row for row in one["table"] if row["target"] == target and more.items() <= row.items()]
    return sorted(rows, key=lambda row: row["side"] != one["a"]["label"])


def test_the_overviews_numbers_are_those_of_every_report(real_catalog, catalog):
    """Both rule sets, unrounded, for every pair that can be compared."""
    engines = {}
    for row in catalog["engines"]:
        engines.setdefault(row["pair"], []).append(row)
    compared = [pair for pair in catalog["pairs"] if not pair["reason"]]
    assert len(compared) == 34
    for pair in compared:
        found = results(real_catalog, pair["stem"])
        a, b = at(found["published"], pair["target"])
        assert (pair["throughput_a"], pair["throughput_b"]) == (a["throughput"], b["throughput"])
        assert (pair["cost_a"], pair["cost_b"]) == (a["cost_usd_per_mtok"], b["cost_usd_per_mtok"])
        assert pair["speedup"] == a["throughput"] / b["throughput"]
        for mine in engines.get(pair["stem"], []):
            if mine["target"] is not None:
                a, b = at(found["like_for_like"], mine["target"], engine=mine["engine"])
                assert mine["speedup"] == a["throughput"] / b["throughput"]
                assert mine["saving"] == 1 - a["cost_usd_per_mtok"] / b["cost_usd_per_mtok"]


def test_pairs_without_both_sides_are_named_with_the_reason(catalog):
    """Six of the forty."""
    left_out = [pair for pair in catalog["pairs"] if pair["reason"]]
    assert len(left_out) == 6
    assert {pair["reason"] for pair in left_out} == {"MTP was not measured there.", "Off was not measured there."}


@pytest.fixture
def page(real_catalog, browser):
    """The overview, opened from disk; afterwards nothing was said or fetched."""
    context = browser.new_context(viewport={"width": 1500, "height": 900})
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith("file://") else None)
    page.goto(f"file://{real_catalog}/index.html")
    page.wait_for_selector("figure[data-drawn] svg")
    yield page
    context.close()
    assert said == []


def test_the_table_sorts_and_filters(page, catalog):
    """By a click on a column, by a word, by a choice; by keyboard as well."""
    rows = page.locator("table.sortable tbody tr:visible")
    assert rows.count() == 34
    page.get_by_role("button", name="Speed-up").first.click()
    best = max((p for p in catalog["pairs"] if not p["reason"]), key=lambda p: p["speedup"])
    assert ratio(best["speedup"]) in rows.first.inner_text()
    assert page.locator("th[aria-sort=descending]").count() == 1
    page.get_by_role("button", name="Speed-up").first.press("Enter")
    worst = min((p for p in catalog["pairs"] if not p["reason"]), key=lambda p: p["speedup"])
    assert ratio(worst["speedup"]) in rows.first.inner_text()
    page.locator(".filters").get_by_label("Search").fill("b200, fp4")
    page.locator(".filters").get_by_label("Sequence").select_option("1k/1k")
    shown = [text for text in rows.all_inner_texts() if "1k/1k" in text and re.search("b200, fp4", text, re.I)]
    assert 0 < rows.count() == len(shown)
    assert f"{rows.count()} of 34 pairs" in page.locator(".filters output").inner_text()


def test_every_link_leads_to_a_report_that_draws(page, real_catalog):
    """All files are there; three are opened."""
    links = page.locator("table.sortable a")
    addresses = [links.nth(n).get_attribute("href") for n in range(links.count())]
    assert len(set(addresses)) == 34 and all((real_catalog / address).is_file() for address in addresses)
    for address in addresses[::12]:
        page.goto(f"file://{real_catalog}/{address}")
        page.wait_for_selector("figure[data-drawn] svg")
        assert "MTP" in page.title()


def test_the_heat_map_follows_its_choice_and_leads_to_reports(page, catalog):
    """Another metric shows other numbers; a click opens the pair's report."""
    pair = next(p for p in catalog["pairs"] if p["hardware"] == "b200" and p["precision"] == "fp4" and p["default"])
    page.get_by_label("Show").select_option(label="Speed-up, published rules")
    page.locator("figure svg text", has_text=re.compile(f"^{re.escape(ratio(pair['speedup']))}$")).first.wait_for()
    page.locator(f"figure svg path[aria-label*='{pair['stem']}']").click(position={"x": 6, "y": 6})
    page.wait_for_url(f"**/reports/{pair['stem']}.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_and_no_window_scrolls_sideways(page, scheme):
    """On a desktop and on a phone; what is too wide scrolls in its own box."""
    page.emulate_media(color_scheme=scheme)
    for width in (1600, 1280, 768, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('details').forEach(node => (node.open = true))")
    assert violations(page) == []


def test_every_control_is_reached_and_seen_by_keyboard(page):
    """The heat map's choice, the filters, the columns' heads, the first report; a chosen metric is said."""
    reached = []
    page.get_by_label("Show").focus()
    page.keyboard.press("ArrowDown")
    page.locator("figure svg", has_text="Speed-up, published rules").wait_for()
    for _ in range(24):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.closest('label, th')?.innerText.split('\\n')[0].trim()"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert {"Search", "Sequence", "Like for like: Ahead", "Pair", "Band won", "MI355X, FP4: MTP vs Off"} <= set(reached)


def test_print_shows_everything_and_no_controls(page, tmp_path):
    """The wide table lies across its sheets, its head on each of them, and none of it is cut off."""
    page.emulate_media(media="print")
    assert not page.locator("form, select, details.code").filter(visible=True).count()
    assert page.locator("figure svg", has_text="Speed-up, like for like").count() == 1
    sheet = {"width": 1043, "height": 700}  # A4 across, less its margins, in CSS pixels
    page.set_viewport_size(sheet)
    assert page.locator("table.sortable").bounding_box()["width"] <= sheet["width"]
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator(".output details:not([open])").count()


def test_in_jupyterlab_it_runs_and_shows_heat_map_and_table(lab_server, lab_context):
    """By hand, from the notebook as it is, offline; the heat map's choices work there."""
    lab = lab_server.open(lab_context, ROOT / "notebooks" / "catalog.ipynb")
    lab.run_all()
    heat, table = lab.output("heat"), lab.output("pairs").locator("table")
    heat.get_by_label("Kind").select_option("engine")
    assert heat.locator("canvas, svg").first.bounding_box()["width"] > 200
    assert table.locator("tbody tr").count() == 2 and "4.62×" in table.inner_text()
