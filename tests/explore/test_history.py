"""As of a date the newest run of each configuration counts, and gaps stay gaps."""

import numpy as np
import pandas as pd
import pytest

from specsweep import Side, SweepError, read_sweep
from specsweep.explore.history import as_of, is_history, through_time, timeline
from specsweep.metrics import BY_NAME

CHOSEN = {"model": ("m",), "sequence": ("1k/1k",)}
X, Y = BY_NAME["median_intvty"], BY_NAME["throughput"]


@pytest.fixture(scope="session")
def history(sweep_data):
    """1462 real history rows."""
    return read_sweep(sweep_data / "data" / "inferencex-api" / "benchmarks-history-dsr1-2026-06.json")


def rows(*runs):
    """A sweep of (date, run, spec_method, decode_tp, [(interactivity, throughput), …])."""
    common = {"model": "m", "hardware": "b200", "framework": "trt", "precision": "fp4", "isl": 1024, "osl": 1024}
    return pd.DataFrame(
        [
            common | {
                "date": date, "run_url": f"https://ci/runs/{run}/attempts/1", "spec_method": spec, "decode_tp": tp,
                "conc": n, "median_intvty": float(x), "tput_per_gpu": float(y),
            }
            for date, run, spec, tp, points in runs
            for n, (x, y) in enumerate(points, 1)
        ]
    )  # fmt: skip


SWEEP = rows(
    ("2026-01-01", 1, "none", 8, [(20, 400), (60, 200)]),
    ("2026-01-01", 1, "mtp", 8, [(20, 800), (100, 100)]),
    ("2026-01-05", 2, "none", 8, [(20, 500)]),  # a partial run replaces the whole line
    ("2026-01-05", 3, "none", 4, [(30, 90), (70, 80)]),
    ("2026-01-09", 4, "mtp", 8, [(20, 1000), (100, 200)]),
    ("2026-01-09", 5, "mtp", 8, [(20, 1200), (100, 400)]),  # the same day's later run
)
SIDES = (Side("MTP", spec_method="mtp"), Side("Off", spec_method="none"))


def test_a_line_counts_with_its_newest_run_up_to_the_date_and_nothing_else():
    assert as_of(SWEEP, "2026-01-04")["date"].unique().tolist() == ["2026-01-01"]
    later = as_of(SWEEP, "2026-01-06")
    assert sorted(later.loc[later["spec_method"] == "none", "tput_per_gpu"]) == [80, 90, 500]
    assert as_of(SWEEP, "latest").equals(as_of(SWEEP, "2026-12-31"))
    assert as_of(SWEEP).equals(SWEEP)


def test_two_runs_of_one_day_are_told_apart_by_their_number():
    last = as_of(SWEEP, "latest")
    assert sorted(last.loc[last["spec_method"] == "mtp", "tput_per_gpu"]) == [400, 1200]


def test_through_time_reads_each_date_and_leaves_gaps():
    table = through_time(timeline(SWEEP, SIDES, X, Y, chosen=CHOSEN), 60).set_index("date")
    # Straight lines, by hand: MTP 800 → 100 over 20 … 100; Off measured at 60 itself, then by TP4's two points.
    assert table.loc["2026-01-01", ["a", "b", "ratio"]].tolist() == pytest.approx([450, 200, 2.25])
    assert table.loc["2026-01-05", "a"] == pytest.approx(450)  # still its newest rows
    assert table.loc["2026-01-09", "a"] == pytest.approx(800)
    assert table["a_new"].tolist() == [True, False, True]
    gaps = through_time(timeline(SWEEP, SIDES, X, Y, chosen=CHOSEN), 90).set_index("date")
    assert gaps["b"].isna().all() and gaps["ratio"].isna().all() and gaps["a"].notna().all()


def test_each_date_of_the_real_history_is_the_curve_of_its_newest_rows(history):
    """Every value of the one-pass timeline equals the frontier of the rows filtered by hand."""
    common = {"hardware": "b200", "precision": "fp4", "framework": "trt"}
    sides = (Side("MTP", spec_method="mtp", **common), Side("Off", spec_method="none", **common))
    chosen = {"model": ("dsr1",), "sequence": ("1k/1k",)}
    table = through_time(timeline(history, sides, X, Y, chosen=chosen), 60)
    assert table["a"].notna().any() and table["a"].isna().any() and table["b"].notna().any()
    here = history.query(
        "isl == 1024 and osl == 1024 and hardware == 'b200' and precision == 'fp4' and framework == 'trt'"
    )
    topology = [
        c
        for c in here
        if c.startswith(("prefill_", "decode_", "num_")) and c.endswith(("tp", "ep", "attention", "gpu", "workers"))
    ]
    for letter, method in (("a", "mtp"), ("b", "none")):
        mine = here[here["spec_method"] == method]
        for date, value in zip(table["date"], table[letter], strict=True):
            until = mine[mine["date"] <= date]
            newest = until[until["date"] == until.groupby(topology)["date"].transform("max")]
            points = list(zip(newest["median_intvty"], newest["tput_per_gpu"], strict=True))
            kept = sorted((x, y) for x, y in points if not any(u >= x and v > y for u, v in points))
            reached = bool(kept) and kept[0][0] <= 60 <= kept[-1][0]
            assert np.isnan(value) != reached
            if reached:
                left = max(point for point in kept if point[0] <= 60)
                right = min(point for point in kept if point[0] >= 60)
                assert right[1] <= value <= left[1]


def test_a_sweep_of_newest_rows_is_no_history(history, real_sweep, sample):
    assert is_history(history)
    assert not is_history(real_sweep)
    assert not is_history(sample)


@pytest.mark.parametrize("date, says", [("2025-01-01", "the first date is 2026-01-01"), ("June", "is not a date")])
def test_a_date_that_cannot_be_used_is_refused_in_one_sentence(date, says):
    with pytest.raises(SweepError, match=says):
        as_of(SWEEP, date)
    with pytest.raises(SweepError, match="has no column date"):
        as_of(SWEEP.drop(columns="date"), date)
