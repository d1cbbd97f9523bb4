"""Crossings of the drawn curves are found exactly, once each, with how sure they are."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import CubicHermiteSpline

from specsweep import Side, SweepError, compare
from specsweep.like.breakeven import break_even, undecided, winners
from specsweep.like.crossing import stretches
from specsweep.like.ratio import band_summary, ratio_at, ratio_curve, ratio_table
from specsweep.like.side_curve import read, side_curves

A, B = Side("A", spec_method="mtp"), Side("B", spec_method="none")


def duel(a, b, hardware=("b200", "b200"), **options):
    """Sides A and B through knots (interactivity, throughput), in one engine."""
    rows = [("mtp", hardware[0], *knot) for knot in a] + [("none", hardware[1], *knot) for knot in b]
    sweep = pd.DataFrame(rows, columns=["spec_method", "hardware", "median_intvty", "tput_per_gpu"])
    sweep = sweep.astype({"median_intvty": float, "tput_per_gpu": float})
    sweep = sweep.assign(model="m", framework="trt", precision="fp4", isl=1024, osl=1024, conc=range(len(rows), 0, -1))
    return compare(sweep, A, B, sequence="1k/1k", rules="like_for_like", **options)


def line(slope, level, at):
    """Knots on a straight line, which Steffen's curve then follows."""
    return [(x, level + slope * x) for x in at]


STEEP = line(-8, 980, [10, 30, 60, 90, 110])
FLAT = line(-2.5, 550, [20, 50, 70, 100])


def test_one_crossing_of_two_lines():
    """980 - 8x meets 550 - 2.5x at x = 78.18…; A is better below it."""
    found = break_even(duel(STEEP, FLAT))
    assert found["interactivity"].tolist() == pytest.approx([430 / 5.5], abs=1e-6)
    assert found.loc[0, ["wins_below", "wins_above"]].tolist() == ["A", "B"]
    summary = band_summary(duel(STEEP, FLAT)).loc[0]
    assert summary["a_share"] == pytest.approx((430 / 5.5 - 20) / 80, abs=1e-6)


def test_none_where_one_side_is_always_better():
    """Parallel lines."""
    result = duel(line(-5, 900, [10, 40, 100]), line(-5, 800, [20, 60, 90]))
    assert break_even(result).empty
    assert band_summary(result)["a_share"].tolist() == [1]


def test_many_crossings_with_a_line():
    """A falls in steps around a line: it crosses at every knot that lies on the line."""
    steps = [(10, 950), (20, 900), (30, 800), (40, 800.001), (50, 750), (60, 650), (70, 650.001), (80, 600)]
    steps = [(x, y - 1e-2 * x) for x, y in steps]
    other = line(-5, 1000, [5, 45, 85])
    result = duel(steps, other)
    a, b = side_curves(result, "trt")
    knots = CubicHermiteSpline(a.x, a.throughput - read(b, a.x), a.throughput_slope + 5)
    expected = np.unique(np.round(knots.roots(extrapolate=False), 9))
    found = break_even(result)["interactivity"].to_numpy()
    assert len(found) >= 4
    crossed = [r for r in expected if knots(r - 1e-4) * knots(r + 1e-4) < 0]
    np.testing.assert_allclose(found, crossed, atol=1e-6)
    below = break_even(result)["wins_below"].tolist()
    assert below == [["A", "B"][n % 2] for n in range(len(below))] or below == [
        ["B", "A"][n % 2] for n in range(len(below))
    ]


def test_a_tangent_is_never_two_crossings():
    """B touches the line A at (60, 700) with the same slope and lies above it elsewhere."""
    touch = duel(line(-5, 1000, [20, 40, 60, 80, 100]), [(20, 920), (40, 808), (60, 700), (80, 608), (100, 515)])
    assert break_even(touch).empty
    assert [sign for _, _, sign in winners(*side_curves(touch, "trt"))] == [-1]
    below = duel(line(-5, 1000, [20, 40, 60, 80, 100]), [(20, 880), (40, 792), (60, 700), (80, 592), (100, 480)])
    assert break_even(below).empty


def test_a_crossing_at_a_shared_knot_counts_once():
    """Both measured 700 at 60; A is steeper."""
    found = break_even(duel(line(-8, 1180, [20, 60, 100]), line(-2, 820, [20, 60, 100])))
    assert found["interactivity"].tolist() == [60]
    assert found["wins_below"].tolist() == ["A"]


COINCIDING = {
    "ahead before and after": ([3, 0, 0, 3], [-0.3, 0, 0, 0.3], [(0, 10, 1), (10, 20, 0), (20, 30, 1)]),
    "the lead changes": ([3, 0, 0, -3], [-0.3, 0, 0, -0.3], [(0, 10, 1), (10, 20, 0), (20, 30, -1)]),
    "equal throughout": ([0, 0, 0, 0], [0, 0, 0, 0], [(0, 30, 0)]),
    "equal but for rounding": ([0, 1e-13, -1e-13, 0], [0, 0, 0, 0], [(0, 30, 0)]),
    "touches at a knot": ([3, 0, 3, 4], [-0.3, 0, 0.1, 0.1], [(0, 30, 1)]),
    "touches between knots": ([4, 4, 5, 6], [-1.6, 1.6, 0, 0], [(0, 30, 1)]),
}


@pytest.mark.parametrize(("value", "slope", "expected"), COINCIDING.values(), ids=COINCIDING.keys())
def test_stretches(value, slope, expected):
    """Coinciding curves are a stretch of their own, touches are nothing."""
    found = stretches(np.arange(0.0, 40, 10), np.array(value, float), np.array(slope, float), np.ones(4))
    assert found == expected


def test_twins_break_even_nowhere():
    """Equal curves throughout are nobody's."""
    straight = line(-5, 1000, [20, 30, 40, 50, 60, 70, 80, 90, 100, 110])
    twins = duel(straight, straight)
    assert break_even(twins).empty and band_summary(twins)[["a_share", "mean_log_ratio"]].iloc[0].tolist() == [0, 0]


def test_a_dearer_gpu_breaks_even_elsewhere_on_cost():
    """At twice the price A has to deliver twice as much."""
    prices = pd.DataFrame({"hardware": ["b200", "h100"], "usd_per_gpu_hour": [2.0, 1.0], "kw_per_gpu": [1.0, 1.0]})
    result = duel(STEEP, FLAT, hardware=("b200", "h100"), prices=prices)
    # Tokens per $: (980 - 8x) / 2 against 550 - 2.5x, apart by 60 + 1.5x everywhere.
    assert break_even(result, "cost").empty and band_summary(result, "cost")["a_share"].tolist() == [0]
    assert band_summary(result)["a_share"].tolist() == pytest.approx([(430 / 5.5 - 20) / 80])
    assert break_even(result, "throughput")["interactivity"].tolist() == pytest.approx([430 / 5.5], abs=1e-6)
    with pytest.raises(SweepError, match="compared by throughput, cost, power, not by 'beauty'"):
        break_even(result, "beauty")


def test_the_uncertain_range_is_where_the_ratio_interval_contains_one():
    """Its ends are found, and just outside them the interval leaves no doubt."""
    bent_a = [(x, 2e5 / x**1.4) for x in (10, 20, 35, 55, 80, 110, 150)]
    bent_b = [(x, 6e4 / x**1.1) for x in (12, 25, 40, 60, 85, 120, 140)]
    result = duel(bent_a, bent_b)
    (found,) = break_even(result).itertuples()
    assert found.low < found.interactivity < found.high
    a, b = side_curves(result, "trt")
    inside = np.linspace(found.low, found.high, 50)
    assert undecided(a, b, "throughput", inside).all()
    assert not undecided(a, b, "throughput", [found.low - 1e-5, found.high + 1e-5]).any()
    assert found.a_concurrency_low <= found.a_concurrency <= found.a_concurrency_high


def test_the_table_every_ten_and_the_curve_agree(sample, sample_sides):
    """Multiples of ten inside the band; the ratio lies in its interval."""
    result = compare(sample, *sample_sides, rules="like_for_like")
    table = ratio_table(result)
    assert table["interactivity"].tolist() == [50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150]
    drawn = ratio_curve(result)
    assert (drawn["low"] <= drawn["ratio"] * (1 + 1e-12)).all() and (
        drawn["ratio"] <= drawn["high"] * (1 + 1e-12)
    ).all()
    np.testing.assert_allclose(
        np.interp(table["interactivity"], drawn["interactivity"], drawn["ratio"]), table["ratio"], rtol=2e-3
    )


def test_the_mean_log_ratio_is_uniform_in_interactivity():
    """Against a sum over a fine grid; lines, so the ratio is known in closed form."""
    result = duel(STEEP, FLAT)
    x = 20 + 80 * (np.arange(200_000) + 0.5) / 200_000
    expected = np.log((980 - 8 * x) / (550 - 2.5 * x)).mean()
    summary = band_summary(result).loc[0]
    assert summary["mean_log_ratio"] == pytest.approx(expected, rel=1e-7)
    assert summary["mean_ratio"] == pytest.approx(np.exp(expected), rel=1e-7)


def test_a_band_of_one_point():
    """Both measured at 50 and nowhere else together."""
    result = duel([(20, 900), (50, 500)], [(50, 400), (90, 100)])
    assert break_even(result).empty
    assert band_summary(result)[["low", "high", "a_share", "a_sure_share"]].iloc[0].tolist() == [50, 50, 1, 1]
    assert ratio_table(result)["ratio"].tolist() == [1.25] and len(ratio_curve(result)) == 1


knots = st.lists(st.tuples(st.integers(1, 300), st.integers(1, 5000)), min_size=2, max_size=9, unique_by=lambda k: k[0])


@settings(max_examples=80)
@given(knots, knots)
def test_no_crossing_is_missed_or_invented(a, b):
    """Between crossings the drawn difference keeps its sign on a fine grid; swapped sides
    cross at the same places."""
    result = duel(a, b)
    one, two = side_curves(result, "trt")
    won = winners(one, two)
    for low, high, sign in won:
        x = np.linspace(low, high, 40)[1:-1]
        difference = (read(one, x) - read(two, x)) * (sign or 1)
        size = 1e-9 * (read(one, x) + read(two, x))
        assert (difference >= -size).all() if sign else (np.abs(difference) <= size).all()
    if won:
        band = won[0][0], won[-1][1]
        assert band == (max(one.x[0], two.x[0]), min(one.x[-1], two.x[-1]))
        assert all(left[1] == pytest.approx(right[0], abs=1e-6) for left, right in pairwise(won))
    back = winners(two, one)
    assert [-sign for *_, sign in back] == [sign for *_, sign in won]
    np.testing.assert_allclose([w[:2] for w in back], [w[:2] for w in won], atol=1e-6)


@settings(max_examples=40)
@given(knots, knots)
def test_swapping_the_sides_inverts_the_ratio(a, b):
    """Ratio, interval, mean and shares."""
    result = duel(a, b)
    one, two = side_curves(result, "trt")
    there, back = band_summary(result).loc[0], band_summary(duel(b, a)).loc[0]
    if np.isnan(there["low"]):
        assert np.isnan(back["low"])
        return
    assert there["mean_log_ratio"] == pytest.approx(-back["mean_log_ratio"], abs=1e-9)
    assert there["a_sure_share"] == pytest.approx(back["b_sure_share"], abs=1e-9)
    x = np.linspace(there["low"], there["high"], 7)
    forward, backward = ratio_at(one, two, x), ratio_at(two, one, x)
    np.testing.assert_allclose(forward["ratio"] * backward["ratio"], 1, rtol=1e-12)
    np.testing.assert_allclose(forward["low"] * backward["high"], 1, rtol=1e-12)
    assert forward["winner"].tolist() == backward["winner"].tolist()
