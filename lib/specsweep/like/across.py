"""What the whole band says, in words and tables: who wins how much of it, and where it turns."""

import pandas as pd

from specsweep.grid import Cell
from specsweep.like.breakeven import break_even
from specsweep.like.ratio import band_summary, ratio_table
from specsweep.like.words import engine_name, measured_range, times, times_range
from specsweep.rounding import half_up

DELIVERS = {"throughput": "throughput", "cost": "tokens per $", "power": "tokens per MW"}


def quantities(comparison):
    """What the sides are compared by over the band: throughput, and tokens per $ and per MW
    where their GPUs differ in price and power (else these are in the same ratio)."""
    knots = comparison.knots
    differ = {"cost": knots["usd_per_gpu_hour"].nunique() > 1, "power": knots["kw_per_gpu"].nunique() > 1}
    return ["throughput", *(by for by, apart in differ.items() if apart)]


def across_words(comparison, by="throughput"):
    """One paragraph per engine: the band, the mean ratio, the share won, the break-evens."""
    turns = break_even(comparison, by)
    return [
        " ".join([_summary(comparison, row, by), *_turns(comparison, turns[turns["engine"] == row.engine])])
        for row in band_summary(comparison, by).itertuples()
        if pd.notna(row.mean_ratio)
    ]


def ratio_grid(comparison, by="throughput"):
    """The ratio every 10 tok/s/user: arguments of a grid."""
    rows = [
        [
            engine_name(r.engine), f"{r.interactivity:g}", Cell(times(r.ratio), times_range(r.low, r.high)),
            r.winner or "–", half_up(r.a_throughput, 1), half_up(r.b_throughput, 1),
            f"~{half_up(r.a_concurrency)}", f"~{half_up(r.b_concurrency)}",
        ]
        for r in ratio_table(comparison, by).itertuples()
    ]  # fmt: skip
    a, b = comparison.a.label, comparison.b.label
    return {
        "columns": [
            "Engine", "At tok/s/user", f"{a} / {b}", "Better", f"{a} (tok/s/GPU)", f"{b} (tok/s/GPU)",
            f"{a} concurrency", f"{b} concurrency",
        ],
        "left": (0, 3),
        "rows": rows,
        "caption": (
            f"{DELIVERS[by].capitalize()} of {a} / {b} every 10 tok/s/user; under each the range that fits the rows."
            " Better is the side ahead by more than that."
        ),
        "heads": 2,
    }  # fmt: skip


def _summary(comparison, row, by):
    a, b = comparison.a.label, comparison.b.label
    if row.low == row.high:
        return f"On {engine_name(row.engine)} the sides share one interactivity, {row.low:.4g} tok/s/user."
    return (
        f"On {engine_name(row.engine)} the sides share {measured_range(row.low, row.high)} tok/s/user. Over it {a} has"
        f" {times(row.mean_ratio)} the {DELIVERS[by]} of {b} on average (geometric mean; mean log-ratio"
        f" {row.mean_log_ratio:+.3f}). Its curve is the higher one over {_share(row.a_share)} of the band;"
        f" beyond interpolation error {a} is ahead over {_share(row.a_sure_share)} and {b} over"
        f" {_share(row.b_sure_share)}."
    )


def _turns(comparison, turns):
    if turns.empty:
        return ["The curves do not cross."]
    return [_turn(comparison, turn) for turn in turns.itertuples()]


def _turn(comparison, t):
    runs = [
        f"{side} at ~{half_up(here)} ({half_up(low)}–{half_up(high)})"
        for side, here, low, high in (
            (comparison.a.label, t.a_concurrency, t.a_concurrency_low, t.a_concurrency_high),
            (comparison.b.label, t.b_concurrency, t.b_concurrency_low, t.b_concurrency_high),
        )
    ]
    return (
        f"They break even at {t.interactivity:.4g} tok/s/user ({t.low:.4g}–{t.high:.4g} cannot be told from it):"
        f" {t.wins_below} is better below, {t.wins_above} above. Concurrency there: {', '.join(runs)}."
    )


def _share(share):
    return f"{half_up(100 * share)} %"
