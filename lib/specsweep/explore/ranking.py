"""Every series at one place of the x axis, best first: the table beside the explorer's chart."""

from specsweep.explore.palette import looks
from specsweep.explore.view import read_at
from specsweep.metrics import BY_NAME, TIE
from specsweep.rounding import half_up
from specsweep.show import render


def ranking(view, target, hidden=()):
    """The series of a view read at a target, best first; those not measured there come last.

    Parameters
    ----------
    hidden : labels of series to leave out

    Returns
    -------
    DataFrame with columns label, value (in the unit of view.y), ratio (larger over smaller,
    against the best; NaN where no value is better), concurrency, status ("measured",
    "interpolated", "outside"), low, high (range of view.x that the series' frontier covers)
    """
    read = read_at(view, target)
    table = view.series[["label"]].join(looks(view.series)).join(read.set_index("series"), how="right")
    table = table[~table["label"].isin(hidden)].rename(columns={"y": "value"})
    table = table.sort_values("value", ascending=view.y.better == "lower", na_position="last", kind="stable")
    best = table["value"].iloc[0] if len(table) and view.y.better else float("nan")
    table["ratio"] = best / table["value"] if view.y.better == "higher" else table["value"] / best
    return table.reset_index(drop=True)


def ranking_html(view, target, hidden=()):
    """The ranking as HTML, escaped, with the answer in one sentence above it."""
    table = ranking(view, target, hidden)
    there, absent = table[table["status"] != "outside"], table[table["status"] == "outside"]
    rows = [
        {
            "label": r.label,
            "symbol": r.symbol,
            "colour": r.colour,
            "value": view.y.show(r.value),
            "behind": "best" if r.Index == 0 else f"{half_up(r.ratio, 2)}×",
            "concurrency": BY_NAME["concurrency"].show(r.concurrency),
            "reading": "measured" if r.status == "measured" else "curve",
        }
        for r in there.itertuples()
    ]
    return render(
        "ranking.html", answer=answer(view, target, table), rows=rows, metric=view.y, caption=where(view, target),
        absent=[f"{r.label} ({_range(view, r)})" for r in absent.itertuples(index=False)], axis=view.x,
    )  # fmt: skip


def ranking_text(view, target, hidden=()):
    """The same as plain text."""
    table = ranking(view, target, hidden)
    there = table[table["status"] != "outside"]
    lines = [answer(view, target, table)]
    lines += [f"{r.label}: {view.y.say(r.value)} ({r.status})" for r in there.itertuples(index=False)]
    return "\n".join(lines)


def answer(view, target, table):
    """Who is ahead at the target, by how much, in one sentence."""
    there = table[table["status"] != "outside"]
    if not len(there):
        return f"No series was measured {where(view, target)}."
    first = there.iloc[0]
    at_best = f"{where(view, target)[0].upper()}{where(view, target)[1:]}, {first['label']}"
    value = view.y.say(first["value"])
    if len(there) == 1:
        return f"{at_best} alone was measured: {value}."
    second = there.iloc[1]
    if not view.y.better:
        last = there.iloc[-1]
        return (
            f"{at_best} has the largest {view.y.label.lower()}, {value}, and {last['label']} the smallest,"
            f" {view.y.show(last['value'])}."
        )
    extreme = "highest" if view.y.better == "higher" else "lowest"
    if second["ratio"] < TIE:
        return f"{at_best} and {second['label']} are tied for the {extreme} {view.y.label.lower()}, {value}."
    times = half_up(second["ratio"], 2)
    gap = f"{times}× the next" if view.y.better == "higher" else f"the next is {times}× that"
    return f"{at_best} has the {extreme} {view.y.label.lower()}, {value}; {gap} ({second['label']})."


def where(view, target):
    """`at 80 tok/s/user`, or `at a median TTFT of 0.5 s`."""
    if view.x.name == "median_intvty":
        return f"at {target:g} {view.x.unit}"
    return f"at a {view.x.label[0].lower()}{view.x.label[1:]} of {target:g} {view.x.unit}"


def _range(view, row):
    low, high = (half_up(v, view.x.decimals) for v in (row.low, row.high))
    return low if low == high else f"{low}–{high}"
