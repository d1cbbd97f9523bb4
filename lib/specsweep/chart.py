"""Charts of a comparison: measured points, the curves the numbers come from, the targets.

A chart is a Vega-Lite spec with named data, so a live view sends new rows instead of building it again.
"""

from functools import cache

import altair as alt
import pandas as pd

from specsweep.comparison import trace
from specsweep.layout import parallelism
from specsweep.like.chart import (
    like_chart_data,
    like_chart_words,
    like_mark_frames,
    like_spec,
    like_still_frames,
    panels,
)
from specsweep.metrics import BY_NAME, metric_named
from specsweep.names import display_name
from specsweep.sharing.offline import TITLE
from specsweep.show import records
from specsweep.theme import COLOURS, HEIGHT, INK, LEGEND, RULE, WIDTH, chart_style, filled

FADED = 0.12  # of the opacity, for a side that the legend does not single out


def curve_chart(comparison, metric="throughput", width=WIDTH, height=HEIGHT, title=None):
    """Vega-Lite spec of a metric against interactivity; its data are `chart_data` and `chart_marks`.

    title : what to call the metric; None takes its label and unit

    Like for like there is one panel per engine.
    """
    title, labels = title or metric_named(metric).title, (comparison.a.label, comparison.b.label)
    if comparison.rules == "like_for_like":
        spec = like_spec(labels, panels(comparison), TITLE, width)
    else:
        spec = _curve_spec(labels, ("parallelism", "engine", *_said_besides(comparison)), width, height)
    return filled(spec, {TITLE: title})


@cache
def _curve_spec(labels, told, width, height):
    """The spec with TITLE for the metric's: it takes longer to build than all the rest of a view."""
    side = alt.Color("side:N", title=None, scale=alt.Scale(domain=list(labels), range=list(COLOURS)))
    x = alt.X("interactivity:Q", title="Interactivity (tok/s/user)", scale=alt.Scale(zero=False, nice=True))
    y = alt.Y("value:Q", title=TITLE)
    about = [
        alt.Tooltip("side:N", title="Side"),
        alt.Tooltip("interactivity:Q", title="Interactivity (tok/s/user)", format=".1f"),
        alt.Tooltip("shown:N", title=TITLE),
        alt.Tooltip("concurrency:N", title="Concurrency"),
    ]
    row = [alt.Tooltip(f"{column}:N", title=column.capitalize()) for column in told]

    chosen = alt.selection_point(name="legend", fields=["side"], bind="legend")

    def opacity(whole):
        return alt.condition(chosen, alt.value(whole), alt.value(whole * FADED))

    rule = alt.Chart(alt.NamedData("targets")).mark_rule(strokeDash=[4, 4], color=RULE).encode(x=x)
    number = (
        alt.Chart(alt.NamedData("targets"))
        .mark_text(align="center", dy=-6, color=INK, fontSize=12)
        .encode(x=x, y=alt.value(0), text=alt.Text("label:N"))
    )
    curve = alt.Chart(alt.NamedData("curves")).mark_line(strokeWidth=2.5)
    curve = curve.encode(x=x, y=y, color=side, opacity=opacity(1))
    base = alt.Chart(alt.NamedData("points")).encode(x=x, y=y, color=side, tooltip=about + row)
    beaten = base.transform_filter("!datum.on_frontier").mark_point(size=50, strokeWidth=1.5)
    # Vega-Lite binds a legend only through the first layer that has it.
    beaten = beaten.properties(name="beaten").encode(opacity=opacity(0.55)).add_params(chosen)
    kept = base.transform_filter("datum.on_frontier").mark_point(size=70, filled=True).encode(opacity=opacity(1))
    read = (
        alt.Chart(alt.NamedData("reads"))
        .mark_point(shape="diamond", size=150, strokeWidth=2.5, fill="white")
        .encode(
            x=x,
            y=y,
            color=side,
            opacity=opacity(1),
            strokeDash=alt.StrokeDash(
                "clamped:N", legend=None, scale=alt.Scale(domain=[False, True], range=[[1, 0], [2, 2]])
            ),
            tooltip=[*about, alt.Tooltip("status:N", title="Status")],
        )
    )
    legend = {**LEGEND, "symbolOpacity": 1, "labelLimit": 340}
    layers = (rule, number, beaten, curve, kept, read)
    chart = alt.layer(*layers, width=width, height=height, **chart_style(top=14, legend=legend))
    return chart.to_dict(validate=False)


def chart_data(comparison, metric="throughput"):
    """The many rows of `curve_chart`: measured points and sampled curves."""
    if comparison.rules == "like_for_like":
        return {}  # the panels of a chart share one table of rows, see `chart_marks`
    return {name: records(frame) for name, frame in still_frames(comparison, metric).items()}


def still_frames(comparison, metric):
    """`chart_data` as DataFrames; like for like those rows of the panels' table that stay where the targets are."""
    if comparison.rules == "like_for_like":
        return like_still_frames(comparison, metric)
    points = comparison.points
    rows = pd.DataFrame(
        {
            "side": points["side"],
            "interactivity": points["median_intvty"],
            "value": points[metric],
            "shown": points[metric].map(BY_NAME[metric].show),
            "concurrency": points["conc"].astype(str),
            "on_frontier": points["on_frontier"],
            "parallelism": parallelism(points),
            "engine": points["framework"].map(lambda v: display_name("framework", v)),
        }
    )
    for column in ("date", "image"):
        rows[column] = points.get(column)
    return {"points": rows, "curves": trace(comparison, metric).rename(columns={metric: "value"})}


def chart_marks(comparison, metric="throughput"):
    """The few rows of `curve_chart` that follow the targets: rules, and where the curves are read."""
    if comparison.rules == "like_for_like":
        return like_chart_data(comparison, metric)
    return {name: records(frame) for name, frame in mark_frames(comparison, metric).items()}


def mark_frames(comparison, metric):
    """`chart_marks` as DataFrames; like for like without the rows of `still_frames`."""
    if comparison.rules == "like_for_like":
        return like_mark_frames(comparison, metric)
    table = comparison.table[comparison.table["status"] != "missing"]
    reads = pd.DataFrame(
        {
            "side": table["side"],
            "interactivity": table["target"],
            "value": table[metric],
            "shown": table[metric].map(BY_NAME[metric].show),
            "concurrency": table["concurrency"].map(BY_NAME["concurrency"].show),
            "status": table["status"],
            "clamped": table["status"] == "clamped",
        }
    )
    targets = pd.DataFrame({"interactivity": comparison.targets, "label": [f"{t:g}" for t in comparison.targets]})
    return {"targets": targets, "reads": reads}


def chart_words(comparison, metric="throughput"):
    """What `curve_chart` shows, for someone who cannot see it."""
    if comparison.rules == "like_for_like":
        return like_chart_words(comparison, metric)
    title = BY_NAME[metric].title
    pieces = []
    for target, rows in comparison.table.groupby("target", sort=False):
        values = [
            f"{r.side} {'not measured' if pd.isna(r._asdict()[metric]) else BY_NAME[metric].show(r._asdict()[metric])}"
            for r in rows.itertuples(index=False)
        ]
        pieces.append(f"at {target:g} tok/s/user {', '.join(values)}")
    return f"{title} against interactivity for {comparison.a} and {comparison.b}: {'; '.join(pieces)}."


def _said_besides(comparison):
    """What else a sweep may say of a point."""
    return [column for column in ("date", "image") if column in comparison.points]
