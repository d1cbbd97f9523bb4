"""The result of a comparison: its table, the points behind it, the curves it was read from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from specsweep.band import band_shown
from specsweep.curve import evaluate
from specsweep.like.side_curve import trace_like
from specsweep.published import METRICS, metric_values
from specsweep.sides import Side


@dataclass(frozen=True)
class Comparison:
    """Two sides at matched interactivity.

    Attributes
    ----------
    band : (min, max) in tok/s/user as shown, whole numbers; None where nothing is comparable
    targets : tuple of interactivities, tok/s/user
    table : DataFrame, one row per target and side. Columns: target (tok/s/user), side (its
        label), throughput, output_throughput, input_throughput (tok/s/GPU),
        cost_usd_per_mtok, output_cost_usd_per_mtok, input_cost_usd_per_mtok ($ per million
        tokens), tok_per_s_per_mw, concurrency, and status: "measured" (a frontier row lies
        there), "interpolated", "clamped" (outside this side's frontier: its nearest end is
        shown) or "missing" (this side has no rows).
        Like for like it also has an engine, intervals and more, see
        :class:`specsweep.like.result.LikeForLikeSet`.
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


@dataclass(frozen=True, kw_only=True)
class PairSet(Sequence):
    """Many pairs compared in one pass; item i is the Comparison of pair i.

    Attributes
    ----------
    pairs : tuple of (Side, Side)
    sequences : tuple of sequence labels
    bands : (pairs, 2) array, unrounded, tok/s/user; NaN where there is nothing to compare
    table : DataFrame with the columns of a Comparison's table, after a column pair (0, 1, …);
        a pair with nothing to compare has none here
    rows, row_segment : (n,) row numbers in ``sweep`` of all sides, and whose they are: 2 · pair
        + 0 for A, + 1 for B
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

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        i = range(len(self))[i]
        a, b = self.pairs[i]
        table = self.table[self.table["pair"] == i].drop(columns="pair").reset_index(drop=True)
        mine = self.row_segment // 2 == i
        points, knots = self._points_and_knots(i, mine, self.rows[mine], self.row_segment[mine] % 2)
        return Comparison(
            a=a,
            b=b,
            sequence=self.sequences[i],
            rules=self.rules,
            band=None if np.isnan(self.bands[i]).any() else band_shown(self.bands[i]),
            targets=tuple(table["target"].unique().tolist()),
            prices=self.prices,
            tier=self.tier,
            table=table,
            points=points,
            knots=knots,
        )

    def _labelled(self, i, rows, side):
        """Rows of the sweep with the label of the side (0 or 1) that each belongs to."""
        labels = np.array([one.label for one in self.pairs[i]], dtype=object)[side]
        return self.sweep.iloc[rows].reset_index(drop=True).assign(side=labels)

    def _places(self, side, rows, knot_side, knot_rows):
        """Where the knots' rows stand among a pair's points; a row may be on both sides."""
        place = {key: n for n, key in enumerate(zip(side, rows, strict=True))}
        return np.array([place[key] for key in zip(knot_side, knot_rows, strict=True)], dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class ComparisonSet(PairSet):
    """Many pairs compared under the published rules."""

    knot_rows: np.ndarray
    knot_segment: np.ndarray
    knot_values: np.ndarray
    knot_slopes: np.ndarray

    def _points_and_knots(self, i, mine, rows, side):
        knot = self.knot_segment // 2 == i
        knot_rows, knot_side = self.knot_rows[knot], self.knot_segment[knot] % 2
        place = self._places(side, rows, knot_side, knot_rows)
        knots = pd.DataFrame(
            {
                "side": np.array([one.label for one in self.pairs[i]], dtype=object)[knot_side],
                "interactivity": self.sweep["median_intvty"].to_numpy()[knot_rows],
                "row": place,
                **dict(zip(METRICS, self.knot_values[knot].T, strict=True)),
                **dict(zip((f"{m}_slope" for m in METRICS), self.knot_slopes[knot].T, strict=True)),
            }
        )
        values = metric_values(self.sweep, rows, self.prices, self.tier)
        points = self._labelled(i, rows, side).assign(
            on_frontier=np.isin(np.arange(len(rows)), place), **dict(zip(METRICS, values.T, strict=True))
        )
        return points, knots


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
