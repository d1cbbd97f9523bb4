"""Live views for JupyterLab: sliders and choices that update words, table and chart at once."""

import json
from functools import partial

import ipywidgets as widgets

from specsweep.chart import chart_data, chart_marks, curve_chart, mark_frames, still_frames
from specsweep.like.offline import like_told
from specsweep.like.table import MAIN
from specsweep.livechart import LiveChart
from specsweep.metrics import ALL, metric_named
from specsweep.prices import tiers_of
from specsweep.sharing.keep import WIDGET
from specsweep.sharing.offline import OFFLINE, POSITIONS, TITLE, offline_view, positions
from specsweep.show import render, unattended
from specsweep.table import table_html, tables_html
from specsweep.words import findings

LIKE_CELLS = 75  # positions × engines written down for a page, each with a sentence, intervals and rows


class LiveView(widgets.VBox):
    """Controls and what follows them; its output also tells a page how to follow without a kernel.

    offline : function to a dict by MIME type, called when the view is shown as a cell's output
    """

    def __init__(self, children, offline):
        super().__init__(children)
        self._offline = offline

    def _repr_mimebundle_(self, **kwargs):
        return {**super()._repr_mimebundle_(**kwargs), **self._offline()}


class KeptView:
    """What a report keeps of a live view: how a page follows without a kernel."""

    def __init__(self, offline):
        self._offline = offline

    def _repr_mimebundle_(self, **kwargs):
        return {WIDGET: {"model_id": ""}, **self._offline}


def live_comparison(comparison, again):
    """Sliders for the interactivity targets, with findings, table and chart that follow them.

    Parameters
    ----------
    comparison : Comparison shown at first
    again : `compare` with everything filled in but ``targets`` and ``tier``

    Returns
    -------
    LiveView, or what a report keeps of it where nobody could move it
    """
    comparison = _with_few_targets(comparison, again)
    if unattended():
        return KeptView(offline_comparison(comparison, again))
    sliders = target_sliders(comparison)
    words, table = widgets.HTML(), widgets.HTML()
    chart = LiveChart(curve_chart(comparison), data=chart_data(comparison), marks=chart_marks(comparison))

    def show(now):
        words.value = render("text.html", heading=None, paragraphs=findings(now))
        table.value = table_html(now)
        chart.marks = chart_marks(now)

    follow(sliders, again, show)
    show(comparison)
    return LiveView([*sliders, words, table, chart], partial(offline_comparison, comparison, again))


def offline_comparison(comparison, again):
    """The same for a page without a kernel: one slider, metric and price tier to choose.

    A dict by MIME type, empty where the band holds no whole tok/s/user to slide to. Like for like
    says more at each position, so it has fewer, and the one tier.
    """
    like = comparison.rules == "like_for_like"
    most = LIKE_CELLS // max(1, comparison.table["engine"].nunique()) if like else POSITIONS
    at = positions(comparison, most) if comparison.band else []
    if not at:
        return {}
    tiers = [comparison.tier] if like else tiers_of(comparison.prices, comparison.tier)
    view = offline_view(
        comparison,
        {tier: again(targets=at, tier=tier) for tier in tiers},
        tell=like_told if like else _told,
        spec=curve_chart(comparison, title=TITLE),
        data=still_frames,
        marks=mark_frames,
        metrics=[metric_named(name) for name in (*MAIN, "concurrency")] if like else ALL,
    )
    # As text: it is large, and whoever handles an executed notebook copies, checks and prints each value of a tree.
    return {OFFLINE: json.dumps(view, ensure_ascii=False, separators=(",", ":"), allow_nan=False)}


def _told(comparison):
    """Words and table for each target, as a pair of HTML."""
    words = (render("text.html", heading=None, paragraphs=[said]) for said in findings(comparison))
    return zip(words, tables_html(comparison), strict=True)


def live_metric(comparison, again, metric="cost_usd_per_mtok"):
    """A chart of the metric the reader chooses, with sliders for the targets; at first of ``metric``."""
    metric = metric_named(metric).name
    if unattended():
        return KeptView({})
    comparison = _with_few_targets(comparison, again)
    sliders = target_sliders(comparison)
    choice = widgets.Dropdown(
        options=[(m.title, m.name) for m in ALL], value=metric, description="Metric", layout={"width": "360px"}
    )
    chart = LiveChart(curve_chart(comparison, metric))
    shown = {"comparison": comparison}

    def move(now):
        shown["comparison"] = now
        chart.marks = chart_marks(now, choice.value)

    def choose(_=None):
        now = shown["comparison"]
        with chart.hold_sync():
            chart.data = chart_data(now, choice.value)
            chart.marks = chart_marks(now, choice.value)
            chart.spec = curve_chart(now, choice.value)

    choose()
    choice.observe(choose, "value")
    follow(sliders, again, move)
    return widgets.VBox([choice, *sliders, chart])


def _with_few_targets(comparison, again, few=5):
    """Like for like every engine brings targets of its own: too many sliders, so some are kept."""
    targets = comparison.targets
    return comparison if len(targets) <= few else again(targets=sorted(targets)[:: -(-len(targets) // 3)])


def target_sliders(comparison):
    """One slider per target, bounded by the band (and reaching to a target typed outside it)."""
    if comparison.band is None:  # like for like, nothing is comparable
        return []
    low, high = comparison.band
    low, high = min(low, *comparison.targets), max(high, *comparison.targets)
    whole = all(float(target).is_integer() for target in comparison.targets)
    return [
        widgets.FloatSlider(
            value=target,
            min=low,
            max=max(high, low + 1),
            step=1,
            readout_format=".0f" if whole else ".1f",
            description=f"Target {number}",
            layout={"width": "480px"},
        )
        for number, target in enumerate(comparison.targets, 1)
    ]


def follow(sliders, again, show):
    """Call ``show`` with the comparison at the sliders' targets whenever one of them moves."""

    def moved(_):
        show(again(targets=sorted({slider.value for slider in sliders})))

    for slider in sliders:
        slider.observe(moved, "value")
