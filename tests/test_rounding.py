"""Numbers are rounded as a page rounds them."""

import pytest

from specsweep.rounding import half_up, percent_more, usd_in_prose

CASES = [
    (0.5, 0, "1"),
    (1.5, 0, "2"),
    (2.5, 0, "3"),  # Python's round gives 2
    (0.125, 2, "0.13"),  # exact in binary, so a true half
    (0.075, 2, "0.07"),  # stored below 0.075
    (-0.5, 0, "-1"),
    (3348175.958, 0, "3348176"),
    (7265.54, 1, "7265.5"),
    (1e15, 0, "1000000000000000"),
]


@pytest.mark.parametrize(("value", "decimals", "text"), CASES)
def test_halves_round_up_on_the_exact_double(value, decimals, text):
    """And nothing turns into scientific notation."""
    assert half_up(value, decimals) == text


def test_percent_is_of_the_smaller():
    """2.65 times as much is 165 % more."""
    assert percent_more(2.65, 1) == "165"
    assert percent_more(1.125, 1) == "13"


def test_dollars_in_prose():
    """Two decimals below $10, one from there."""
    assert [usd_in_prose(v) for v in (0.0749, 9.994, 10, 12.34)] == ["$0.07", "$9.99", "$10.0", "$12.3"]
