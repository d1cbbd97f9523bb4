"""A budget is met by a measured configuration or by none; nothing is interpolated."""

import numpy as np
import pytest

from specsweep import Side, SweepError, compare
from specsweep.like.budget import budget_words, cheapest_within, read_budget

A, B = Side("A", spec_method="mtp"), Side("B", spec_method="none")


@pytest.fixture
def result(make_sweep):
    """A: three rows, one without TTFT; B: two rows, both slow to the first token."""
    sweep = make_sweep(
        ("trt", "mtp", 64, 20, 900), ("trt", "mtp", 16, 70, 600), ("trt", "mtp", 4, 100, 200),
        ("trt", "none", 64, 10, 800), ("trt", "none", 8, 65, 300),
        p99_ttft=[1.0, 1.5, np.nan, 3.0, 2.5],
    )  # fmt: skip
    return compare(sweep, A, B, rules="like_for_like")


def test_the_cheapest_that_fits_and_what_the_budget_costs(result):
    """A at 70 tok/s/user and 1.5 s; without the budget A would run at 900 tok/s/GPU."""
    found = cheapest_within(result, "interactivity >= 60, p99_ttft <= 2").set_index("side")
    a = found.loc["A"]
    assert (a["fit"], a["measured"], a["unknown"], a["interactivity"], a["concurrency"]) == (1, 3, 1, 70, 16)
    assert a["cost_usd_per_mtok"] == pytest.approx(1.95 / (600 * 3600 / 1e6))
    assert a["budget_costs"] == pytest.approx(900 / 600)


def test_nothing_fits_is_said(result):
    """B is never below 2.5 s."""
    found = cheapest_within(result, ["interactivity >= 60", "p99_ttft <= 2"]).set_index("side").loc["B"]
    assert found["fit"] == 0 and np.isnan(found["cost_usd_per_mtok"])
    said = budget_words(result, "interactivity >= 60 and p99_ttft <= 2")
    assert said[0] == "Within the budget (interactivity ≥ 60, p99_ttft ≤ 2), among measured configurations only:"
    assert "the budget makes a token 1.50 times as dear" in said[1] and "(1 of them do not say)" in said[1]
    assert said[2] == "B on TensorRT-LLM: nothing fits; 2 configurations were measured."


def test_a_row_beaten_on_the_frontier_can_win_a_budget(make_sweep):
    """The faster row has the slower first token."""
    sweep = make_sweep(
        ("trt", "mtp", 64, 70, 900), ("trt", "mtp", 8, 65, 500), ("trt", "none", 8, 65, 300), ttft=[9.0, 0.1, 0.1]
    )
    sweep = sweep.rename(columns={"ttft": "median_ttft"})
    found = cheapest_within(compare(sweep, A, B, rules="like_for_like"), "ttft < 1").set_index("side")
    assert found.loc["A", "throughput"] == 500


SIGNS = {
    "spaces or none": ("interactivity>=60,p99_ttft<=2", [("median_intvty", ">=", 60), ("p99_ttft", "<=", 2)]),
    "as a reader types it": (
        "interactivity ≥ 60 and ttft ≤ 2e-1",
        [("median_intvty", ">=", 60), ("median_ttft", "<=", 0.2)],
    ),
    "strict": (["conc < 64", "cost > 0"], [("conc", "<", 64), ("cost_usd_per_mtok", ">", 0)]),
}


@pytest.mark.parametrize(("text", "limits"), SIGNS.values(), ids=SIGNS.keys())
def test_budgets_as_typed(text, limits):
    """Signs, synonyms, lists."""
    assert read_budget(text) == limits


def test_a_budget_that_cannot_be_read_or_asked(result):
    """One sentence each."""
    with pytest.raises(SweepError, match="'fast please' is not understood"):
        read_budget("fast please")
    with pytest.raises(SweepError, match=r"asks for 'p99_tpot', which the sweep does not have; it has .*p99_ttft"):
        cheapest_within(result, "p99_tpot <= 1")
    with pytest.raises(SweepError, match="'framework', which is not a number"):
        cheapest_within(result, "framework <= 1")
