"""The catalog in plain English: where it pays most and least, and what moved."""

import numpy as np

from specsweep.catalog.table import percent, ratio
from specsweep.names import display_name, display_names

MOST = 3


def headline(table):
    """`DeepSeek R1: 40 pairs`."""
    return f"{display_names('model', table['model'])}: {len(table)} {'pair' if len(table) == 1 else 'pairs'}"


def summary(table):
    """What the catalog holds and how the verdicts fall, in one paragraph."""
    there = table[table["reason"] == ""]
    decided = there["like_reason"] == ""
    sure = there.loc[decided, "like_verdict"]
    unsure = int((sure == "within interpolation error").sum())
    return (
        f"{len(table)} pairs; {len(there)} of them can be compared under the published rules, which pool all engines"
        " and read each side at its nearest measured end where it has none. Like for like, within one engine and only"
        f" where both sides were measured, {int(decided.sum())} can; for {unsure} of these the difference is within"
        " interpolation error."
    )


def rewards(table, most=True):
    """Up to three statements: the pairs with the largest (or smallest) speed-up.

    Like for like where any pair can be compared so, and there by what is certain first: the end
    of the interval that is nearest to 1, and 1 for all whose interval contains it.
    """
    there = table[table["reason"] == ""]
    like = there[there["like_reason"] == ""]
    prefix, ranked = ("", there) if like.empty else ("like_", like)
    certain = 1.0 if like.empty else np.clip(1.0, ranked["like_low"], ranked["like_high"])
    ranked = ranked.assign(certain=certain).sort_values(["certain", f"{prefix}speedup"], ascending=not most)
    return [_statement(row, prefix) for row in ranked.head(MOST).to_dict("records")]


def moved(changes, now, before):
    """One paragraph: how many verdicts are others than in the previous catalog, and which pairs came and went."""
    new, gone = set(now["stem"]) - set(before["stem"]), set(before["stem"]) - set(now["stem"])
    count = changes["stem"].nunique()
    verdicts = "No verdict moved" if not count else f"The verdict of {count} {'pair' if count == 1 else 'pairs'} moved"
    return (
        f"{verdicts}; {len(new)} pairs are new, {len(gone)} are gone, {len(set(now['stem'])) - len(new)} are in both."
    )


def moves(changes):
    """(pair, sentence) for every verdict that moved."""
    return [
        (
            row.title,
            f"{row.rules}: {row.verdict_before or 'not comparable'} ({ratio(row.speedup_before)})"
            f" → {row.verdict_now or 'not comparable'} ({ratio(row.speedup_now)})",
        )
        for row in changes.itertuples()
    ]


def _statement(row, prefix):
    speedup, saving = row[f"{prefix}speedup"], row[f"{prefix}saving"]
    where = f", {display_name('framework', row['like_engine'])}" if prefix else ""
    interval = ""
    if prefix:
        unsure = row["like_low"] <= 1 <= row["like_high"]
        about = ", within interpolation error" if unsure else ""
        interval = f" (interval {ratio(row['like_low'])} to {ratio(row['like_high'])}{about})"
    more = f"{percent(saving)} less" if saving >= 0 else f"{percent(-saving)} more"
    return (
        f"{row['title']}{where}: at {row[f'{prefix}target']:g} tok/s/user {row['a_label']} delivers {ratio(speedup)}"
        f" the tok/s/GPU of {row['b_label']}{interval} and costs {more} per token."
    )
