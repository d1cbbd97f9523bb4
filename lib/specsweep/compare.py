"""At the same interactivity, what does side A cost and deliver against side B?

The published rules, step by step: pick each side's rows, find the band both cover, set the
targets in it, keep each side's frontier, draw a monotone curve through it for every metric,
and read all curves at the targets. Many pairs are answered in one pass over the same arrays;
one pair is the case of one.
"""

import numpy as np
import pandas as pd

from specsweep.band import bands_of, default_targets, ranges, typed_targets
from specsweep.comparison import ComparisonSet
from specsweep.curve import evaluate, locate, steffen_slopes
from specsweep.errors import SweepError, listed
from specsweep.frontier import frontier_mask
from specsweep.like.rules import like_for_like
from specsweep.pick import default_sequence, pick_rows
from specsweep.published import METRICS, metric_values
from specsweep.sequence import parse_sequence, sequence_label
from specsweep.sides import explain_empty

RULES = ("published", "like_for_like")


def compare(
    sweep, a, b, *, sequence=None, targets=None, rules="published", prices="2026-04", tier="hyperscaler", require=()
):
    """Compare side ``a`` with side ``b`` at matched interactivity.

    Parameters
    ----------
    sweep : DataFrame as :func:`specsweep.read_sweep` returns it
    a, b : Side
    sequence : "1k/1k", "8k/1k" …; None (or "") picks the pair's default sequence
    targets : interactivities in tok/s/user; None sets them at 25, 50 and 75 % of the band
    rules : "published" (the public page's) or "like_for_like" (one engine at a time, only
        what was measured, with intervals)
    prices, tier : see :func:`specsweep.prices.price_list`
    require : like for like, what both sides must share besides the engine: any of "image",
        "shape" (aggregated or disaggregated) and "parallelism"

    Returns
    -------
    Comparison : its table is described there, and for "like_for_like" at
        :class:`specsweep.like.result.LikeForLikeSet`

    Raises
    ------
    SweepError : neither side has rows, a target outside both sides' ranges, an unknown GPU …
    """
    if a.label == b.label:
        raise SweepError(f"both sides are labelled {a.label!r}; give them different labels")
    if not sequence:
        sequence = default_sequence(sweep, a, b)
        if sequence is None:
            raise SweepError(f"nothing to compare: {explain_empty(sweep, a)}; {explain_empty(sweep, b)}")
    result = compare_all(
        sweep, [(a, b)], sequence=sequence, targets=targets, rules=rules, prices=prices, tier=tier, require=require
    )
    if not len(result.rows):
        why = "; ".join(explain_empty(sweep, side, sequence) for side in (a, b))
        raise SweepError(f"nothing to compare: {why}")
    return result[0]


def compare_all(
    sweep, pairs, *, sequence=None, targets=None, rules="published", prices="2026-04", tier="hyperscaler", require=()
):
    """Compare many pairs of sides in one vectorised pass.

    Parameters as for :func:`compare`, except
    pairs : iterable of (Side, Side)
    sequence : one for all pairs, or a list with one per pair; None picks each pair's default
    targets : a list of numbers for all pairs, or a list of such lists, one per pair

    Returns
    -------
    ComparisonSet, or LikeForLikeSet
    """
    if rules not in RULES:
        raise SweepError(f"there are no rules {rules!r}; there are {listed(RULES)}")
    pairs = tuple((a, b) for a, b in pairs)
    sequences = _sequences(sweep, pairs, sequence)
    rows, segment = pick_rows(sweep, pairs, sequences)
    if rules == "like_for_like":
        return like_for_like(sweep, pairs, sequences, rows, segment, targets, prices, tier, require)
    x = sweep["median_intvty"].to_numpy(dtype=float)[rows]
    y = sweep["tput_per_gpu"].to_numpy(dtype=float)[rows]

    low, high = ranges(x, segment, 2 * len(pairs))
    bands = bands_of(low.reshape(-1, 2), high.reshape(-1, 2))
    if targets is None:
        pair_of, target = default_targets(bands)
    else:
        pair_of, target = typed_targets(targets, low.reshape(-1, 2), high.reshape(-1, 2))

    knots = np.flatnonzero(frontier_mask(x, y, segment))
    knots = knots[np.lexsort((x[knots], segment[knots]))]
    knot_segment, knot_x = segment[knots], x[knots]
    values = metric_values(sweep, rows[knots], prices, tier)
    starts = np.flatnonzero(np.r_[True, knot_segment[1:] != knot_segment[:-1]]) if len(knots) else np.empty(0, int)
    slopes = steffen_slopes(knot_x, values, starts)

    at = np.repeat(target, 2)
    side_segment = np.repeat(2 * pair_of, 2) + np.tile([0, 1], len(target))
    read, status = _read(knot_x, values, slopes, starts, knot_segment, at, side_segment)

    labels = np.array([side.label for pair in pairs for side in pair], dtype=object)
    table = pd.DataFrame({"pair": np.repeat(pair_of, 2), "target": at, "side": labels[side_segment]})
    table[list(METRICS)] = read
    table["status"] = status
    return ComparisonSet(
        pairs=pairs,
        sequences=sequences,
        rules=rules,
        prices=prices,
        tier=tier,
        bands=bands,
        table=table,
        sweep=sweep,
        rows=rows,
        row_segment=segment,
        knot_rows=rows[knots],
        knot_segment=knot_segment,
        knot_values=values,
        knot_slopes=slopes,
    )


def _sequences(sweep, pairs, sequence):
    if not sequence:
        found = (default_sequence(sweep, a, b) for a, b in pairs)
        return tuple(s or "" for s in found)
    if isinstance(sequence, str):
        sequence = [sequence] * len(pairs)
    if len(sequence) != len(pairs):
        raise SweepError(f"{len(pairs)} pairs need as many sequences, and got {len(sequence)}")
    return tuple(sequence_label(*parse_sequence(s)) for s in sequence)


def _read(knot_x, values, slopes, starts, knot_segment, at, side_segment):
    """Every metric and the status at each (target, side)."""
    read = np.full((len(at), len(METRICS)), np.nan)
    status = np.full(len(at), "missing", dtype=object)
    present = knot_segment[starts]
    there = np.flatnonzero(np.isin(side_segment, present))
    if not len(there):
        return read, status
    curve, at = np.searchsorted(present, side_segment[there]), at[there]
    read[there] = evaluate(knot_x, values, slopes, starts, at, curve)
    ends = np.r_[starts[1:], len(knot_x)] - 1
    outside = (at < knot_x[starts[curve]]) | (at > knot_x[ends[curve]])
    left = locate(knot_x, starts, at, curve)
    right = np.minimum(left + 1, ends[curve])
    on_knot = (knot_x[left] == at) | (knot_x[right] == at)
    status[there] = np.select([outside, on_knot], ["clamped", "measured"], "interpolated")
    return read, status
