"""The result of a comparison: its table, the points behind it, the curves it was read from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from specsweep.band import band_shown
from specsweep.curve import evaluate
from specsweep.published import METRICS, metric_values
from specsweep.side_curve import trace_like
from specsweep.sides import Side

TABLE_COLUMNS = ("target", "side", *METRICS, "status")


@dataclass(frozen=True)
class Comparison:
    """Two sides at matched interactivity.

    Attributes
    ----------
    band : (min, max) in tok/s/user as shown, whole numbers
    targets : tuple of interactivities, tok/s/user
    table : DataFrame, one row per target and side. Columns: target (tok/s/user), side (its
        label), throughput, output_throughput, input_throughput (tok/s/GPU),
        cost_usd_per_mtok, output_cost_usd_per_mtok, input_cost_usd_per_mtok ($ per million
        tokens), tok_per_s_per_mw, concurrency, and status: "measured" (a frontier row lies
        there), "interpolated", "clamped" (outside this side's frontier: its nearest end is
        shown) or "missing" (this side has no rows).
        Like for like it also has an engine, intervals and more, see
        :class:`specsweep.like_set.LikeForLikeSet`.
    prices, tier : what costs and power were reckoned with, as given
    points : DataFrame, the sweep's rows of both sides, with the columns side and on_frontier and
        each metric (under the same rules as the curves)
    knots : DataFrame, the frontier rows the curves go through, sorted by interactivity: side,
        interactivity, row (index into ``points``), each metric, and its slope (`<metric>_slope`)
    """

    a: Side
    b: Side
    sequence: str
    rules: str
    band: tuple
    targets: tuple
    prices: object
    tier: str
    table: pd.DataFrame
    points: pd.DataFrame
    knots: pd.DataFrame


@dataclass(frozen=True)
class ComparisonSet(Sequence):
    """Many pairs compared in one pass; item i is the Comparison of pair i.

    Attributes
    ----------
    pairs : tuple of (Side, Side)
    sequences : tuple of sequence labels
    bands : (pairs, 2) array, unrounded, tok/s/user; NaN where neither side has rows
    table : DataFrame with the columns of a Comparison's table, after a column pair (0, 1, …);
        a pair without rows on either side has none here
    """

    pairs: tuple
    sequences: tuple
    rules: str
    prices: object
    tier: str
    bands: np.ndarray
    table: pd.DataFrame
    sweep: pd.DataFrame
    rows: np.ndarray
    row_segment: np.ndarray
    knot_rows: np.ndarray
    knot_segment: np.ndarray
    knot_values: np.ndarray
    knot_slopes: np.ndarray

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        i = range(len(self))[i]
        a, b = self.pairs[i]
        table = self.table.loc[self.table["pair"] == i, list(TABLE_COLUMNS)].reset_index(drop=True)
        return Comparison(
            a=a,
            b=b,
            sequence=self.sequences[i],
            rules=self.rules,
            band=band_shown(self.bands[i]),
            targets=tuple(table["target"].unique().tolist()),
            prices=self.prices,
            tier=self.tier,
            table=table,
            points=self._points(i),
            knots=self._knots(i),
        )

    def _points(self, i):
        mine = self.row_segment // 2 == i
        rows = self.rows[mine]
        segment = self.row_segment[mine] % 2
        on_frontier = np.zeros(len(rows), dtype=bool)
        for s in (0, 1):
            on_frontier |= (segment == s) & np.isin(rows, self.knot_rows[self.knot_segment == 2 * i + s])
        values = metric_values(self.sweep, rows, self.prices, self.tier)
        points = points_of(self.sweep, rows, segment, self.pairs[i])
        return points.assign(on_frontier=on_frontier, **dict(zip(METRICS, values.T, strict=True)))

    def _knots(self, i):
        mine = self.knot_segment // 2 == i
        rows, segment = self.knot_rows[mine], self.knot_segment[mine] % 2
        row_of = {(s, r): n for n, (s, r) in enumerate(self._row_keys(i))}
        knots = pd.DataFrame(
            {
                "side": np.array([side.label for side in self.pairs[i]], dtype=object)[segment],
                "interactivity": self.sweep["median_intvty"].to_numpy()[rows],
                "row": [row_of[key] for key in zip(segment, rows, strict=True)],
            }
        )
        for m, metric in enumerate(METRICS):
            knots[metric] = self.knot_values[mine, m]
        for m, metric in enumerate(METRICS):
            knots[f"{metric}_slope"] = self.knot_slopes[mine, m]
        return knots

    def _row_keys(self, i):
        mine = self.row_segment // 2 == i
        return zip(self.row_segment[mine] % 2, self.rows[mine], strict=True)


def points_of(sweep, rows, side, pair):
    """The rows of a pair, with the label of the side (0 or 1) that each belongs to."""
    labels = np.array([one.label for one in pair], dtype=object)[side]
    return sweep.iloc[rows].reset_index(drop=True).assign(side=labels)


def trace(comparison, metric="throughput", samples=24):
    """The drawn curves: the very curves the numbers come from, sampled between their knots.

    Returns a DataFrame with columns side, interactivity (tok/s/user) and the metric; every
    knot is in it, with ``samples`` steps between neighbours. Like for like also engine, and
    low and high, the interval.
    """
    if comparison.rules == "like_for_like":
        return trace_like(comparison, metric, samples)
    pieces = []
    for label, knots in comparison.knots.groupby("side", sort=False):
        x = knots["interactivity"].to_numpy()
        steps = np.linspace(x[:-1], x[1:], samples, endpoint=False).T.ravel() if len(x) > 1 else np.empty(0)
        at = np.append(steps, x[-1])
        y = evaluate(x, knots[metric].to_numpy(), knots[f"{metric}_slope"].to_numpy(), [0], at, np.zeros(len(at), int))
        pieces.append(pd.DataFrame({"side": label, "interactivity": at, metric: y}))
    return pd.concat(pieces, ignore_index=True)
