"""The catalog's table: one row per pair, both rule sets side by side, as text."""

from specsweep.catalog.pairs import short_title
from specsweep.names import display_name
from specsweep.rounding import half_up
from specsweep.show import render, show_html

NONE = "—"
KIND_NAMES = {"spec": "spec decoding", "precision": "precision", "engine": "engine", "gpu": "GPU"}


def ratio(value):
    """`2.72×`, or a dash."""
    return NONE if value != value else f"{half_up(value, 2)}×"


def percent(share):
    """A share as whole percent (`62 %`, `−8 %`), or a dash."""
    return NONE if share != share else f"{half_up(100 * share)} %".replace("-", "−")


def at(target):
    """An interactivity in tok/s/user as a reader can remember it (`85`, `74.49`), or a dash."""
    return NONE if target != target else f"{target:.4g}"


def counted(number, noun):
    """`1 pair`, `2 pairs`, `no pairs`."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def pairs_html(table):
    """The pairs that can be compared as a table, each linked to its report (column href)."""
    shown = table[table["reason"] == ""]
    groups = _groups(shown)
    columns = [column for group in groups for column in group["columns"]]
    rows = [
        {
            "name": short_title(row),
            "href": row.href,
            "cells": [
                {"text": column["text"](row), "kind": column["kind"].replace(" facet", "")} for column in columns[1:]
            ],
        }
        for row in shown.itertuples()
    ]
    return render("pairs.html", caption=_caption(shown), groups=groups, columns=columns, rows=rows)


def pairs_text(table):
    """The same in plain text, the few columns that fit a line."""
    shown = table[table["reason"] == ""]
    lines = [
        f"{row.title}: published {ratio(row.speedup)} ({row.verdict}),"
        f" like for like {ratio(row.like_speedup)} ({row.like_verdict or row.like_reason})"
        for row in shown.fillna({"like_verdict": ""}).itertuples()
    ]
    return "\n".join(lines)


def show_pairs(table):
    """Show the table in a notebook."""
    show_html(pairs_html(table), pairs_text(table))


def show_reasons(rows, caption, heading="Why"):
    """Show pairs with a sentence each."""
    html = render("reasons.html", caption=caption, heading=heading, rows=rows)
    show_html(html, "\n".join(f"{name}: {reason}" for name, reason in rows))


def _caption(shown):
    said = counted(len(shown), "pair").capitalize()
    return (
        f"{said}, each read in the middle of its band, at that many tok/s/user. Speed-up is tok/s/GPU of"
        " the first side over the second; saving is what a token of the first costs less; band won is the share of"
        " the band where the first delivers more; break-even in tok/s/user. † Clamped: a side was not measured there."
    )


def _groups(shown):
    """The columns, in groups; the first of a group after the first opens it."""
    about = [_column("Pair", short_title, "words")]
    if shown["kind"].nunique() > 1:
        about.append(_column("Kind", lambda row: KIND_NAMES[row.kind], "words facet"))
    if shown["model"].nunique() > 1:
        about.append(_column("Model", lambda row: display_name("model", row.model), "words facet"))
    about.append(_column("Sequence", lambda row: row.sequence, "words short facet"))
    published = [
        _column("At", lambda row: at(row.target), "number opens"),
        _column("Speed-up", lambda row: f"{ratio(row.speedup)}{' †' if row.clamped else ''}"),
        _column("Ahead", lambda row: row.verdict, "words facet"),
        _column("Saving", lambda row: percent(row.saving)),
    ]
    like = [
        _column("At", lambda row: at(row.like_target), "number opens"),
        _column("Speed-up", lambda row: ratio(row.like_speedup)),
        _column("Interval", lambda row: NONE if row.like_reason else f"{ratio(row.like_low)} – {ratio(row.like_high)}"),
        _column("Ahead", lambda row: row.like_reason or row.like_verdict, "words facet"),
        _column("Saving", lambda row: percent(row.like_saving)),
        _column("Band won", lambda row: percent(row.like_share)),
        _column("Break-even", _break_even),
        _column(
            "Engine", lambda row: display_name("framework", row.like_engine) if not row.like_reason else NONE, "words"
        ),
    ]
    data = [
        _column("Engines", _engines, "words long opens"),
        _column("Last measured", lambda row: row.date_to or NONE, "words short"),
    ]
    return [
        {"title": "", "columns": about},
        {"title": "Published rules", "columns": published},
        {"title": "Like for like", "columns": like},
        {"title": "Measured", "columns": data},
    ]


def _column(title, text, kind="number"):
    return {"title": title, "text": text, "kind": kind}


def _break_even(row):
    if row.like_reason:
        return NONE
    return ", ".join(half_up(x) for x in row.like_break_even) or "none"


def _engines(row):
    a, b = (", ".join(display_name("framework", e) for e in side) for side in (row.engines_a, row.engines_b))
    return a if a == b else f"{a} | {b}"
