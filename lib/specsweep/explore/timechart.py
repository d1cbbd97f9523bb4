"""Both sides through time, and their ratio: a chart of what each date's newest rows said."""

from functools import cache

import altair as alt

from specsweep.theme import AXIS, COLOURS, INK, LEGEND, RULE, chart_style, filled

WIDTH = 580
RATIO_FITS = 22  # characters beside the ratio's panel
A, B, RATIO, VALUE = "\0a", "\0b", "\0ratio", "\0value"


def time_chart(timeline):
    """Vega-Lite spec; its data are `time_data`."""
    a, b = (side.label for side in timeline.sides)
    ratio = f"{a} ÷ {b}"
    return filled(
        _template(), {A: a, B: b, RATIO: ratio if len(ratio) <= RATIO_FITS else "A ÷ B", VALUE: timeline.y.title}
    )


@cache
def _template():
    """The spec with place holders for titles and labels: Altair builds it once, since that takes 50 ms."""
    x = alt.X(
        "date:T",
        title=None,
        axis=alt.Axis(format="%-d %b %Y", labelOverlap=True, labelFlush=True, tickCount=6),
        scale=alt.Scale(type="utc"),  # a date is the same day wherever the reader is
    )
    colour = alt.Color("side:N", title=None, scale=alt.Scale(domain=[A, B], range=list(COLOURS)))
    values = _panel(x, alt.Y("value:Q", title=VALUE), "datum.kind === 'side'", colour, 240)
    title = alt.Y("value:Q", title=RATIO, scale=alt.Scale(zero=False))
    ratio = _panel(x, title, "datum.kind === 'ratio'", alt.value(INK), 120)
    one = alt.Chart(alt.NamedData("one")).mark_rule(strokeDash=[4, 4], color=RULE).encode(y="value:Q")
    style = chart_style(bottom=4, axis={**AXIS, "titleLimit": 300}, legend={**LEGEND, "labelLimit": 0})
    chart = alt.vconcat(values, alt.layer(one, ratio), spacing=14, resolve={"scale": {"x": "shared"}}, **style)
    return chart.to_dict(validate=False)


def time_data(timeline, table):
    """Rows of `time_chart`: a step from each date with new rows to the next; nothing across a gap.

    table : what :func:`specsweep.explore.history.through_time` returns
    """
    a, b = (side.label for side in timeline.sides)
    rows = []
    for column, side, show in (
        ("a", a, timeline.y.say),
        ("b", b, timeline.y.say),
        ("ratio", "A ÷ B", "{:.2f}×".format),
    ):
        rows += _steps(table, column, side, show)
    return {"times": rows, "one": [{"value": 1}]}


def time_words(timeline, target, table):
    """What the chart shows, in words: the first and the last date with a ratio, and how many dates have none."""
    a, b = timeline.sides
    known = table.dropna(subset=["ratio"])
    at = f"at {target:g} {timeline.x.unit}"
    if not len(table):
        return f"Neither {a} nor {b} has dated rows here."
    gaps = len(table) - len(known)
    if not len(known):
        return f"On none of {len(table)} dates do the frontiers of both {a} and {b} reach the target, {at}."
    first, last = known.iloc[0], known.iloc[-1]
    said = f"{timeline.y.label} of {a} ÷ {b} {at}: {first['ratio']:.2f} on {first['date']}"
    said += f", {last['ratio']:.2f} on {last['date']}" if len(known) > 1 else ""
    return (
        f"{said}. On {gaps} of {len(table)} dates at least one frontier does not reach the target."
        if gaps
        else f"{said}."
    )


def _panel(x, y, keep, colour, height):
    base = (
        alt.Chart(alt.NamedData("times"), width=WIDTH, height=height)
        .transform_filter(keep)
        .encode(x=x, y=y, color=colour)
    )
    line = base.mark_line(interpolate="step-after", strokeWidth=2).encode(detail="piece:N")
    about = [
        alt.Tooltip(f"{field}:N", title=title)
        for field, title in (("side", "Side"), ("day", "As of"), ("shown", "Value"))
    ]
    point = base.transform_filter("datum.fresh").mark_point(filled=True, size=45, opacity=1).encode(tooltip=about)
    return alt.layer(line, point)


def _steps(table, column, side, show):
    rows, piece, before = [], 0, None
    for record in table.itertuples(index=False):
        value = getattr(record, column)
        known = value == value
        # What stood before stands until this date, also where a gap begins.
        if before is not None:
            rows.append(before | {"date": record.date, "fresh": False})
        if known:
            fresh = getattr(record, f"{column}_new", record.a_new or record.b_new)
            piece += before is None
            kind = "ratio" if column == "ratio" else "side"
            before = {
                "kind": kind,
                "side": side,
                "value": value,
                "piece": f"{side} {piece}",
                "shown": show(value),
                "day": record.date,
            }
            rows.append(before | {"date": record.date, "fresh": bool(fresh)})
        else:
            before = None
    return rows
