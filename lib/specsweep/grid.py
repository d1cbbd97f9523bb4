"""Tables of text cells for a report: as HTML, and as plain text for readers without it."""

from typing import NamedTuple
from urllib.parse import urlparse

from specsweep.show import render, show_html


class Cell(NamedTuple):
    """One cell: its text, the range printed under it, whether it is the better one, a link."""

    text: str
    range: str = ""
    better: bool = False
    href: str = ""


def grid_html(columns, rows, caption, notes=(), heads=1, left=(0,)):
    """A table as HTML, escaped.

    Parameters
    ----------
    columns : titles
    rows : lists of Cell or text. In the first ``heads`` columns, which head their row, a value
        equal to the one above is left out.
    left : places of the columns aligned to the left; they may wrap
    """
    body, above = [], [None] * heads
    for row in rows:
        cells = [cell if isinstance(cell, Cell) else Cell(str(cell)) for cell in row]
        keys = [cell.text for cell in cells[:heads]]
        same = next((n for n in range(heads) if keys[n] != above[n]), heads)
        shown = [cell._replace(text="") for cell in cells[:same]] + cells[same:]
        body.append((same == 0, [cell._replace(href=_web(cell.href)) if cell.href else cell for cell in shown]))
        above = keys
    return render("grid.html", columns=columns, rows=body, caption=caption, notes=list(notes), heads=heads, left=left)


def grid_text(columns, rows, caption, notes=(), **_):
    """The same table as plain text, columns aligned."""
    lines = [list(columns)]
    for row in rows:
        cells = [cell if isinstance(cell, Cell) else Cell(str(cell)) for cell in row]
        lines.append([f"{c.text}{f' ({c.range})' if c.range else ''}{' ✓' if c.better else ''}" for c in cells])
    widths = [max(len(line[n]) for line in lines) for n in range(len(columns))]
    body = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([caption, *body, *notes])


def show_grid(columns, rows, caption, notes=(), heads=1, left=(0,)):
    """Show the table in a notebook."""
    show_html(grid_html(columns, rows, caption, notes, heads, left), grid_text(columns, rows, caption, notes))


def _web(href):
    """A link only where it leads to the web: data may hold anything."""
    return href if urlparse(str(href)).scheme == "https" else ""
