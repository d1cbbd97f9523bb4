"""How much of a speed-up is accepted draft tokens, and when does drafting stop paying?

A step of speculative decoding drafts k tokens and checks them with the large model. If each
draft token is accepted with probability p, independently, and the first one refused ends the
run, a step yields 1 + p + … + p^k = (1 - p^(k+1)) / (1 - p) tokens (Leviathan, Kalman and
Matias 2023, "Fast inference from transformers via speculative decoding", equation 1). The
one token that the large model adds itself is in it.
"""

import numpy as np

from specsweep.like.side_curve import read, shared_band, side_curves, unit_of_worth

ROUNDING = 1e-9


def tokens_per_step(acceptance, draft_tokens):
    """Expected tokens of one step.

    >>> tokens_per_step(0.5, 1), tokens_per_step(1, 3), tokens_per_step(0, 3)
    (1.5, 4.0, 1.0)
    """
    return float(sum(acceptance**i for i in range(int(draft_tokens) + 1)))


def acceptance_of(tokens, draft_tokens):
    """Per-token acceptance at which a step yields so many tokens; NaN where none does.

    >>> round(acceptance_of(1.75, 2), 6)
    0.5
    """
    if not 1 - ROUNDING <= tokens <= draft_tokens + 1 + ROUNDING:
        return np.nan
    low, high = 0.0, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if tokens_per_step(middle, draft_tokens) < tokens else (low, middle)
    return (low + high) / 2


def model_speed_up(acceptance, draft_tokens, draft_cost):
    """Decoding speed with drafting against without.

    A step then takes 1 + k · c times as long, where c is what drafting and checking one token
    costs, as a share of a step without drafting. With free drafts this is tokens per step.

    >>> model_speed_up(0.8, 3, 0.1)
    2.270769230769231
    """
    return tokens_per_step(acceptance, draft_tokens) / (1 + draft_tokens * draft_cost)


def model_break_even(draft_tokens, draft_cost):
    """Acceptance at which drafting gains nothing; NaN where it cannot pay (c above 1).

    >>> round(model_break_even(1, 0.25), 6)
    0.25
    """
    return acceptance_of(1 + draft_tokens * draft_cost, draft_tokens)


def stops_paying(comparison, engine, target, by="cost"):
    """By how much may A's tokens per step fall before A is no better than B at a target?

    A step takes as long whatever it yields. So with f times the tokens per step every
    configuration of A has f times its interactivity and f times its throughput, and its curve
    T(x) becomes f · T(x / f). The f sought is where that meets B's curve at the target.

    Parameters
    ----------
    by : "throughput" (tok/s/GPU), "cost" (tokens per $) or "power" (tok/s/MW)

    Returns
    -------
    (f, bound) : bound is "" where f is exact; "below" where A is still better at the lowest f
        that its measured range can tell (the f sought is smaller), "above" where B is still
        better at the highest; f is NaN, bound "unknown" where the target is not measured.
    """
    a, b = side_curves(comparison, engine)
    band = shared_band(a, b)
    if band is None or not b.x[0] <= target <= b.x[-1] or np.isnan(unit_of_worth(a, by) * unit_of_worth(b, by)):
        return np.nan, "unknown"
    wanted = read(b, target)[0] / unit_of_worth(b, by) * unit_of_worth(a, by)
    low, high = target / a.x[-1], target / a.x[0]
    if _scaled(a, target, low) >= wanted:
        return low, "below"
    if _scaled(a, target, high) < wanted:
        return high, "above"
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _scaled(a, target, middle) < wanted else (low, middle)
    return (low + high) / 2, ""


def _scaled(curve, target, f):
    return f * read(curve, np.clip(target / f, curve.x[0], curve.x[-1]))[0]
