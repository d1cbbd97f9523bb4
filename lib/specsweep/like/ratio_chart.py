"""The chart of A against B over the whole band: the ratio, its interval, the break-even points."""

import altair as alt
import pandas as pd

from specsweep.like.breakeven import break_even
from specsweep.like.ratio import ratio_curve, ratio_table
from specsweep.like.side_curve import engines
from specsweep.like.words import engine_name, times
from specsweep.rounding import half_up
from specsweep.theme import COLOURS, INK, PANELS, RULE, WIDTH, chart_style

HEIGHT = 230
QUANTITY = {"throughput": "Throughput", "cost": "Tokens per $", "power": "Tokens per MW"}


def ratio_chart(comparison, by="throughput", width=WIDTH, height=HEIGHT):
    """Vega-Lite spec, one panel per engine; its data are `ratio_data`.

    The scale is logarithmic, so that twice and half are equally far from 1.
    """
    x_title = "Interactivity (tok/s/user)"
    x = alt.X("interactivity:Q", title=x_title, scale=alt.Scale(zero=False, nice=False))
    y_title = f"{QUANTITY[by]}, {comparison.a} / {comparison.b} (×)"
    scale = alt.Scale(type="log", nice=False, padding=12)
    y = alt.Y("ratio:Q", title=y_title, scale=scale, axis=alt.Axis(format="~g", tickCount=6))
    about = [
        alt.Tooltip("interactivity:Q", title=x_title, format=".4~g"),
        alt.Tooltip("shown:N", title=f"{comparison.a} / {comparison.b}"),
        alt.Tooltip("range:N", title="Range"),
        alt.Tooltip("a_concurrency:N", title=f"Concurrency, {comparison.a}"),
        alt.Tooltip("b_concurrency:N", title=f"Concurrency, {comparison.b}"),
    ]
    data = alt.NamedData("ratio")

    def only(kind):
        return alt.Chart(data).transform_filter(f"datum.kind === '{kind}'")

    low = alt.Y("low:Q", title=y_title)
    area = only("curve").mark_area(color=COLOURS[0], fillOpacity=0.18).encode(x=x, y=low, y2=alt.Y2("high:Q"))
    even = alt.Chart(data).mark_rule(color=RULE, strokeDash=[4, 4]).encode(y=alt.YDatum(1))
    line = only("curve").mark_line(color=COLOURS[0], strokeWidth=2.5).encode(x=x, y=y)
    tens = only("ten").mark_point(color=COLOURS[0], filled=True, size=45, opacity=1).encode(x=x, y=y, tooltip=about)
    doubt = (
        only("even")
        .mark_rule(color=COLOURS[1], strokeWidth=5, strokeOpacity=0.35)
        .encode(x=alt.X("low:Q", title=x_title), x2=alt.X2("high:Q"), y=alt.YDatum(1))
    )
    cross = (
        only("even")
        .mark_point(shape="diamond", color=COLOURS[1], filled=True, size=130, opacity=1)
        .encode(x=x, y=alt.YDatum(1), tooltip=[about[0], *about[2:]])
    )
    panel = alt.layer(area, even, line, tens, doubt, cross, data=data, width=width, height=height)
    header = alt.Header(labelFontSize=13, labelOrient="top", labelAnchor="start", labelColor=INK)
    names = [engine_name(engine) for engine in engines(comparison)]
    engine = alt.Row("engine:N", title=None, header=header, sort=names)
    return panel.facet(row=engine, **PANELS, **chart_style()).to_dict(validate=False)


def ratio_data(comparison, by="throughput"):
    """The rows of `ratio_chart`: the drawn curve, a point every 10 tok/s/user, the break-evens."""
    parts = [
        ratio_curve(comparison, by).assign(kind="curve"),
        ratio_table(comparison, by).assign(kind="ten"),
        break_even(comparison, by).assign(kind="even"),
    ]
    rows = pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)
    rows["shown"] = [times(r) if pd.notna(r) else "" for r in rows["ratio"]]
    is_even = rows["kind"] == "even"
    rows["range"] = [
        f"{half_up(low, 1)}–{half_up(high, 1)} tok/s/user" if even else f"{times(low)}–{times(high)}"
        for low, high, even in zip(rows["low"], rows["high"], is_even, strict=True)
    ]
    for column in ("a_concurrency", "b_concurrency"):
        rows[column] = [f"~{half_up(c)}" for c in rows[column]]
    rows["engine"] = rows["engine"].map(engine_name)
    columns = ["kind", "engine", "interactivity", "ratio", "low", "high", "shown", "range"]
    kept = rows[[*columns, "a_concurrency", "b_concurrency"]]
    return {"ratio": kept.astype(object).where(kept.notna(), None).to_dict("records")}


def ratio_words(comparison, by="throughput"):
    """What `ratio_chart` shows, for someone who cannot see it."""
    table = ratio_table(comparison, by)
    said = [
        f"on {engine_name(engine)} from {times(rows['ratio'].iloc[0])} at {rows['interactivity'].iloc[0]:g}"
        f" to {times(rows['ratio'].iloc[-1])} at {rows['interactivity'].iloc[-1]:g} tok/s/user"
        for engine, rows in table.groupby("engine", sort=False)
    ]
    where = "; ".join(said) or "the band is too narrow to tabulate"
    return f"{QUANTITY[by]} of {comparison.a} divided by {comparison.b}: {where}."
