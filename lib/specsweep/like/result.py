"""Many pairs compared like for like, and how one of them is taken out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from specsweep.comparison import PairSet
from specsweep.like.metrics import METRICS_LIKE, row_metrics

LIKE_COLUMNS = (
    "target", "engine", "side", *METRICS_LIKE, "concurrency", "status", "measured_from", "measured_to",
    *(f"{metric}_{end}" for metric in METRICS_LIKE for end in ("low", "high")),
)  # fmt: skip
KNOT_COLUMNS = (
    "engine", "side", "tokens", "interactivity", "row", "throughput", "throughput_slope",
    "concurrency", "concurrency_slope", "usd_per_gpu_hour", "kw_per_gpu",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LikeForLikeSet(PairSet):
    """Many pairs compared like for like; the Comparison of a pair keeps engines apart.

    Its table has a column engine, one row per engine, target and side. Beside the columns
    of the published table it has joules_per_token (J/token), measured_from and measured_to
    (the side's frontier range in that engine, tok/s/user), and `<metric>_low` and
    `<metric>_high`, the interval of every metric but concurrency. Its status is "measured",
    "interpolated", or "not measured" where the target lies outside that range. Output and
    input metrics have frontiers of their own and are NaN outside them.

    Its band runs from the lowest to the highest interactivity that any engine covers on both
    sides. Its points have a column engine; its knots one row per engine, side, kind of tokens
    ("total", "output", "input") and frontier row.
    """

    row_engine: np.ndarray
    knots: pd.DataFrame

    def _points_and_knots(self, i, mine, rows, side):
        knots = self.knots[self.knots["pair"] == i]
        place = self._places(side, rows, knots["segment"] % 2, knots["row"])
        points = self._labelled(i, rows, side).assign(
            engine=self.row_engine[mine],
            on_frontier=np.isin(np.arange(len(rows)), place[(knots["tokens"] == "total").to_numpy()]),
            **row_metrics(self.sweep, rows, self.prices, self.tier),
        )
        return points, knots.assign(row=place)[list(KNOT_COLUMNS)].reset_index(drop=True)
