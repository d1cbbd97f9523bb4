"""A against B over the whole band, not only at a few targets."""

import numpy as np
import pandas as pd

from specsweep.like.breakeven import nodes, undecided, winners
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

RATIO_COLUMNS = (
    "interactivity", "ratio", "low", "high", "winner",
    "a_throughput", "b_throughput", "a_concurrency", "b_concurrency",
)  # fmt: skip
GAUSS_X, GAUSS_W = np.polynomial.legendre.leggauss(12)
FINE = 64  # cells between neighbouring knots, where shares of the band are counted


def ratio_at(a, b, at, by="throughput"):
    """Ratio A/B and its interval at interactivities both curves cover.

    Returns a DataFrame: interactivity, ratio, low, high, winner ("" where the interval
    contains 1), a_throughput, b_throughput (tok/s/GPU), a_concurrency, b_concurrency.
    """
    at = np.atleast_1d(np.asarray(at, dtype=float))
    unit = unit_of_worth(b, by) / unit_of_worth(a, by)
    (a_low, a_high), (b_low, b_high) = bounds(a, at), bounds(b, at)
    ratio = read(a, at) / read(b, at) * unit
    label = np.where(ratio > 1, a.label, b.label)
    return pd.DataFrame(
        {
            "interactivity": at,
            "ratio": ratio,
            "low": a_low / b_high * unit,
            "high": a_high / b_low * unit,
            "winner": np.where(undecided(a, b, by, at) | np.isnan(ratio), "", label),
            "a_throughput": read(a, at),
            "b_throughput": read(b, at),
            "a_concurrency": read_concurrency(a, at),
            "b_concurrency": read_concurrency(b, at),
        }
    )


def ratio_curve(comparison, by="throughput", samples=16):
    """The ratio curve A/B with its interval, per engine, for drawing.

    Between neighbouring knots of either curve there are ``samples`` steps. The interval jumps
    at a measured row, so both sides of every knot are in it. Columns: engine and those of
    :func:`ratio_at`.
    """
    return _per_engine(comparison, by, lambda a, b, band: drawn_at(nodes(a, b, band), samples))


def ratio_table(comparison, by="throughput", every=10):
    """The ratio at every multiple of ``every`` tok/s/user in the band, per engine; columns
    as for :func:`ratio_curve`."""

    def multiples(a, b, band):
        return np.arange(np.ceil(band[0] / every), np.floor(band[1] / every) + 1) * every

    return _per_engine(comparison, by, multiples)


def band_summary(comparison, by="throughput"):
    """One row per engine: how the sides compare over all they share.

    Columns: engine, low, high (the band, tok/s/user), a_share (share of the band, uniform in
    interactivity, where A's curve lies above B's), a_sure_share and b_sure_share (shares
    where the interval leaves no doubt), mean_log_ratio (natural log of A/B, uniform in
    interactivity) and mean_ratio, its exponential. NaN where the sides share no range.
    """
    rows = [(engine, *_summary(*side_curves(comparison, engine), by)) for engine in engines(comparison)]
    columns = ["engine", "low", "high", "a_share", "a_sure_share", "b_sure_share", "mean_log_ratio", "mean_ratio"]
    return pd.DataFrame(rows, columns=columns)


def share_won(a, b, by="throughput"):
    """Share of the band both curves cover, uniform in interactivity, where A's lies above B's."""
    low, high = shared_band(a, b)
    if low == high:
        return float(ratio_at(a, b, low, by)["ratio"].iloc[0] > 1)
    return sum(end - start for start, end, sign in winners(a, b, by) if sign > 0) / (high - low)


def _summary(a, b, by):
    band = shared_band(a, b)
    if band is None:
        return (np.nan,) * 7
    if band[0] == band[1]:
        here = ratio_at(a, b, band[0], by).iloc[0]
        sure = [float(here["winner"] == curve.label) for curve in (a, b)]
        return (*band, share_won(a, b, by), *sure, np.log(here["ratio"]), here["ratio"])
    span = band[1] - band[0]
    a_share = share_won(a, b, by)
    x = nodes(a, b, band)
    at = (x[:-1] + x[1:])[:, None] / 2 + np.diff(x)[:, None] / 2 * GAUSS_X
    weight = (np.diff(x)[:, None] / 2 * GAUSS_W / span).ravel()
    unit = unit_of_worth(b, by) / unit_of_worth(a, by)
    mean_log = weight @ np.log(read(a, at.ravel()) / read(b, at.ravel()) * unit)
    winner = ratio_at(a, b, _midpoints(x), by)["winner"].to_numpy()
    width = np.repeat(np.diff(x) / FINE, FINE) / span
    sure = [float(width @ (winner == curve.label)) for curve in (a, b)]
    return (*band, a_share, *sure, mean_log, np.exp(mean_log))


def _midpoints(x):
    return (x[:-1, None] + np.diff(x)[:, None] * (np.arange(FINE) + 0.5) / FINE).ravel()


def _per_engine(comparison, by, where):
    parts = [pd.DataFrame(columns=["engine", *RATIO_COLUMNS])]
    for engine in engines(comparison):
        a, b = side_curves(comparison, engine)
        band = shared_band(a, b)
        if band is not None:
            parts.append(ratio_at(a, b, where(a, b, band), by).assign(engine=engine))
    return pd.concat(parts[1:] or parts, ignore_index=True)[["engine", *RATIO_COLUMNS]]
