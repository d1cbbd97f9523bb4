"""The sections of a report, each one call in a notebook: it shows its part and returns nothing."""

from specsweep import words
from specsweep.chart import chart_data, chart_marks, chart_words, curve_chart
from specsweep.question import headline
from specsweep.show import show_chart, show_text
from specsweep.table import show_table

__all__ = ["curves", "findings", "heading", "setting", "table"]


def heading(comparison, title=""):
    """The report's title and what was compared, in one line."""
    show_text(f"{words.setting(comparison)}.", heading=title or headline(comparison))


def setting(comparison, source):
    """On what data the comparison rests, and what to be careful about.

    source : the provenance from :func:`specsweep.describe_source`
    """
    note = [source["note"]] if source["note"] else []
    show_text([words.data_note(comparison, source), *note, words.engines_caveat(comparison)])


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
