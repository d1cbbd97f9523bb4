"""Savings are savings, a speed-up is a ratio, and what the interval cannot tell is nobody's."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specsweep import Side, compare
from specsweep.like.differences import differences

A, B = Side("A", spec_method="mtp"), Side("B", spec_method="none")


def result_of(*rows, targets=None, prices="2026-04", swap=False):
    """Rows (engine, spec method, GPU, interactivity, throughput)."""
    frame = pd.DataFrame(rows, columns=["framework", "spec_method", "hardware", "median_intvty", "tput_per_gpu"])
    frame = frame.astype({"median_intvty": float, "tput_per_gpu": float})
    frame = frame.assign(model="m", precision="fp4", isl=1024, osl=1024, conc=range(1, len(rows) + 1))
    sides = (B, A) if swap else (A, B)
    return compare(frame, *sides, sequence="1k/1k", rules="like_for_like", targets=targets, prices=prices)


def measured(a, b, gpus=("b200", "b200"), **options):
    """Both sides measured at 50, delivering ``a`` and ``b``."""
    rows = [("trt", "mtp", gpus[0], 50, a), ("trt", "none", gpus[1], 50, b)]
    return differences(result_of(*rows, targets=[50], **options)).loc[0]


def between(a, b, target, gpus=("b200", "b200")):
    """Both sides measured at two places, (interactivity, throughput) each; ``gpus`` are A's."""
    rows = [("trt", "mtp", gpu, *point) for gpu, point in zip(gpus, a, strict=True)]
    rows += [("trt", "none", "b200", *point) for point in b]
    return differences(result_of(*rows, targets=[target])).loc[0]


def test_a_saving_is_never_165_percent():
    """At 2.65 times the throughput, a token costs 62.3 % less."""
    found = measured(2650, 1000)
    assert found["saving"] == pytest.approx(1 - 1 / 2.65) and found["speed_up"] == pytest.approx(2.65)
    assert found[["faster", "cheaper"]].tolist() == ["A", "A"]
    other = measured(1000, 2650)
    assert other["saving"] == pytest.approx(-1.65) and other["cheaper"] == "B"


VERDICTS = {
    "clear": (1020, 1000, "better", "A"),
    "tied although measured": (1005, 1000, "tied", ""),
    "equal": (1000, 1000, "tied", ""),
    "worse": (900, 1000, "better", "B"),
}


@pytest.mark.parametrize(("a", "b", "verdict", "label"), VERDICTS.values(), ids=VERDICTS.keys())
def test_measured_verdicts(a, b, verdict, label):
    """Where both sides were measured there is no interpolation error to hide behind."""
    found = measured(a, b)
    assert found[["throughput_verdict", "cost_verdict", "faster", "cheaper"]].tolist() == [
        verdict,
        verdict,
        label,
        label,
    ]


def test_what_the_interval_does_not_clear_is_nobodys():
    """Two knots each: the bracketing rows overlap, though the curves differ by 25 %."""
    found = between([(20, 1000), (80, 500)], [(20, 800), (80, 400)], target=50)
    assert found["speed_up"] == pytest.approx(1.25)
    assert (found["speed_up_low"], found["speed_up_high"]) == pytest.approx((500 / 800, 1000 / 400))
    assert (found["saving_low"], found["saving_high"]) == pytest.approx((1 - 800 / 500, 1 - 400 / 1000))
    assert found["throughput_verdict"] == found["cost_verdict"] == "within interpolation error"
    assert found["faster"] == found["cheaper"] == ""


def test_outside_a_range_there_is_no_difference():
    """One side unmeasured: neither a saving nor a winner."""
    found = between([(20, 900), (80, 500)], [(20, 800), (40, 400)], target=60)
    assert found["throughput_verdict"] == found["cost_verdict"] == "not measured"
    assert np.isnan(found["saving"]) and found["faster"] == ""


def test_a_dearer_gpu_can_be_faster_and_not_cheaper():
    """Twice the price, 1.5 times the throughput."""
    prices = pd.DataFrame({"hardware": ["b200", "h100"], "usd_per_gpu_hour": [2.0, 1.0], "kw_per_gpu": [1.0, 1.0]})
    found = measured(1500, 1000, gpus=("b200", "h100"), prices=prices)
    assert found[["faster", "cheaper"]].tolist() == ["A", "B"]
    assert found["saving"] == pytest.approx(1 - 2 / 1.5)


def test_without_one_price_there_is_no_saving():
    """A side on two GPUs is compared on throughput alone."""
    found = between([(20, 900), (80, 500)], [(20, 80), (80, 40)], target=50, gpus=("b200", "h200"))
    assert (found["throughput_verdict"], found["cost_verdict"], found["faster"]) == ("better", "no price", "A")


rows = st.lists(
    st.tuples(
        st.just("trt"), st.sampled_from(["mtp", "none"]), st.just("b200"), st.integers(1, 300), st.integers(1, 9000)
    ),
    min_size=4, max_size=16,
).filter(lambda r: {row[1] for row in r} == {"mtp", "none"})  # fmt: skip


@settings(max_examples=60)
@given(rows)
def test_saving_and_ratio_agree_and_swapping_inverts(rows):
    """One GPU: saving = 1 - 1/speed-up, ends included; from B's side everything is the inverse."""
    there, back = differences(result_of(*rows)), differences(result_of(*rows, swap=True))
    for end in ("", "_low", "_high"):
        np.testing.assert_allclose(there[f"saving{end}"], 1 - 1 / there[f"speed_up{end}"], rtol=1e-9, atol=1e-12)
        other = {"": "", "_low": "_high", "_high": "_low"}[end]
        np.testing.assert_allclose(there[f"speed_up{end}"] * back[f"speed_up{other}"], 1, rtol=1e-12)
    assert (there["saving_high"] < 1).all()
    for same in ("faster", "cheaper", "throughput_verdict", "cost_verdict"):
        assert there[same].tolist() == back[same].tolist()
