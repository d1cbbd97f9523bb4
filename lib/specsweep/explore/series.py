"""A *series*: the rows that share GPU, engine, precision, spec method and mode of deployment.

Each has a label that says what sets it apart from the others shown, and is a side of a comparison.
"""

import pandas as pd

from specsweep.names import display_name
from specsweep.sides import Side

KEYS = ("hardware", "framework", "precision", "disagg", "spec_method")
MODES = {True: "disaggregated", False: "aggregated"}


def series_of(sweep):
    """The series of a sweep, and the series of each row.

    Returns
    -------
    (series, code) : a DataFrame with one row per series, sorted by `KEYS`, with those columns of
        them that the sweep has, label (what sets it apart), full_label and rows (its points);
        and an (n,) int array that numbers each row's series
    """
    keys = [key for key in KEYS if key in sweep]
    groups = sweep.groupby(keys, dropna=False)
    code = groups.ngroup().to_numpy()
    series = groups.size().reset_index(name="rows")
    names = _names(series, keys)
    series["label"] = _labels(names)
    # Aggregated is what goes without saying.
    series["full_label"] = [_joined(row) for row in names.replace(MODES[False], "").itertuples(index=False)]
    return series, code


def sides_of(series, numbers, model):
    """Two series (row numbers of a table of series) as sides, labelled by what sets them apart."""
    pair = series.iloc[list(numbers)]
    keys = [key for key in KEYS if key in series]
    labels = _labels(_names(pair, keys))
    sides = []
    for label, row in zip(labels, pair[keys].to_dict("records"), strict=True):
        sides.append(Side(label, model=model, **{k: bool(v) if k == "disagg" else v for k, v in row.items()}))
    return tuple(sides)


def key_of(series, number):
    """What identifies a series in every table of series: its values of `KEYS`."""
    row = series.iloc[number]
    return tuple(row[key] for key in KEYS if key in series)


def numbers_of(series):
    """{key: row number} of a table of series."""
    return {key_of(series, number): number for number in range(len(series))}


def default_pair(series, readable=()):
    """Row numbers of two series worth comparing first, or None where there are not two.

    Speculation against none with all else equal, rather where both can be read at the target
    (``readable``, row numbers) and with as many points as there are; failing that, the two series
    with most points.
    """
    if len(series) < 2:
        return None
    others = [key for key in KEYS if key in series and key != "spec_method"]
    pairs = []
    for _, group in series.groupby(others, sort=False, dropna=False):
        off = group.index[group["spec_method"] == "none"]
        pairs += [(n, off[0]) for n in group.index.difference(off, sort=False) if len(off)]
    if not pairs:
        pairs = [tuple(series["rows"].sort_values(ascending=False, kind="stable").index[:2])]
    return max(pairs, key=lambda pair: (set(pair) <= set(readable), series["rows"].iloc[list(pair)].min()))


def _labels(names):
    """What differs between the series, joined; all there is to say where nothing differs."""
    varying = [c for c in names if names[c].nunique() > 1]
    # Whether a series is disaggregated needs saying only where the rest does not tell it.
    told = [c for c in varying if c != "disagg"]
    if told and not names.duplicated(told).any():
        varying = told
    return [_joined(row) for row in names[varying or list(names)].itertuples(index=False)]


def _names(series, keys):
    return pd.DataFrame({key: [_name(key, v) for v in series[key]] for key in keys})


def _joined(names):
    return " · ".join(filter(None, names))


def _name(key, value):
    return MODES.get(value, "") if key == "disagg" else display_name(key, value)
