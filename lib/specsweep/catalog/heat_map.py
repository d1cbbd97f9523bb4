"""The catalog as a heat map: pairs by sequence, coloured by who is ahead and by how much."""

import json

import altair as alt
import numpy as np
import pandas as pd

from specsweep.catalog.pairs import short_title
from specsweep.catalog.table import KIND_NAMES, NONE, at, percent, ratio
from specsweep.names import display_name
from specsweep.theme import COLOURS, INK

# What can be shown: column, title, and how far from "equal" the colour is full.
SHOWN = {
    "like_speedup": "Speed-up, like for like",
    "speedup": "Speed-up, published rules",
    "like_saving": "Saving, like for like",
    "saving": "Saving, published rules",
    "like_share": "Share of the band won, like for like",
}
FULL_RATIO = 4  # from this ratio on, a colour is full
CELL_WIDTH, CELL_HEIGHT = 92, 24
EQUAL, DARK, TEXT = "#f2f2f2", 0.85, "#1b1b1b"  # text on a blue beyond DARK is light
ON_DARK = "#fdfdfd"  # not "white", which a page takes for paper and turns dark at night


def heat_map(table):
    """(Vega-Lite spec, datasets) of the pairs that can be compared.

    What is shown, and of which kind and model, is chosen in the chart itself; a click on a cell
    opens its report.
    """
    rows = heat_rows(table)
    params = [
        alt.param("show", value=next(iter(SHOWN)), bind=_choice("Show ", list(SHOWN), list(SHOWN.values()))),
        *(
            alt.param(name, value=values[0], bind=_choice(f"{name.capitalize()} ", values))
            for name in ("kind", "model")
            if len(values := list(dict.fromkeys(row[name] for row in rows))) > 1
        ),
    ]
    chosen = " && ".join(["true", *(f"datum.{p.name} == {p.name}" for p in params[1:])])
    base = (
        alt.Chart(alt.NamedData("pairs"))
        .transform_filter(chosen)
        .transform_calculate(colour="datum['colour of ' + show]", text="datum['text of ' + show]")
        .encode(
            x=alt.X("column:N", title=None, sort=None, axis=alt.Axis(orient="top", labelAngle=0, labelLimit=200)),
            y=alt.Y("row:N", title=None, sort=None, axis=alt.Axis(labelLimit=320)),
        )
    )
    colour = alt.Scale(domain=[-1, 0, 1], range=[COLOURS[1], EQUAL, COLOURS[0]], clamp=True)
    cell = base.mark_rect(stroke="white", strokeWidth=1, cursor="pointer").encode(
        color=alt.Color("colour:Q", scale=colour, legend=None),
        tooltip=[alt.Tooltip(f"{name}:N", title=title) for name, title in TOLD.items()],
        **({"href": "href:N"} if any("href" in row for row in rows) else {}),
    )
    text = base.mark_text(fontSize=11.5).encode(
        text="text:N", color=alt.condition(f"datum.colour > {DARK}", alt.value(ON_DARK), alt.value(TEXT))
    )
    chart = (
        alt.layer(cell, text)
        .properties(width=alt.Step(CELL_WIDTH), height=alt.Step(CELL_HEIGHT), background="white", title=_title(params))
        .add_params(*params)
        .configure_axis(labelColor=INK, labelFontSize=12, domain=False, ticks=False, labelPadding=6)
        .configure_view(stroke=None)
    )
    return chart.to_dict(validate=False), {"pairs": rows}


TOLD = {
    "title": "Pair",
    "published": "Published rules",
    "like": "Like for like",
    "share": "Band won",
    "engines": "Engines",
}


def heat_rows(table):
    """One row per pair that can be compared, with the colour and the text of every metric that can be shown."""
    shown = table[table["reason"] == ""]
    models = shown["model"].nunique() > 1
    rows = []
    for pair in shown.itertuples():
        about = {
            "row": short_title(pair),
            "column": pair.sequence,
            "kind": KIND_NAMES[pair.kind],
            "model": display_name("model", pair.model) if models else "",
            "title": pair.title,
            "published": f"{ratio(pair.speedup)} at {at(pair.target)} tok/s/user: {pair.verdict}",
            "like": pair.like_reason or _like_words(pair),
            "share": percent(pair.like_share),
            "engines": f"{', '.join(pair.engines_a)} | {', '.join(pair.engines_b)}",
            **({"href": pair.href} if pair.href else {}),
        }
        for metric in SHOWN:
            value = getattr(pair, metric)
            about |= {
                f"colour of {metric}": round(_colour(metric, value), 3),
                f"text of {metric}": _text(metric, value),
            }
        rows.append(about)
    return rows


def heat_words(table):
    """What the heat map shows first, in words."""
    there = table[(table["reason"] == "") & table["like_speedup"].notna()]
    if there.empty:
        return "Heat map of all pairs by sequence; none can be compared like for like."
    low, high = there["like_speedup"].min(), there["like_speedup"].max()
    return f"Heat map of {len(there)} pairs by sequence: like for like, the speed-up is {ratio(low)} to {ratio(high)}."


def _like_words(pair):
    engine = display_name("framework", pair.like_engine)
    return f"{ratio(pair.like_speedup)} at {at(pair.like_target)} tok/s/user in {engine}: {pair.like_verdict}"


def _title(params):
    """What is shown, for whoever has only the picture."""
    said = [f"{json.dumps(SHOWN)}[show]", *(p.name for p in params[1:])]
    return alt.TitleParams(alt.ExprRef(" + ', ' + ".join(said)), anchor="start", fontSize=13, color=INK, offset=10)


def _choice(name, values, labels=None):
    return alt.binding_select(options=values, labels=labels or values, name=name)


def _colour(metric, value):
    """−1 (B far ahead) to 1 (A far ahead), 0 where they are equal or nothing is known."""
    if pd.isna(value):
        return 0
    if metric.endswith("share"):
        return float(2 * value - 1)
    if metric.endswith("saving"):
        value = 1 / (1 - value)  # a saving is the ratio of two costs
    return float(np.clip(np.log(value) / np.log(FULL_RATIO), -1, 1))


def _text(metric, value):
    if pd.isna(value):
        return NONE
    return ratio(value) if metric.endswith("speedup") else percent(value)
