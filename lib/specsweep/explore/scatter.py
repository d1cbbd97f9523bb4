"""The explorer's chart: points, frontier curves and the reading at the target, on two chosen axes."""

from functools import cache

import altair as alt

from specsweep.explore.declutter import MARGIN
from specsweep.explore.palette import looks
from specsweep.explore.scatter_rows import SIZE, scatter_data, scatter_marks
from specsweep.metrics import BY_NAME
from specsweep.theme import INK, RULE, chart_style, filled

HIDDEN, ZOOM = "hidden", "zoom"  # parameters of the spec: series switched off, the part of the axes looked at
LABEL_SIZE = 10
X_TITLE, Y_TITLE = "\0x", "\0y"


def scatter(x, y, log_x=False, log_y=False):
    """Vega-Lite spec of a chart of metric ``y`` against ``x``; its data are `scatter_data` and `scatter_marks`.

    Its parameter `hidden` holds the labels of the series switched off.
    """
    return filled(_template(log_x, log_y), {X_TITLE: x.title, Y_TITLE: y.title})


@cache
def _template(log_x, log_y):
    """The spec with place holders for titles: Altair builds it once, since that takes 50 ms."""
    off = alt.param(name=HIDDEN, value=[])
    move = alt.selection_interval(name=ZOOM, bind="scales")
    across = alt.X("x:Q", title=X_TITLE, scale=_scale(log_x, zero=False), axis=_axis(log_x))
    up = alt.Y("y:Q", title=Y_TITLE, scale=_scale(log_y, zero=True), axis=_axis(log_y))
    look = {
        "stroke": alt.Stroke("colour:N", scale=None),
        "fill": alt.Fill("fill:N", scale=None),
        "shape": alt.Shape("shape:N", scale=None),
    }

    def layer(name):
        return alt.Chart(alt.NamedData(name)).transform_filter(f"indexof({HIDDEN}, datum.label) < 0")

    target = alt.Chart(alt.NamedData("target"))
    rule = target.mark_rule(color=RULE, strokeDash=[4, 4], clip=True).encode(x=across)
    number = target.mark_text(align="left", dx=4, color=INK, fontSize=12).encode(
        x=across, y=alt.value(8), text="label:N"
    )
    curves = (
        layer("curves")
        .mark_line(strokeWidth=2, clip=True)
        .encode(
            x=across,
            y=up,
            stroke=look["stroke"],
            detail="label:N",
            strokeDash=alt.condition("datum.speculates", alt.value([1, 0]), alt.value([5, 3])),
        )
    )
    points = (
        layer("points")
        .mark_point(size=65, strokeWidth=1.8, clip=True, cursor="pointer")
        .encode(
            x=across,
            y=up,
            **look,
            href="run:N",
            opacity=alt.condition("datum.on_frontier", alt.value(1), alt.value(0.35)),
            tooltip=_tooltip(),
        )
        .add_params(move)
    )
    reads = (
        layer("reads")
        .mark_point(shape="diamond", size=130, strokeWidth=2, fill="white", opacity=1, clip=True)
        .encode(
            x=across,
            y=up,
            stroke=look["stroke"],
            tooltip=[alt.Tooltip("label:N", title="Series"), alt.Tooltip("shown:N", title=Y_TITLE)],
        )
    )
    texts = [
        layer("points")
        .transform_filter(f"datum.place == '{side}'")
        .mark_text(dx=dx, dy=-8, align=side, fontSize=LABEL_SIZE, color=INK, clip=True)
        .encode(x=across, y=up, text="tag:N")
        for side, dx in (("left", 5), ("right", -5))
    ]
    style = chart_style(
        top=18,
        legend={
            "orient": "bottom", "labelFontSize": 12, "symbolSize": 90, "symbolStrokeWidth": 1.8,
            "labelLimit": 0, "columnPadding": 18,
        },
        view={"fill": "white"},  # what is not filled feels no wheel and no drag
    )  # fmt: skip
    layers = (rule, number, curves, points, reads, *texts)
    chart = alt.layer(*layers, width=SIZE[0], height=SIZE[1], **style).add_params(off)
    return chart.to_dict(validate=False)


def scatter_still(view, target, *, log_x=False, log_y=False, labels=False, hidden=(), zoom=None):
    """The chart as a picture needs it: whole spec with data and a legend, nothing left to ask a kernel for.

    Parameters
    ----------
    hidden : labels of series to leave out
    zoom : {"x": (low, high), "y": (low, high)}, the part of the axes to show
    """
    spec = scatter(view.x, view.y, log_x, log_y)
    data = scatter_data(view, log_x=log_x, log_y=log_y, labels=labels) | scatter_marks(view, target)
    data = {name: [row for row in rows if row["label"] not in hidden] for name, rows in data.items()}
    spec["layer"] = [*spec["layer"], _legend(view, hidden)]
    if zoom:
        spec["layer"] = [_zoomed(layer, zoom) for layer in spec["layer"]]
        spec["params"] = [p for p in spec["params"] if p["name"] != ZOOM]  # domains are fixed now
    return {**spec, "datasets": {**data, "legend": []}}


def _tooltip():
    fields = {
        "series": "Series", "x_shown": X_TITLE, "y_shown": Y_TITLE, "concurrency": "Concurrency",
        "layout": "Parallelism", "engine": "Engine", "ttft": BY_NAME["median_ttft"].title, "date": "Date",
        "image": "Image", "run": "Run (click opens it)",
    }  # fmt: skip
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in fields.items()]


def _legend(view, hidden):
    """An empty layer whose scales make the legend: which symbol is which series."""
    look, keep = looks(view.series), ~view.series["label"].isin(hidden).to_numpy()
    names = view.series["label"][keep].tolist()

    def channel(kind, column):
        scale = alt.Scale(domain=names, range=look[column][keep].tolist())
        return kind(
            "label:N", title=None, sort=None, scale=scale, legend=alt.Legend(columns=_columns(names), symbolLimit=0)
        )

    layer = alt.Chart(alt.NamedData("legend")).mark_point().encode(
        stroke=channel(alt.Stroke, "colour"), fill=channel(alt.Fill, "fill"), shape=channel(alt.Shape, "shape")
    )  # fmt: skip
    return {k: v for k, v in layer.to_dict(validate=False).items() if k in ("data", "mark", "encoding")}


def _columns(names):
    longest = max(map(len, names), default=0)
    return 4 if longest <= 14 else 3 if longest <= 24 else 2 if longest <= 40 else 1


def _scale(log, zero):
    """From 0 to a round end; else over the values, with room for the outermost points to be whole."""
    if zero and not log:
        return alt.Scale(type="linear", zero=True, nice=True)
    return alt.Scale(type="log" if log else "linear", zero=False, nice=False, padding=MARGIN)


def _axis(log):
    return alt.Axis(tickCount=6, format="~g") if log else alt.Axis(tickCount=8)


def _zoomed(layer, zoom):
    encoding = dict(layer["encoding"])
    for axis, domain in zoom.items():
        if "field" in encoding.get(axis, {}):
            scale = {**encoding[axis]["scale"], "domain": list(domain), "nice": False}
            encoding[axis] = {**encoding[axis], "scale": scale}
    return {**layer, "encoding": encoding}
