"""Where two sides can be compared: the interactivity band, and the targets in it."""

import numpy as np

from specsweep.errors import SweepError


def ranges(x, segment, count):
    """Smallest and largest interactivity of every side; NaN where it has no rows."""
    low, high = np.full(count, np.nan), np.full(count, np.nan)
    if len(x):
        starts = np.flatnonzero(np.r_[True, segment[1:] != segment[:-1]])
        low[segment[starts]] = np.minimum.reduceat(x, starts)
        high[segment[starts]] = np.maximum.reduceat(x, starts)
    return low, high


def bands_of(low, high):
    """What both sides cover; their union where that is empty; one side's range alone."""
    inner = np.column_stack([low.max(axis=1), high.min(axis=1)])
    outer = np.column_stack([np.fmin(*low.T), np.fmax(*high.T)])
    return np.where((inner[:, 0] < inner[:, 1])[:, None], inner, outer)


def band_shown(band):
    return int(np.ceil(band[0])), int(np.floor(band[1]))


def default_targets(bands):
    pair_of = np.flatnonzero(~np.isnan(bands[:, 0]))
    low, high = bands[pair_of].T
    target = np.floor(low[:, None] + np.outer(high - low, [0.25, 0.5, 0.75]) + 0.5)
    new = np.column_stack([np.ones(len(target), dtype=bool), np.diff(target, axis=1) != 0])
    return np.repeat(pair_of, new.sum(axis=1)), target[new]


def typed_targets(targets, low, high):
    targets = list(targets)
    if not targets:
        raise SweepError("no targets given; leave them out to have them chosen from the band")
    per_pair = targets if isinstance(targets[0], (list, tuple, np.ndarray)) else [targets] * len(low)
    if len(per_pair) != len(low):
        raise SweepError(f"{len(low)} pairs need as many lists of targets, and got {len(per_pair)}")
    pair_of, flat = [], []
    for pair, mine in enumerate(per_pair):
        if np.isnan(low[pair]).all():
            continue
        for target in dict.fromkeys(mine):
            flat.append(_target(target, low[pair], high[pair]))
            pair_of.append(pair)
    return np.array(pair_of, dtype=np.int64), np.array(flat, dtype=float)


def _target(target, low, high):
    try:
        value = float(target)
    except (TypeError, ValueError):
        value = np.nan
    if not (np.isfinite(value) and value > 0):
        raise SweepError(f"the target {target!r} is not an interactivity in tok/s/user above 0")
    if not ((low <= value) & (value <= high)).any():
        ranges = " and ".join(f"{lo:.4g}–{hi:.4g}" for lo, hi in zip(low, high, strict=True) if not np.isnan(lo))
        raise SweepError(f"the target {value:g} tok/s/user lies outside what either side was measured at ({ranges})")
    return value
