"""The comparison gives the published page's figures and the public implementation's answers."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specsweep import Side, SweepError, compare, compare_all
from specsweep.pick import default_sequence
from specsweep.published import METRICS

GOLDEN = {
    "throughput": "throughput",
    "output_throughput": "output_throughput",
    "input_throughput": "input_throughput",
    "cost_per_mtok": "cost_usd_per_mtok",
    "cost_per_m_output": "output_cost_usd_per_mtok",
    "cost_per_m_input": "input_cost_usd_per_mtok",
    "tok_per_s_per_mw": "tok_per_s_per_mw",
}
SIDES = {"mtp": "MTP", "none": "Off"}


@pytest.fixture(scope="session")
def golden(sweep_data):
    """What the public page's own implementation answers, unrounded."""
    return json.loads((sweep_data / "golden" / "published-rules-dsr1-2026-06.json").read_text())


def pair(hardware, precision):
    """MTP against Off on one GPU and precision."""
    common = {"model": "dsr1", "hardware": hardware, "precision": precision}
    return Side("MTP", **common, spec_method="mtp"), Side("Off", **common, spec_method="none")


@pytest.fixture(scope="session")
def answers(golden, real_sweep):
    """All golden pairs compared in one pass."""
    cases = golden["cases"]
    pairs = [pair(c["hardware"], c["precision"]) for c in cases]
    return compare_all(real_sweep, pairs, sequence=[c["sequence"] for c in cases])


def test_every_golden_value_is_met(golden, answers):
    """40 pairs, all targets, all fields, within 1e-9 relative; concurrency rounded halves up."""
    checked = 0
    for case, answer in zip(golden["cases"], answers, strict=True):
        assert answer.band == (case["band"]["min"], case["band"]["max"])
        assert list(answer.targets) == case["default_targets"] == [row["target"] for row in case["rows"]]
        table = answer.table.set_index(["target", "side"])
        for row in case["rows"]:
            for side, label in SIDES.items():
                mine = table.loc[(row["target"], label)]
                if row[side] is None:
                    assert mine["status"] == "missing"
                    continue
                for theirs, ours in GOLDEN.items():
                    assert mine[ours] == pytest.approx(row[side][theirs], rel=1e-9, abs=0)
                assert np.floor(mine["concurrency"] + 0.5) == row[side]["concurrency"]
                checked += 1
    assert checked > 200


def test_the_default_sequence_of_every_golden_pair(golden, real_sweep):
    """The sequence the public page opens a pair on."""
    assert len(golden["default_sequence"]) > 5
    for case in golden["default_sequence"]:
        a, b = pair(case["hardware"], case["precision"])
        assert default_sequence(real_sweep, a, b) == case["sequence"]


def test_one_pair_is_the_case_of_one(golden, answers, real_sweep):
    """compare gives the very numbers compare_all gives."""
    for number in (0, 7, 23):
        case = golden["cases"][number]
        alone = compare(real_sweep, *pair(case["hardware"], case["precision"]), sequence=case["sequence"])
        assert alone.table.equals(answers[number].table)
        assert alone.knots.equals(answers[number].knots)


def test_a_target_outside_both_ranges_is_refused(sample, sample_sides):
    """Typing 500 tok/s/user names the ranges there are."""
    with pytest.raises(SweepError, match=r"500 tok/s/user lies outside .*39\.18–267\.7 and 40\.62–186\.4"):
        compare(sample, *sample_sides, targets=[77, 500])


def small_sweep(points):
    """A sweep of (spec_method, interactivity, throughput, conc) rows on one GPU and engine."""
    frame = pd.DataFrame(points, columns=["spec_method", "median_intvty", "tput_per_gpu", "conc"])
    same = {"model": "m", "hardware": "h100", "framework": "vllm", "precision": "fp8", "isl": 1024, "osl": 1024}
    return frame.assign(**same)


A, B = Side("A", spec_method="mtp"), Side("B", spec_method="none")
row = st.tuples(st.sampled_from(["mtp", "none"]), st.floats(1, 300), st.floats(1, 9000), st.integers(1, 512))


@given(st.lists(row, min_size=1, max_size=14))
def test_swapping_sides_mirrors_the_table(points):
    """A against B says of each side what B against A says of it."""
    sweep = small_sweep(points)
    there, back = (compare(sweep, *sides, sequence="1k/1k") for sides in ((A, B), (B, A)))
    assert there.band == back.band and there.targets == back.targets
    key = ["target", "side"]
    mirrored = back.table.sort_values(key).reset_index(drop=True)
    pd.testing.assert_frame_equal(there.table.sort_values(key).reset_index(drop=True), mirrored)


@given(st.lists(row, min_size=1, max_size=14))
def test_results_stay_in_the_frontiers_range(points):
    """No metric leaves what the side's frontier holds, clamped or not; missing is missing everywhere."""
    result = compare(small_sweep(points), A, B, sequence="1k/1k")
    for line in result.table.to_dict("records"):
        knots = result.knots[result.knots["side"] == line["side"]]
        assert (line["status"] == "missing") == knots.empty
        for metric in METRICS:
            if knots.empty:
                assert np.isnan(line[metric])
            else:
                assert knots[metric].min() <= line[metric] <= knots[metric].max()
        if len(knots):
            inside = knots["interactivity"].min() <= line["target"] <= knots["interactivity"].max()
            assert inside == (line["status"] != "clamped")


@given(st.lists(row, min_size=1, max_size=14), st.randoms())
def test_row_order_does_not_matter(points, random):
    """Shuffled rows give the same numbers (of rows equal on both axes any may stand for the others)."""
    points = list({(method, x, y): (method, x, y, c) for method, x, y, c in points}.values())
    shuffled = random.sample(points, len(points))
    one, other = (compare(small_sweep(p), A, B, sequence="1k/1k").table for p in (points, shuffled))
    pd.testing.assert_frame_equal(one, other)


BANDS = {
    "overlap": ([10, 50], [20, 80], (20, 50), (28, 35, 43)),
    "one inside the other": ([10, 50], [20, 30.9], (20, 30), (23, 25, 28)),
    "no overlap gives the union": ([10, 20], [40, 50], (10, 50), (20, 30, 40)),
    "one shared point gives the union": ([10, 20], [20, 50], (10, 50), (20, 30, 40)),
    "equal targets are shown once": ([10, 10.8], [10, 10.8], (10, 10), (10, 11)),
    "one side alone": ([10, 50], [], (10, 50), (20, 30, 40)),
    "one side, one interactivity": ([33.3], [], (34, 33), (33,)),
    "halves round up": ([10, 12], [10, 12], (10, 12), (11, 12)),
}


@pytest.mark.parametrize(("a", "b", "band", "targets"), BANDS.values(), ids=BANDS.keys())
def test_band_and_targets(a, b, band, targets):
    """Hand-worked bands; targets come from the unrounded band."""
    sweep = small_sweep([("mtp", x, 100 - x, 1) for x in a] + [("none", x, 90 - x, 1) for x in b])
    result = compare(sweep, A, B)
    assert (result.band, result.targets) == (band, targets)


def test_status_says_where_a_number_comes_from():
    """On a measured point, between two, outside the frontier, no rows at all."""
    sweep = small_sweep([("mtp", 10, 90, 8), ("mtp", 50, 20, 1), ("none", 20, 60, 8), ("none", 30, 40, 4)])
    table = compare(sweep, A, B, targets=[20, 45]).table
    assert table["status"].tolist() == ["interpolated", "measured", "interpolated", "clamped"]
    assert table.loc[3, "throughput"] == 40
    alone = compare(sweep[sweep["spec_method"] == "mtp"], A, B, targets=[20]).table
    assert alone["status"].tolist() == ["interpolated", "missing"]
    assert alone.loc[1, list(METRICS)].isna().all()


def test_a_row_that_is_measured_but_beaten_does_not_count_as_measured():
    """The frontier ends at 30 though the side was measured at 50 (slower on both axes than nothing, beaten here)."""
    sweep = small_sweep([("mtp", 10, 90, 8), ("mtp", 30, 50, 4), ("mtp", 20, 40, 2), ("none", 10, 50, 1)])
    table = compare(sweep, A, B, targets=[20]).table
    assert table.loc[0, "status"] == "interpolated" and table.loc[0, "throughput"] > 50


def test_inputs_are_not_changed(sample, sample_sides):
    """Comparing leaves the sweep as it was."""
    before = sample.copy()
    compare(sample, *sample_sides)
    pd.testing.assert_frame_equal(sample, before)


def test_cost_follows_the_price(sample, sample_sides):
    """Twice the price is twice the cost; half the power is twice the tokens per megawatt."""
    own = compare(sample, *sample_sides, prices={"usd_per_gpu_hour": 3.6, "kw_per_gpu": 1.0}).table
    twice = compare(sample, *sample_sides, prices="usd_per_gpu_hour=7.2, kw_per_gpu=0.5").table
    assert twice["cost_usd_per_mtok"].to_numpy() == pytest.approx(2 * own["cost_usd_per_mtok"].to_numpy())
    assert twice["tok_per_s_per_mw"].to_numpy() == pytest.approx(2 * own["tok_per_s_per_mw"].to_numpy())


EMPTY = {
    "no such GPU": ({"hardware": "h100"}, r"hardware is never h100 \(values there: b200\)"),
    "no such pair of filters": (
        {"framework": "sglang", "conc": 8},
        r"framework is never sglang together with .* \(values there: trt\)",
    ),
}


@pytest.mark.parametrize(("filters", "message"), EMPTY.values(), ids=EMPTY.keys())
def test_nothing_on_either_side_names_the_filter(sample, filters, message):
    """The error says which filter emptied it and what values there are."""
    with pytest.raises(SweepError, match=message):
        compare(sample, Side("A", spec_method="mtp", **filters), Side("B", spec_method="none", **filters))


def test_no_rows_of_a_sequence_names_those_there_are(sample, sample_sides):
    """Asking 8k/1k of a 1k/1k sweep."""
    with pytest.raises(SweepError, match=r"no rows of sequence 8k/1k \(sequences there: 1k/1k\)"):
        compare(sample, *sample_sides, sequence="8k/1k")


BAD = {
    "two sides of one name": ({"b": Side("MTP", spec_method="none")}, "both sides are labelled 'MTP'"),
    "unknown rules": ({"rules": "mine"}, "no rules 'mine'"),
    "unknown price book": ({"prices": "2025-01"}, "no price book '2025-01'; there are 2026-04, 2026-08"),
    "unknown tier": ({"tier": "spot"}, "no tier 'spot'; it has hyperscaler, neocloud, rental"),
    "price without power": ({"prices": {"usd_per_gpu_hour": 2}}, "need usd_per_gpu_hour and kw_per_gpu"),
    "a price of zero": ({"prices": {"usd_per_gpu_hour": 0, "kw_per_gpu": 1}}, "usd_per_gpu_hour is 0"),
    "a target that is no number": ({"targets": ["fast"]}, "target 'fast' is not an interactivity"),
    "no targets": ({"targets": []}, "no targets given"),
    "an unknown column": ({"a": Side("MTP", colour="red")}, "no column 'colour' to filter on"),
    "a sequence that is none": ({"sequence": "long"}, "sequence 'long' is not understood"),
}


@pytest.mark.parametrize(("change", "message"), BAD.values(), ids=BAD.keys())
def test_bad_arguments_get_one_sentence(sample, sample_sides, change, message):
    """What was wrong and what was expected."""
    arguments = {"a": sample_sides[0], "b": sample_sides[1]} | change
    with pytest.raises(SweepError, match=message) as caught:
        compare(sample, arguments.pop("a"), arguments.pop("b"), **arguments)
    assert "\n" not in str(caught.value)


def test_a_gpu_without_a_price_is_named(sample, sample_sides):
    """An unknown GPU is refused, unless one's own price covers it."""
    strange = sample.assign(hardware="b999")
    sides = [Side(s.label, spec_method=m) for s, m in zip(sample_sides, ("mtp", "none"), strict=True)]
    with pytest.raises(SweepError, match="no price for the GPU b999: the price list knows h100"):
        compare(strange, *sides)
    assert len(compare(strange, *sides, prices={"usd_per_gpu_hour": 1, "kw_per_gpu": 1}).table) == 6


def test_pairs_without_rows_stay_out_of_the_common_table(real_sweep):
    """compare_all goes on where one of many pairs has nothing; item i still is pair i."""
    pairs = [pair("mi300x", "fp4"), pair("b200", "fp4")]
    answers = compare_all(real_sweep, pairs, sequence="1k/1k")
    assert set(answers.table["pair"]) == {1} and np.isnan(answers.bands[0]).all()
    assert len(answers[1].table) == 6
