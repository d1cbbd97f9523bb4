"""The sweep's schema for pandera: what `fields` declares, and what columns owe each other.

pandera is imported where it is used: it costs 0.15 s, and only reading a sweep needs it.
"""

from functools import cache

import numpy as np
import pandas as pd

from specsweep.reading.fields import NUMBER, WHOLE, field, wanted

RANGES = "ranges"
RECIPROCAL = 0.01  # relative; rounded tables pass, means and other percentiles do not
SUM = 0.01
SLOWEST, FASTEST = 1.0, 1e-4  # s per token that a median can plausibly have


def broken(sweep):
    """What the rows of a typed sweep break: (positions, column, reason) for each rule broken."""
    import pandera.pandas as pa

    try:
        _schema(tuple(sweep.columns)).validate(sweep, lazy=True, inplace=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        if cases["index"].isna().any():  # a check that itself failed, which pandera reports as a case
            raise RuntimeError(f"a rule of the schema cannot be checked: {cases['failure_case'].iloc[0]}") from errors
    else:
        return []
    found = []
    for check, group in cases.groupby("check", sort=False):
        positions = np.unique(group["index"].to_numpy(dtype=np.int64))
        column, _, reason = check.partition(": ")
        if column == RANGES:
            fine, names = _within(sweep.loc[positions])
            found += [(positions[~fine[:, i]], n, f"not {wanted(field(n))}") for i, n in enumerate(names)]
        else:
            found.append((positions, column, reason))
    return [case for case in found if len(case[0])]


@cache
def _schema(columns):
    """One check of all ranges, far faster than one for each column, and those between columns."""
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        checks=[
            # A missing value breaks no rule here; with `ignore_na` pandera would look for them again each time.
            pa.Check(check, error=error, ignore_na=False)
            for error, check in _rules(set(columns)).items()
        ],
    )


def _within(sweep):
    """(which values are in the range their field declares, or missing; the columns looked at)."""
    names, above, least, most, whole = _declared(tuple(sweep.columns))
    values = sweep[names].to_numpy(dtype=np.float64)
    fine = (values > above) & (values >= least) & (values <= most) & (np.abs(values) < np.inf)
    with np.errstate(invalid="ignore"):  # infinity is refused already
        fine[:, whole] &= values[:, whole] % 1 == 0
    return fine | np.isnan(values), names


@cache
def _declared(columns):
    """The number columns and, as arrays, the ends of their ranges and which are whole."""
    ranged = [(name, f) for name in columns if (f := field(name)) and f.kind in (NUMBER, WHOLE)]

    def ends(key, otherwise):
        return np.array([otherwise if (e := getattr(f, key)) is None else e for _, f in ranged], dtype=np.float64)

    whole = np.array([f.kind == WHOLE for _, f in ranged], dtype=bool)
    return [n for n, _ in ranged], ends("above", -np.inf), ends("least", -np.inf), ends("most", np.inf), whole


def _rules(columns):
    """Ranges, rules between columns, and what a median TPOT can plausibly be: {"column: what is wrong": check}."""
    rules = {f"{RANGES}: ": lambda d: pd.Series(_within(d)[0].all(axis=1), index=d.index)}
    if "median_tpot" in columns:
        rules |= {
            f"median_tpot: over {SLOWEST:g} s for a token, so probably milliseconds in a column of seconds": (
                lambda d: ~(d["median_tpot"] > SLOWEST)
            ),
            f"median_tpot: under {FASTEST * 1000:g} ms for a token, so probably divided by 1000 once too often": (
                lambda d: ~d["median_tpot"].between(0, FASTEST, inclusive="neither")
            ),
        }
    elif "median_intvty" in columns:  # without a TPOT the same plausibility is asked of its reciprocal
        rules |= {
            f"median_intvty: over {1 / FASTEST:g} tok/s/user, so probably not one user's rate or from a "
            "TPOT divided by 1000 once too often": lambda d: ~(d["median_intvty"] > 1 / FASTEST),
            f"median_intvty: under {1 / SLOWEST:g} tok/s/user, so probably from a TPOT in milliseconds": (
                lambda d: ~d["median_intvty"].between(0, 1 / SLOWEST, inclusive="neither")
            ),
        }
    if {"median_intvty", "median_tpot"} <= columns:
        rules["median_intvty: not 1 / median_tpot"] = lambda d: (
            ~((d["median_intvty"] * d["median_tpot"] - 1).abs() > RECIPROCAL)
        )
    if {"input_tput_per_gpu", "output_tput_per_gpu", "tput_per_gpu"} <= columns:
        rules["tput_per_gpu: not the sum of input_tput_per_gpu and output_tput_per_gpu"] = _sums
    return rules


def _sums(d):
    """On aggregated rows all GPUs do both; only there is the total the plain sum."""
    off = ((d["input_tput_per_gpu"] + d["output_tput_per_gpu"]) / d["tput_per_gpu"] - 1).abs() > SUM
    if "disagg" in d:
        return ~(off & ~d["disagg"].fillna(True).astype(bool))
    return ~off


def doubtful(sweep):
    """How many disaggregated rows have a total that is not their GPUs' weighted mean (a warning)."""
    needed = {"disagg", "num_prefill_gpu", "num_decode_gpu", "input_tput_per_gpu", "output_tput_per_gpu"}
    if not needed <= set(sweep.columns):
        return 0
    split = sweep["disagg"].fillna(False).astype(bool)
    if not split.any():
        return 0
    rows = sweep[split]
    prefill, decode = rows["num_prefill_gpu"], rows["num_decode_gpu"]
    total = (rows["input_tput_per_gpu"] * prefill + rows["output_tput_per_gpu"] * decode) / (prefill + decode)
    return int(((total / rows["tput_per_gpu"] - 1).abs() > SUM).sum())
