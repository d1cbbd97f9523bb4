"""Where does a piecewise cubic cross zero? Exactly, piece by piece; arrays only.

The difference of two monotone cubics is, between neighbouring knots of either, one cubic. It
is cut at its extremes into pieces that only rise or only fall: each holds at most one root,
which bisection finds to the last bit. A double root is an extreme of height zero, so that a
touch never shows as two crossings.
"""

import numpy as np

ZERO = 1e-12  # of the size of what is subtracted: nearer to zero than this is equal


def stretches(x, value, slope, size):
    """Cut a piecewise cubic Hermite function into stretches of one sign.

    Parameters
    ----------
    x : (n,) increasing knots
    value, slope : (n,) the function and its derivative at the knots
    size : (n,) magnitude of the numbers whose difference ``value`` is, for telling a
        rounding error from a difference

    Returns
    -------
    list of (low, high, sign) from x[0] to x[-1]; sign is +1, -1, or 0 where the function is
    zero throughout. Points where it only touches zero are not listed.
    """
    pieces = []
    for i in range(len(x) - 1):
        pieces += _pieces(x[i], x[i + 1], *_cubic(x, value, slope, i), ZERO * max(size[i], size[i + 1]))
    return _merged(pieces, 1e-9 * (x[-1] - x[0]))


def _cubic(x, value, slope, i):
    """Coefficients on t = 0 … 1, constant first, and the exact value at t = 1."""
    h = x[i + 1] - x[i]
    rise, left, right = value[i + 1] - value[i], h * slope[i], h * slope[i + 1]
    return (value[i], left, 3 * rise - 2 * left - right, left + right - 2 * rise), value[i + 1]


def _pieces(low, high, cubic, end_value, zero):
    cuts = [0.0, *_extremes(cubic), 1.0]
    values = [_at(cubic, t) for t in cuts[:-1]] + [end_value]
    signs = [0 if abs(v) <= zero else (1 if v > 0 else -1) for v in values]
    place = lambda t: high if t == 1.0 else low + t * (high - low)  # noqa: E731
    found = []
    for t0, t1, s0, s1 in zip(cuts[:-1], cuts[1:], signs[:-1], signs[1:], strict=True):
        if s0 * s1 < 0:
            root = place(_root(cubic, t0, t1, s0))
            found += [(place(t0), root, s0), (root, place(t1), s1)]
        else:
            found.append((place(t0), place(t1), s0 or s1))
    return found


def _extremes(cubic):
    """Where inside (0, 1) the cubic turns, in order."""
    _, c1, c2, c3 = cubic
    turn = 4 * c2 * c2 - 12 * c3 * c1
    if turn <= 0:
        return []
    # The form of the quadratic formula that never subtracts near-equal numbers.
    q = -(c2 + np.copysign(np.sqrt(turn) / 2, c2))
    candidates = {q / (3 * c3) if c3 else np.nan, c1 / q if q else np.nan}
    return sorted(t for t in candidates if 0 < t < 1)


def _root(cubic, t0, t1, sign_left):
    while True:
        middle = (t0 + t1) / 2
        if middle in (t0, t1):
            return middle
        if _at(cubic, middle) * sign_left > 0:
            t0 = middle
        else:
            t1 = middle


def _at(cubic, t):
    return cubic[0] + t * (cubic[1] + t * (cubic[2] + t * cubic[3]))


def _merged(pieces, shortest):
    """Neighbours of one sign joined; stretches of zero no longer than a point dropped."""
    merged = []
    for low, high, sign in pieces:
        if high <= low or (sign == 0 and high - low <= shortest):
            continue
        if merged and merged[-1][2] == sign:
            low = merged.pop()[0]
        merged.append((low, high, sign))
    return merged
