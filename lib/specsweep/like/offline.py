"""What a like-for-like view shows at each target, for a page that cannot call the library."""

from specsweep.grid import grid_html
from specsweep.like.table import like_grids
from specsweep.like.words import nothing_comparable, statements
from specsweep.show import render


def like_told(comparison):
    """Words and tables for each target, as a pair of HTML, in the order of the targets."""
    words, apart = {target: [] for target in comparison.targets}, nothing_comparable(comparison)
    for target, said in statements(comparison):
        words[target].append(said)
    tables = _by_target(comparison)
    for target, said in words.items():
        yield render("text.html", heading=None, paragraphs=[*said, *apart]), "".join(tables[target])


def _by_target(comparison):
    """{target: grids in HTML}; a grid has a row for each row of the comparison's table."""
    tables = {target: [] for target in comparison.targets}
    for grid in like_grids(comparison):
        rows = {target: [] for target in tables}
        for target, row in zip(comparison.table["target"], grid["rows"], strict=True):
            rows[target].append(row)
        for target, mine in rows.items():
            tables[target].append(grid_html(**{**grid, "rows": mine, "notes": ()}))
    return tables
