"""What follows from a throughput, a price and a power: one curve, so the metrics agree."""

import numpy as np

from specsweep.metrics import cost, energy, itself, per_mw
from specsweep.prices import price_list, price_rows

TOKENS = {"total": "tput_per_gpu", "output": "output_tput_per_gpu", "input": "input_tput_per_gpu"}


# metric → (whose throughput it follows from, how)
METRICS_LIKE = {
    "throughput": ("total", itself),
    "output_throughput": ("output", itself),
    "input_throughput": ("input", itself),
    "cost_usd_per_mtok": ("total", cost),
    "output_cost_usd_per_mtok": ("output", cost),
    "input_cost_usd_per_mtok": ("input", cost),
    "tok_per_s_per_mw": ("total", per_mw),
    "joules_per_token": ("total", energy),
}


def derive(metric, value, low, high, price, power):
    """A metric with its interval, from a throughput with its interval (tok/s/GPU).

    ``price`` in $/GPU-hour, ``power`` in kW per GPU. Returns value, low, high; where more
    throughput means less of the metric, its ends change places.
    """
    how = METRICS_LIKE[metric][1]
    if how in (cost, energy):
        low, high = high, low
    return tuple(how(t, price, power) for t in (value, low, high))


def row_metrics(sweep, rows, prices, tier):
    """Every metric of measured rows, {name: (rows,) array}; missing stays missing (NaN)."""
    price, power = price_rows(sweep["hardware"].to_numpy(dtype=object)[rows], price_list(prices, tier))
    throughput = {tokens: throughput_of(sweep, rows, tokens) for tokens in TOKENS}
    found = {name: how(throughput[tokens], price, power) for name, (tokens, how) in METRICS_LIKE.items()}
    return {**found, "concurrency": sweep["conc"].to_numpy(dtype=float)[rows]}


def throughput_of(sweep, rows, tokens):
    """Throughput of rows for "total", "output" or "input" tokens, tok/s/GPU; NaN where there
    is none, or none above 0."""
    if TOKENS[tokens] not in sweep.columns:
        return np.full(len(rows), np.nan)
    values = sweep[TOKENS[tokens]].to_numpy(dtype=float)[rows]
    return np.where(values > 0, values, np.nan)
