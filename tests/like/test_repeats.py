"""Repeated measurements give a spread of their own, kept apart from the interval."""

import pandas as pd
import pytest

from specsweep import Side, compare
from specsweep.like.repeats import repeats, repeats_words

A, B = Side("A", spec_method="mtp"), Side("B", spec_method="none")


@pytest.fixture
def result(make_sweep):
    """A's concurrency 16 ran three times: 95, 100 and 110 tok/s/GPU."""
    sweep = make_sweep(
        ("trt", "mtp", 16, 50, 100), ("trt", "mtp", 16, 51, 95), ("trt", "mtp", 16, 49, 110), ("trt", "mtp", 4, 90, 20),
        ("trt", "none", 16, 40, 90), ("trt", "none", 8, 60, 50),
        date=["2026-01-01", "2026-02-01", "2026-03-01", "2026-01-01", "2026-01-01", "2026-01-01"],
        image=["v1", "v1", "v2", "v1", "v1", "v1"],
    )  # fmt: skip
    return compare(sweep, A, B, rules="like_for_like")


def test_the_spread_of_known_repeats(result):
    """(110 - 95) / 100, from three runs on two images."""
    (found,) = repeats(result).to_dict("records")
    assert found["throughput_spread"] == pytest.approx(0.15) and found["interactivity_spread"] == pytest.approx(0.04)
    assert (found["side"], found["engine"], found["concurrency"], found["runs"], found["images"]) == (
        "A",
        "trt",
        16,
        3,
        2,
    )
    assert (found["first_date"], found["last_date"]) == ("2026-01-01", "2026-03-01")
    said = repeats_words(repeats(result))
    assert "1 configurations were measured more than once (3 runs)" in said and "15 % at most" in said
    assert "1 of them ran on more than one image" in said


def test_a_repeat_does_not_widen_the_interval(result, make_sweep):
    """A repeat that is beaten on both axes leaves every interval as it was."""
    rows = [
        ("trt", "mtp", 16, 50, 100),
        ("trt", "mtp", 4, 90, 20),
        ("trt", "none", 16, 40, 90),
        ("trt", "none", 8, 60, 50),
    ]
    once = compare(make_sweep(*rows), A, B, rules="like_for_like")
    twice = compare(make_sweep(*rows, ("trt", "mtp", 16, 49, 80)), A, B, rules="like_for_like")
    pd.testing.assert_frame_equal(once.table, twice.table)
    assert len(repeats(twice)) == 1


def test_without_repeats_that_is_said(sample, sample_sides):
    """The sample measured nothing twice."""
    result = compare(sample, *sample_sides, rules="like_for_like")
    assert repeats(result).empty
    assert "No configuration was measured twice" in repeats_words(repeats(result))
