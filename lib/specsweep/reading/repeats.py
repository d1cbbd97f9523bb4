"""Duplicates and retries: which of several records of one measurement counts.

The rule: a row that equals an earlier one in every column is that measurement again, and
the first counts. Of the attempts of one CI run at one configuration and concurrency the
newest counts. All other rows are measurements of their own, also where they repeat a
configuration and concurrency: the sweep keeps them all.
"""

import numpy as np

POINT = ("model", "hardware", "framework", "precision", "spec_method", "disagg", "is_multinode",
         "prefill_tp", "prefill_ep", "prefill_dp_attention", "prefill_num_workers",
         "decode_tp", "decode_ep", "decode_dp_attention", "decode_num_workers",
         "num_prefill_gpu", "num_decode_gpu", "isl", "osl", "conc", "offload_mode", "benchmark_type")  # fmt: skip
ATTEMPT = r"^(?P<run>.*/runs/\d+)/attempts/(?P<attempt>\d+)$"
QUICK = ("tput_per_gpu", "median_intvty", "conc")


def repeats(sweep):
    """(rows that count, for each other row the position of the row that counts instead, why)."""
    counts = np.ones(len(sweep), dtype=bool)
    dropped = []
    likely = []
    if not sweep[QUICK[0]].is_unique:
        likely = np.flatnonzero(sweep.duplicated(list(QUICK), keep=False).to_numpy())
    if len(likely):
        some = sweep.iloc[likely].drop(columns=["source"], errors="ignore")
        group = some.groupby(list(some.columns), dropna=False, sort=False).ngroup().to_numpy()
        _, first = np.unique(group, return_index=True)
        first = likely[first[group]]
        for position, original in zip(likely, first, strict=True):
            if position != original:
                dropped.append((position, original, "the same in every column"))
                counts[position] = False
    if "run_url" in sweep:
        dropped += _retries(sweep, counts)
    return counts, dropped


def _retries(sweep, counts):
    parts = sweep["run_url"].drop_duplicates().dropna().str.extract(ATTEMPT)
    if (parts.dropna().groupby("run")["attempt"].nunique() < 2).all():
        return []
    parts = sweep["run_url"].str.extract(ATTEMPT)
    rows = sweep[[c for c in POINT if c in sweep]].assign(run=parts["run"], attempt=parts["attempt"].astype("float64"))
    rows = rows[rows["run"].notna() & counts]
    by = [c for c in rows.columns if c != "attempt"]
    newest = rows.groupby(by, dropna=False)["attempt"].transform("max")
    old = rows.index[rows["attempt"] < newest]
    counts[old] = False
    return [(p, None, f"attempt {rows['attempt'][p]:g} of its run, superseded by attempt {newest[p]:g}") for p in old]


def repeated(sweep):
    """How many rows measure a configuration and concurrency again."""
    return int(sweep.duplicated([c for c in (*POINT, "date") if c in sweep]).sum()) if len(sweep) else 0
