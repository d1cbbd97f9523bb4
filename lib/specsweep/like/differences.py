"""What turning from B to A buys at each target: saving, speed-up, and whether it is sure."""

import numpy as np

from specsweep.metrics import TIE

DIFFERENCE_COLUMNS = (
    "target", "engine", "speed_up", "speed_up_low", "speed_up_high", "faster", "throughput_verdict",
    "saving", "saving_low", "saving_high", "cheaper", "cost_verdict",
)  # fmt: skip


def differences(comparison):
    """A against B in every cell of a like-for-like comparison.

    Returns
    -------
    DataFrame, one row per engine and target: speed_up (throughput of A / B) and saving
    (1 - cost of A / cost of B, never above 1; negative where A costs more), each with the
    ends of its interval; faster and cheaper, the label of the better side, "" where none
    is; and two verdicts: "better", "within interpolation error" (the interval contains no
    difference), "tied" (sure, but below 1 %), "not measured", or for cost "no price".
    """
    table = comparison.table
    a = table[table["side"] == comparison.a.label].reset_index(drop=True)
    b = table[table["side"] == comparison.b.label].reset_index(drop=True)
    out = a[["target", "engine"]].copy()
    labels = comparison.a.label, comparison.b.label
    rate = [_ratio(a, b, "throughput", *ends) for ends in (("", ""), ("_low", "_high"), ("_high", "_low"))]
    cost = [_ratio(a, b, "cost_usd_per_mtok", *ends) for ends in (("", ""), ("_high", "_low"), ("_low", "_high"))]
    measured = rate[0].notna()
    out[["speed_up", "speed_up_low", "speed_up_high"]] = np.column_stack(rate)
    out["throughput_verdict"] = _verdict(*rate, np.where(measured, "", "not measured"))
    out["faster"] = _better(out["throughput_verdict"], rate[0] > 1, labels)
    out[["saving", "saving_low", "saving_high"]] = 1 - np.column_stack(cost)
    unknown = np.where(measured, np.where(cost[0].isna(), "no price", ""), "not measured")
    out["cost_verdict"] = _verdict(cost[0], cost[2], cost[1], unknown)
    out["cheaper"] = _better(out["cost_verdict"], cost[0] < 1, labels)
    return out[list(DIFFERENCE_COLUMNS)]


def _ratio(a, b, metric, end_a, end_b):
    return a[f"{metric}{end_a}"] / b[f"{metric}{end_b}"]


def _verdict(ratio, low, high, unknown):
    undecided = (low <= 1) & (high >= 1) & (low < high)
    tied = np.maximum(ratio, 1 / ratio) < TIE
    return np.select([unknown != "", undecided, tied], [unknown, "within interpolation error", "tied"], "better")


def _better(verdict, a_is, labels):
    return np.where(verdict == "better", np.where(a_is, *labels), "")
