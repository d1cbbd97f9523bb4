"""A report can be used by anyone: axe-core finds nothing, on a desktop, a phone, in the dark and in print."""

import pytest

from pages import violations
from specsweep.report.run import COMPARE, write_report

VIEWS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 780}, "has_touch": True},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The page that `make report` leaves."""
    paths, _ = write_report(COMPARE, out=tmp_path_factory.mktemp("report"))
    return next(path for path in paths if path.suffix == ".html")


@pytest.fixture
def view(browser, report):
    """Open the report with the given window and wait until it is drawn."""
    contexts = []

    def open_(**window):
        contexts.append(browser.new_context(**window))
        page = contexts[-1].new_page()
        page.goto(f"file://{report}")
        page.wait_for_selector("section.live figure[data-drawn] svg")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("window", VIEWS.values(), ids=VIEWS.keys())
def test_axe_finds_no_violation(view, window):
    """WCAG 2 A and AA and good practice, with all code opened."""
    page = view(**window)
    page.evaluate("document.querySelectorAll('details').forEach(node => (node.open = true))")
    assert violations(page) == []


def test_a_phone_never_scrolls_sideways(view):
    """Everything fits 360 pixels; what cannot scrolls in its own box."""
    page = view(**VIEWS["phone"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.wait_for_function(
        "() => [...document.querySelectorAll('.drawing svg')].every(drawing => drawing.getAttribute('width') <= 360)"
    )  # drawn anew for that width, not scaled down until nobody can read it


def test_print_shows_the_document_and_no_controls(view):
    """Charts on white, no folded code, no form; the live view only where the reader moved it."""
    page = view(**VIEWS["dark"])
    page.emulate_media(media="print")
    assert not page.locator("form, details.code, .contents").filter(visible=True).count()
    assert page.locator(".drawing svg").filter(visible=True).count() == page.locator("[data-chart]").count()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
    page.get_by_role("slider").first.fill("90")
    page.emulate_media(media="print")
    assert page.get_by_text("At 90 tok/s/user,").filter(visible=True).count() == 1


def test_every_control_is_reached_and_seen_by_keyboard(view):
    """Tab leads to each; the one in focus has an outline."""
    page = view(**VIEWS["desktop"])
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
        if reached[-1] == "BODY":
            break
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert {"target", "metric", "tier", "log", "SUMMARY", "A"} <= set(reached)


def test_a_report_is_small(report):
    """Vega and three charts included."""
    assert report.stat().st_size < 1_500_000


def test_without_scripts_the_report_is_still_a_document(browser, report):
    """A mail preview shows words, table and pictures of the charts, and no dead controls."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{report}")
    assert page.locator("figure img").filter(visible=True).count() == page.locator("[data-chart]").count() >= 2
    assert "77 tok/s/user" in page.locator("figure img").first.get_attribute("alt")
    assert not page.locator("form").filter(visible=True).count()
    context.close()
