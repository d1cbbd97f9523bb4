"""Which rows may be compared with which: the engine, and what else both sides must share."""

import numpy as np
import pandas as pd

from specsweep.errors import SweepError, listed

# What can be required besides the engine, and the columns that tell.
REQUIREMENTS = {
    "image": ("image",),
    "shape": ("disagg",),
    "parallelism": (
        "prefill_tp", "prefill_ep", "prefill_dp_attention", "decode_tp", "decode_ep", "decode_dp_attention",
    ),
}  # fmt: skip


def group_codes(sweep, rows, require=()):
    """Number the groups of rows that may be compared with each other.

    Parameters
    ----------
    rows : (n,) row numbers in ``sweep``
    require : any of "image" (the same container image), "shape" (aggregated or
        disaggregated) and "parallelism" (the same TP, EP and DP attention); alone or a list

    Returns
    -------
    code : (n,) ints
    names : object array, what each code stands for: the engine, such as "trt", and what is
        required, such as "trt, aggregated"; in the order of the data
    """
    code, engines = pd.factorize(sweep["framework"])
    names = np.array(engines, dtype=object)
    for what in [require] if isinstance(require, str) else require:
        labels = _labels(sweep, what)
        code, found = pd.factorize(pd.Series(names[code], dtype=object) + ", " + labels)
        names = np.array(found, dtype=object)
    return code[rows], names


def _labels(sweep, what):
    """What is required, in words, for every row."""
    if what not in REQUIREMENTS:
        raise SweepError(f"both sides cannot be required to share {what!r}; known are {listed(REQUIREMENTS)}")
    columns = list(REQUIREMENTS[what])
    missing = [c for c in columns if c not in sweep.columns]
    if missing:
        raise SweepError(f"the same {what} cannot be required: the sweep has no column {listed(missing)}")
    number = sweep.groupby(columns, sort=False, dropna=False).ngroup().to_numpy()
    distinct = sweep[columns].iloc[np.unique(number, return_index=True)[1]]
    words = [_words(what, row) for row in distinct.itertuples(index=False)]
    return pd.Series(np.array(words, dtype=object)[number], dtype=object)


def _words(what, row):
    if what == "image":
        return str(row.image) if isinstance(row.image, str) else "image unknown"
    if what == "shape":
        return "disaggregated" if row.disagg else "aggregated"
    prefill, decode = _layout(*row[:3]), _layout(*row[3:])
    return decode if prefill == decode else f"prefill {prefill}, decode {decode}"


def _layout(tp, ep, dp_attention):
    return f"TP{tp:g} EP{ep:g}{' with DP attention' if dp_attention else ''}"
