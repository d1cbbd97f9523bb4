"""The metrics of the public page and what their curves go through, under its own rules."""

import numpy as np

from specsweep.metrics import cost, per_mw
from specsweep.prices import price_list, price_rows

METRICS = (
    "throughput",  # tok/s/GPU, input and output tokens
    "output_throughput",  # tok/s/GPU
    "input_throughput",  # tok/s/GPU
    "cost_usd_per_mtok",  # $ per million tokens, input and output
    "output_cost_usd_per_mtok",
    "input_cost_usd_per_mtok",
    "tok_per_s_per_mw",
    "concurrency",
)


def metric_values(sweep, rows, prices, tier):
    """(rows, metrics) array of what every metric's curve goes through.

    The public page's own fallbacks, kept here because these are its rules: a row without
    output throughput uses the total, one without input throughput counts as 0 at cost 0.
    """
    total = sweep["tput_per_gpu"].to_numpy(dtype=float)[rows]
    output = _optional(sweep, "output_tput_per_gpu", rows)
    output = np.where(np.isnan(output), total, output)
    entry = np.nan_to_num(_optional(sweep, "input_tput_per_gpu", rows), nan=0.0)
    price, power = price_rows(sweep["hardware"].to_numpy(dtype=object)[rows], price_list(prices, tier))
    costs = (_cost(throughput, price, power) for throughput in (total, output, entry))
    conc = sweep["conc"].to_numpy(dtype=float)[rows]
    return np.column_stack([total, output, entry, *costs, per_mw(total, price, power), conc])


def _optional(sweep, column, rows):
    if column not in sweep.columns:
        return np.full(len(rows), np.nan)
    return sweep[column].to_numpy(dtype=float)[rows]


def _cost(throughput, price, power):
    """$ per million tokens; 0 for a throughput of 0, as the public page has it."""
    safe = np.where(throughput > 0, throughput, 1.0)
    return np.where(throughput > 0, cost(safe, price, power), 0.0)
