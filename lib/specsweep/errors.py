"""The one error type a user sees."""


class SweepError(ValueError):
    """Something in the input cannot be used.

    The text is one sentence for the person at the keyboard: what was wrong, where
    (file, row, column), and what was expected instead.
    """


def listed(values, limit=12):
    """Readable, bounded enumeration of ``values`` for an error sentence."""
    values = [str(v) for v in values]
    if not values:
        return "none"
    if len(values) <= limit:
        return ", ".join(values)
    return f"{', '.join(values[:limit])} and {len(values) - limit} more"
