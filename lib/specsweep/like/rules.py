"""The comparison an engineer can act on: same engine, only what was measured, one curve.

Both sides are compared within one engine at a time, between the ends of their frontiers.
Throughput is read from the curve; cost, power efficiency and energy are derived from it, so
that cost times throughput is the price. Output and input throughput have frontiers of their
own. Every value comes with the interval of :mod:`specsweep.like.interval`. Many pairs, engines
and kinds of tokens are answered in one pass over the same arrays.
"""

import numpy as np
import pandas as pd

from specsweep.band import typed_targets
from specsweep.like.engine_curves import ends, engine_curves, read_curves
from specsweep.like.groups import group_codes
from specsweep.like.metrics import METRICS_LIKE, TOKENS, derive
from specsweep.like.result import LIKE_COLUMNS, LikeForLikeSet


def like_for_like(sweep, pairs, sequences, rows, segment, targets, prices, tier, require=()):
    """Compare picked rows like for like.

    Parameters
    ----------
    rows, segment : as :func:`specsweep.pick.pick_rows` returns them
    targets : None, or as for :func:`specsweep.compare_all`; every engine answers all of them
    require : what both sides must share besides the engine, see :mod:`specsweep.like.groups`

    Returns
    -------
    LikeForLikeSet
    """
    code, names = group_codes(sweep, rows, require)
    unit, unit_pair, unit_engine = _units(segment, code, len(pairs), len(names))
    used = np.flatnonzero(unit >= 0)
    curves = engine_curves(sweep, rows[used], 2 * unit[used] + segment[used] % 2, 2 * len(unit_pair), prices, tier)
    low, high = (end.reshape(-1, 2) for end in ends(curves))
    band = np.column_stack([low.max(axis=1), high.min(axis=1)])  # what both frontiers cover
    band[band[:, 0] > band[:, 1]] = np.nan

    unit_of, target = _targets(targets, band, unit_pair, len(pairs))
    labels = np.array([side.label for pair in pairs for side in pair], dtype=object)
    unit_of, at = np.repeat(unit_of, 2), np.repeat(target, 2)
    side = np.tile([0, 1], len(target))
    table = pd.DataFrame(
        {
            "pair": unit_pair[unit_of],
            "target": at,
            "engine": _text(names[unit_engine[unit_of]]),
            "side": _text(labels[2 * unit_pair[unit_of] + side]),
            **_columns(curves, at, 2 * unit_of + side),
        }
    )
    bands = np.full((len(pairs), 2), np.nan)
    np.fmin.at(bands[:, 0], unit_pair, band[:, 0])
    np.fmax.at(bands[:, 1], unit_pair, band[:, 1])
    knots = _knots(curves, unit_pair, names[unit_engine], labels)
    return LikeForLikeSet(
        pairs=pairs,
        sequences=sequences,
        rules="like_for_like",
        prices=prices,
        tier=tier,
        bands=bands,
        table=table[["pair", *LIKE_COLUMNS]],
        sweep=sweep,
        rows=rows,
        row_segment=segment,
        row_engine=names[code],
        knots=knots,
    )


def _units(segment, code, pairs, engines):
    """Number the (pair, engine) combinations that have rows on both sides.

    Returns each row's number, -1 where its engine has no other side, and the pair and the
    engine of every number.
    """
    key = segment // 2 * engines + code
    has = np.zeros((2, pairs * engines), dtype=bool)
    has[segment % 2, key] = True
    both = np.flatnonzero(has.all(axis=0))
    number = np.full(pairs * engines, -1)
    number[both] = np.arange(len(both))
    return number[key], *np.divmod(both, max(engines, 1))


def _targets(targets, band, unit_pair, pairs):
    """The targets asked of every unit: the unit's number and the target, for each."""
    if targets is None:
        chosen = [_default_targets(*ends) for ends in band]
    else:
        anywhere = np.zeros((pairs, 2)), np.full((pairs, 2), np.inf)
        pair_of, typed = typed_targets(targets, *anywhere)
        chosen = [typed[pair_of == pair] for pair in unit_pair]
    unit_of = np.repeat(np.arange(len(chosen)), [len(c) for c in chosen])
    return unit_of, np.concatenate([np.empty(0), *chosen])


def _default_targets(low, high):
    """25, 50 and 75 % of a band, in whole tok/s/user or as few decimals as keep them in it."""
    if np.isnan(low):
        return []
    exact = [low + (high - low) * share for share in (0.25, 0.5, 0.75)]
    return list(dict.fromkeys(_rounded_inside(value, low, high) for value in exact))


def _rounded_inside(value, low, high):
    for decimals in range(7):
        rounded = np.floor(value * 10**decimals + 0.5) / 10**decimals
        if low <= rounded <= high:
            return rounded
    return min(max(value, low), high)


def _columns(curves, at, side):
    """The columns of the table that are read from the curves of these sides."""
    reads = [read_curves(curves, at, side + kind * curves.sides) for kind in range(len(TOKENS))]
    read = dict(zip(TOKENS, reads, strict=True))
    value, _, _, concurrency, on_knot = read["total"]
    status = np.select([np.isnan(value), on_knot], ["not measured", "measured"], "interpolated")
    low_end, high_end = (end[side] for end in ends(curves))
    columns = {
        "concurrency": concurrency,
        "status": _text(status),
        "measured_from": low_end,
        "measured_to": high_end,
    }
    for metric, (tokens, _) in METRICS_LIKE.items():
        with_ends = derive(metric, *read[tokens][:3], curves.price[side], curves.power[side])
        columns.update(zip((metric, f"{metric}_low", f"{metric}_high"), with_ends, strict=True))
    return columns


def _knots(curves, unit_pair, unit_engine, labels):
    """All frontier rows as a table: whose they are, and the curves through them."""
    kind, side = np.divmod(curves.segment, max(curves.sides, 1))
    segment = 2 * unit_pair[side // 2] + side % 2
    return pd.DataFrame(
        {
            "pair": unit_pair[side // 2],
            "segment": segment,
            "engine": _text(unit_engine[side // 2]),
            "side": _text(labels[segment]),
            "tokens": _text(np.array(list(TOKENS), dtype=object)[kind]),
            "interactivity": curves.x,
            "row": curves.row,
            "throughput": curves.values[:, 0],
            "throughput_slope": curves.slopes[:, 0],
            "concurrency": curves.values[:, 1],
            "concurrency_slope": curves.slopes[:, 1],
            "usd_per_gpu_hour": curves.price[side],
            "kw_per_gpu": curves.power[side],
        }
    )


def _text(values):
    """A text column; without this an empty one would be of another type than a filled one."""
    return pd.array(values, dtype="str")
