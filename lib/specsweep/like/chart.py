"""The like-for-like chart: one panel per engine, each curve with how far off it may be."""

from functools import cache

import altair as alt
import pandas as pd

from specsweep.layout import parallelism
from specsweep.like.side_curve import engines, trace_like
from specsweep.like.words import engine_name
from specsweep.metrics import BY_NAME
from specsweep.show import records
from specsweep.theme import COLOURS, INK, LEGEND, PANELS, RULE, chart_style

HEIGHT = 260
X_TITLE = "Interactivity (tok/s/user)"


@cache
def like_spec(labels, shown, title, width):
    """Vega-Lite spec of a metric against interactivity; its data are `like_chart_data`.

    labels : of the two sides
    shown : engines that get a panel each, see `panels`
    """
    side = alt.Color("side:N", title=None, scale=alt.Scale(domain=list(labels), range=list(COLOURS)))
    x = alt.X("interactivity:Q", title=X_TITLE, scale=alt.Scale(zero=False, nice=True))
    y = alt.Y("value:Q", title=title)
    data = alt.NamedData("like")
    about = [
        alt.Tooltip("side:N", title="Side"),
        alt.Tooltip("interactivity:Q", title=X_TITLE, format=".1f"),
        alt.Tooltip("shown:N", title=title),
        alt.Tooltip("concurrency:N", title="Concurrency"),
    ]
    row = [alt.Tooltip(f"{c}:N", title=c.capitalize()) for c in ("parallelism", "date", "image")]
    read = [alt.Tooltip("range:N", title="Range"), alt.Tooltip("status:N", title="Status")]

    def only(kind):
        return alt.Chart(data).transform_filter(f"datum.kind === '{kind}'")

    low = alt.Y("low:Q", title=title)
    area = only("curve").mark_area(fillOpacity=0.16).encode(x=x, y=low, y2=alt.Y2("high:Q"), color=side)
    rule = only("target").mark_rule(strokeDash=[4, 4], color=RULE).encode(x=x)
    number = (
        only("target").mark_text(dy=-6, color=INK, fontSize=12).encode(x=x, y=alt.value(0), text=alt.Text("shown:N"))
    )
    curve = only("curve").mark_line(strokeWidth=2.5).encode(x=x, y=y, color=side)
    points = only("point").encode(x=x, y=y, color=side, tooltip=about + row)
    beaten = points.transform_filter("!datum.on_frontier").mark_point(size=50, opacity=0.55, strokeWidth=1.5)
    kept = points.transform_filter("datum.on_frontier").mark_point(size=70, filled=True, opacity=1)
    reads = (
        only("read")
        .mark_point(shape="diamond", size=150, strokeWidth=2.5, fill="white", opacity=1)
        .encode(x=x, y=y, color=side, tooltip=about + read)
    )
    layers = (area, rule, number, beaten, curve, kept, reads)
    panel = alt.layer(*layers, data=data, width=width, height=HEIGHT)
    header = alt.Header(labelFontSize=13, labelOrient="top", labelAnchor="start", labelColor=INK, labelPadding=16)
    names = [engine_name(engine) for engine in shown]
    engine = alt.Row("engine:N", title=None, header=header, sort=names)
    chart = panel.facet(row=engine, **PANELS, **chart_style(legend={**LEGEND, "symbolOpacity": 1}))
    return chart.to_dict(validate=False)


def panels(comparison):
    """Engines that get a panel: those with something to read, or else all that measured both sides."""
    return tuple(comparison.table["engine"].unique()) or tuple(engines(comparison))


def like_chart_data(comparison, metric):
    """The rows of `like_spec`: measured points, drawn curves, targets, and where curves are read."""
    return {"like": records(_frame(comparison, metric, _points, _curves, _reads))}


def like_still_frames(comparison, metric):
    """Those of the rows that stay where the targets are, measured points and curves, as DataFrames."""
    return {"like": _frame(comparison, metric, _points, _curves)}


def like_mark_frames(comparison, metric):
    """Those of the rows that follow the targets, rules and where curves are read, as DataFrames."""
    return {"like": _frame(comparison, metric, _reads)}


def _frame(comparison, metric, *parts):
    found = (part(comparison, metric) for part in parts)
    rows = pd.concat([part for part in found if len(part)], ignore_index=True)
    return rows[rows["engine"].isin(panels(comparison))].assign(engine=lambda r: r["engine"].map(engine_name))


def like_chart_words(comparison, metric):
    """What `like_spec` shows, for someone who cannot see it."""
    show, said = BY_NAME[metric].show, []
    for (engine, target), cells in comparison.table.groupby(["engine", "target"], sort=False):
        values = ", ".join(
            f"{side} {'not measured' if pd.isna(value) else show(value)}"
            for side, value in zip(cells["side"], cells[metric], strict=True)
        )
        said.append(f"on {engine_name(engine)} at {target:g} tok/s/user {values}")
    title = f"{BY_NAME[metric].title} against interactivity for {comparison.a} and {comparison.b}"
    return f"{title}: {'; '.join(said) or 'nothing comparable'}."


def _points(comparison, metric):
    points = comparison.points
    return pd.DataFrame(
        {
            "kind": "point",
            "engine": points["engine"],
            "side": points["side"],
            "interactivity": points["median_intvty"],
            "value": points[metric],
            "shown": points[metric].map(BY_NAME[metric].show, na_action="ignore"),
            "concurrency": points["conc"].astype(str),
            "on_frontier": points["on_frontier"],
            "parallelism": parallelism(points),
            "date": points.get("date"),
            "image": points.get("image"),
        }
    )


def _curves(comparison, metric):
    return trace_like(comparison, metric, samples=16).rename(columns={metric: "value"}).assign(kind="curve")


def _reads(comparison, metric):
    table, show = comparison.table, BY_NAME[metric].show
    targets = table[["engine", "target"]].drop_duplicates()
    ends = (table.get(f"{metric}_{end}", table[metric]) for end in ("low", "high"))
    reads = pd.DataFrame(
        {
            "kind": "read",
            "engine": table["engine"],
            "side": table["side"],
            "interactivity": table["target"],
            "value": table[metric],
            "shown": table[metric].map(show, na_action="ignore"),
            "concurrency": table["concurrency"].map(BY_NAME["concurrency"].show, na_action="ignore"),
            "range": ["–".join(dict.fromkeys(map(show, pair))) for pair in zip(*ends, strict=True)],
            "status": table["status"],
        }
    )
    rules = pd.DataFrame(
        {
            "kind": "target",
            "engine": targets["engine"],
            "interactivity": targets["target"],
            "shown": targets["target"].map("{:g}".format),
        }
    )
    return pd.concat([reads[reads["value"].notna()], rules], ignore_index=True)
