"""Like for like: one engine at a time, only what was measured, one curve for every metric."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specsweep import Side, SweepError, compare, compare_all, read_sweep, trace

A, B = Side("A", spec_method="mtp"), Side("B", spec_method="none")
COLUMNS = ("framework", "spec_method", "conc", "median_intvty", "tput_per_gpu")


def sweep_of(*rows, **more):
    """A sweep of rows (engine, spec method, concurrency, interactivity, throughput)."""
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"median_intvty": float, "tput_per_gpu": float})
    return frame.assign(model="m", hardware="b200", precision="fp4", isl=1024, osl=1024, **more)


def like(sweep, **options):
    return compare(sweep, A, B, sequence="1k/1k", rules="like_for_like", **options)


TWO_ENGINES = sweep_of(
    ("trt", "mtp", 64, 20, 900), ("trt", "mtp", 16, 50, 600), ("trt", "mtp", 4, 100, 200),
    ("trt", "none", 64, 10, 800), ("trt", "none", 8, 60, 300),
    ("sglang", "none", 32, 30, 5000), ("sglang", "none", 4, 200, 4000),
)  # fmt: skip


def test_only_the_engine_that_measured_both_sides_is_compared():
    """sglang has no MTP rows here: it adds nothing, and its far better rows touch nothing."""
    result = like(TWO_ENGINES)
    assert set(result.table["engine"]) == {"trt"}
    assert result.band == (20, 60)
    assert result.targets == (30, 40, 50)
    alone = like(TWO_ENGINES[TWO_ENGINES["framework"] == "trt"])
    pd.testing.assert_frame_equal(result.table, alone.table)


def test_two_knots_are_joined_by_a_straight_line():
    """Half way between (10, 800) and (60, 300) is (35, 550)."""
    result = like(TWO_ENGINES, targets=[35])
    off = result.table.set_index("side").loc["B"]
    assert off["throughput"] == pytest.approx(550, rel=1e-12)
    assert (off["throughput_low"], off["throughput_high"]) == (300, 800)
    assert off["concurrency"] == pytest.approx(36)


def test_outside_a_frontier_nothing_is_said_but_its_range():
    """80 lies inside A's frontier and beyond B's: no clamped number for B."""
    table = like(TWO_ENGINES, targets=[50, 80, 500]).table.set_index(["target", "side"])
    assert table.loc[(50, "A"), "status"] == "measured"
    assert table.loc[(80, "A"), "status"] == "interpolated"
    beyond = table.loc[(80, "B")]
    assert (beyond["status"], beyond["measured_from"], beyond["measured_to"]) == ("not measured", 10, 60)
    assert beyond.filter(like="throughput").isna().all() and beyond.filter(like="cost").isna().all()
    assert np.isnan(beyond["concurrency"])
    assert list(table.loc[500, "status"]) == ["not measured", "not measured"]


def test_without_a_common_engine_the_table_is_empty_and_nothing_is_invented():
    """Not an error: columns stay, rows, targets and band do not."""
    result = compare(
        TWO_ENGINES, Side("TensorRT", framework="trt"), Side("SGLang", framework="sglang"),
        sequence="1k/1k", rules="like_for_like", targets=[40],
    )  # fmt: skip
    assert result.table.empty and "engine" in result.table and result.targets == () and result.band is None
    assert len(result.points) == len(TWO_ENGINES)
    assert trace(result).empty


def test_an_engine_whose_frontiers_do_not_meet_has_no_default_target():
    """A was measured at 50–90, B at 10–30."""
    sweep = sweep_of(
        ("trt", "mtp", 8, 50, 500), ("trt", "mtp", 1, 90, 100), ("trt", "none", 8, 10, 500), ("trt", "none", 1, 30, 100)
    )
    assert like(sweep).table.empty
    assert list(like(sweep, targets=[40]).table["status"]) == ["not measured"] * 2


def test_default_targets_of_a_narrow_band_stay_inside_it():
    """Whole tok/s/user would leave a band of 50.61–50.87."""
    sweep = sweep_of(
        ("trt", "mtp", 8, 50.61, 500),
        ("trt", "mtp", 1, 90, 100),
        ("trt", "none", 8, 10, 500),
        ("trt", "none", 1, 50.87, 100),
    )
    result = like(sweep)
    assert result.targets == (50.7, 50.8)
    assert not (result.table["status"] == "not measured").any()


def test_output_tokens_have_a_frontier_of_their_own():
    """The row best in total throughput is not on the output frontier; a row without output
    throughput is no point there, and no metric stands in for another."""
    sweep = sweep_of(
        ("trt", "mtp", 64, 20, 900), ("trt", "mtp", 16, 50, 600), ("trt", "mtp", 4, 100, 200),
        ("trt", "mtp", 2, 110, 100), ("trt", "none", 64, 10, 800), ("trt", "none", 8, 60, 300),
        output_tput_per_gpu=[50.0, 60.0, 40.0, np.nan, np.nan, np.nan],
    )  # fmt: skip
    table = like(sweep, targets=[30, 60, 105]).table.set_index(["target", "side"])
    assert np.isnan(table.loc[(30, "A"), "output_throughput"])  # its output frontier starts at 50
    assert table.loc[(60, "A"), "output_throughput"] == pytest.approx(60 - 20 * 10 / 50)
    assert np.isnan(table.loc[(105, "A"), "output_cost_usd_per_mtok"])
    assert table.xs("B", level="side")["output_throughput"].isna().all()
    assert table["input_throughput"].isna().all()


def test_a_side_of_two_gpus_has_no_one_price_to_derive_a_cost_from():
    """Throughput is compared, cost stays empty."""
    sweep = TWO_ENGINES.assign(hardware=["b200", "h200", *["b200"] * 5])
    table = like(sweep, targets=[40]).table.set_index("side")
    assert table["throughput"].notna().all()
    assert np.isnan(table.loc["A", "cost_usd_per_mtok"]) and table.loc["B", "cost_usd_per_mtok"] > 0


def test_more_than_the_engine_can_be_required():
    """With the same deployment shape, disaggregated rows are compared with their like only."""
    sweep = TWO_ENGINES.assign(disagg=[True, True, False, False, False, False, False])
    assert like(sweep, require="shape", targets=[40]).table["engine"].unique().tolist() == ["trt, aggregated"]
    with pytest.raises(SweepError, match="the same image cannot be required: the sweep has no column image"):
        like(sweep, require=["image"])
    with pytest.raises(SweepError, match="'color'; known are image, shape, parallelism"):
        like(sweep, require=["color"])


def test_the_real_rows(real_sweep):
    """No cell has two engines, none lies outside its frontier, on any pair of the real data."""
    keys = real_sweep[["hardware", "precision", "isl", "osl"]].drop_duplicates()
    pairs = [
        tuple(Side(m, hardware=k.hardware, precision=k.precision, spec_method=m) for m in ("mtp", "none"))
        for k in keys.itertuples()
    ]
    sequences = [f"{k.isl // 1024}k/{k.osl // 1024}k" for k in keys.itertuples()]
    results = compare_all(real_sweep, pairs, sequence=sequences, rules="like_for_like")
    assert len(results.table) > 150
    assert not (results.table["status"] == "not measured").any()
    for result in results:
        rows = result.points.iloc[result.knots["row"]].reset_index(drop=True)
        assert (rows["framework"] == result.knots["engine"]).all() and (rows["side"] == result.knots["side"]).all()
        for cell in result.table.itertuples():
            mine = rows[
                (result.knots["engine"] == cell.engine)
                & (rows["side"] == cell.side)
                & (result.knots["tokens"] == "total")
            ]
            assert mine["median_intvty"].min() <= cell.target <= mine["median_intvty"].max()
            assert cell.throughput_low <= cell.throughput * (1 + 1e-12) and cell.throughput <= cell.throughput_high * (
                1 + 1e-12
            )


def test_one_pair_is_the_case_of_one(real_sweep):
    """compare and compare_all agree, whatever other pairs are there."""
    pairs = [
        tuple(Side(m, hardware=gpu, spec_method=m) for m in ("mtp", "none")) for gpu in ("b200", "mi355x", "gb200")
    ]
    together = compare_all(real_sweep, pairs, sequence="8k/1k", rules="like_for_like")
    for pair, one in zip(pairs, together, strict=True):
        alone = compare(real_sweep, *pair, sequence="8k/1k", rules="like_for_like")
        pd.testing.assert_frame_equal(alone.table, one.table)
        pd.testing.assert_frame_equal(alone.knots, one.knots)


# Identities, on sweeps of any shape.

points = st.tuples(
    st.sampled_from(["trt", "sglang", "vllm"]), st.sampled_from(["mtp", "none"]), st.integers(1, 1024),
    st.integers(50, 4000).map(lambda n: n / 10), st.integers(1, 90000).map(lambda n: n / 7),
)  # fmt: skip
sweeps = (
    st.lists(points, min_size=4, max_size=30)
    .map(lambda rows: sweep_of(*rows))
    .filter(lambda s: set(s["spec_method"]) == {"mtp", "none"})
)
METRICS = ["throughput", "cost_usd_per_mtok", "tok_per_s_per_mw", "joules_per_token", "concurrency"]


def numbers(result):
    return result.table.set_index(["engine", "target", "side"]).sort_index()


@settings(max_examples=60)
@given(sweeps, st.floats(0.1, 20), st.floats(0.1, 5))
def test_all_metrics_come_from_one_curve(sweep, price, power):
    """Cost times throughput is the price, at the value and at both ends of the interval."""
    table = like(sweep, prices={"usd_per_gpu_hour": price, "kw_per_gpu": power}).table
    for end, other in (("", ""), ("_low", "_high"), ("_high", "_low")):
        throughput = table[f"throughput{end}"] * 3600 / 1e6
        np.testing.assert_allclose(table[f"cost_usd_per_mtok{other}"] * throughput, price, rtol=1e-12)
        np.testing.assert_allclose(
            table[f"joules_per_token{other}"] * table[f"throughput{end}"], power * 1000, rtol=1e-12
        )
        np.testing.assert_allclose(
            table[f"tok_per_s_per_mw{end}"] * power, table[f"throughput{end}"] * 1000, rtol=1e-12
        )


@settings(max_examples=60)
@given(sweeps)
def test_swapping_the_sides_swaps_the_table(sweep):
    """Engine by engine, targets and every number stay."""
    there = like(sweep)
    back = compare(sweep, B, A, sequence="1k/1k", rules="like_for_like")
    assert there.band == back.band
    pd.testing.assert_frame_equal(numbers(there), numbers(back))


@settings(max_examples=60)
@given(sweeps, st.data())
def test_a_dominated_row_changes_no_number(sweep, data):
    """A row that another row of its side and engine beats on both, anywhere in the file."""
    row = sweep.iloc[[data.draw(st.integers(0, len(sweep) - 1))]]
    worse = row.assign(
        median_intvty=row["median_intvty"] * data.draw(st.floats(0.2, 0.99)),
        tput_per_gpu=row["tput_per_gpu"] * data.draw(st.floats(0.2, 0.99)),
        conc=7,
    )
    at = data.draw(st.integers(0, len(sweep)))
    more = pd.concat([sweep.iloc[:at], worse, sweep.iloc[at:]], ignore_index=True)
    pd.testing.assert_frame_equal(numbers(like(more)), numbers(like(sweep)))


@settings(max_examples=60)
@given(sweeps, st.lists(points, max_size=8))
def test_rows_of_another_engine_change_nothing_in_this_one(sweep, others):
    """Whatever atom measured, trt's result is the same."""
    more = pd.concat([sweep, sweep_of(*[("atom", *row[1:]) for row in others])], ignore_index=True)
    after = like(more).table
    after = after[after["engine"] != "atom"].reset_index(drop=True)
    pd.testing.assert_frame_equal(after, like(sweep).table)


@settings(max_examples=60)
@given(sweeps)
def test_the_interval_holds_the_curve_and_stays_between_the_bracketing_rows(sweep):
    """On every engine and side; at a measured target it has no width."""
    result = like(sweep)
    for cell in result.table.itertuples():
        mine = result.knots[(result.knots["engine"] == cell.engine) & (result.knots["side"] == cell.side)]
        x, y = mine["interactivity"].to_numpy(), mine["throughput"].to_numpy()
        above, below = y[x <= cell.target][-1], y[x >= cell.target][0]
        assert below <= cell.throughput_low <= cell.throughput * (1 + 1e-12)
        assert cell.throughput <= cell.throughput_high * (1 + 1e-12) and cell.throughput_high <= above
        if cell.status == "measured":
            assert cell.throughput_low == cell.throughput == cell.throughput_high


def test_the_drawn_curve_is_the_one_the_numbers_come_from(sample, sample_sides):
    """At its own targets the trace reads what the table says, for a derived metric too."""
    result = compare(sample, *sample_sides, rules="like_for_like")
    for metric in METRICS:
        drawn = trace(result, metric, samples=200)
        for cell in result.table.itertuples():
            mine = drawn[drawn["side"] == cell.side]
            read = np.interp(cell.target, mine["interactivity"], mine[metric])
            assert read == pytest.approx(getattr(cell, metric), rel=1e-3)


def test_zero_throughput_is_no_point(tmp_path):
    """An output throughput of 0 is left out of the output frontier, not drawn at zero."""
    file = tmp_path / "sweep.csv"
    TWO_ENGINES.assign(output_tput_per_gpu=0.0).to_csv(file, index=False)
    table = like(read_sweep(file)).table
    assert table["output_throughput"].isna().all() and table["throughput"].notna().all()
