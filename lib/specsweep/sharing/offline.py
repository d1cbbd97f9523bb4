"""A live view without a kernel: the library's own answers, written down for every slider position.

A page cannot call the library, so the library answers in advance: at each whole tok/s/user of the
band and for each price tier it writes the very words, table and chart rows it would show live,
and the page looks them up. Nothing is computed twice, so nothing can disagree.
"""

import json
import re

import numpy as np

from specsweep.metrics import ALL
from specsweep.sharing.clean import clean

OFFLINE = "application/vnd.specsweep.offline+json"
POSITIONS = 500  # a wider band is walked in larger whole steps
TITLE = "\ue000"  # stands for the chosen metric's title in the chart's spec
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def offline_view(start, answers, *, tell, spec, data, marks, metrics=ALL):
    """What a page needs to follow a slider, a choice of metric and one of price tier; JSON-ready.

    Parameters
    ----------
    start : Comparison shown at first
    answers : {tier: Comparison at all `positions`}
    tell : function from a Comparison to its words and its table in HTML, a pair for each target
    spec : Vega-Lite spec of the chart, with named data, and TITLE where the metric's title goes
    data, marks : functions from (Comparison, metric name) to {dataset: DataFrame}; of the marks only
        those rows are drawn whose interactivity is the slider's position
    metrics : what there is to choose from
    """
    pool, series, first = _Pool(), {}, next(iter(answers))
    for tier, answer in answers.items():
        series[tier] = {}
        for name in (metric.name for metric in metrics):
            if tier != first and answer.table[name].equals(answers[first].table[name]):
                series[tier][name] = series[first][name]  # a metric without a price in it
                continue
            drawn = {"data": data(answer, name), "marks": marks(answer, name)}
            series[tier][name] = {
                part: {dataset: pool.columns(frame) for dataset, frame in datasets.items()}
                for part, datasets in drawn.items()
            }
    at = list(next(iter(answers.values())).targets)
    middle = start.targets[len(start.targets) // 2]
    return {
        "positions": at,
        "start": min(at, key=lambda position: abs(position - middle)),
        "rules": start.rules.replace("_", " "),
        "sides": [start.a.label, start.b.label],
        "tier": start.tier,
        "tiers": list(answers),
        "metrics": [[metric.name, metric.title] for metric in metrics],
        "spec": spec,
        "series": series,
        "pool": pool.values,
        "told": {
            tier: [pack(map(clean, part)) for part in zip(*tell(answer), strict=True)]
            for tier, answer in answers.items()
        },
    }


def positions(comparison, most=POSITIONS):
    """The whole interactivities of a comparison's band that lie in a side's measured range, tok/s/user."""
    low, high = comparison.band
    step = max(1, -(-(high - low) // most))
    at = np.arange(low, high + 1, step, dtype=float)
    ranges = comparison.points.groupby("side")["median_intvty"].agg(["min", "max"]).to_numpy()
    covered = ((ranges[:, :1] <= at) & (at <= ranges[:, 1:])).any(axis=0)
    return at[covered].tolist()


def pack(texts):
    """Texts that differ in little but their numbers: every wording once, and each text's numbers.

    >>> pack(["7 of 9", "8 of 9"])
    {'wordings': [['', ' of ', '']], 'numbers': ['0 7 9', '0 8 9']}
    """
    wordings, numbers = {}, []
    for text in texts:
        number = wordings.setdefault(tuple(NUMBER.split(text)), len(wordings))
        numbers.append(" ".join([str(number), *NUMBER.findall(text)]))
    return {"wordings": [list(wording) for wording in wordings], "numbers": numbers}


class _Pool:
    """Columns of chart rows, each distinct one kept once: metrics and tiers share most of theirs."""

    def __init__(self):
        self.values, self._index = [], {}

    def columns(self, frame):
        """{column: its place in the pool}"""
        return {name: self._place(list(map(short, frame[name].tolist()))) for name in frame}

    def _place(self, values):
        place = self._index.setdefault(json.dumps(values), len(self.values))
        if place == len(self.values):
            self.values.append(values)
        return place


def short(value, digits=6):
    """A number to draw with: six digits are less than a hundredth of a pixel. NaN is nothing (None)."""
    if not isinstance(value, float):
        return value
    return float(f"{value:.{digits}g}") if value == value else None
