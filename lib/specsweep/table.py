"""The comparison as a table of text: metrics by targets, both sides, the better one marked."""

import pandas as pd

from specsweep.metrics import BY_NAME, ON_THE_PAGE, better_of
from specsweep.show import render, show_html
from specsweep.words import band_words, clamp_note

CLAMPED = "†"


def cells(comparison, metrics=ON_THE_PAGE):
    """What the table says, cell by cell: a tidy DataFrame.

    Columns: metric, title (label and unit), side, target (tok/s/user), text (as printed),
    better (bool; nothing is marked on a tie) and mark ("†" on a clamped value).
    """
    table = comparison.table
    a = table[table["side"] == comparison.a.label]
    b = table[table["side"] == comparison.b.label]
    out = []
    for name in metrics:
        metric = BY_NAME[name]
        for value_a, value_b, row_a, row_b in zip(a[name], b[name], a.itertuples(), b.itertuples(), strict=True):
            better = better_of(metric, value_a, value_b)
            for row, value, letter in ((row_a, value_a, "a"), (row_b, value_b, "b")):
                text = "not measured" if pd.isna(value) else metric.show(value)
                mark = CLAMPED if row.status == "clamped" else ""
                out.append((name, metric.title, row.side, row.target, text, better == letter, mark))
    return pd.DataFrame(out, columns=["metric", "title", "side", "target", "text", "better", "mark"])


def table_html(comparison, metrics=ON_THE_PAGE):
    """The table as HTML, escaped, with a note under it for whatever is not a measurement."""
    shown = cells(comparison, metrics)
    rows = [
        {
            "title": part["title"].iloc[0],
            "sides": [
                {"label": side.label, "cells": part[part["side"] == side.label].to_dict("records")}
                for side in (comparison.a, comparison.b)
            ],
        }
        for _, part in shown.groupby("metric", sort=False)
    ]
    targets = [f"{target:g}" for target in comparison.targets]
    return render("table.html", caption=caption(comparison), targets=targets, rows=rows, notes=notes(comparison))


def table_text(comparison, metrics=ON_THE_PAGE):
    """The same table as plain text."""
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


def notes(comparison):
    """One line for each side whose numbers are not its own measurements somewhere."""
    table = comparison.table
    sides = dict.fromkeys(table.loc[table["status"] == "clamped", "side"])
    return [f"{CLAMPED} {clamp_note(comparison, side)}" for side in sides]
