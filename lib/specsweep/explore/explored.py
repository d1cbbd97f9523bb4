"""The explorer as a document: what its live panels show, still. Each call shows one part and returns nothing."""

from pathlib import Path

from specsweep import sections
from specsweep.errors import SweepError
from specsweep.explore import history
from specsweep.explore.choices import facet_table
from specsweep.explore.command import report_command
from specsweep.explore.controls import CAPTIONS, value_name
from specsweep.explore.export import KINDS, export, file_stem
from specsweep.explore.pair_panel import NO_HISTORY, NO_PAIR
from specsweep.explore.ranking import answer, ranking_html, ranking_text
from specsweep.explore.ranking import ranking as rank
from specsweep.explore.scatter import scatter_still
from specsweep.explore.timechart import time_chart, time_data, time_words
from specsweep.show import render, show_chart, show_html, show_text

__all__ = ["chart", "command", "comparison", "files", "overview", "ranking", "through_time"]


def overview(loaded, source):
    """Everything there is to choose from: each facet's values and how many points have them.

    loaded : what :func:`specsweep.load_sweep` returns; what was set aside is said
    source : the provenance from :func:`specsweep.describe_source`
    """
    sweep = loaded.rows
    table = facet_table(sweep)
    rows = []
    for facet, caption in CAPTIONS.items():
        counts = table.groupby(facet, sort=False)["rows"].sum().sort_values(ascending=False, kind="stable")
        values = [f"{value_name(facet, value)} ({n})" for value, n in counts.items() if value != ""]
        rows.append({"caption": caption, "values": ", ".join(values) or "not said"})
    note = [source["note"]] if source["note"] else []
    said = f"{len(sweep)} measured points from {source['source']}, SHA-256 {source['sha256'][:12]}…"
    if "date" in sweep and sweep["date"].notna().any():
        said += f" Measured {sweep['date'].min()} to {sweep['date'].max()}."
    text = "\n".join([said, *note, *(f"{row['caption']}: {row['values']}" for row in rows)])
    show_html(render("overview.html", said=[said, *note], rows=rows), text)
    sections.sources(loaded)


def chart(explorer):
    """The chart: points, frontier curves, and the target."""
    show_text(explorer.count())
    if explorer.view.points.empty:
        return
    still = scatter_still(explorer.view, explorer.target, hidden=explorer.hidden, **explorer.look)
    datasets = still.pop("datasets")
    title = f"{explorer.view.y.title} against {explorer.view.x.title}, one curve per series."
    table = rank(explorer.view, explorer.target, explorer.hidden)
    show_chart(still, datasets, f"{title} {answer(explorer.view, explorer.target, table)}")


def ranking(explorer):
    """Every series at the target, best first."""
    at = (explorer.view, explorer.target, explorer.hidden)
    show_html(ranking_html(*at), ranking_text(*at))


def comparison(explorer):
    """The two series at matched interactivity: findings, table and chart, as in `compare.ipynb`."""
    try:
        result = explorer.compare()
    except SweepError as error:
        show_text(f"{error}.")
        return
    names = [explorer.view.series["full_label"].iloc[n] for n in explorer.numbers()]
    show_text(f"Side A is {names[0]}, side B is {names[1]}.")
    sections.findings(result)
    sections.table(result)
    sections.curves(result)


def command(explorer, source):
    """The command that makes the report of this comparison.

    source : path or URL that the sweep was read from
    """
    try:
        targets = explorer.compare().targets
    except SweepError as error:
        show_text(f"{error}.")
        return
    line = report_command(
        source, explorer.sides(), explorer.chosen["sequence"][0], targets=targets, prices=explorer.prices,
        tier=explorer.tier, as_of=explorer.date,
    )  # fmt: skip
    show_html(render("command.html", command=line), line)


def through_time(explorer):
    """Both series at the target as of every date, and their ratio."""
    if explorer.history is None:
        show_text(NO_HISTORY)
        return
    line = explorer.timeline()
    if line is None:
        show_text(NO_PAIR)
        return
    table = history.through_time(line, explorer.target)
    said = time_words(line, explorer.target, table)
    show_text(said)
    if line.dates:
        show_chart(time_chart(line), time_data(line, table), said)


def files(explorer, folder):
    """Write the rows shown as CSV and the chart as PNG and SVG into a folder; nothing where it is empty."""
    if not str(folder).strip():
        show_text("Nothing is exported: the parameter exports names no folder.")
        return
    stem = file_stem(explorer.view, explorer.chosen)
    look = {"target": explorer.target, "hidden": explorer.hidden, **explorer.look}
    paths = [export(kind, explorer.view, Path(folder), stem=stem, **look) for kind in KINDS]
    show_text(f"Written: {', '.join(map(str, paths))}.")
