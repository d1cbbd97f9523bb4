"""What is compared with what: a *side* is a named filter on a sweep (hardware, precision,
spec method, and optionally engine, disaggregation …).
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from specsweep.errors import SweepError, listed
from specsweep.sequence import sequence_label

SYNONYMS = {"engine": "framework", "gpu": "hardware"}


@dataclass(frozen=True, init=False)
class Side:
    """A label and the ``column=value`` filters that pick its rows from a sweep.

    A value may be a list: any of them. ``engine`` stands for the column `framework` and
    ``gpu`` for `hardware`.

    >>> Side("MTP", hardware="b200", spec_method="mtp")
    Side(label='MTP', filters=(('hardware', ('b200',)), ('spec_method', ('mtp',))))
    """

    label: str
    filters: tuple

    def __init__(self, label, /, **filters):
        pairs = ((SYNONYMS.get(c, c), _values(v)) for c, v in filters.items())
        object.__setattr__(self, "label", str(label))
        object.__setattr__(self, "filters", tuple(sorted(pairs)))

    def __str__(self):
        return self.label


def parse_filters(text):
    """Read filters typed as text, such as ``"spec_method=mtp, disagg=true"``.

    Returns a dict for :class:`Side`; ``|`` separates alternatives (``"framework=trt|sglang"``),
    and a colon may stand for the equals sign (papermill does not list a parameter whose line
    has two of them). A value that has such signs in it stands in double quotes:
    ``model="a, b|c"``.
    """
    filters = {}
    for part in filter(None, (p.strip() for p in _outside_quotes(",", str(text)))):
        match = re.fullmatch(r"(\w+)\s*[=:]\s*(\S.*)", part, re.DOTALL)
        if not match:
            raise SweepError(f"the filter {part!r} is not understood: write column=value, such as spec_method=mtp")
        column, value = match.groups()
        values = [_unquoted(v.strip()) for v in _outside_quotes("|", value)]
        filters[column] = values if len(values) > 1 else values[0]
    return filters


def filter_text(**filters):
    """What :func:`parse_filters` reads back as these filters.

    >>> filter_text(framework=["trt", "sglang"], model="a, b")
    'framework=trt|sglang, model="a, b"'
    """
    return ", ".join(f"{column}={'|'.join(map(quoted, _values(value)))}" for column, value in filters.items())


def quoted(value):
    """A filter's value as it is typed: in double quotes where it has signs of its own."""
    value = str(value)
    if value and value == value.strip() and not set(value) & set(',|"'):
        return value
    return json.dumps(value, ensure_ascii=False).replace('\\"', "\\u0022")


def select(sweep, side):
    """Bool array over the rows of ``sweep``: which belong to ``side``."""
    mask = np.ones(len(sweep), dtype=bool)
    for column, values in side.filters:
        mask &= matches(sweep, column, values)
    return mask


def matches(sweep, column, values):
    """Bool array: rows of ``sweep`` whose ``column`` is any of ``values``.

    Values typed as text are read as the column's own kind (`true`, `8`).
    """
    if column not in sweep.columns:
        raise SweepError(f"the sweep has no column {column!r} to filter on; it has {listed(sweep.columns, 40)}")
    kind = sweep[column].dtype
    mask = sweep[column].isin([_as_kind(v, kind, column) for v in values])
    return mask.to_numpy(dtype=bool)


def explain_empty(sweep, side, sequence=None):
    """One sentence: which filter of ``side`` leaves no row, and what values exist there."""
    mask = np.ones(len(sweep), dtype=bool)
    for column, values in side.filters:
        narrower = mask & matches(sweep, column, values)
        if not narrower.any():
            there = sorted(map(str, sweep.loc[mask, column].dropna().unique()))
            return (
                f"side {side.label!r} has no rows: {column} is never {' or '.join(map(str, values))}"
                f"{' together with the filters before it' if not mask.all() else ''}"
                f" (values there: {listed(there)})"
            )
        mask = narrower
    rows = sweep.loc[mask, ["isl", "osl"]].drop_duplicates()
    there = [sequence_label(i, o) for i, o in rows.itertuples(index=False)]
    return f"side {side.label!r} has no rows of sequence {sequence} (sequences there: {listed(there)})"


def _values(value):
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return tuple(value)
    return (value,)


def _outside_quotes(sign, text):
    """Split at every ``sign`` that has an even number of double quotes after it."""
    return re.split(rf'{re.escape(sign)}(?=(?:[^"]*"[^"]*")*[^"]*$)', text)


def _unquoted(text):
    if len(text) < 2 or not (text[0] == text[-1] == '"'):
        return text
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise SweepError(f"the quoted value {text} is not understood") from None


def _as_kind(value, kind, column):
    if not isinstance(value, str):
        return value
    if pd.api.types.is_bool_dtype(kind):
        truth = {"true": True, "false": False}.get(value.lower())
        if truth is None:
            raise SweepError(f"{column} is true or false, not {value!r}")
        return truth
    if pd.api.types.is_numeric_dtype(kind):
        try:
            return float(value)
        except ValueError:
            raise SweepError(f"{column} is a number, not {value!r}") from None
    return value
