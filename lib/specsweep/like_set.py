"""Many pairs compared like for like, and how one of them is taken out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from specsweep.band import band_shown
from specsweep.comparison import Comparison, points_of
from specsweep.like_metrics import METRICS_LIKE, row_metrics

LIKE_COLUMNS = (
    "target", "engine", "side", *METRICS_LIKE, "concurrency", "status", "measured_from", "measured_to",
    *(f"{metric}_{end}" for metric in METRICS_LIKE for end in ("low", "high")),
)  # fmt: skip
KNOT_COLUMNS = (
    "engine", "side", "tokens", "interactivity", "row", "throughput", "throughput_slope",
    "concurrency", "concurrency_slope", "usd_per_gpu_hour", "kw_per_gpu",
)  # fmt: skip


@dataclass(frozen=True)
class LikeForLikeSet(Sequence):
    """Item i is the Comparison of pair i, kept apart by engine.

    Its table has a column engine, one row per engine, target and side. Beside the columns
    of the published table it has joules_per_token (J/token), measured_from and measured_to
    (the side's frontier range in that engine, tok/s/user), and `<metric>_low` and
    `<metric>_high`, the interval of every metric but concurrency. Its status is "measured",
    "interpolated", or "not measured" where the target lies outside that range. Output and
    input metrics have frontiers of their own and are NaN outside them.

    Its band runs from the lowest to the highest interactivity that any engine covers on both
    sides, None where none does. Its knots have one row per engine, side, kind of tokens
    ("total", "output", "input") and frontier row.

    Attributes
    ----------
    pairs, sequences : as for :class:`specsweep.ComparisonSet`
    bands : (pairs, 2) array, unrounded, tok/s/user; NaN where nothing is comparable
    table : the tables of all pairs, after a column pair
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
    row_engine: np.ndarray
    knots: pd.DataFrame

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        i = range(len(self))[i]
        a, b = self.pairs[i]
        table = self.table.loc[self.table["pair"] == i, list(LIKE_COLUMNS)].reset_index(drop=True)
        mine = self.row_segment // 2 == i
        rows, side = self.rows[mine], self.row_segment[mine] % 2
        knots = self.knots[self.knots["pair"] == i]
        place = {key: n for n, key in enumerate(zip(side, rows, strict=True))}
        knots = knots.assign(row=[place[key] for key in zip(knots["segment"] % 2, knots["row"], strict=True)])
        on_frontier = np.zeros(len(rows), dtype=bool)
        on_frontier[knots.loc[knots["tokens"] == "total", "row"]] = True
        points = points_of(self.sweep, rows, side, (a, b)).assign(
            engine=self.row_engine[mine],
            on_frontier=on_frontier,
            **row_metrics(self.sweep, rows, self.prices, self.tier),
        )
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
            knots=knots[list(KNOT_COLUMNS)].reset_index(drop=True),
        )
