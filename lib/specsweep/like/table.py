"""The like-for-like comparison as tables: its cells, beside the published view, its evidence."""

import pandas as pd

from specsweep.grid import Cell
from specsweep.like.differences import differences
from specsweep.like.evidence import cell_engines, cross_engine_targets, evidence
from specsweep.like.metrics import METRICS_LIKE
from specsweep.like.words import (
    engine_name,
    measured_range,
    nothing_comparable,
    percent,
    published_engines,
    times,
    times_range,
)
from specsweep.metrics import BY_NAME, better_of
from specsweep.rounding import half_up, percent_more

MAIN = ("throughput", "cost_usd_per_mtok", "tok_per_s_per_mw", "joules_per_token")
BY_TOKEN = ("output_throughput", "output_cost_usd_per_mtok", "input_throughput", "input_cost_usd_per_mtok")


def like_grids(comparison):
    """Every engine, target and side with its metrics and intervals: arguments of one or two
    grids, the second for output and input tokens where the sweep has them."""
    apart = [metric for metric in BY_TOKEN if comparison.table[metric].notna().any()]
    titles = f"{comparison.a} and {comparison.b} like for like, {comparison.sequence}"
    main = _grid(
        comparison, MAIN, f"{titles}: one engine at a time; under each value how far off the interpolation may be."
        " ✓ marks a side that is better by more than that.",
    )  # fmt: skip
    main["notes"] = nothing_comparable(comparison)
    return [main, _grid(comparison, apart, f"{titles}, output and input tokens apart.")] if apart else [main]


def _grid(comparison, metrics, caption):
    table, rows = comparison.table, []
    knots = comparison.knots.groupby(["engine", "side", "tokens"])["interactivity"].agg(["min", "max"])
    ranges = {key: (low, high) for key, low, high in knots.itertuples()}
    for row, other in zip(table.itertuples(), _other_side(table).itertuples(), strict=True):
        cells = [_cell(row, metric, _surely_better(BY_NAME[metric], row, other), ranges) for metric in metrics]
        conc = "" if pd.isna(row.concurrency) else BY_NAME["concurrency"].show(row.concurrency)
        rows.append([engine_name(row.engine), f"{row.target:g}", row.side, *cells, conc])
    titles = [BY_NAME[metric].title for metric in metrics]
    columns = ["Engine", "At tok/s/user", "Side", *titles, BY_NAME["concurrency"].title]
    return {"columns": columns, "rows": rows, "caption": caption, "heads": 3, "left": (0, 2)}


def views_grid(published, like):
    """What the page says and what is comparable, target by target: arguments of a grid.

    like : the like-for-like comparison at the published targets
    """
    behind = cell_engines(published)
    mixed = cross_engine_targets(behind)
    found = differences(like)
    rows = []
    for target in published.targets:
        cells = published.table[published.table["target"] == target].set_index("side")
        a, b = (cells.loc[label] for label in (published.a.label, published.b.label))
        note = published_engines(target, behind) if target in mixed else ""
        claim = Cell(_published_claim(a, b), note)
        rows.append([f"{target:g}", "published page", _figures(a), _figures(b), claim])
        for d in found[found["target"] == target].itertuples():
            here = like.table[(like.table["target"] == target) & (like.table["engine"] == d.engine)].set_index("side")
            figures = [_figures(here.loc[label]) for label in (like.a.label, like.b.label)]
            rows.append([f"{target:g}", engine_name(d.engine), *figures, _like_claim(d)])
        if found.empty:
            rows.append([f"{target:g}", "like for like", "", "", "nothing is comparable"])
    return {
        "columns": [
            "At tok/s/user",
            "View",
            str(published.a),
            str(published.b),
            f"{published.a} against {published.b}",
        ],
        "left": (1, 4),
        "rows": rows,
        "caption": "The published view, and below it what was measured with one engine on both sides.",
        "notes": nothing_comparable(like),
        "heads": 2,
    }


def evidence_grid(comparison):
    """The measured rows behind every cell: arguments of a grid."""
    rows = [
        [
            engine_name(r.engine or r.framework), f"{r.target:g}", r.side, r.position, half_up(r.interactivity, 1),
            half_up(r.throughput, 1), str(r.concurrency), r.parallelism, _said(r.date),
            Cell("run", href=r.run_url) if _said(r.run_url) else "",
        ]
        for r in evidence(comparison).itertuples()
    ]  # fmt: skip
    return {
        "columns": [
            "Engine", "At tok/s/user", "Side", "Measured row", "Interactivity", "tok/s/GPU", "Concurrency",
            "Parallelism", "Date", "Run",
        ],
        "left": (0, 2, 3, 7),
        "rows": rows,
        "caption": "The measured rows that bracket every target.",
        "notes": nothing_comparable(comparison),
        "heads": 3,
    }  # fmt: skip


def _other_side(table):
    """For every row of a table the row of the other side; both stand together."""
    return table.iloc[[n + 1 - 2 * (n % 2) for n in range(len(table))]]


def _surely_better(metric, mine, other):
    """Better by 1 % or more, and by more than the interpolation may be off."""
    (value, low, high), (theirs, their_low, their_high) = (
        [getattr(row, f"{metric.name}{end}") for end in ("", "_low", "_high")] for row in (mine, other)
    )
    apart = low > their_high if metric.better == "higher" else high < their_low
    return bool(apart and better_of(metric, value, theirs) == "a")


def _cell(row, metric, better, ranges):
    value, low, high = (getattr(row, f"{metric}{end}") for end in ("", "_low", "_high"))
    if pd.isna(value):
        tokens = METRICS_LIKE[metric][0]
        measured = ranges.get((row.engine, row.side, tokens))
        inside = measured and measured[0] <= row.target <= measured[1]
        return Cell(
            "no one price" if inside else "not measured", measured_range(*measured) if measured and not inside else ""
        )
    show = BY_NAME[metric].show
    return Cell(show(value), f"{show(low)}–{show(high)}" if low < high else "measured", better)


def _figures(row):
    if row["status"] == "not measured":
        return Cell("not measured", measured_range(row["measured_from"], row["measured_to"]))
    if pd.isna(row["throughput"]):
        return Cell("not measured")
    cost = row["cost_usd_per_mtok"]
    text = BY_NAME["throughput"].show(row["throughput"]) + (" (clamped)" if row["status"] == "clamped" else "")
    return Cell(f"{text} tok/s/GPU", "" if pd.isna(cost) else f"{BY_NAME['cost_usd_per_mtok'].show(cost)}/M tok")


def _published_claim(a, b):
    claims, said = [], ""
    for metric, more in (("cost_usd_per_mtok", "cheaper"), ("throughput", "more tok/s/GPU")):
        if pd.isna(a[metric]) or pd.isna(b[metric]):
            return "one side was not measured"
        ahead = {"a": f"{a.name} ", "b": f"{b.name} ", "": ""}[better_of(BY_NAME[metric], a[metric], b[metric])]
        low, high = sorted((a[metric], b[metric]))
        who = "" if ahead == said else ahead
        claims.append(
            f"{who}{percent_more(high, low)} % {more}" if ahead else f"tied on {BY_NAME[metric].label.lower()}"
        )
        said = ahead
    return ", ".join(claims)


def _like_claim(d):
    if d.throughput_verdict == "not measured":
        return Cell("not comparable here")
    low, high = sorted((d.speed_up_low, d.speed_up_high))
    rate = f"{times(d.speed_up)} the throughput"
    saving = "" if d.cost_verdict == "no price" else _saving(d.saving)
    sure = d.throughput_verdict if d.throughput_verdict != "better" else ""
    ends = "" if low == high else times_range(low, high)
    if ends and saving:
        ends += f", {_saving(d.saving_low)} to {_saving(d.saving_high)}"
    return Cell(", ".join(filter(None, (saving, rate, sure))), ends)


def _saving(share):
    return f"{percent(share)} % saved" if share >= 0 else f"{half_up(-100 * share)} % dearer"


def _said(value):
    return value if isinstance(value, str) else ""
