"""Which requests: a *sequence* is their input/output length, `1k/8k` for 1024/8192 tokens."""

import re

from specsweep.errors import SweepError


def sequence_label(isl, osl):
    """`1k/8k` for 1024 and 8192 tokens; other lengths are written out (`1000/100`).

    >>> sequence_label(1024, 8192)
    '1k/8k'
    """
    return "/".join(f"{n // 1024}k" if n % 1024 == 0 and n else str(n) for n in (int(isl), int(osl)))


def parse_sequence(text):
    """Input and output length in tokens, of a label such as `1k/8k` or `1000/100`.

    >>> parse_sequence("8k/1k")
    (8192, 1024)
    """
    match = re.fullmatch(r"\s*(\d+)\s*(k?)\s*/\s*(\d+)\s*(k?)\s*", str(text), re.IGNORECASE)
    if not match:
        raise SweepError(f"the sequence {str(text)!r} is not understood: write input/output, such as 1k/8k")
    n_in, k_in, n_out, k_out = match.groups()
    return int(n_in) * (1024 if k_in else 1), int(n_out) * (1024 if k_out else 1)
