"""The sections of a report, each one call in a notebook: it shows its part and returns nothing."""

from specsweep import words
from specsweep.chart import chart_data, chart_marks, chart_words, curve_chart
from specsweep.grid import show_grid
from specsweep.like import repeats as repeated
from specsweep.like.accepted import acceptance_words, accepted_grid
from specsweep.like.across import across_words, quantities, ratio_grid
from specsweep.like.budget import budget_words
from specsweep.like.ratio_chart import ratio_chart, ratio_data, ratio_words
from specsweep.like.table import evidence_grid, views_grid
from specsweep.like.why import shapes_caveat, why_they_differ
from specsweep.like.words import INTERVAL, nothing_comparable
from specsweep.question import headline
from specsweep.sharing.provenance import facts, provenance
from specsweep.sharing.results import RESULTS, results
from specsweep.show import show_chart, show_facts, show_text
from specsweep.table import show_table

__all__ = [
    "acceptance", "across", "budget", "curves", "evidence", "findings", "foot", "heading", "repeats", "setting",
    "sources", "table", "views", "why",
]  # fmt: skip

SHOWN = 20  # lines of what was set aside


def heading(comparison, title=""):
    """The report's title and what was compared, in one line."""
    show_text(f"{words.setting(comparison)}.", heading=title or headline(comparison))


def setting(comparison, source):
    """On what data the comparison rests, and what to be careful about.

    source : the provenance from :func:`specsweep.describe_source`
    """
    note = [source["note"]] if source["note"] else []
    show_text([words.data_note(comparison, source), *note, words.engines_caveat(comparison)])


def sources(loaded):
    """What became of the source's rows: how many were set aside, which and why, and what to know of the rest.

    loaded : the sweep from :func:`specsweep.load_sweep`
    """
    show_text([loaded.summary(), *loaded.notes])
    lost = loaded.set_aside
    if len(lost):
        rows = lost.head(SHOWN).astype(object).where(lost.head(SHOWN).notna(), "").to_numpy().tolist()
        caption = f"Set aside: the first {SHOWN} of {len(lost):,}." if len(lost) > SHOWN else "Set aside."
        show_grid(["File", "Row", "Column", "Value", "Why it is not used"], rows, caption, left=(0, 2, 3, 4))


def findings(comparison):
    """One statement per target."""
    show_text(words.findings(comparison))


def table(comparison):
    """Metrics by targets, both sides."""
    show_table(comparison)


def curves(comparison, metric="throughput"):
    """Measured points, frontier curves and targets for one metric."""
    datasets = {**chart_data(comparison, metric), **chart_marks(comparison, metric)}
    show_chart(curve_chart(comparison, metric), datasets, chart_words(comparison, metric))


def views(published, like):
    """What the page says at its targets, and what is comparable there.

    like : the like-for-like Comparison at the published targets
    """
    show_grid(**views_grid(published, like))


def why(published, like):
    """Why the two views of this pair differ, and what the like-for-like ranges cover."""
    show_text([*why_they_differ(published, like), *shapes_caveat(like), INTERVAL])


def across(like):
    """The ratio over the whole band: words, chart, a row every 10 tok/s/user."""
    for by in quantities(like):
        said = across_words(like, by)
        show_text(said or nothing_comparable(like))
        if said:
            show_chart(ratio_chart(like, by), ratio_data(like, by), ratio_words(like, by))
            show_grid(**ratio_grid(like, by))


def evidence(like):
    """The measured rows that bracket every cell."""
    show_grid(**evidence_grid(like))


def repeats(like):
    """How far repeated measurements lie apart, where there are any."""
    found = repeated.repeats(like)
    show_text(repeated.repeats_words(found))
    if len(found):
        show_grid(**repeated.repeats_grid(found))


def budget(like, limits=""):
    """The cheapest measured configuration within a budget; without one, of at least the middle target."""
    if not limits and like.targets:
        limits = f"interactivity >= {like.targets[len(like.targets) // 2]:g}"
    show_text(budget_words(like, limits) if limits else "No budget was given, and no target to take one from.")


def acceptance(like, typed=()):
    """What accepted draft tokens explain, and at what acceptance side A stops paying."""
    show_text(acceptance_words(like, typed) or "Nothing is comparable here.")
    grid = accepted_grid(like)
    if grid["rows"]:
        show_grid(**grid)


def foot(comparisons, sweep, origin, namespace, notebook="notebooks/compare.ipynb"):
    """Where the numbers come from and how to make the report again; programs find the results here.

    comparisons : list of what the report shows
    origin : from :func:`specsweep.describe_source`
    namespace : the notebook's `globals()`, which hold its parameters
    """
    traced = provenance(comparisons, sweep, origin, namespace, notebook)
    show_facts(facts(traced), {RESULTS: results(comparisons, traced)})
