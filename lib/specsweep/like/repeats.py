"""How far do repeated measurements of one configuration lie apart?

A sweep that was run on several dates, or retried, measures some configurations more than
once. Their spread is noise that the interpolation interval knows nothing of, so it is kept
apart from it.
"""

import pandas as pd

from specsweep.layout import parallelism
from specsweep.like.words import engine_name
from specsweep.rounding import half_up

# What makes a configuration, as far as a sweep says it. The image is not among them: another
# date mostly means another image, and the table says how many there were.
CONFIGURATION = (
    "model", "hardware", "framework", "precision", "spec_method", "disagg", "is_multinode",
    "prefill_tp", "prefill_ep", "prefill_dp_attention", "prefill_num_workers",
    "decode_tp", "decode_ep", "decode_dp_attention", "decode_num_workers",
    "num_prefill_gpu", "num_decode_gpu", "isl", "osl", "conc",
)  # fmt: skip
REPEAT_COLUMNS = (
    "side", "engine", "concurrency", "parallelism", "runs", "images", "first_date", "last_date",
    "interactivity", "interactivity_spread", "throughput", "throughput_spread",
)  # fmt: skip


def repeats(comparison):
    """Configurations that were measured more than once.

    Returns
    -------
    DataFrame, one row per side and configuration: side, engine, concurrency, parallelism,
    runs (how many), images (how many different ones; 0 where the sweep does not say),
    first_date and last_date, the medians of interactivity (tok/s/user) and throughput
    (tok/s/GPU), and their spreads: (largest - smallest) / median.
    """
    points = comparison.points
    keys = ["side", *(c for c in CONFIGURATION if c in points)]
    rows = pd.DataFrame(
        {
            "side": points["side"],
            "framework": points["framework"],
            "concurrency": points["conc"],
            "parallelism": parallelism(points),
            "images": points.get("image"),
            "date": points.get("date"),
            "interactivity": points["median_intvty"],
            "throughput": points["tput_per_gpu"],
        }
    )
    groups = rows.groupby(points.groupby(keys, sort=False, dropna=False).ngroup(), sort=False)
    found = groups.agg(
        side=("side", "first"),
        framework=("framework", "first"),
        concurrency=("concurrency", "first"),
        parallelism=("parallelism", "first"),
        runs=("throughput", "size"),
        images=("images", "nunique"),
        first_date=("date", "min"),
        last_date=("date", "max"),
        interactivity=("interactivity", "median"),
        throughput=("throughput", "median"),
    )
    measured = groups[["interactivity", "throughput"]]
    spread = ((measured.max() - measured.min()) / measured.median()).add_suffix("_spread")
    found = found.rename(columns={"framework": "engine"}).join(spread)  # agg() has a parameter engine of its own
    return found.loc[found["runs"] > 1, list(REPEAT_COLUMNS)].reset_index(drop=True)


def repeats_words(found):
    """What `repeats` found says about noise, or that there are none."""
    if found.empty:
        return "No configuration was measured twice here, so the rows do not say how far repeated runs lie apart."
    spread, across = found["throughput_spread"], int((found["images"] > 1).sum())
    images = f" {across} of them ran on more than one image." if across else ""
    if not found["images"].any():
        images = " The rows do not say on which image they ran."
    return (
        f"{len(found)} configurations were measured more than once ({int(found['runs'].sum())} runs). Between the runs"
        f" of one configuration throughput differs by {half_up(100 * spread.median())} % at the median and"
        f" {half_up(100 * spread.max())} % at most, interactivity by"
        f" {half_up(100 * found['interactivity_spread'].median())} % and"
        f" {half_up(100 * found['interactivity_spread'].max())} %.{images} The interpolation ranges do not include"
        " this."
    )


def repeats_grid(found):
    """The configurations that `repeats` found: arguments of a grid."""
    rows = [
        [
            r.side, engine_name(r.engine), r.parallelism, str(r.concurrency), str(r.runs),
            " to ".join(dict.fromkeys(d for d in (r.first_date, r.last_date) if isinstance(d, str))),
            half_up(r.interactivity, 1), f"{half_up(100 * r.interactivity_spread, 1)} %",
            half_up(r.throughput, 1), f"{half_up(100 * r.throughput_spread, 1)} %",
        ]
        for r in found.itertuples()
    ]  # fmt: skip
    return {
        "columns": [
            "Side", "Engine", "Parallelism", "Concurrency", "Runs", "Dates", "Interactivity (tok/s/user)", "Spread",
            "Throughput (tok/s/GPU)", "Spread",
        ],
        "left": (0, 1, 2, 5),
        "rows": rows,
        "caption": "Configurations measured more than once: medians, and (largest − smallest) / median.",
        "heads": 2,
    }  # fmt: skip
