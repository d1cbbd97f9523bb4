"""How a measured point was deployed, in a few characters: `TP8 EP8 DPA`."""

import pandas as pd


def parallelism(rows):
    """Parallelism of each row, as text.

    TP and EP are the tensor- and expert-parallel sizes, DPA marks data-parallel attention;
    a disaggregated row names its prefill and its decode workers (`2×TP4 → 1×TP8 EP8`).
    Rows that do not say stay empty.
    """
    prefill, decode = (_phase(rows, phase) for phase in ("prefill", "decode"))
    apart = rows["disagg"].astype(bool) if "disagg" in rows else pd.Series(False, index=rows.index)
    split = _workers(rows, "prefill") + prefill + " → " + _workers(rows, "decode") + decode
    return decode.where(~apart, split)


def _phase(rows, phase):
    text = pd.Series("", index=rows.index)
    for name, column in (("TP", f"{phase}_tp"), ("EP", f"{phase}_ep")):
        if column in rows:
            known = rows[column].notna()
            text[known] += f" {name}" + rows.loc[known, column].astype(int).astype(str)
    if f"{phase}_dp_attention" in rows:
        text[rows[f"{phase}_dp_attention"].eq(True)] += " DPA"
    return text.str.strip()


def _workers(rows, phase):
    column = f"{phase}_num_workers"
    if column not in rows:
        return pd.Series("", index=rows.index)
    return rows[column].map(lambda n: f"{int(n)}×" if pd.notna(n) and n > 0 else "")
