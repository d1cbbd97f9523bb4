"""What one chart of the explorer shows: points, series and their frontier curves on two chosen axes.

The frontier of a series is the set of its points that no other point of it beats on both axes,
each in its better direction (more tok/s/user, less TTFT, less cost …). A metric of which neither
more nor less is better (concurrency, measured power) is read along the throughput frontier.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from specsweep.curve import evaluate, steffen_slopes
from specsweep.explore.choices import chosen_rows
from specsweep.explore.series import series_of
from specsweep.frontier import frontier_mask
from specsweep.metrics import Metric, values_of

STEPS = 16  # drawn pieces between two neighbouring knots


@dataclass(frozen=True)
class View:
    """Attributes
    ----------
    x, y : the metrics along the axes
    rows : DataFrame, the measured points looked at; those without x or y cannot be drawn
    lacking : those of x and y that some of the rows do not have
    points : DataFrame, the rows drawn: the sweep's columns and series (number), x, y, on_frontier
    series : DataFrame, one row per series drawn, see :func:`specsweep.explore.series.series_of`
    knots : DataFrame, the frontier points the curves go through, by series, then x: series, x, y,
        slope, concurrency, concurrency_slope
    """

    x: Metric
    y: Metric
    rows: pd.DataFrame
    lacking: tuple
    points: pd.DataFrame
    series: pd.DataFrame
    knots: pd.DataFrame


def view_of(sweep, chosen, x, y, prices="2026-04", tier="hyperscaler"):
    """The view of a sweep under a choice; ``prices`` and ``tier`` as for `compare`."""
    rows = sweep[chosen_rows(sweep, chosen)]
    return curves_of(rows, None, x, y, prices, tier)


def curves_of(rows, code, x, y, prices, tier):
    """The view of some rows. ``code`` numbers the curve each belongs to; None: its series."""
    values = {"x": values_of(x, rows, prices, tier), "y": values_of(y, rows, prices, tier)}
    lacking = tuple(m for m, v in zip((x, y), values.values(), strict=True) if np.isnan(v).any())
    drawn = ~(np.isnan(values["x"]) | np.isnan(values["y"]))
    points = rows[drawn].assign(**{axis: v[drawn] for axis, v in values.items()})
    series, code = series_of(points) if code is None else (pd.DataFrame(), code[drawn])
    points = points.assign(series=code, on_frontier=frontier_of(points, x, y, code))
    return View(x, y, rows, lacking, points, series, _knots(points))


def frontier_of(points, x, y, segment):
    """Bool array: which points (columns x, y and tput_per_gpu) are on the frontier of their segment."""
    across = _better(points["x"].to_numpy(), x)
    up = _better(points["y"].to_numpy(), y) if y.better else points["tput_per_gpu"].to_numpy()
    return frontier_mask(across, up, segment)


def traced(view):
    """The drawn curves: the very curves the numbers come from. Columns series, x, y."""
    x, starts, segment = _curves(view.knots)
    left = np.flatnonzero(np.r_[segment[1:] == segment[:-1], False]) if len(x) else np.empty(0, int)
    t = np.arange(STEPS) / STEPS
    at = (x[left, None] + (x[left + 1] - x[left])[:, None] * t).ravel() if len(left) else np.empty(0)
    ends = np.r_[starts[1:], len(x)] - 1 if len(x) else np.empty(0, int)
    at, curve = np.r_[at, x[ends]], np.r_[np.repeat(segment[left], STEPS), segment[ends]]
    y = _read(view.knots, "y", "slope", starts, at, curve)
    order = np.lexsort((at, curve))
    return pd.DataFrame({"series": _number(view.knots, starts)[curve], "x": at, "y": y}).iloc[order]


def read_at(view, target):
    """Every curve read at one place of the x axis.

    Returns a DataFrame with one row per series: series, y, concurrency (a reading between
    measured ones), low and high (the range of x that its frontier covers), status: "measured",
    "interpolated", or "outside": then y and concurrency are NaN, nothing is carried on beyond
    what was measured.
    """
    x, starts, _ = _curves(view.knots)
    ends = np.r_[starts[1:], len(x)] - 1 if len(x) else np.empty(0, int)
    curve, at = np.arange(len(starts)), np.full(len(starts), float(target))
    outside = (at < x[starts]) | (at > x[ends])
    on_knot = np.isin(curve, np.flatnonzero(np.add.reduceat(x == target, starts)) if len(x) else [])
    read = {
        column: np.where(outside, np.nan, _read(view.knots, column, slope, starts, at, curve))
        for column, slope in (("y", "slope"), ("concurrency", "concurrency_slope"))
    }
    status = np.select([outside, on_knot], ["outside", "measured"], "interpolated")
    return pd.DataFrame(
        {"series": _number(view.knots, starts), **read, "low": x[starts], "high": x[ends], "status": status}
    )


def default_target(view):
    """A place on the x axis where most curves can be read: the middle of what most of them cover."""
    x, starts, _ = _curves(view.knots)
    if not len(x):
        return 0.0
    low, high = x[starts], x[np.r_[starts[1:], len(x)] - 1]
    places = np.unique(np.r_[x, (x[1:] + x[:-1]) / 2])
    covered = ((low[:, None] <= places) & (places <= high[:, None])).sum(axis=0)
    best = places[covered == covered.max()]
    return float(best[len(best) // 2])


def _better(values, metric):
    return values if metric.better == "higher" else -values


def _knots(points):
    knots = points.loc[points["on_frontier"], ["series", "x", "y", "conc"]]
    knots = knots.sort_values(["series", "x"], ignore_index=True).rename(columns={"conc": "concurrency"})
    x, starts, _ = _curves(knots)
    both = steffen_slopes(x, knots[["y", "concurrency"]].to_numpy(dtype=float), starts, two_knots="straight")
    return knots.assign(slope=both[:, 0], concurrency_slope=both[:, 1])


def _curves(knots):
    """x of the knots, where each curve starts, and the curve (0, 1, …) of each knot."""
    number = knots["series"].to_numpy()
    if not len(number):
        return np.empty(0), np.empty(0, int), np.empty(0, int)
    new = np.r_[True, number[1:] != number[:-1]]
    return knots["x"].to_numpy(dtype=float), np.flatnonzero(new), np.cumsum(new) - 1


def _number(knots, starts):
    return knots["series"].to_numpy()[starts]


def _read(knots, column, slope, starts, at, curve):
    if not len(knots):
        return np.empty(0)
    x, y = knots["x"].to_numpy(dtype=float), knots[column].to_numpy(dtype=float)
    return evaluate(x, y, knots[slope].to_numpy(), starts, at, curve)
