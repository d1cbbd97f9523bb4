"""The same question through time: what the newest rows of each configuration said at each date.

A *line* is one configuration: every field of the serving setup and the sequence, but not the
concurrency. As of a date a line counts with the rows of its newest run up to that date, and with
nothing else. History rows carry fewer fields (no image, no mean or standard deviation).
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from specsweep.errors import SweepError
from specsweep.explore.choices import chosen_rows
from specsweep.explore.view import View, curves_of, read_at
from specsweep.metrics import Metric
from specsweep.sides import select

# Whatever else a row carries is a measurement, or says where it came from.
LINE = (
    "model", "hardware", "framework", "precision", "spec_method", "disagg", "is_multinode", "isl", "osl",
    "prefill_tp", "prefill_ep", "prefill_dp_attention", "prefill_num_workers",
    "decode_tp", "decode_ep", "decode_dp_attention", "decode_num_workers", "num_prefill_gpu", "num_decode_gpu",
)  # fmt: skip
# Rows of the newest runs alone can look as if a few lines had two dates, because the API does not
# give every field of a configuration.
A_HISTORY = 0.1
LATEST = "latest"
END = "9999-12-31"  # after every date


def is_history(sweep):
    """Whether a sweep holds its configurations as measured on several dates."""
    if "date" not in sweep:
        return False
    dates = _runs(sweep).groupby("line")["date"].nunique()
    return bool((dates > 1).mean() > A_HISTORY)


def as_of(sweep, date=""):
    """The newest rows of each line up to a date, in file order.

    Parameters
    ----------
    date : "2026-03-31", "latest" for the last one, or empty for all rows as they are

    A line's rows are those of its newest run: the newest date, then the highest run number in
    run_url, where rows have one. Rows without a date are left out. SweepError for a date before
    the first, or for what is not a date.
    """
    if not date:
        return sweep
    if "date" not in sweep:
        raise SweepError("the sweep has no column date, so its rows cannot be taken as of a date")
    if date != LATEST and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(date)):
        raise SweepError(f"{date!r} is not a date; write it as YYYY-MM-DD, or {LATEST}")
    since, until = _stands(sweep)
    newest = _at(since, until, END if date == LATEST else str(date))
    if not newest.any():
        raise SweepError(f"nothing was measured up to {date}; the first date is {sweep['date'].min()}")
    return sweep[newest]


@dataclass(frozen=True)
class Timeline:
    """Frontier curves of two sides as of every date, ready to be read anywhere.

    sides : (Side, Side); x, y : the metrics of the curves; dates : those on which either side got
    rows; new : {"a": set of dates, "b": …}; moments : the (letter, date) of each curve of ``view``
    """

    sides: tuple
    x: Metric
    y: Metric
    dates: tuple
    new: dict
    moments: list
    view: View


def timeline(sweep, sides, x, y, prices="2026-04", tier="hyperscaler", *, chosen):
    """Curves of both sides as of every date on which one of them got new rows.

    Parameters
    ----------
    sweep : history rows
    sides : (Side, Side); a side's engines and topologies are pooled
    x, y : metrics of the axes
    chosen : the model and the sequence, as :func:`specsweep.explore.choices.resolve` gives them
    """
    sweep = sweep[chosen_rows(sweep, {facet: chosen[facet] for facet in ("model", "sequence")})]
    since, until = _stands(sweep)
    new, moments, picked = {}, [], []
    for letter, side in zip("ab", sides, strict=True):
        mine = select(sweep, side) & (since < END)
        new[letter] = set(since[mine])
        for date in sorted(new[letter]):
            picked.append(np.flatnonzero(mine & _at(since, until, date)))
            moments.append((letter, date))
    rows = sweep.iloc[np.concatenate([np.empty(0, int), *picked])]
    code = np.repeat(np.arange(len(picked)), [len(part) for part in picked])
    view = curves_of(rows, code, x, y, prices, tier)
    return Timeline(tuple(sides), x, y, tuple(sorted(new["a"] | new["b"])), new, moments, view)


def through_time(timeline, target):
    """Both sides at one target, as of every date.

    Returns a DataFrame with one row per date: date, a, b (NaN where that side's frontier of that
    date does not reach the target: never a filled value), ratio (a ÷ b), a_new, b_new (whether
    the side got rows on that date; between such dates its newest rows stand)
    """
    read = read_at(timeline.view, target)
    value = dict(zip((timeline.moments[n] for n in read["series"]), read["y"], strict=True))
    out = pd.DataFrame({"date": timeline.dates})
    for letter in "ab":
        standing, column = np.nan, []
        for date in timeline.dates:
            if date in timeline.new[letter]:
                standing = value.get((letter, date), np.nan)
            column.append(standing)
        out[letter] = np.array(column, dtype=float)
        out[f"{letter}_new"] = [date in timeline.new[letter] for date in timeline.dates]
    out["ratio"] = out["a"] / out["b"]
    return out


def _stands(sweep):
    """From which date on each row stands, and from which on its line's next run does: two (n,) arrays of texts.

    Both are END for a row without a date; a row that no run follows stands until END.
    """
    runs = _runs(sweep)
    each = runs.drop_duplicates(["line", "run"]).sort_values("run")
    each["until"] = each.groupby("line")["date"].shift(-1)
    until = runs.merge(each[["line", "run", "until"]], on=["line", "run"], how="left")["until"].to_numpy()
    dated = sweep["date"].notna().to_numpy()
    out = np.full((2, len(sweep)), END, dtype=object)
    out[0, dated] = runs["date"].to_numpy()
    out[1, dated] = np.where(pd.isna(until), END, until)
    return out


def _at(since, until, date):
    """Bool array: the rows that stand as of a date."""
    return (since <= date) & (until > date) & (since < END) if date < END else (until == END) & (since < END)


def _runs(sweep):
    """The line (numbered), date and run (numbered, rising with time) of each dated row."""
    dated = sweep[sweep["date"].notna()]
    line = dated.groupby([c for c in LINE if c in dated], dropna=False, sort=False).ngroup()
    runs = pd.DataFrame({"line": line, "date": dated["date"].astype(str), "number": 0}, index=dated.index)
    if "run_url" in dated:
        number = dated["run_url"].astype(str).str.extract(r"/runs/(\d+)")[0]
        runs["number"] = pd.to_numeric(number, errors="coerce").fillna(0).astype("int64")
    runs["run"] = runs.groupby(["date", "number"]).ngroup()  # sorted, so later runs are higher
    return runs
