"""How a measured point was deployed, in a few characters: `TP8 EP8 DPA`."""

from functools import lru_cache

import pandas as pd


def parallelism(rows):
    """Parallelism of each row, as text.

    TP and EP are the tensor- and expert-parallel sizes, DPA marks data-parallel attention;
    a disaggregated row names its prefill and its decode workers (`2×TP4 → 1×TP8 EP8`).
    Rows that do not say stay empty.
    """
    wanted = [c for c in rows.columns if c == "disagg" or c.startswith(("prefill_", "decode_"))]
    columns = (rows[c].tolist() for c in wanted)
    said = [_layout(tuple(wanted), row) for row in zip(*columns, strict=True)] if wanted else [""] * len(rows)
    return pd.Series(said, index=rows.index, dtype="str")


@lru_cache(256)  # the same few for all rows of a sweep
def _layout(columns, values):
    row = dict(zip(columns, values, strict=True))
    decode = _phase(row, "decode")
    if not row.get("disagg", False):
        return decode
    return f"{_workers(row, 'prefill')}{_phase(row, 'prefill')} → {_workers(row, 'decode')}{decode}"


def _phase(row, phase):
    sizes = [(name, row.get(f"{phase}_{name.lower()}")) for name in ("TP", "EP")]
    said = [f"{name}{int(size)}" for name, size in sizes if pd.notna(size)]
    attention = row.get(f"{phase}_dp_attention")
    return " ".join([*said, *["DPA"] * bool(pd.notna(attention) and attention)])


def _workers(row, phase):
    workers = row.get(f"{phase}_num_workers")
    return f"{int(workers)}×" if pd.notna(workers) and workers > 0 else ""
