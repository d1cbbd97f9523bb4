"""Where the two sides break even, who wins between, and how sure that is."""

import numpy as np
import pandas as pd

from specsweep.like.crossing import stretches
from specsweep.like.side_curve import (
    bounds,
    drawn_at,
    engines,
    read,
    read_concurrency,
    shared_band,
    side_curves,
    unit_of_worth,
)

BREAK_EVEN_COLUMNS = (
    "engine", "interactivity", "low", "high", "wins_below", "wins_above",
    "a_concurrency", "a_concurrency_low", "a_concurrency_high",
    "b_concurrency", "b_concurrency_low", "b_concurrency_high",
)  # fmt: skip
GRID = 24  # steps per stretch between knots in the search for the edges of an uncertain range


def break_even(comparison, by="throughput"):
    """Every interactivity where the drawn curves of A and B cross.

    Parameters
    ----------
    comparison : a like-for-like Comparison
    by : "throughput" (tok/s/GPU), "cost" (tokens per $) or "power" (tok/s/MW); they differ
        only where the two sides run on different GPUs

    Returns
    -------
    DataFrame, one row per crossing: engine, interactivity (tok/s/user), low and high (the
    range around it where the ratio interval contains 1, as far as both sides are measured),
    wins_below and wins_above (labels of the sides), and the concurrency of each side there
    and over that range. Where the curves only touch there is no row; where they coincide
    over a stretch between two winners, the row stands at its middle.
    """
    found = []
    for engine in engines(comparison):
        a, b = side_curves(comparison, engine)
        won = winners(a, b, by)
        for below, above, at in changes_of_winner(won):
            low, high = _uncertain(a, b, by, at)
            names = _label(a, b, below), _label(a, b, above)
            concurrency = [c for curve in (a, b) for c in _concurrencies(curve, at, low, high)]
            found.append((engine, at, low, high, *names, *concurrency))
    return pd.DataFrame(found, columns=list(BREAK_EVEN_COLUMNS))


def winners(a, b, by="throughput"):
    """Stretches of the shared band as (low, high, sign): +1 where A is better, -1 where B is,
    0 where the curves coincide. Empty where the sides share no more than a point, or where
    one has no price or power of its own."""
    band = shared_band(a, b)
    worth = [unit_of_worth(curve, by) for curve in (a, b) if curve is not None]
    if band is None or band[0] == band[1] or np.isnan(worth).any():
        return []
    x = nodes(a, b, band)
    value = [read(curve, x) / unit for curve, unit in zip((a, b), worth, strict=True)]
    slope = [_derivative(curve, x) / unit for curve, unit in zip((a, b), worth, strict=True)]
    return stretches(x, value[0] - value[1], slope[0] - slope[1], value[0] + value[1])


def nodes(a, b, band):
    """All knots of both curves inside the band, and its ends."""
    x = np.unique(np.concatenate([a.x, b.x, band]))
    return x[(x >= band[0]) & (x <= band[1])]


def changes_of_winner(won):
    """(winner below, winner above, where) for each change of winner."""
    for i in range(len(won) - 1):
        (_, end, sign), (_, same_until, after) = won[i], won[i + 1]
        if sign and after == -sign:
            yield sign, -sign, end
        elif sign and after == 0 and i + 2 < len(won) and won[i + 2][2] == -sign:
            yield sign, -sign, (end + same_until) / 2


def _label(a, b, sign):
    return a.label if sign > 0 else b.label


def _concurrencies(curve, at, low, high):
    here, *ends = read_concurrency(curve, [at, low, high])
    return here, min(ends), max(ends)


def _uncertain(a, b, by, at):
    """The range around a crossing where the ratio interval contains 1."""
    x = nodes(a, b, shared_band(a, b))
    grid = np.union1d(drawn_at(x, GRID), at)
    open_ = undecided(a, b, by, grid)
    here = int(np.searchsorted(grid, at))
    open_[here] = True
    below, above = np.flatnonzero(~open_[:here]), np.flatnonzero(~open_[here:])
    low = grid[0] if not len(below) else _edge(a, b, by, grid[below[-1]], grid[below[-1] + 1])
    high = grid[-1] if not len(above) else _edge(a, b, by, grid[here + above[0]], grid[here + above[0] - 1])
    return low, high


def undecided(a, b, by, at):
    """Bool array: the ratio interval at these interactivities contains 1."""
    units = unit_of_worth(a, by), unit_of_worth(b, by)
    (a_low, a_high), (b_low, b_high) = (bounds(curve, at) for curve in (a, b))
    return (a_low / units[0] <= b_high / units[1]) & (a_high / units[0] >= b_low / units[1])


def _edge(a, b, by, decided, undecided_):
    """Between a decided and an undecided place, the last undecided one."""
    while True:
        middle = (decided + undecided_) / 2
        if middle in (decided, undecided_) or abs(undecided_ - decided) < 1e-9:
            return undecided_
        if undecided(a, b, by, [middle])[0]:
            undecided_ = middle
        else:
            decided = middle


def _derivative(curve, at):
    """Slope of a curve's throughput at places inside its knots."""
    x, y, m = curve.x, curve.throughput, curve.throughput_slope
    left = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    h = x[left + 1] - x[left]
    t = (at - x[left]) / h
    return (
        6 * t * (1 - t) * (y[left + 1] - y[left]) / h + (1 - t) * (1 - 3 * t) * m[left] + t * (3 * t - 2) * m[left + 1]
    )
