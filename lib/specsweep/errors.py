"""The one error type a user sees."""


class SweepError(ValueError):
    """Something in the input cannot be used.

    The text is one sentence for the person at the keyboard: what was wrong, where
    (file, row, column), and what was expected instead. It may quote the data, so it is kept
    to one printable line.
    """

    def __init__(self, text):
        super().__init__(plain(text))


LONGEST = 1000  # characters of a sentence


def plain(text):
    """Text on one line, without what cannot be printed."""
    text = str(text) if str(text).isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in str(text))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def listed(values, limit=12):
    """Readable, bounded enumeration of ``values`` for an error sentence."""
    values = [str(v) for v in values]
    if not values:
        return "none"
    if len(values) <= limit:
        return ", ".join(values)
    return f"{', '.join(values[:limit])} and {len(values) - limit} more"
