"""The comparison as a table of text: metrics by targets, both sides, the better one marked."""

from itertools import groupby
from typing import NamedTuple

import pandas as pd

from specsweep.grid import grid_html, grid_text
from specsweep.like.evidence import cell_engines, cross_engine_targets
from specsweep.like.table import like_grids
from specsweep.like.words import published_engines
from specsweep.metrics import BY_NAME, ON_THE_PAGE, better_of
from specsweep.show import render, show_html
from specsweep.words import band_words, clamp_notes

CLAMPED, CROSS_ENGINE = "†", "‡"


class Cell(NamedTuple):
    """One value of the table."""

    metric: str
    title: str  # label and unit of the metric
    side: str
    target: float  # tok/s/user
    text: str  # as printed
    better: bool  # nothing is marked on a tie
    mark: str  # "†" on a clamped value, "‡" where the sides are from different engines


def cells(comparison, metrics=ON_THE_PAGE):
    """What the table says, cell by cell: a tidy DataFrame with the fields of a `Cell` as columns."""
    return pd.DataFrame(_cells(comparison, metrics, cell_engines(comparison)), columns=Cell._fields)


def table_html(comparison, metrics=ON_THE_PAGE):
    """The table as HTML, escaped, with a note under it for whatever is not a measurement."""
    if comparison.rules == "like_for_like":
        return "".join(grid_html(**grid) for grid in like_grids(comparison))
    behind = cell_engines(comparison)
    shown = _cells(comparison, metrics, behind)
    labels = (comparison.a.label, comparison.b.label)
    rows = [
        (title, [(label, [cell for cell in mine if cell.side == label]) for label in labels])
        for title, mine in _by_metric(shown)
    ]
    targets = [f"{target:g}" for target in comparison.targets]
    said, notes = caption(comparison), _notes(shown, clamp_notes(comparison), behind)
    return render("table.html", caption=said, targets=targets, rows=rows, notes=notes)


def tables_html(comparison, metrics=ON_THE_PAGE):
    """The same one target at a time, metrics by sides: HTML for each target, in their order."""
    behind, clamped = cell_engines(comparison), clamp_notes(comparison)
    by_target = {target: [] for target in comparison.targets}
    for cell in _cells(comparison, metrics, behind):
        by_target[cell.target].append(cell)
    labels = [comparison.a.label, comparison.b.label]
    return [
        render(
            "table_at.html",
            target=f"{target:g}",
            labels=labels,
            rows=_by_metric(mine),
            notes=_notes(mine, clamped, behind),
        )
        for target, mine in by_target.items()
    ]


def table_text(comparison, metrics=ON_THE_PAGE):
    """The same table as plain text."""
    if comparison.rules == "like_for_like":
        return "\n\n".join(grid_text(**grid) for grid in like_grids(comparison))
    shown = cells(comparison, metrics)
    shown["text"] += shown["better"].map({True: " ✓", False: ""}) + shown["mark"]
    shown["target"] = shown["target"].map("{:g}".format)
    wide = shown.pivot(index=["title", "side"], columns="target", values="text")
    order = shown[["title", "side"]].drop_duplicates().itertuples(index=False, name=None)
    targets = [f"{target:g}" for target in comparison.targets]
    return wide.loc[list(order), targets].to_string()


def show_table(comparison, metrics=ON_THE_PAGE):
    """Show the table in a notebook."""
    show_html(table_html(comparison, metrics), table_text(comparison, metrics))


def caption(comparison):
    """What the numbers are."""
    return (
        f"{comparison.a} and {comparison.b} at matched interactivity, {comparison.sequence}."
        f" {band_words(comparison)} ✓ marks the better side."
    )


def _cells(comparison, metrics, behind):
    """All cells, metric by metric, in each target by target, in each side by side."""
    table = comparison.table
    a, b = (table[table["side"] == side.label].to_dict("records") for side in (comparison.a, comparison.b))
    mixed = set(cross_engine_targets(behind))
    out = []
    for metric in (BY_NAME[name] for name in metrics):
        for row_a, row_b in zip(a, b, strict=True):
            better = better_of(metric, row_a[metric.name], row_b[metric.name])
            for row, letter in ((row_a, "a"), (row_b, "b")):
                value = row[metric.name]
                text = "not measured" if pd.isna(value) else metric.show(value)
                mark = CLAMPED * (row["status"] == "clamped") + CROSS_ENGINE * (row["target"] in mixed)
                out.append(Cell(metric.name, metric.title, row["side"], row["target"], text, better == letter, mark))
    return out


def _by_metric(shown):
    return [(title, list(mine)) for title, mine in groupby(shown, key=lambda cell: cell.title)]


def _notes(shown, clamped, behind):
    """One line for each side whose numbers are not its own measurements somewhere, and one for
    the targets at which different engines are set against each other."""
    ends = dict.fromkeys(cell.side for cell in shown if CLAMPED in cell.mark)
    mixed = list(dict.fromkeys(cell.target for cell in shown if CROSS_ENGINE in cell.mark))
    said = [f"{CLAMPED} {clamped[side]}" for side in ends]
    if mixed:
        cells = "; ".join(f"at {target:g} tok/s/user {published_engines(target, behind)}" for target in mixed)
        said.append(f"{CROSS_ENGINE} The sides come from different engines: {cells}.")
    return said
