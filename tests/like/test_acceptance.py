"""The model of accepted draft tokens, and at what acceptance drafting stops paying."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specsweep import Side, SweepError, compare
from specsweep.like.acceptance import acceptance_of, model_break_even, model_speed_up, stops_paying, tokens_per_step
from specsweep.like.accepted import acceptance_words, accepted_along_frontier, speed_up_per_token

A, B = Side("A", spec_method="mtp"), Side("B", spec_method="none")


@given(st.floats(0, 0.999), st.integers(1, 12))
def test_tokens_per_step_is_the_closed_form_and_inverts(acceptance, draft_tokens):
    """(1 - p^(k+1)) / (1 - p), and back."""
    tokens = tokens_per_step(acceptance, draft_tokens)
    assert tokens == pytest.approx((1 - acceptance ** (draft_tokens + 1)) / (1 - acceptance))
    assert tokens_per_step(acceptance_of(tokens, draft_tokens), draft_tokens) == pytest.approx(tokens)


def test_simulated_steps_yield_the_expected_tokens():
    """Each draft token accepted with probability 0.7 until one is not, plus the model's own."""
    rng = np.random.default_rng(3)
    accepted = np.cumprod(rng.random((200_000, 3)) < 0.7, axis=1).sum(axis=1)
    assert (accepted + 1).mean() == pytest.approx(tokens_per_step(0.7, 3), rel=5e-3)


def test_a_draft_that_costs_too_much_never_pays():
    """One draft token: it pays from acceptance c on; above c = 1 never."""
    assert model_break_even(1, 0.25) == pytest.approx(0.25)
    assert model_speed_up(model_break_even(4, 0.1), 4, 0.1) == pytest.approx(1)
    assert np.isnan(model_break_even(2, 1.5)) and np.isnan(acceptance_of(5, 3)) and np.isnan(acceptance_of(0.5, 3))


@pytest.fixture
def hyperbolas(make_sweep):
    """B delivers T = 6000 - 40 x, A the same at twice the tokens per step: T = 2 (6000 - 40 x / 2)."""

    def build(**more):
        b = [("trt", "none", 2**n, x, 6000 - 40 * x) for n, x in enumerate((100, 80, 60, 40, 20))]
        a = [("trt", "mtp", 2**n, 2 * x, 2 * y) for n, (_, _, _, x, y) in enumerate(b)]
        return compare(make_sweep(*a, *b, **more), A, B, rules="like_for_like", targets=[70])

    return build


def test_where_it_stops_paying_is_exact_where_acceptance_is_all_there_is(hyperbolas):
    """A is B with twice the tokens per step, so at half of them it is B."""
    f, bound = stops_paying(hyperbolas(), "trt", 70)
    assert f == pytest.approx(0.5, abs=1e-9) and bound == ""


def test_beyond_the_measured_range_only_a_bound_is_given(make_sweep):
    """A beats B tenfold, and its curve ends at 100: at 50 no f below 0.5 can be read off it."""
    rows = [
        ("trt", "mtp", 8, 20, 10000),
        ("trt", "mtp", 1, 100, 9000),
        ("trt", "none", 8, 20, 900),
        ("trt", "none", 1, 100, 300),
    ]
    result = compare(make_sweep(*rows), A, B, rules="like_for_like", targets=[50])
    assert stops_paying(result, "trt", 50) == (0.5, "below")
    assert stops_paying(result, "trt", 500)[1] == "unknown"
    assert "less than 0.50 times the tokens it did" in acceptance_words(result)[1]


def test_rows_that_say_nothing_of_acceptance(hyperbolas):
    """The data cannot tell, and that is said; a typed acceptance turns f into an acceptance."""
    said = acceptance_words(hyperbolas())
    assert said[0].startswith("No row says how many draft tokens were accepted")
    assert said[1].endswith("if a step yielded 0.50 times the tokens it did.")
    typed = acceptance_words(hyperbolas(), [0.9, 3, 0.2])
    tokens = tokens_per_step(0.9, 3)
    assert f"{tokens / 2:.2f} instead of {tokens:.2f}, an acceptance of {acceptance_of(tokens / 2, 3):.2f}" in typed[1]
    assert typed[2] == "Where a draft token costs 0.2 of a step, 3 of them pay from an acceptance of 0.39."


def test_rows_that_carry_acceptance(hyperbolas):
    """Length as measured, or from rate and draft length; the speed-up per token of a step."""
    nothing = [np.nan] * 5
    result = hyperbolas(acceptance_length=[2.0] * 5 + nothing, num_spec_tokens=[3.0] * 5 + nothing)
    along = accepted_along_frontier(result)
    assert set(along["side"]) == {"A"} and set(along["tokens_per_step"]) == {2} and len(along) == 5
    assert set(along["acceptance_rate"].round(9)) == {round(1 / 3, 9)}
    (row,) = speed_up_per_token(result).itertuples()
    assert row.speed_up == pytest.approx((12000 - 40 * 70) / (6000 - 40 * 70))
    assert row.speed_up_per_token == pytest.approx(row.speed_up / 2)
    assert "1.00 instead of 2.00, an acceptance of 0.00" in acceptance_words(result)[1]
    rate = hyperbolas(acceptance_rate=[0.5] * 5 + nothing, num_spec_tokens=[2.0] * 5 + nothing)
    assert set(accepted_along_frontier(rate)["tokens_per_step"]) == {2}


@pytest.mark.parametrize("typed", [[0.7], [70, 3], [0.7, 3, -1], ["much", 3], [0.7, 2.5], [0.7, 3, 0.1, 4]], ids=str)
def test_an_acceptance_that_makes_no_sense(hyperbolas, typed):
    """One sentence that shows how to write it."""
    with pytest.raises(SweepError, match=r"is not understood: .* such as \[0.7, 3, 0.1\]"):
        acceptance_words(hyperbolas(), typed)


def test_a_percentage_is_refused(hyperbolas):
    """80 is not a fraction."""
    with pytest.raises(SweepError, match="acceptance_rate is 80 in a row: a fraction"):
        accepted_along_frontier(hyperbolas(acceptance_rate=[80.0] * 10, num_spec_tokens=[2.0] * 10))
