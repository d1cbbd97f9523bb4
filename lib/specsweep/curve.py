"""The curve through a frontier: a monotone cubic that adds no bumps of its own.

Between two neighbouring knots the curve is a cubic Hermite polynomial whose slopes follow
M. Steffen, "A simple method for monotonic interpolation in one dimension", Astronomy and
Astrophysics 239 (1990) 443, as `d3.curveMonotoneX` draws it. Arrays only; many curves
("segments") are handled in one pass, their knots stored one curve after the other, each
sorted by x.
"""

import numpy as np


def steffen_slopes(x, y, starts, *, two_knots="published"):
    """Slopes of the monotone cubic at its knots.

    With h the knot distances and s the secant slopes, an interior slope is
    (sgn s₀ + sgn s₁) · min(|s₀|, |s₁|, ½|p|), where p = (s₀h₁ + s₁h₀)/(h₀ + h₁) and
    sgn 0 = +1; the ends are (3s − m)/2 with m the slope at the neighbouring knot.

    Parameters
    ----------
    x : (k,) strictly increasing inside each segment
    y : (k,) or (k, metrics)
    starts : (segments,) index of each segment's first knot, increasing, the first is 0
    two_knots : "published" or "straight"
        A segment of two knots has no interior slope. The public page then computes end
        slopes of 1.5 s and 0.75 s; "straight" draws the straight line a reader expects.

    Returns
    -------
    Array like ``y``. A single knot has slope 0.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    starts = np.asarray(starts, dtype=np.int64)
    k = len(x)
    slopes = np.zeros_like(y)
    if k < 2:
        return slopes
    ends = np.r_[starts[1:], k] - 1
    h = _column(np.diff(x), y)
    across = starts[1:] - 1  # differences that straddle two segments mean nothing
    h[across] = 1.0
    s = np.diff(y, axis=0) / h

    interior = np.ones(k, dtype=bool)
    interior[starts] = interior[ends] = False
    i = np.flatnonzero(interior)
    s0, s1, h0, h1 = s[i - 1], s[i], h[i - 1], h[i]
    p = (s0 * h1 + s1 * h0) / (h0 + h1)
    sign = np.where(s0 < 0, -1.0, 1.0) + np.where(s1 < 0, -1.0, 1.0)
    slopes[i] = sign * np.minimum(np.minimum(np.abs(s0), np.abs(s1)), 0.5 * np.abs(p))

    many = ends > starts
    first, last = starts[many], ends[many]
    slopes[first] = (3 * s[first] - slopes[first + 1]) / 2
    slopes[last] = (3 * s[last - 1] - slopes[last - 1]) / 2
    if two_knots == "straight":
        pair = first[last == first + 1]
        slopes[pair] = slopes[pair + 1] = s[pair]
    return slopes


def evaluate(x, y, slopes, starts, at, segment):
    """Read curves at given places; outside its knots a curve keeps its end value.

    Parameters
    ----------
    x, y, slopes, starts : the knots, as for :func:`steffen_slopes`
    at : (n,) where to read
    segment : (n,) which curve to read there

    Returns
    -------
    (n,) or (n, metrics) array. Steffen's end slopes may carry a curve beyond its end knot,
    so what is read is kept inside the range of that curve's knots, per metric.
    """
    x, y, slopes = np.asarray(x, dtype=float), np.asarray(y, dtype=float), np.asarray(slopes)
    starts = np.asarray(starts, dtype=np.int64)
    ends = np.r_[starts[1:], len(x)] - 1
    at, segment = np.asarray(at, dtype=float), np.asarray(segment, dtype=np.int64)
    left = locate(x, starts, at, segment)
    right = np.minimum(left + 1, ends[segment])
    h = np.where(right > left, x[right] - x[left], 1.0)
    t = _column(np.clip((at - x[left]) / h, 0.0, 1.0), y)
    h = _column(h, y)
    value = (
        (1 + 2 * t) * (1 - t) ** 2 * y[left]
        + t * (1 - t) ** 2 * h * slopes[left]
        + t**2 * (3 - 2 * t) * y[right]
        + t**2 * (t - 1) * h * slopes[right]
    )
    low = np.minimum.reduceat(y, starts, axis=0)[segment]
    high = np.maximum.reduceat(y, starts, axis=0)[segment]
    return np.clip(value, low, high)


def locate(x, starts, at, segment):
    """Index of the knot at or left of each place; the first interval for places before it,
    the last for places after (so that ``left + 1`` is a knot wherever there are two)."""
    starts = np.asarray(starts, dtype=np.int64)
    ends = np.r_[starts[1:], len(x)] - 1
    low, high = starts[segment], np.maximum(ends[segment], starts[segment] + 1)
    while np.any(high - low > 1):
        middle = (low + high) // 2
        go_right = (high - low > 1) & (x[np.minimum(middle, len(x) - 1)] <= at)
        high = np.where((high - low > 1) & ~go_right, middle, high)
        low = np.where(go_right, middle, low)
    return low


def _column(values, like):
    """Shape (n,) for one metric, (n, 1) beside several."""
    return values.copy() if like.ndim == 1 else values[:, None].copy()
