"""InferenceX API rows, and flat rows that already have the sweep's columns."""

import numpy as np

from specsweep.reading.blocks import arrays, matrix

TOOL = "InferenceX"
DEFINITION = "interactivity is 1 / median TPOT of the requests; concurrency is what was asked for"


def reads(record):
    if "metrics" in record:
        return "hardware" in record or "model" in record
    return "tput_per_gpu" in record and "hw" not in record


def columns(records):
    """(columns, which records they are of, problems as (position, column, value, reason)).

    The `metrics` of the API become columns beside the rest; a name that both have is the
    row's own.
    """
    kept = list(range(len(records)))
    problems = []
    metrics = [record.get("metrics") for record in records]
    if not set(map(type, metrics)) <= {dict}:
        for i, value in enumerate(metrics):
            if value is None and "metrics" not in records[i]:
                metrics[i] = {}
            elif type(value) is not dict:
                problems.append((i, "metrics", value, "not an object of numbers"))
        kept = [i for i in kept if type(metrics[i]) is dict]
        records, metrics = [records[i] for i in kept], [metrics[i] for i in kept]
    own = arrays(records, skip="metrics")
    inner = matrix(metrics)
    columns = {name: values for name, values in own.items() if not _empty(values)}
    columns |= {name: values for name, values in inner.items() if name not in own and not _empty(values)}
    return both_phases(columns), kept, problems


def both_phases(columns):
    """One layout serves both phases on aggregated rows; the API writes it twice."""
    for name in ("tp", "ep", "dp_attention"):
        if name in columns and f"decode_{name}" not in columns:
            columns = columns | {f"prefill_{name}": columns[name], f"decode_{name}": columns[name]}
            del columns[name]
    return columns


def _empty(values):
    return (values.dtype.kind == "O" and not any(v is not None for v in values)) or (
        values.dtype.kind == "f" and bool(np.isnan(values).all())
    )
