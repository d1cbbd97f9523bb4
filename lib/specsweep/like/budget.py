"""Which measured configuration is cheapest within a budget of latency and interactivity?

Nothing is interpolated here: only configurations that somebody ran can be picked.
"""

import operator
import re

import numpy as np
import pandas as pd

from specsweep.errors import SweepError, listed
from specsweep.layout import parallelism
from specsweep.like.words import engine_name
from specsweep.rounding import half_up

LIMITS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
SYNONYMS = {
    "interactivity": "median_intvty",
    "throughput": "tput_per_gpu",
    "concurrency": "conc",
    "ttft": "median_ttft",
    "tpot": "median_tpot",
    "e2el": "median_e2el",
    "cost": "cost_usd_per_mtok",
}
BUDGET_COLUMNS = (
    "side", "engine", "measured", "unknown", "fit", "cost_usd_per_mtok", "throughput", "interactivity",
    "concurrency", "parallelism", "date", "run_url", "cheapest_anyway", "budget_costs",
)  # fmt: skip


def read_budget(budget):
    """A budget typed as text, such as "interactivity >= 60, p99_ttft <= 2", or a list of such parts.

    Latencies are seconds, interactivity tok/s/user. Returns a list of (column, sign, number).
    """
    parts = re.split(r",|\band\b", budget) if isinstance(budget, str) else list(budget)
    limits = []
    for part in filter(None, (str(p).strip() for p in parts)):
        match = re.fullmatch(r"([\w.]+)\s*(>=|<=|≥|≤|>|<)\s*([-+.\deE]+)", part)
        try:
            column, sign, number = match.groups()
            number = float(number)
        except (AttributeError, ValueError):
            raise SweepError(
                f"the budget {part!r} is not understood: write a column, >= or <=, and a number, such as p99_ttft <= 2"
            ) from None
        limits.append((SYNONYMS.get(column, column), {"≥": ">=", "≤": "<="}.get(sign, sign), number))
    return limits


def cheapest_within(comparison, budget):
    """Each side's cheapest measured configuration that keeps to a budget, engine by engine.

    Parameters
    ----------
    comparison : a like-for-like Comparison
    budget : see :func:`read_budget`; every limit must hold

    Returns
    -------
    DataFrame, one row per side and engine it was measured on: side, engine, measured (how
    many rows), unknown (how many of them do not say a number the budget asks for), fit (how
    many keep to it), then the cheapest of these: cost_usd_per_mtok ($ per million tokens,
    input and output), throughput (tok/s/GPU), interactivity (tok/s/user), concurrency,
    parallelism, date, run_url; cheapest_anyway, the lowest cost of the side and engine
    without any budget, and budget_costs, the ratio of the two. Where nothing fits the
    configuration is empty (NaN).
    """
    points, limits = comparison.points, read_budget(budget)
    known, fits = np.ones(len(points), dtype=bool), np.ones(len(points), dtype=bool)
    for column, sign, number in limits:
        values = _values(points, column)
        known &= ~np.isnan(values)
        fits &= LIMITS[sign](values, number)
    rows = pd.DataFrame(
        {
            "side": points["side"],
            "engine": points["engine"],
            "cost_usd_per_mtok": points["cost_usd_per_mtok"],
            "throughput": points["tput_per_gpu"],
            "interactivity": points["median_intvty"],
            "concurrency": points["conc"],
            "parallelism": parallelism(points),
            "date": points.get("date"),
            "run_url": points.get("run_url"),
        }
    )
    found = []
    for (side, engine), mine in rows.groupby(["side", "engine"], sort=False):
        inside = mine[fits[mine.index]]
        best = inside.sort_values("cost_usd_per_mtok", kind="stable").head(1).to_dict("records")
        anyway = mine["cost_usd_per_mtok"].min()
        counts = {"measured": len(mine), "unknown": int((~known[mine.index]).sum()), "fit": len(inside)}
        found.append({"side": side, "engine": engine, **counts, "cheapest_anyway": anyway, **(best[0] if best else {})})
    out = pd.DataFrame(found, columns=[c for c in BUDGET_COLUMNS if c != "budget_costs"])
    out["budget_costs"] = out["cost_usd_per_mtok"].astype(float) / out["cheapest_anyway"]
    return out[list(BUDGET_COLUMNS)]


def _values(points, column):
    if column not in points:
        numbers = [c for c in points.columns if pd.api.types.is_numeric_dtype(points[c]) and points[c].dtype != bool]
        raise SweepError(f"the budget asks for {column!r}, which the sweep does not have; it has {listed(numbers, 40)}")
    if not pd.api.types.is_numeric_dtype(points[column]):
        raise SweepError(f"the budget asks for {column!r}, which is not a number in this sweep")
    return points[column].to_numpy(dtype=float)


def budget_words(comparison, budget):
    """What the budget picks on each side and engine, and what it costs."""
    found = cheapest_within(comparison, budget)
    said = [_pick(row) for row in found.itertuples()] + _over_engines(found)
    return [f"Within the budget ({_limits(budget)}), among measured configurations only:", *said]


def _pick(row):
    who = f"{row.side} on {engine_name(row.engine)}"
    unknown = f" ({row.unknown} of them do not say)" if row.unknown else ""
    if not row.fit:
        return f"{who}: nothing fits; {row.measured} configurations were measured{unknown}."
    layout = f"{row.parallelism} at " if row.parallelism else ""
    price = "" if pd.isna(row.cost_usd_per_mtok) else f" costs ${half_up(row.cost_usd_per_mtok, 3)}/M tok and"
    extra = (
        "" if pd.isna(row.budget_costs)
        else " No budget would make it cheaper." if row.budget_costs == 1
        else f" Without the budget the cheapest costs ${half_up(row.cheapest_anyway, 3)}: the budget makes a token"
        f" {half_up(row.budget_costs, 2)} times as dear."
    )  # fmt: skip
    return (
        f"{who}: {row.fit} of {row.measured} measured configurations fit{unknown}. The cheapest, {layout}concurrency"
        f" {row.concurrency:g},{price} delivers {half_up(row.throughput)} tok/s/GPU at {half_up(row.interactivity, 1)}"
        f" tok/s/user.{extra}"
    )


def _over_engines(found):
    """Which engine is the cheapest for each side, where there is a choice."""
    if found["engine"].nunique() < 2 or found["cost_usd_per_mtok"].isna().all():
        return []
    best = found.loc[found.dropna(subset="cost_usd_per_mtok").groupby("side", sort=False)["cost_usd_per_mtok"].idxmin()]
    picks = [f"{row.side} on {engine_name(row.engine)}" for row in best.itertuples()]
    apart = " These are different engines." if best["engine"].nunique() > 1 else ""
    return [f"Over all engines the cheapest is {' and '.join(picks)}.{apart}"]


def _limits(budget):
    names = {column: name for name, column in SYNONYMS.items()}
    signs = {">=": "≥", "<=": "≤"}
    return ", ".join(f"{names.get(c, c)} {signs.get(sign, sign)} {number:g}" for c, sign, number in read_budget(budget))
