"""A table of text cells shows what it is given, and text from data stays text."""

from specsweep.grid import Cell, grid_html, grid_text

ROWS = [
    ["trt", "50", Cell("9.0", "8–10", better=True)],
    ["trt", "60", Cell("run", href="https://example.org/run")],
    ["sglang", "60", Cell("run", href="javascript:alert(1)")],
]


def test_html_has_heads_ranges_marks_and_web_links_only():
    """A head equal to the one above is left out, and is none then; a link not to the web is text."""
    html = grid_html(["Engine", "At", "Value"], ROWS, "Caption", ["A note."], heads=2)
    assert html.count(">trt<") == 1 and html.count(">60<") == 2
    assert "<strong>9.0</strong> ✓<br><small>8–10</small>" in html
    assert '<a href="https://example.org/run">run</a>' in html and "javascript" not in html
    assert "<p>A note.</p>" in html and html.count('scope="row"') == 5


def test_text_from_data_is_escaped():
    """In cells, titles, caption and notes alike."""
    evil = "<img src=x onerror=alert(1)>"
    html = grid_html([evil, "x"], [[evil, Cell(evil, evil)]], evil, [evil])
    assert "<img" not in html and html.count("&lt;img") == 6


def test_plain_text_lines_up():
    """Every cell with its range and mark."""
    text = grid_text(["Engine", "At", "Value"], ROWS, "Caption", ["A note."])
    assert text.splitlines()[:3] == ["Caption", "Engine  At  Value", "trt     50  9.0 (8–10) ✓"]
    assert text.endswith("A note.")
