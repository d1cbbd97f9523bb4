"""The explorer: the whole inference chart of a sweep, with everything that is on it chosen live."""

from math import floor, log10

import traitlets

from specsweep.compare import compare
from specsweep.errors import SweepError, listed
from specsweep.explore.choices import chosen_rows, facet_table, first_choice, offered, resolve
from specsweep.explore.history import LATEST, as_of, is_history, timeline
from specsweep.explore.series import default_pair, key_of, numbers_of, sides_of
from specsweep.explore.view import curves_of, default_target, read_at
from specsweep.metrics import ALL, AXES, BY_NAME, MORE, with_data


class Explorer(traitlets.HasTraits):
    """What is looked at, and the view of it; panels watch ``view``, ``target`` and ``hidden``.

    Parameters
    ----------
    sweep : DataFrame as :func:`specsweep.read_sweep` returns it
    x, y : names of the metrics along the axes
    target : where the curves are read, on the x axis; 0 finds a place that most of them cover
    prices, tier : see :func:`specsweep.prices.price_list`
    date : as for :func:`specsweep.explore.history.as_of`; empty takes the newest rows of a history, else all
    a, b : labels of two series to compare; empty picks speculation against none, where there is one
    log : logarithmic axes, "x", "y" or "xy"
    labels : whether frontier points carry their parallelism
    history : sweep of history rows for the view through time; None takes the sweep itself if it is one
    **wanted : first choice of each facet, see :func:`specsweep.explore.choices.first_choice`

    Raises
    ------
    SweepError : a wish that the sweep has no data for, a metric there is not, a GPU without price
    """

    view = traitlets.Any()
    target = traitlets.Float()
    hidden = traitlets.Tuple()
    pair = traitlets.Tuple()  # keys of the two series compared, or nothing

    def __init__(self, sweep, *, x="median_intvty", y="throughput", target=0, prices="2026-04", tier="hyperscaler",
                 date="", a="", b="", log="", labels=False, history=None, **wanted):  # fmt: skip
        super().__init__()
        self.all_rows = sweep
        self.dates = tuple(sorted(set(sweep["date"].dropna().astype(str)))) if is_history(sweep) else ()
        self.history = history if history is not None else sweep if self.dates else None
        self.date = date or (LATEST if self.dates else "")
        self.prices, self.tier = prices, tier
        self.x, self.y = _metric(x, AXES), _metric(y, (*ALL, *MORE))
        if set(log) - set("xy"):
            raise SweepError(f"the logarithmic axes are x, y or xy, not {log!r}")
        self.look = {"log_x": "x" in log, "log_y": "y" in log, "labels": labels}
        self.problem, self.targets = "", {}
        self._take(self.date)
        self.chosen = first_choice(self.facets, **wanted)
        self.refresh()
        if self.problem:
            raise SweepError(self.problem)
        self.target = float(target) or self.target
        if a or b:
            self.compare_labels(a, b)

    @property
    def offered(self):
        """{facet: values with data beside the other choices}."""
        return offered(self.facets, self.chosen)

    @property
    def offered_metrics(self):
        """(metrics for y, metrics for x) that some of the chosen rows have."""
        return with_data((*ALL, *MORE), self.rows), with_data(AXES, self.rows)

    def choose(self, facet, values):
        """Change one facet; the others are kept where they can be."""
        self.chosen = resolve(self.facets, self.chosen | {facet: tuple(values)}, first=[facet])
        self.refresh()

    def set(self, **settings):
        """Change any of x, y (names), prices, tier, date."""
        for name, value in settings.items():
            setattr(self, name, BY_NAME[value] if name in ("x", "y") else value)
        if "date" in settings:
            self._take(self.date)
            self.chosen = resolve(self.facets, self.chosen)
        self.refresh()

    def compare_labels(self, a, b):
        """Compare the series with these labels (one of them may be empty: it stays)."""
        known = dict(zip(self.view.series["label"], numbers_of(self.view.series), strict=True))
        wanted = [label or None for label in (a, b)]
        if unknown := [label for label in wanted if label and label not in known]:
            raise SweepError(f"there is no series {listed(unknown)} in view; there are {listed(known, 40)}")
        self.pair = tuple(known[label] if label else key for label, key in zip(wanted, self.pair, strict=True))

    def numbers(self):
        """Row numbers in ``view.series`` of the two series compared, or None."""
        number = numbers_of(self.view.series)
        return tuple(number[key] for key in self.pair) if self.pair else None

    def sides(self):
        """The two series compared, as sides, or None."""
        if not self.pair:
            return None
        return sides_of(self.view.series, self.numbers(), self.chosen["model"][0])

    def compare(self, targets=None, tier=None):
        """The comparison of `compare.ipynb` for the two series; SweepError where there is none to make.

        targets : interactivities, tok/s/user; None sets them in the band. tier : None takes the explorer's
        """
        if not self.pair:
            raise SweepError("a comparison needs two series, and there are not two in view")
        if self.pair[0] == self.pair[1]:
            raise SweepError("a comparison needs two different series")
        sequence = self.chosen["sequence"][0]
        return compare(
            self.sweep, *self.sides(), sequence=sequence, targets=targets, prices=self.prices, tier=tier or self.tier
        )

    def timeline(self):
        """Both series through time, see :func:`specsweep.explore.history.timeline`; None without a pair."""
        if not self.pair or self.pair[0] == self.pair[1]:
            return None
        return timeline(self.history, self.sides(), self.x, self.y, self.prices, self.tier, chosen=self.chosen)

    def refresh(self):
        """Compute the view again; what cannot be shown is said in ``problem`` and leaves an empty one."""
        if self.view is not None:
            self.targets[self.view.x.name] = self.target
        self.problem = ""
        self.rows = self.sweep[chosen_rows(self.sweep, self.chosen)]
        try:
            view = curves_of(self.rows, None, self.x, self.y, self.prices, self.tier)
        except SweepError as error:
            self.problem = f"{error}."
            view = curves_of(self.rows.iloc[:0], None, self.x, BY_NAME["throughput"], self.prices, self.tier)
        self.hidden = tuple(label for label in self.hidden if label in set(view.series["label"]))
        low, high, step = target_range(view)
        wanted = self.targets.get(view.x.name)
        wanted = default_target(view) if wanted is None or not low <= wanted <= high else wanted
        with self.hold_trait_notifications():
            self.view = view
            self.target = round(min(max(floor(wanted / step + 0.5) * step, low), high), 6)
            self.pair = self._kept_pair()

    def count(self):
        """How many measured points are shown of how many, and what is left out, in sentences."""
        if self.problem:
            return self.problem
        view, total = self.view, len(self.sweep)
        said = f"{len(view.points)} of {total} measured points shown, in {len(view.series)} series."
        if missing := len(view.rows) - len(view.points):
            lacking = " or ".join(metric.label for metric in view.lacking)
            said += f" {missing} more {'has' if missing == 1 else 'have'} no {lacking} and cannot be drawn."
        if self.date and self.dates:
            said += f" Newest rows of each configuration as of {self.dates[-1] if self.date == LATEST else self.date}"
            said += f", out of {len(self.all_rows)} rows of {len(self.dates)} dates."
        return said

    def _kept_pair(self):
        """The pair compared so far where both are still in view, else a new one."""
        series = self.view.series
        known = numbers_of(series)
        if self.pair and all(key in known for key in self.pair):
            return self.pair
        read = read_at(self.view, self.target)
        pair = default_pair(series, read.loc[read["status"] != "outside", "series"])
        return tuple(key_of(series, n) for n in pair) if pair else ()

    def _take(self, date):
        self.sweep = as_of(self.all_rows, date)
        self.facets = facet_table(self.sweep)


def target_range(view):
    """Smallest and largest place on the x axis that some curve reaches, and a step for a slider."""
    x = view.knots["x"]
    if not len(x):
        return 0.0, 1.0, 1.0
    step = 1.0 if view.x.name == "median_intvty" else 10.0 ** floor(log10(max(x.max(), 1e-9) / 200))
    low, high = floor(x.min() / step) * step, -floor(-x.max() / step) * step
    return low, max(high, low + step), step


def _metric(name, metrics):
    found = {metric.name: metric for metric in metrics}
    if name not in found:
        raise SweepError(f"there is no metric {name!r} for this axis; there are {', '.join(found)}")
    return found[name]
