"""The price books are the ones stated, and cost is price over throughput."""

import pandas as pd
import pytest

from specsweep import SweepError
from specsweep.prices import price_list, price_rows, read_price_books
from specsweep.published import metric_values


def test_the_books_are_tidy_and_complete():
    """Two books, nine GPUs, three tiers, each with power and a source."""
    books = read_price_books()
    assert len(books) == 54 and not books.isna().any().any()
    assert not books.duplicated(["book", "hardware", "tier"]).any()
    assert books.groupby("book")["hardware"].nunique().tolist() == [9, 9]


SPOT_CHECKS = [
    ("2026-04", "hyperscaler", "b200", 1.95, 2.17),
    ("2026-04", "neocloud", "b300", 2.808, 2.17),
    ("2026-04", "rental", "mi355x", 2.10, 2.65),
    ("2026-08", "hyperscaler", "h100", 1.17, 1.37),
    ("2026-08", "rental", "gb300", 3.30, 2.12),
]


@pytest.mark.parametrize(("book", "tier", "gpu", "price", "power"), SPOT_CHECKS)
def test_spot_checks(book, tier, gpu, price, power):
    """Figures of the public dashboard."""
    assert price_list(book, tier).loc[gpu].tolist() == [price, power]


def test_cost_by_hand():
    """$3.60 an hour at 1,000 tok/s/GPU is $1.00 per million tokens; at 2 kW it is 500,000 tok/s/MW."""
    row = pd.DataFrame({"hardware": ["x"], "tput_per_gpu": [1000.0], "conc": [8]})
    table = pd.DataFrame({"hardware": ["x"], "usd_per_gpu_hour": [3.6], "kw_per_gpu": [2.0]})
    values = metric_values(row, [0], table, "hyperscaler")[0]
    assert values.tolist() == [1000, 1000, 0, 1.0, 1.0, 0, 500_000, 8]


def test_the_published_fallbacks(real_sweep):
    """A row without output throughput uses the total; one without input counts as 0 at cost 0."""
    at = real_sweep.index[real_sweep["output_tput_per_gpu"].isna()].to_numpy()
    total, output, entry, cost, output_cost, input_cost, *_ = metric_values(real_sweep, at, "2026-04", "rental").T
    assert output.tolist() == total.tolist() and output_cost.tolist() == cost.tolist()
    assert not entry.any() and not input_cost.any()


def test_own_numbers_hold_for_any_gpu():
    """As a mapping or as text."""
    for own in ({"usd_per_gpu_hour": 2.1, "kw_per_gpu": 1.9}, "usd_per_gpu_hour=2.1, kw_per_gpu = 1.9"):
        price, power = price_rows(["b200", "mine"], price_list(own))
        assert price.tolist() == [2.1, 2.1] and power.tolist() == [1.9, 1.9]


BAD = {
    "a table without power": (pd.DataFrame({"hardware": ["x"], "usd_per_gpu_hour": [1]}), "has no column kw_per_gpu"),
    "a GPU twice": (
        pd.DataFrame({"hardware": ["x", "x"], "usd_per_gpu_hour": [1, 2], "kw_per_gpu": [1, 1]}),
        "lists x more than once",
    ),
    "a price that is none": (
        pd.DataFrame({"hardware": ["x"], "usd_per_gpu_hour": ["free"], "kw_per_gpu": [1]}),
        "usd_per_gpu_hour of x in the price table is 'free'",
    ),
    "a missing power": (
        pd.DataFrame({"hardware": ["x"], "usd_per_gpu_hour": [1], "kw_per_gpu": [None]}),
        "kw_per_gpu of x in the price table is",
    ),
    "text that is no assignment": ("usd_per_gpu_hour=cheap, kw_per_gpu=1", "usd_per_gpu_hour is 'cheap'"),
}


@pytest.mark.parametrize(("prices", "message"), BAD.values(), ids=BAD.keys())
def test_bad_prices(prices, message):
    """Named, with what was expected."""
    with pytest.raises(SweepError, match=message):
        price_list(prices)
