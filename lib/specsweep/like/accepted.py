"""What the measured rows say of accepted draft tokens, along the frontier and at the targets.

Public rows mostly say nothing of it; then the data cannot tell a faster engine from more
accepted tokens.
"""

import numpy as np
import pandas as pd

from specsweep.errors import SweepError
from specsweep.like.acceptance import acceptance_of, model_break_even, stops_paying, tokens_per_step
from specsweep.like.evidence import evidence
from specsweep.like.words import engine_name, times
from specsweep.rounding import half_up

LENGTH, RATE, DRAFT = "acceptance_length", "acceptance_rate", "num_spec_tokens"
ACCEPTANCE_COLUMNS = (
    "engine", "side", "interactivity", "throughput", "concurrency", "draft_tokens", "acceptance_rate",
    "tokens_per_step",
)  # fmt: skip


def accepted_along_frontier(comparison):
    """What the frontier rows say of acceptance; empty where no row says anything.

    Returns a DataFrame: engine, side, interactivity (tok/s/user), throughput (tok/s/GPU),
    concurrency, draft_tokens (k), acceptance_rate (accepted / drafted, a fraction) and
    tokens_per_step. A row with a rate and a draft length, but no length, gets 1 + rate · k.
    """
    knots = comparison.knots[comparison.knots["tokens"] == "total"]
    points = comparison.points.iloc[knots["row"]].reset_index(drop=True)
    said = {c: _column(points, c) for c in (LENGTH, RATE, DRAFT)}
    if (said[RATE] > 1).any():
        raise SweepError(f"{RATE} is {np.nanmax(said[RATE]):g} in a row: a fraction of the drafted tokens is expected")
    length = np.where(np.isnan(said[LENGTH]), 1 + said[RATE] * said[DRAFT], said[LENGTH])
    rate = np.where(np.isnan(said[RATE]), (said[LENGTH] - 1) / said[DRAFT], said[RATE])
    values = knots[["engine", "side", "interactivity", "throughput", "concurrency"]].reset_index(drop=True)
    values = values.assign(draft_tokens=said[DRAFT], acceptance_rate=rate, tokens_per_step=length)
    return values.loc[~np.isnan(length), list(ACCEPTANCE_COLUMNS)].reset_index(drop=True)


def speed_up_per_token(comparison):
    """The speed-up at each target beside A's tokens per step there.

    Returns a DataFrame: engine, target, speed_up (throughput of A / B), tokens_per_step and
    draft_tokens of A (a straight line between the frontier rows that bracket the target), and
    speed_up_per_token, speed-up / tokens per step: at 1 all accepted tokens arrive as throughput.
    """
    columns = ["engine", "target", "speed_up", "tokens_per_step", "draft_tokens", "speed_up_per_token"]
    known = accepted_along_frontier(comparison)
    known = known[known["side"] == comparison.a.label]
    if known.empty:
        return pd.DataFrame(columns=columns)
    behind, rows = evidence(comparison), []
    behind = behind[behind["side"] == comparison.a.label]
    for (engine, target), cells in comparison.table.groupby(["engine", "target"], sort=False):
        bracket = behind.loc[(behind["engine"] == engine) & (behind["target"] == target), "interactivity"]
        there = known[(known["engine"] == engine) & known["interactivity"].isin(bracket)]
        if len(bracket) and len(there) == len(bracket):
            x, measured = there["interactivity"], ("tokens_per_step", "draft_tokens")
            tokens, draft = (np.interp(target, x, there[c]) for c in measured)
            throughput = cells.set_index("side")["throughput"]
            speed_up = throughput[comparison.a.label] / throughput[comparison.b.label]
            rows.append((engine, target, speed_up, tokens, draft, speed_up / tokens))
    return pd.DataFrame(rows, columns=columns)


def acceptance_words(comparison, typed=()):
    """What the rows say of acceptance, and at what acceptance A stops paying at each target.

    Parameters
    ----------
    typed : of A's runs, where the rows do not say: acceptance per token, draft length and,
        where known, what drafting and checking one token costs as a share of a step
    """
    a, b = comparison.a.label, comparison.b.label
    acceptance, draft_tokens, draft_cost = _typed(typed)
    known = speed_up_per_token(comparison)
    if accepted_along_frontier(comparison).empty:
        said = [
            "No row says how many draft tokens were accepted, so the data cannot tell what the engine gains from what"
            " acceptance gains."
        ]
    else:
        said = [
            f"On {engine_name(r.engine)} at {r.target:g} tok/s/user a step of {a} yields"
            f" {half_up(r.tokens_per_step, 2)} tokens and the speed-up is {times(r.speed_up)}:"
            f" {half_up(r.speed_up_per_token, 2)} per token of a step."
            for r in known.itertuples()
        ]
    for engine, target in comparison.table[["engine", "target"]].drop_duplicates().itertuples(index=False):
        f, bound = stops_paying(comparison, engine, target)
        if bound != "unknown":
            said.append(_stop(a, b, engine, target, f, bound, _runs(known, engine, target, acceptance, draft_tokens)))
    if draft_tokens and draft_cost:
        floor = model_break_even(draft_tokens, draft_cost)
        cost = f"Where a draft token costs {draft_cost:g} of a step, {draft_tokens} of them pay from an acceptance of"
        said.append(f"{cost} {half_up(floor, 2)}." if floor == floor else f"{cost} more than 1, so never.")
    return said


def accepted_grid(comparison):
    """Acceptance along the frontiers: arguments of a grid."""
    rows = [
        [
            engine_name(r.engine), r.side, half_up(r.interactivity, 1), half_up(r.throughput, 1), str(r.concurrency),
            *("" if pd.isna(v) else half_up(v, d) for v, d in ((r.draft_tokens, 0), (r.acceptance_rate, 2))),
            half_up(r.tokens_per_step, 2),
        ]
        for r in accepted_along_frontier(comparison).itertuples()
    ]  # fmt: skip
    return {
        "columns": [
            "Engine", "Side", "Interactivity (tok/s/user)", "Throughput (tok/s/GPU)", "Concurrency", "Draft tokens",
            "Accepted share of the draft", "Tokens per step",
        ],
        "left": (0, 1),
        "rows": rows,
        "caption": "What the frontier rows say of accepted draft tokens.",
        "heads": 2,
    }  # fmt: skip


def _typed(typed):
    """(acceptance, draft tokens, draft cost); 0 for what is unknown."""
    if not len(typed):
        return 0.0, 0, 0.0
    try:
        acceptance, draft_tokens, cost = (float(value) for value in (*typed, 0.0)[:3])
        fits = 0 < acceptance <= 1 <= draft_tokens == int(draft_tokens) and cost >= 0 and len(typed) < 4
    except (TypeError, ValueError):
        fits = False
    if not fits:
        raise SweepError(
            f"the acceptance {list(typed)!r} is not understood: give acceptance per token (0–1), draft length and,"
            " where known, the cost of a draft token, such as [0.7, 3, 0.1]"
        )
    return acceptance, int(draft_tokens), cost


def _runs(known, engine, target, acceptance, draft_tokens):
    """Tokens per step of A's runs and their draft length, from the rows or as typed; None if unknown."""
    here = known[(known["engine"] == engine) & (known["target"] == target)]
    if len(here):
        return here["tokens_per_step"].iloc[0], here["draft_tokens"].iloc[0]
    return (tokens_per_step(acceptance, draft_tokens), draft_tokens) if acceptance and draft_tokens else None


def _stop(a, b, engine, target, f, bound, runs):
    where = f"On {engine_name(engine)} at {target:g} tok/s/user"
    how = {"": "", "below": "less than ", "above": "more than "}[bound]
    verb = "would cost as much per token as" if bound != "above" else "costs more per token than"
    said = f"{where} {a} {verb} {b} if a step yielded {how}{half_up(f, 2)} times the tokens it did"
    if runs is None:
        return f"{said}."
    tokens, draft = runs
    least = acceptance_of(f * tokens, draft)
    said = f"{said}: {how}{half_up(f * tokens, 2)} instead of {half_up(tokens, 2)}"
    if np.isnan(least):
        return f"{said}, which no acceptance gives at draft length {draft:g}."
    return f"{said}, an acceptance of {how}{half_up(least, 2)} per token at draft length {draft:g}."


def _column(points, name):
    return points[name].to_numpy(dtype=float) if name in points else np.full(len(points), np.nan)
