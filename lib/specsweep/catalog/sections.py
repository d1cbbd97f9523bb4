"""The sections of the catalog's page, each one call in its notebook."""

import shlex
from importlib.metadata import version

from specsweep.catalog.changes import what_changed
from specsweep.catalog.heat_map import heat_map, heat_words
from specsweep.catalog.table import KIND_NAMES, counted, show_pairs, show_reasons
from specsweep.catalog.words import headline, moved, moves, rewards, summary
from specsweep.names import display_names
from specsweep.parameters import known_parameters, overrides
from specsweep.project import ROOT
from specsweep.sharing.provenance import commit
from specsweep.show import render, show_chart, show_facts, show_html, show_text

__all__ = ["changes", "failures", "foot", "heading", "heat", "left_out", "most_and_least", "pairs"]
NOTEBOOK = ROOT / "notebooks" / "catalog.ipynb"
OPTIONS = ("kinds", "sequences", "where", "prices", "tier", "previous", "title")  # of the command, as of the notebook


def heading(table, source, title=""):
    """What the catalog is of, and how the verdicts fall."""
    about = f"Source: {source['source']}, SHA-256 {source['sha256'][:12]}…"
    show_text([summary(table), about, *filter(None, [source["note"]])], heading=title or headline(table))


def most_and_least(table):
    """The three most and the three least rewarding pairs of each kind."""
    there = table[table["reason"] == ""]
    if there.empty:
        show_text("No pair can be compared.")
        return
    lists = []
    for kind, pairs_of_kind in there.groupby("kind", sort=False):
        about = f", {KIND_NAMES[kind]}" if there["kind"].nunique() > 1 else ""
        lists += [(f"{title}{about}", statements) for title, statements in rewards(pairs_of_kind)]
    text = "\n".join(f"{title}: {item}" for title, items in lists for item in items)
    show_html(render("lists.html", lists=lists), text)


def heat(table):
    """The heat map."""
    if (table["reason"] == "").any():
        show_chart(*heat_map(table), heat_words(table))


def pairs(table):
    """Every pair that can be compared."""
    show_pairs(table)


def left_out(table):
    """Pairs that cannot be compared, with the reason."""
    out = table[table["reason"] != ""]
    if out.empty:
        show_text("Every pair can be compared under the published rules.")
        return
    rows = list(out[["title", "reason"]].itertuples(index=False, name=None))
    show_reasons(rows, f"{counted(len(rows), 'pair').capitalize()} that cannot be compared.")


def failures(table, failed):
    """Reports that could not be made: a list of [stem, reason]."""
    titles = dict(zip(table["stem"], table["title"], strict=True))
    if failed:
        rows = [(titles.get(stem, stem), reason) for stem, reason in failed]
        show_reasons(rows, f"{counted(len(rows), 'report').capitalize()} could not be made.")


def changes(now, before):
    """Which verdicts moved since a previous catalog."""
    if before is None:
        show_text("No previous catalog was given.")
        return
    found = what_changed(now, before)
    show_text(moved(found, now, before))
    if len(found):
        show_reasons(moves(found), "Verdicts that moved, the largest change of the speed-up first.", "What moved")


def foot(table, sweep, origin, namespace):
    """Where the numbers come from, and the command that makes the catalog again.

    sweep : the rows that were looked at
    namespace : the notebook's `globals()`, which hold its parameters
    """
    given = {name: namespace[name] for name in known_parameters(NOTEBOOK) if name in namespace}
    changed = overrides(NOTEBOOK, given)
    words = [".venv/bin/python", "-m", "specsweep.catalog", given["source"]]
    for name in OPTIONS:
        words += [f"--{name}", changed[name]] if name in changed else []
    dates = sweep["date"].dropna() if "date" in sweep else []
    show_facts(
        {
            "Source": origin["source"],
            "SHA-256": origin["sha256"],
            "Rows looked at": str(len(sweep)),
            "Pairs": f"{len(table)}, of which {int((table['reason'] == '').sum())} can be compared",
            "Dates in the data": " to ".join(dict.fromkeys([dates.min(), dates.max()])) if len(dates) else "none given",
            "Engines in the data": display_names("framework", sweep["framework"]),
            "Rules": "published and like for like",
            "Prices": f"{given['prices']}, {given['tier']}",
            "Made with": f"specsweep {version('specsweep')}, {commit()}",
            "Made again by": f"{shlex.join(words)} --out FOLDER (in the project's folder)",
        },
        {},
    )
