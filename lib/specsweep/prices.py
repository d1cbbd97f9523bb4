"""What an hour of a GPU costs and how much power it is given.

A price book lists $/GPU-hour (three tiers: hyperscaler, neocloud, rental) and the all-in
provisioned power in kW per GPU. Cost is price / (throughput x 3600 / 10^6), in $ per million
tokens; power efficiency is throughput x 1000 / power, in tok/s/MW.
"""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

from specsweep.errors import SweepError, listed
from specsweep.project import ROOT

BOOKS = ROOT / "data" / "prices.csv"
TIERS = ("hyperscaler", "neocloud", "rental")
OWN_KEYS = ("usd_per_gpu_hour", "kw_per_gpu")


def read_price_books(path=BOOKS):
    """The shipped price books, one row per book, GPU and tier.

    Columns: book, hardware, tier, usd_per_gpu_hour ($/GPU-hour), kw_per_gpu (kW), source.
    """
    return pd.read_csv(path)


def price_list(prices="2026-04", tier="hyperscaler"):
    """Price and power per GPU: a DataFrame indexed by hardware.

    Parameters
    ----------
    prices : the name of a shipped book ("2026-04", "2026-08"); or a DataFrame with columns
        hardware, usd_per_gpu_hour, kw_per_gpu (and tier, where it has several); or your own
        numbers for whatever GPU the sweep has, as a mapping or as text:
        ``{"usd_per_gpu_hour": 2.10, "kw_per_gpu": 1.9}`` or "usd_per_gpu_hour=2.10, kw_per_gpu=1.9";
        with a book before it, "2026-04, usd_per_gpu_hour=2.10", the other number stays the book's.
    tier : "hyperscaler", "neocloud" or "rental"

    Returns
    -------
    DataFrame with columns usd_per_gpu_hour and kw_per_gpu; one's own numbers for any GPU
    stand under the index value "*".
    """
    if isinstance(prices, str) and "=" in prices:
        first, _, rest = prices.partition(",")
        if "=" not in first:
            return _override(price_list(first.strip(), tier), rest)
        prices = dict(_assignment(part) for part in prices.split(","))
    if isinstance(prices, Mapping):
        return _own_numbers(prices)
    if isinstance(prices, pd.DataFrame):
        return _one_tier(prices, tier, "the price table")
    return _shipped(str(prices), tier).copy()


def tiers_of(prices, tier):
    """The tiers that ``prices`` has, as a list; only the given one where it does not tell them apart."""
    if isinstance(prices, pd.DataFrame):
        return list(prices["tier"].unique()) if "tier" in prices else [tier]
    own = isinstance(prices, Mapping) or "=" in str(prices)
    return [tier] if own else list(TIERS)


def price_rows(hardware, price_list):
    """Price ($/GPU-hour) and power (kW) of each row's GPU, as two (n,) arrays.

    Raises SweepError for a GPU the price list does not know.
    """
    names, index = np.unique(np.asarray(hardware, dtype=object).astype(str), return_inverse=True)
    if "*" in price_list.index:
        found = price_list.reindex(["*"] * len(names))
    else:
        unknown = [n for n in names if n not in price_list.index]
        if unknown:
            raise SweepError(
                f"no price for the GPU {listed(unknown)}: the price list knows {listed(price_list.index)};"
                " give your own $/GPU-hour and kW"
            )
        found = price_list.reindex(names)
    return found["usd_per_gpu_hour"].to_numpy()[index], found["kw_per_gpu"].to_numpy()[index]


@cache  # the books lie beside the code and do not change under it; every comparison asks
def _shipped(book, tier):
    books = read_price_books()
    if book not in set(books["book"]):
        raise SweepError(f"there is no price book {book!r}; there are {listed(books['book'].unique())}")
    return _one_tier(books[books["book"] == book], tier, f"the price book {book}")


def _one_tier(table, tier, what):
    missing = [c for c in ("hardware", *OWN_KEYS) if c not in table.columns]
    if missing:
        raise SweepError(f"{what} has no column {listed(missing)}; it needs hardware, {', '.join(OWN_KEYS)}")
    if "tier" in table.columns:
        if tier not in set(table["tier"]):
            raise SweepError(f"{what} has no tier {tier!r}; it has {listed(table['tier'].unique())}")
        table = table[table["tier"] == tier]
    twice = table.loc[table["hardware"].duplicated(), "hardware"]
    if len(twice):
        raise SweepError(f"{what} lists {twice.iloc[0]} more than once for the tier {tier}")
    for column in OWN_KEYS:
        for gpu, value in zip(table["hardware"], table[column], strict=True):
            _positive(value, f"{column} of {gpu} in {what}")
    return table.set_index("hardware")[list(OWN_KEYS)].astype(float)


def _own_numbers(prices):
    if set(prices) != set(OWN_KEYS):
        raise SweepError(f"your own prices need {' and '.join(OWN_KEYS)}, and got {listed(prices)}")
    values = {key: [_positive(prices[key], key)] for key in OWN_KEYS}
    return pd.DataFrame(values, index=pd.Index(["*"], name="hardware"))


def _override(book, text):
    own = dict(_assignment(part) for part in text.split(","))
    if unknown := set(own) - set(OWN_KEYS):
        raise SweepError(f"a price book knows {' and '.join(OWN_KEYS)}, not {listed(sorted(unknown))}")
    return book.assign(**{key: _positive(value, key) for key, value in own.items()})


def _assignment(part):
    key, _, value = (piece.strip() for piece in part.partition("="))
    return key, value


def _positive(value, what):
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = np.nan
    if not (np.isfinite(number) and number > 0):
        raise SweepError(f"{what} is {value!r}, and must be a number above 0")
    return number
