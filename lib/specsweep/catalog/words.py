"""The catalog in plain English: where it pays most and least, and what moved."""

import numpy as np

from specsweep.catalog.overview import UNSURE
from specsweep.catalog.table import at, counted, percent, ratio
from specsweep.names import display_name, display_names

MOST = 3
FAR = 1.1  # so much may two costs of one thing differ without a word


def headline(table):
    """`DeepSeek R1: 40 pairs`, or `14 models: 40 pairs` where they are too many to name."""
    models = table["model"].nunique()
    named = display_names("model", table["model"]) if models <= MOST else counted(models, "model")
    return f"{named}: {counted(len(table), 'pair')}"


def summary(table):
    """What the catalog holds and how the verdicts fall, in one paragraph."""
    there = table[table["reason"] == ""]
    decided = there["like_reason"] == ""
    unsure = int((there.loc[decided, "like_verdict"] == UNSURE).sum())
    certain = f"; for {unsure} of these the difference is within interpolation error" if unsure else ""
    return (
        f"{counted(len(table), 'pair').capitalize()}; {len(there)} can be compared under the published rules, which"
        " pool all engines and read each side at its nearest measured end where it has none. Like for like, within"
        f" one engine and only where both sides were measured, {int(decided.sum())} can{certain}."
    )


def rewards(table):
    """(title, statements) of the pairs with the largest and of those with the smallest speed-up, no pair twice.

    Like for like where any pair can be compared so, and there by what is certain first: the end
    of the interval that is nearest to 1, and 1 for all whose interval contains it. By the
    published rules nothing is certain where a side was clamped.
    """
    there = table[table["reason"] == ""]
    like = there[there["like_reason"] == ""]
    prefix, ranked = ("", there) if like.empty else ("like_", like)
    if prefix:
        certain = np.clip(1.0, ranked["like_low"], ranked["like_high"])
    else:
        certain = ranked["speedup"].where(~ranked["clamped"].astype(bool), 1.0)
    ranked = ranked.assign(certain=certain).sort_values(["certain", f"{prefix}speedup"], ascending=False)
    said = [_statement(row, prefix) for row in ranked.to_dict("records")]
    if len(said) <= MOST:
        return [("The most rewarding first", said)]
    return [("Most rewarding", said[:MOST]), ("Least rewarding", said[MOST:][: -MOST - 1 : -1])]


def moved(changes, now, before):
    """One paragraph: how many verdicts are others than in the previous catalog, and which pairs came and went."""
    new, gone = set(now["stem"]) - set(before["stem"]), set(before["stem"]) - set(now["stem"])
    both = len(set(now["stem"])) - len(new)
    count = changes["stem"].nunique()
    verdicts = f"The verdict of {counted(count, 'pair')} moved" if count else "No verdict moved"
    return (
        f"{verdicts}; {counted(both, 'pair')} {_are(both)} in both catalogs, {len(new)} {_are(len(new))} new and"
        f" {len(gone)} {_are(len(gone))} gone."
    )


def _are(number):
    return "is" if number == 1 else "are"


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
    if prefix:
        how = f"in {display_name('framework', row['like_engine'])}"
        unsure = ", within interpolation error" if row["like_low"] <= 1 <= row["like_high"] else ""
        about = f" (interval {ratio(row['like_low'])} to {ratio(row['like_high'])}{unsure})"
    else:
        how = "by the published rules"
        about = " (one side was not measured there and is clamped)" if row["clamped"] else ""
    return (
        f"{row['title']}: {how}, at {at(row[f'{prefix}target'])} tok/s/user {row['a_label']} delivers {ratio(speedup)}"
        f" the tok/s/GPU of {row['b_label']}{about} and costs {_difference(saving)}{_apart(row, prefix)}."
    )


def _difference(saving):
    if abs(saving) < 0.005:
        return "as much per token"
    return f"{percent(saving)} less per token" if saving >= 0 else f"{percent(-saving)} more per token"


def _apart(row, prefix):
    """Where cost and throughput on one GPU tell different stories, why."""
    speedup, saving = row[f"{prefix}speedup"], row[f"{prefix}saving"]
    if row["kind"] == "gpu" or abs(np.log(speedup * (1 - saving))) < np.log(FAR):
        return ""
    return f" (these rules read cost off a curve of its own; by the throughput it is {_difference(1 - 1 / speedup)})"
