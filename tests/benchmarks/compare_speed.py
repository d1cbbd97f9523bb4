"""How long does comparing every pair of a sweep take, under both rules, and how does it grow?

All MTP-against-Off pairs of the real rows at all their targets, after loading; then the same
pairs on the real rows repeated with jitter. The other sides in the same run: the pairs taken
one at a time, and like for like beside the published rules.

    SWEEP_DATA=… python tests/benchmarks/compare_speed.py
"""

import os
import time
from pathlib import Path

import numpy as np
import pandas as pd

from specsweep import Side, compare_all, read_sweep

ROWS = Path("data", "inferencex-api", "benchmarks-dsr1-2026-06.json")
JITTERED = ("median_intvty", "tput_per_gpu", "output_tput_per_gpu", "input_tput_per_gpu")


def all_pairs(sweep):
    """Every GPU, precision and sequence with MTP or Off rows: (pairs, sequences)."""
    keys = sweep[["hardware", "precision", "isl", "osl"]].drop_duplicates()
    pairs = [
        tuple(Side(m, hardware=k.hardware, precision=k.precision, spec_method=m) for m in ("mtp", "none"))
        for k in keys.itertuples()
    ]
    return pairs, [f"{k.isl // 1024}k/{k.osl // 1024}k" for k in keys.itertuples()]


def larger(sweep, rows):
    """The sweep repeated to so many rows, each measurement off by up to 5 %."""
    rng = np.random.default_rng(0)
    big = pd.concat([sweep] * (rows // len(sweep) + 1), ignore_index=True).iloc[:rows].copy()
    for column in JITTERED:
        big[column] *= rng.uniform(0.95, 1.05, rows)
    return big


def fastest(work, rounds=9):
    """Best of some rounds, in milliseconds: what is left when nothing else runs."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1e3 * min(times)


def main():
    """Print times and their ratios."""
    sweep = read_sweep(Path(os.environ["SWEEP_DATA"], ROWS))
    pairs, sequences = all_pairs(sweep)

    def run(rows, rules):
        return fastest(lambda: compare_all(rows, pairs, sequence=sequences, rules=rules))

    one_by_one = fastest(
        lambda: [compare_all(sweep, [p], sequence=s) for p, s in zip(pairs, sequences, strict=True)], rounds=2
    )
    base = run(sweep, "published")
    print(
        f"{len(pairs)} pairs, {len(sweep)} rows: published {base:.1f} ms, one pair at a time {one_by_one / base:.0f} x"
    )
    print(f"  like for like with intervals {run(sweep, 'like_for_like') / base:.2f} x published")
    before = None
    for rows in (25_000, 50_000, 100_000, 200_000):
        big = larger(sweep, rows)
        took = run(big, "published")
        like = run(big, "like_for_like") / took
        growth = f", {took / before:.2f} x the half" if before else ""
        print(f"{rows} rows: published {took:.1f} ms{growth}; like for like {like:.2f} x that")
        before = took


if __name__ == "__main__":
    main()
