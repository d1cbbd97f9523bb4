"""Small conversions that every reader needs: units, names, and nothing guessed."""

import math
import re

from specsweep.readers import Unusable

SECONDS = {"s": 1, "sec": 1, "seconds": 1, "ms": 1e3, "milliseconds": 1e3, "us": 1e6, "ns": 1e9,
           "s/token": 1, "ms/token": 1e3}  # fmt: skip
PER_SECOND = {"tokens/sec", "tokens/s", "requests/sec", "queries/s", "tokens/sec/user"}
LATENCY = re.compile(r"(mean|median|std|p\d+(?:\.\d+)?)_(ttft|tpot|itl|e2el|e2e_latency)_ms")


def divided(value, by):
    """value / by; what is not a number stays as it is, for the schema to refuse."""
    try:
        return value / by if is_number(value) else value
    except OverflowError:
        return value


def plus(a, b):
    """a + b; None unless both are numbers."""
    try:
        return a + b if is_number(a) and is_number(b) else None
    except OverflowError:
        return None


def minus(a, b):
    """a - b; None unless both are numbers."""
    return plus(a, -b) if is_number(b) else None


def mapping(value):
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def latencies(record):
    """`median_tpot_ms` and its like, in seconds under the sweep's names."""
    found = {}
    for key, value in record.items():
        if match := LATENCY.fullmatch(key):
            found[f"{match[1]}_{match[2].replace('e2e_latency', 'e2el')}"] = divided(value, 1000)
    return found


def seconds(value, unit, column):
    """A time in the unit its file names, in seconds."""
    if not isinstance(unit, str) or unit not in SECONDS:
        raise Unusable(column, unit, f"a time in a unit not known here ({', '.join(SECONDS)} are)")
    return divided(value, SECONDS[unit])


def mean_length(total, count):
    """Tokens for each request where every request has the same; None where they differ.

    Only a fixed length can stand for the length that was asked for.
    """
    try:
        whole = is_number(total) and is_number(count) and count > 0 and total % count == 0
        return int(total // count) if whole else None
    except OverflowError:
        return None


def objects(value):
    """The dicts of a list; [] for anything else."""
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def inside(record, *path):
    """The value at a path of keys and list positions, or None."""
    for step in path:
        if isinstance(record, dict):
            record = record.get(step)
        elif isinstance(record, list) and isinstance(step, int) and step < len(record):
            record = record[step]
        else:
            return None
    return record


def scalars(record, known=()):
    """What else a record carries that a column can hold: text, numbers, true and false."""
    return {
        k: v
        for k, v in record.items()
        if k not in known and isinstance(v, str | int | float) and not (isinstance(v, float) and math.isinf(v))
    }


def present(row):
    """The row without what is missing."""
    return {k: v for k, v in row.items() if v is not None and v != ""}
