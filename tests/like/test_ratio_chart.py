"""The like-for-like charts hold what the tables say, and are drawn."""

import numpy as np
import pytest

from specsweep import Side, compare
from specsweep.chart import chart_data, chart_marks, chart_words, curve_chart
from specsweep.like.across import across_words, quantities
from specsweep.like.ratio_chart import ratio_chart, ratio_data, ratio_words
from specsweep.sharing.vega import picture


@pytest.fixture
def crossing(make_sweep):
    """980 - 8x against 550 - 2.5x on trt, and a pair on vllm that shares nothing."""
    a = [("trt", "mtp", 2**n, x, 980 - 8 * x) for n, x in enumerate((110, 90, 60, 30, 10))]
    b = [("trt", "none", 2**n, x, 550 - 2.5 * x) for n, x in enumerate((100, 70, 50, 20))]
    apart = [("vllm", "mtp", 4, 10, 90), ("vllm", "none", 4, 50, 90)]
    sides = Side("A", spec_method="mtp"), Side("B", spec_method="none")
    return compare(make_sweep(*a, *b, *apart), *sides, rules="like_for_like")


def test_the_ratio_chart_is_drawn_with_its_break_even(crossing):
    """A curve, a point every 10 tok/s/user and one diamond at 78.18, on the engine that has a band."""
    rows = ratio_data(crossing)["ratio"]
    assert {row["engine"] for row in rows} == {"TensorRT-LLM"}
    assert [row["interactivity"] for row in rows if row["kind"] == "ten"] == list(range(20, 101, 10))
    (even,) = [row for row in rows if row["kind"] == "even"]
    assert even["interactivity"] == pytest.approx(430 / 5.5) and even["low"] <= even["interactivity"] <= even["high"]
    curve = [(row["low"], row["ratio"], row["high"]) for row in rows if row["kind"] == "curve"]
    assert all(low <= ratio * (1 + 1e-9) and ratio <= high * (1 + 1e-9) for low, ratio, high in curve)
    assert len(picture({**ratio_chart(crossing), "datasets": ratio_data(crossing)})) > 10_000
    assert ratio_words(crossing).startswith("Throughput of A divided by B: on TensorRT-LLM from 1.64× at 20")


def test_the_words_of_the_band(crossing):
    """Mean, shares and the break-even with both sides' concurrency."""
    (said,) = across_words(crossing)
    assert "On TensorRT-LLM the sides share 20–100 tok/s/user." in said
    assert "Its curve is the higher one over 73 % of the band" in said
    assert "They break even at 78.18 tok/s/user" in said and "A is better below, B above." in said
    assert quantities(crossing) == ["throughput"]


def test_a_panel_per_engine_with_intervals(crossing):
    """One panel, for trt; curves, points, targets and reads agree with the table."""
    data = {**chart_data(crossing, "cost_usd_per_mtok"), **chart_marks(crossing, "cost_usd_per_mtok")}
    rows = data["like"]
    assert {row["engine"] for row in rows} == {"TensorRT-LLM"}
    kinds = {kind: [row for row in rows if row["kind"] == kind] for kind in ("point", "curve", "target", "read")}
    assert [len(kinds[kind]) for kind in ("point", "target", "read")] == [9, 3, 6]
    values = [row["value"] for row in kinds["read"]]
    np.testing.assert_allclose(values, crossing.table["cost_usd_per_mtok"])
    assert all(row["low"] <= row["value"] * (1 + 1e-9) <= row["high"] * (1 + 2e-9) for row in kinds["curve"])
    assert len(picture({**curve_chart(crossing, "cost_usd_per_mtok"), "datasets": data})) > 10_000
    assert "on TensorRT-LLM at 40 tok/s/user A $" in chart_words(crossing, "cost_usd_per_mtok")


def test_gpus_of_different_price_are_compared_per_dollar_too(real_sweep):
    """B200 against MI355X: other ratios per GPU, per $ and per MW."""
    sides = (Side(gpu, hardware=gpu, precision="fp8", spec_method="none") for gpu in ("b200", "mi355x"))
    result = compare(real_sweep, *sides, sequence="1k/1k", rules="like_for_like")
    assert quantities(result) == ["throughput", "cost", "power"]
    assert across_words(result, "cost") != across_words(result, "throughput")
