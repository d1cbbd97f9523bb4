"""Numbers as the page prints them: halves round up, on the exact double."""

from decimal import ROUND_HALF_UP, Decimal


def half_up(value, decimals=0):
    """``value`` with a fixed number of decimals, as text.

    Python's `round` and `format` send halves to the even neighbour; a page sends them up.
    Exact doubles decide: 0.075 is stored below 0.075 and prints 0.07.

    >>> half_up(0.5), half_up(2670.35, 1), half_up(0.075, 2)
    ('1', '2670.3', '0.07')
    """
    return str(Decimal(float(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def percent_more(larger, smaller):
    """How much more ``larger`` is than ``smaller``, in whole percent, as text.

    >>> percent_more(7265.541829, 2670.373583)
    '172'
    """
    return half_up((larger / smaller - 1) * 100)


def usd_in_prose(value):
    """$ amount in a sentence: 2 decimals below $10, else 1."""
    return f"${half_up(value, 2 if value < 10 else 1)}"
