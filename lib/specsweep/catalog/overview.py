"""The catalog's numbers: what each pair comes to under both rule sets, one row per pair.

Everything is read in the middle of the band: the published rules' second target, and the
like-for-like rules' second target in each engine. These are figures of the pair's own report.
"""

import numpy as np
import pandas as pd

from specsweep.catalog.pairs import labels_of, sides_of, stem_of, title_of, why_not
from specsweep.compare import compare_all
from specsweep.errors import SweepError
from specsweep.like.breakeven import changes_of_winner, winners
from specsweep.like.ratio import share_won
from specsweep.like.side_curve import pair_curves, shared_band
from specsweep.metrics import TIE
from specsweep.prices import price_list

TIED, UNSURE = "tied", "within interpolation error"
DEPENDS, BY_ENGINE = "depends on interactivity", "depends on engine"


def overview(sweep, pairs, *, prices="2026-04", tier="hyperscaler"):
    """What every pair comes to.

    Parameters
    ----------
    sweep, pairs : as :func:`specsweep.catalog.find_pairs` takes and returns them
    prices, tier : see :func:`specsweep.prices.price_list`

    Returns
    -------
    (table, engines) : two DataFrames

    table has one row per pair, in their order: what `find_pairs` says; stem (file name), title,
    a_label, b_label; reason (why it cannot be compared, else ""); engines_a, engines_b,
    date_from, date_to (of the rows on both sides); and under the published rules band_from,
    band_to, target (tok/s/user), throughput_a, throughput_b (tok/s/GPU), cost_a, cost_b ($ per
    million tokens), speedup (A/B), saving (1 − cost A/cost B), clamped (bool) and verdict.

    The same under the like-for-like rules begins with `like_`, is that of the engine with the
    most frontier rows (like_engine), and has like_low and like_high (the interval of the
    speed-up), like_share (of the band won by A), like_break_even (list, tok/s/user) and
    like_reason (why there is none, else ""). like_verdict speaks for all engines.

    engines has one row per pair and engine that both sides were measured with: pair (row of
    table), engine, knots, and the like-for-like columns without their prefix.
    """
    price_list(prices, tier)  # a book or tier that is not there is no pair's own fault
    pairs = pairs.reset_index(drop=True)
    table = pairs.assign(
        stem=[stem_of(p) for p in pairs.itertuples()],
        title=[title_of(p) for p in pairs.itertuples()],
        a_label=[labels_of(p)[0] for p in pairs.itertuples()],
        b_label=[labels_of(p)[1] for p in pairs.itertuples()],
        reason=[why_not(p) for p in pairs.itertuples()],
    )
    two_sided = [i for i in pairs.index if not table.at[i, "reason"]]
    published, like = [], []
    for chunk, error in _that_work(sweep, pairs, two_sided, prices, tier):
        if error:
            table.loc[chunk, "reason"] = str(error)
            continue
        asked = _asked(pairs, chunk, prices, tier)
        published.append(_published(compare_all(sweep, **asked), chunk))
        like.append(_like(compare_all(sweep, rules="like_for_like", **asked), chunk))
    engines = pd.concat(like, ignore_index=True) if like else _like(None, [])
    table = table.join(pd.concat(published) if published else _published(None, []))
    return _with_like(table, engines), engines


def link_reports(table, folder, failed=()):
    """The table with a column href: where each pair's report is, "" where there is none.

    folder : of the reports, relative to the page; "" where there are none at all
    failed : [stem, reason] of every report that could not be made
    """
    without = {stem for stem, _ in failed}
    has = (table["reason"] == "") & ~table["stem"].isin(without) & bool(folder)
    return table.assign(href=(f"{folder}/" + table["stem"] + ".html").where(has, ""))


def _asked(pairs, chunk, prices, tier):
    chosen = list(pairs.loc[chunk].itertuples())
    sequences = [pair.sequence for pair in chosen]
    return {"pairs": [sides_of(p) for p in chosen], "sequence": sequences, "prices": prices, "tier": tier}


def _that_work(sweep, pairs, chunk, prices, tier):
    """Cut a list of pairs into chunks that can be compared and single pairs that cannot, with the error."""
    if not chunk:
        return
    try:
        compare_all(sweep, **_asked(pairs, chunk, prices, tier))
    except SweepError as error:
        if len(chunk) == 1:
            yield chunk, error
            return
        for half in (chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]):
            yield from _that_work(sweep, pairs, half, prices, tier)
    else:
        yield chunk, None


PUBLISHED_COLUMNS = (
    "band_from", "band_to", "target", "throughput_a", "throughput_b", "cost_a", "cost_b",
    "speedup", "saving", "clamped", "verdict", "engines_a", "engines_b", "date_from", "date_to",
)  # fmt: skip


def _published(answers, index):
    """The published rules' columns, indexed like the pairs."""
    if answers is None:
        return pd.DataFrame(columns=list(PUBLISHED_COLUMNS))
    of_pair = _groups(answers.table["pair"])
    of_side = _groups(pd.Series(answers.row_segment))
    target, throughput, cost = (answers.table[c].to_numpy() for c in ("target", "throughput", "cost_usd_per_mtok"))
    clamped = (answers.table["status"] == "clamped").to_numpy()
    engines = answers.sweep["framework"].to_numpy()
    dates = (
        answers.sweep["date"] if "date" in answers.sweep else pd.Series(None, index=answers.sweep.index, dtype=object)
    )
    rows = []
    for number, (low, high) in enumerate(answers.bands):
        a, b, mid = _sides_and_middle(of_pair[number], target, low, high)
        ratios = throughput[a] / throughput[b]
        ahead = np.where(ratios >= TIE, 1, np.where(ratios <= 1 / TIE, -1, 0))
        behind = [answers.rows[of_side[2 * number + side]] for side in (0, 1)]
        when = dates.iloc[np.concatenate(behind)].dropna()
        rows.append(
            (
                low, high, target[a][mid], throughput[a][mid], throughput[b][mid], cost[a][mid], cost[b][mid],
                ratios[mid], 1 - cost[a][mid] / cost[b][mid], bool(clamped[a][mid] or clamped[b][mid]),
                _verdict(ahead, answers.pairs[number], TIED), *(list(dict.fromkeys(engines[r])) for r in behind),
                when.min() if len(when) else "", when.max() if len(when) else "",
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(PUBLISHED_COLUMNS), index=index)


LIKE_COLUMNS = (
    "band_from", "band_to", "target", "throughput_a", "throughput_b", "cost_a", "cost_b",
    "speedup", "low", "high", "saving", "share", "break_even", "verdict",
)  # fmt: skip


def _like(answers, index):
    """One row per pair and common engine; NaN and no verdict where their ranges do not meet."""
    if answers is None:
        return pd.DataFrame(columns=["pair", "engine", "knots", *LIKE_COLUMNS])
    table, rows = answers.table, []
    read = {c: table[c].to_numpy() for c in ("target", "throughput", "throughput_low", "throughput_high")}
    cost, throughput = table["cost_usd_per_mtok"].to_numpy(), read["throughput"]
    asked = _groups([table["pair"], table["engine"]])
    for (number, engine), (curve_a, curve_b) in pair_curves(answers):
        knots, band = len(curve_a.x) + len(curve_b.x), shared_band(curve_a, curve_b)
        if band is None:
            rows.append((index[number], engine, knots, *[np.nan] * 12, [], ""))
            continue
        a, b, mid = _sides_and_middle(asked[number, engine], read["target"], *band)
        lowest = read["throughput_low"][a] / read["throughput_high"][b]
        highest = read["throughput_high"][a] / read["throughput_low"][b]
        ahead = np.where(lowest > 1, 1, np.where(highest < 1, -1, 0))
        rows.append(
            (
                index[number], engine, knots, *band, read["target"][a][mid],
                throughput[a][mid], throughput[b][mid], cost[a][mid], cost[b][mid],
                throughput[a][mid] / throughput[b][mid], lowest[mid], highest[mid],
                1 - cost[a][mid] / cost[b][mid], share_won(curve_a, curve_b),
                [at for _, _, at in changes_of_winner(winners(curve_a, curve_b))],
                _verdict(ahead, answers.pairs[number], UNSURE),
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=["pair", "engine", "knots", *LIKE_COLUMNS])


def _groups(keys):
    """{key: positions of its rows}."""
    count = len(keys[0]) if isinstance(keys, list) else len(keys)
    return pd.Series(range(count)).groupby(keys, sort=False).indices


def _sides_and_middle(rows, target, low, high):
    """Rows of A and of B, one per target, and the number of the target in the middle of the band."""
    a, b = rows[0::2], rows[1::2]  # a table has A's and B's row in turn
    return a, b, int(np.abs(target[a] - (low + high) / 2).argmin())


def _verdict(ahead, sides, nobody):
    """Who is ahead at the targets (+1 is A, −1 is B, 0 nobody)."""
    found = set(ahead.tolist())
    if found == {0}:
        return nobody
    if {1, -1} <= found:
        return DEPENDS
    return f"{sides[0 if 1 in found else 1]}{' in part of the band' if 0 in found else ''}"


def _with_like(table, engines):
    """The overview with the like-for-like columns of the engine that has the most frontier rows."""
    there = engines[engines["verdict"] != ""]
    best = there.sort_values("knots", ascending=False, kind="stable").drop_duplicates("pair").set_index("pair")
    lead = best[["engine", *LIKE_COLUMNS]].add_prefix("like_").reindex(table.index)
    verdicts = there.groupby("pair")["verdict"].agg(lambda v: v.iloc[0] if v.nunique() == 1 else BY_ENGINE)
    lead["like_verdict"] = verdicts.reindex(table.index)
    common = set(engines["pair"])
    lead["like_reason"] = [
        "" if i in best.index or table.at[i, "reason"]
        else "compares engines" if table.at[i, "kind"] == "engine"
        else "measured ranges do not meet" if i in common
        else "no common engine"
        for i in table.index
    ]  # fmt: skip
    return table.join(lead)
