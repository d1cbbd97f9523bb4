"""Columns as they were read, to columns with the kinds that `fields` declares."""

import re

import numpy as np
import pandas as pd

from specsweep.errors import plain
from specsweep.reading.fields import FLAG, NUMBER, WHOLE, WORD, field

PLAIN = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|(?i:inf|infinity))")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[.,_' ]\d{3})+(?:[.,]\d+)?|[+-]?\d+,\d+")
FLAGS = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False}


def typed(columns):
    """(columns by kind, problems as (positions, column, values, reason)).

    A value that is not of its column's kind becomes missing and is a problem.
    """
    out, problems = {}, []
    for name, values in columns.items():
        name = plain(name).strip() or "unnamed"
        f = field(name)
        if f and f.kind in (NUMBER, WHOLE):
            out[name], bad, reasons = numbers(values)
            if f.kind == WHOLE:
                out[name] = _whole(out[name])
        elif f and f.kind == FLAG:
            out[name], bad, reasons = flags(values)
        else:
            bad, reasons = [], []
            out[name] = texts(values, lower=bool(f) and f.kind == WORD) if f or values.dtype.kind == "O" else values
        if bad:
            problems.append((np.array(bad), name, values[bad], np.array(reasons, dtype=object)))
    return out, problems


def tightened(table):
    """The table once rows have left it: whole numbers and flags as such, where none is missing any more."""
    kinds = {name: f.kind for name in table.columns if (f := field(name))}
    tight = {n: _whole(table[n].to_numpy()) for n, k in kinds.items() if k == WHOLE and table[n].dtype.kind == "f"}
    tight |= {n: flags(table[n].to_numpy())[0] for n, k in kinds.items() if k == FLAG and table[n].dtype.kind == "O"}
    return table.assign(**tight)


def numbers(values):
    """(float64 array, positions of what is no number, why not)."""
    if values.dtype.kind in "fi":
        return values.astype(np.float64, copy=False), [], []
    out = np.full(len(values), np.nan)
    bad, reasons = [], []
    for i, value in enumerate(values):
        if value is None or value == "":
            continue
        if type(value) in (int, float):
            try:
                out[i] = value
                continue
            except OverflowError:
                pass
        elif isinstance(value, str) and PLAIN.fullmatch(value.strip()):
            out[i] = float(value)
            continue
        bad.append(i)
        grouped = isinstance(value, str) and GROUPED.fullmatch(value.strip())
        reasons.append("not a number as it must be written: 1234.5, without separators" if grouped else "not a number")
    return out, bad, reasons


def _whole(values):
    """As int64 where none is missing, broken or too large to be exact."""
    with np.errstate(invalid="ignore"):  # neither NaN nor infinity is whole
        whole = (values % 1 == 0) & (np.abs(values) < 2**53)
    return values.astype(np.int64) if whole.all() else values


def flags(values):
    """(bool array, or one of object with None where some are missing; bad positions; reasons)."""
    if values.dtype.kind == "b":
        return values, [], []
    if set(map(type, values)) == {bool}:
        return values.astype(bool), [], []
    out = np.empty(len(values), dtype=object)
    bad = []
    for i, value in enumerate(values):
        if value is None or value == "" or value != value:
            continue
        out[i] = FLAGS.get(str(value).strip().lower())
        if out[i] is None:
            bad.append(i)
    if not any(v is None for v in out):
        out = out.astype(bool)
    return out, bad, ["not true or false"] * len(bad)


def texts(values, *, lower=False):
    """pandas text: numbers and other things by how they are written."""
    if values.dtype.kind != "O":
        values = np.array([str(v) for v in values.tolist()], dtype=object)
    codes, kinds = pd.factorize(values)
    words = [_word(v, lower) for v in kinds] or [None]
    return pd.array(words, dtype="str").take(codes, allow_fill=True)


def _word(value, lower):
    text = value if isinstance(value, str) else str(value)
    text = text.strip().encode("utf-8", "replace").decode("utf-8")
    return (text.lower() if lower else text) or None
