"""Frontiers and curves of many sides, one engine at a time, for every kind of tokens."""

from typing import NamedTuple

import numpy as np

from specsweep.curve import evaluate, locate, steffen_slopes
from specsweep.frontier import frontier_mask
from specsweep.like.interval import interval
from specsweep.like.metrics import TOKENS, throughput_of
from specsweep.prices import price_list, price_rows


class EngineCurves(NamedTuple):
    """Knots of all curves, one curve ("segment") after the other.

    Segments are numbered kind · sides + side, where kind is 0, 1, 2 for total, output and
    input tokens, and side runs over all sides of all units; a segment without rows has no
    knots. ``values`` and ``slopes`` have two columns: throughput (tok/s/GPU) and concurrency.
    """

    sides: int
    x: np.ndarray  # (k,) interactivity, tok/s/user
    values: np.ndarray  # (k, 2)
    slopes: np.ndarray  # (k, 2)
    starts: np.ndarray  # first knot of every curve there is
    segment: np.ndarray  # (k,)
    row: np.ndarray  # (k,) row number in the sweep
    price: np.ndarray  # (sides,) $/GPU-hour
    power: np.ndarray  # (sides,) kW/GPU


def engine_curves(sweep, rows, side, sides, prices, tier):
    """Curves through the frontiers of ``sides`` sides.

    Parameters
    ----------
    rows : (n,) row numbers in ``sweep``
    side : (n,) which side each belongs to, 0 … sides - 1

    A row without a throughput, or with none above 0, is no point of that kind of tokens.
    """
    x = np.tile(sweep["median_intvty"].to_numpy(dtype=float)[rows], len(TOKENS))
    y = np.concatenate([throughput_of(sweep, rows, tokens) for tokens in TOKENS])
    segment = np.concatenate([side + sides * kind for kind in range(len(TOKENS))])
    row = np.tile(rows, len(TOKENS))
    knots = np.flatnonzero(frontier_mask(x, y, segment))
    knots = knots[np.lexsort((x[knots], segment[knots]))]
    x, row, segment = x[knots], row[knots], segment[knots]
    values = np.column_stack([y[knots], sweep["conc"].to_numpy(dtype=float)[row]])
    starts = np.flatnonzero(np.diff(segment, prepend=-1))
    slopes = steffen_slopes(x, values, starts, two_knots="straight")
    price, power = price_rows(sweep["hardware"].to_numpy(dtype=object)[rows], price_list(prices, tier))
    shared = (_shared_value(each, side, sides) for each in (price, power))
    return EngineCurves(sides, x, values, slopes, starts, segment, row, *shared)


def ends(curves, kind=0):
    """First and last interactivity of every side's frontier; NaN where it has none."""
    segment = curves.segment[curves.starts] - kind * curves.sides
    mine = (segment >= 0) & (segment < curves.sides)
    low, high = np.full((2, curves.sides), np.nan)
    low[segment[mine]] = curves.x[curves.starts[mine]]
    high[segment[mine]] = curves.x[_last_knots(curves)[mine]]
    return low, high


def read_curves(curves, at, segment):
    """Read curves inside their knots.

    Returns
    -------
    (n,) arrays: throughput, its lowest and highest value, concurrency, and whether a knot
    lies there. NaN outside the knots.
    """
    value, low, high, conc = np.full((4, len(at)), np.nan)
    on_knot = np.zeros(len(at), dtype=bool)
    present = curves.segment[curves.starts]
    known = np.flatnonzero(np.isin(segment, present))
    curve, place = np.searchsorted(present, segment[known]), at[known]
    inside = (place >= curves.x[curves.starts[curve]]) & (place <= curves.x[_last_knots(curves)[curve]])
    there, curve, place = known[inside], curve[inside], place[inside]
    if len(there):
        knots = curves.x, curves.values, curves.slopes, curves.starts
        value[there], conc[there] = evaluate(*knots, place, curve).T
        throughput = curves.x, curves.values[:, 0], curves.slopes[:, 0], curves.starts
        low[there], high[there] = interval(*throughput, place, curve)
        left = locate(curves.x, curves.starts, place, curve)
        right = np.minimum(left + 1, _last_knots(curves)[curve])
        on_knot[there] = (curves.x[left] == place) | (curves.x[right] == place)
    return value, low, high, conc, on_knot


def _last_knots(curves):
    return np.r_[curves.starts[1:], len(curves.x)] - 1


def _shared_value(values, side, sides):
    """The value all rows of a side share; NaN where they differ: a side that pools several
    GPUs has no one price to derive a cost from."""
    low, high = np.full(sides, np.inf), np.full(sides, -np.inf)
    np.minimum.at(low, side, values)
    np.maximum.at(high, side, values)
    return np.where(low == high, low, np.nan)
