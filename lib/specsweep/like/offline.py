"""What a like-for-like view shows at each target, for a page that cannot call the library."""

from specsweep.grid import grid_html
from specsweep.like.chart import like_chart_data
from specsweep.like.table import like_grids
from specsweep.like.words import nothing_comparable, statements
from specsweep.show import render

FIXED = ("point", "curve")  # kinds of chart rows that stay where the targets are


def like_told(comparison):
    """Words and tables for each target, as a pair of HTML, in the order of the targets."""
    words, apart = {target: [] for target in comparison.targets}, nothing_comparable(comparison)
    for target, said in statements(comparison):
        words[target].append(said)
    tables = _by_target(comparison)
    for target, said in words.items():
        yield render("text.html", heading=None, paragraphs=[*said, *apart]), "".join(tables[target])


def like_data(comparison, metric):
    """The rows of the chart that stay: measured points and curves."""
    return {"like": [row for row in like_chart_data(comparison, metric)["like"] if row["kind"] in FIXED]}


def like_marks(comparison, metric):
    """The rows of the chart that follow the targets: rules, and where curves are read."""
    return {"like": [row for row in like_chart_data(comparison, metric)["like"] if row["kind"] not in FIXED]}


def _by_target(comparison):
    """{target: grids in HTML}; a grid has a row for each row of the comparison's table."""
    tables = {target: [] for target in comparison.targets}
    for grid in like_grids(comparison):
        for target, mine in tables.items():
            rows = [row for row, at in zip(grid["rows"], comparison.table["target"], strict=True) if at == target]
            mine.append(grid_html(**{**grid, "rows": rows, "notes": ()}))
    return tables
