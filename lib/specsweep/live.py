"""Live views for JupyterLab: sliders and choices that update words, table and chart at once."""

import ipywidgets as widgets

from specsweep.chart import chart_data, chart_marks, curve_chart
from specsweep.livechart import LiveChart
from specsweep.metrics import ALL
from specsweep.show import render
from specsweep.table import table_html
from specsweep.words import findings


def live_comparison(comparison, again):
    """Sliders for the interactivity targets, with findings, table and chart that follow them.

    Parameters
    ----------
    comparison : Comparison shown at first
    again : function that takes ``targets`` and gives the Comparison at them

    Returns
    -------
    ipywidgets.VBox
    """
    sliders = target_sliders(comparison)
    words, table = widgets.HTML(), widgets.HTML()
    chart = LiveChart(curve_chart(comparison), data=chart_data(comparison), marks=chart_marks(comparison))

    def show(now):
        words.value = render("text.html", heading=None, paragraphs=findings(now))
        table.value = table_html(now)
        chart.marks = chart_marks(now)

    follow(sliders, again, show)
    show(comparison)
    return widgets.VBox([*sliders, words, table, chart])


def live_metric(comparison, again, metric="cost_usd_per_mtok"):
    """A chart of the metric the reader chooses, with sliders for the targets."""
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


def target_sliders(comparison):
    """One slider per target, bounded by the band (and reaching to a target typed outside it)."""
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
