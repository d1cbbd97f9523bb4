"""One side's curve in one engine, lifted out of a like-for-like comparison."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from specsweep.curve import evaluate
from specsweep.errors import SweepError, listed
from specsweep.like.interval import interval
from specsweep.like.metrics import METRICS_LIKE, derive

CURVE_COLUMNS = ("interactivity", "throughput", "throughput_slope", "concurrency", "concurrency_slope")
OF_THE_GPU = ("usd_per_gpu_hour", "kw_per_gpu")
WORTH = {"throughput": "tok/s/GPU", "cost": "tokens per $", "power": "tok/s/MW"}


class SideCurve(NamedTuple):
    """Knots sorted by interactivity x (tok/s/user): throughput (tok/s/GPU) and concurrency,
    with the slopes of their curves; price in $/GPU-hour and power in kW of the side's GPU."""

    label: str
    x: np.ndarray
    throughput: np.ndarray
    throughput_slope: np.ndarray
    concurrency: np.ndarray
    concurrency_slope: np.ndarray
    usd_per_gpu_hour: float
    kw_per_gpu: float


def engines(comparison):
    """Engines that both sides were measured with, in the order of the data."""
    if comparison.rules != "like_for_like":
        raise SweepError('only a comparison with rules="like_for_like" keeps engines apart')
    return list(comparison.knots["engine"].unique())


def side_curves(comparison, engine, tokens="total"):
    """The curves of A and B in one engine, for "total", "output" or "input" tokens; None for
    a side without such a throughput."""
    if engine not in engines(comparison):
        raise SweepError(f"both sides were not measured with {engine!r}, only with {listed(engines(comparison))}")
    knots, labels = _columns(comparison.knots), (comparison.a.label, comparison.b.label)
    mine = (knots["engine"] == engine) & (knots["tokens"] == tokens)
    return tuple(_curve(knots, mine & (knots["side"] == label), label) for label in labels)


def pair_curves(answers):
    """The curves of A and B for total tokens, of many pairs at once.

    answers : LikeForLikeSet. Yields ((number of the pair, engine), (curve of A, curve of B)).
    """
    knots = answers.knots[answers.knots["tokens"] == "total"]
    columns, segment = _columns(knots), knots["segment"].to_numpy()
    for key, rows in knots.reset_index().groupby(["pair", "engine"], sort=False).indices.items():
        sides = (rows[segment[rows] % 2 == side] for side in (0, 1))
        yield key, tuple(_curve(columns, mine, columns["side"][mine][0]) for mine in sides)


def shared_band(a, b):
    """(low, high) interactivity that both curves cover, or None."""
    if a is None or b is None:
        return None
    low, high = max(a.x[0], b.x[0]), min(a.x[-1], b.x[-1])
    return (low, high) if low <= high else None


def read(curve, at):
    """Throughput (tok/s/GPU) of a curve at interactivities inside its knots."""
    return _evaluate(curve, at, curve.throughput, curve.throughput_slope)


def read_concurrency(curve, at):
    """Concurrency at which the side runs at these interactivities (splined, so approximate)."""
    return _evaluate(curve, at, curve.concurrency, curve.concurrency_slope)


def bounds(curve, at):
    """Lowest and highest throughput the curve may have at these interactivities."""
    at = np.atleast_1d(np.asarray(at, dtype=float))
    return interval(curve.x, curve.throughput, curve.throughput_slope, [0], at, np.zeros(len(at), int))


def unit_of_worth(curve, by):
    """What throughput is divided by: 1, the price, or the power, so that more is better."""
    if by not in WORTH:
        raise SweepError(f"sides are compared by {listed(WORTH)}, not by {by!r}")
    return {"throughput": 1.0, "cost": curve.usd_per_gpu_hour, "power": curve.kw_per_gpu}[by]


def drawn_at(x, samples):
    """Knots, ``samples`` steps between neighbours, and a place just beside each knot."""
    if len(x) < 2:
        return x
    steps = np.linspace(x[:-1], x[1:], samples, endpoint=False)[1:].ravel()
    beside = 1e-9 * np.diff(x)
    return np.unique(np.concatenate([steps, x, x[:-1] + beside, x[1:] - beside]))


def trace_like(comparison, metric="throughput", samples=24):
    """The drawn curves with their intervals, per engine and side.

    Returns a DataFrame with columns engine, side, interactivity (tok/s/user), the metric,
    low and high; every knot is in it, with ``samples`` steps between neighbours, and a place
    just beside each knot, because the interval has no width at a knot and some next to it.
    """
    pieces = [pd.DataFrame(columns=["engine", "side", "interactivity", metric, "low", "high"])]
    tokens = "total" if metric == "concurrency" else METRICS_LIKE[metric][0]
    for engine in engines(comparison):
        for curve in filter(None, side_curves(comparison, engine, tokens)):
            at = drawn_at(curve.x, samples)
            if metric == "concurrency":
                value = low = high = read_concurrency(curve, at)
            else:
                throughput = read(curve, at), *bounds(curve, at)
                value, low, high = derive(metric, *throughput, curve.usd_per_gpu_hour, curve.kw_per_gpu)
            columns = {"interactivity": at, metric: value, "low": low, "high": high}
            pieces.append(pd.DataFrame({"engine": engine, "side": curve.label, **columns}))
    return pd.concat(pieces[1:] or pieces, ignore_index=True)


def _evaluate(curve, at, y, slope):
    at = np.atleast_1d(np.asarray(at, dtype=float))
    return evaluate(curve.x, y, slope, [0], at, np.zeros(len(at), int))


def _columns(knots):
    """Knots as {column: array}: many small selections from a DataFrame would take most of a report's time."""
    return {c: knots[c].to_numpy() for c in ("engine", "side", "tokens", *CURVE_COLUMNS, *OF_THE_GPU)}


def _curve(knots, mine, label):
    """The curve through some of the knots, from their columns; None where there are none."""
    arrays = [np.asarray(knots[c][mine], dtype=float) for c in CURVE_COLUMNS]
    return SideCurve(label, *arrays, *(knots[c][mine][0] for c in OF_THE_GPU)) if len(arrays[0]) else None
