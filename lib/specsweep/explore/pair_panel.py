"""Any two series of the explorer as sides A and B, live: their comparison, and both through time."""

from contextlib import suppress

import ipywidgets as widgets

from specsweep.errors import SweepError
from specsweep.explore.command import report_command
from specsweep.explore.controls import Picker
from specsweep.explore.history import through_time
from specsweep.explore.series import numbers_of
from specsweep.explore.timechart import time_chart, time_data, time_words
from specsweep.live import live_comparison
from specsweep.livechart import LiveChart
from specsweep.show import render, unattended


def compare_panel(explorer, source):
    """The comparison of `compare.ipynb` for two series of the view, and the command of its report.

    source : path or URL that the sweep was read from

    In a report, where nobody can move it, what its page can follow without a kernel.
    """
    if unattended():
        with suppress(SweepError):  # said by the still twin
            return live_comparison(explorer.compare(), explorer.compare)
        return None
    pickers = [Picker(f"Side {letter}", lambda _: pick(), layout={"width": "520px"}) for letter in "AB"]
    body = widgets.VBox()
    button = widgets.Button(description="Write report command", layout={"width": "200px"})
    command = widgets.Textarea(layout={"width": "100%", "height": "76px", "display": "none"})
    shown = {"question": None, "targets": ()}

    def pick():
        explorer.pair = tuple(picker.value for picker in pickers)

    def again(targets):
        shown["targets"] = tuple(targets)
        command.layout.display = "none"
        return explorer.compare(targets)

    def show(_=None):
        number = numbers_of(explorer.view.series)
        options = [(explorer.view.series["full_label"].iloc[n], key) for key, n in number.items()]
        for picker, key in zip(pickers, explorer.pair or (None, None), strict=True):
            picker.show(options, key)
        question = (explorer.pair, explorer.chosen["model"], explorer.chosen["sequence"],
                    explorer.prices, explorer.tier, explorer.date)  # fmt: skip
        if question == shown["question"]:
            return
        shown["question"] = question
        command.layout.display = "none"
        try:
            comparison = explorer.compare()
        except SweepError as error:
            body.children = [widgets.HTML(render("text.html", heading=None, paragraphs=[f"{error}."]))]
            button.disabled = True
            return
        shown["targets"] = comparison.targets
        body.children = [live_comparison(comparison, again)]
        button.disabled = False

    def write(_):
        command.value = report_command(
            source, explorer.sides(), explorer.chosen["sequence"][0], targets=shown["targets"],
            prices=explorer.prices, tier=explorer.tier, as_of=explorer.date,
        )  # fmt: skip
        command.layout.display = ""

    show()
    explorer.observe(show, ["view", "pair"])
    button.on_click(write)
    choice = widgets.Box(pickers, layout={"flex_flow": "row wrap"})
    return widgets.VBox([choice, body, button, command])


def time_panel(explorer):
    """Both sides of the comparison at the explorer's target, as of every date, and their ratio; nothing in a report."""
    if unattended():
        return None
    words = widgets.HTML()
    if explorer.history is None:
        words.value = _text(NO_HISTORY)
        return words
    chart = LiveChart({})
    now = {"view": None}

    def draw(_=None):
        if now["view"] is explorer.view and now["pair"] == explorer.pair:  # both changed at once
            return
        now.update(view=explorer.view, pair=explorer.pair, line=explorer.timeline())
        chart.layout.display = "none" if now["line"] is None else ""
        if now["line"] is None:
            words.value = _text(NO_PAIR)
            return
        chart.spec = time_chart(now["line"])
        move()

    def move(_=None):
        line = now["line"]
        if line is not None:
            table = through_time(line, explorer.target)
            chart.marks = time_data(line, table)
            words.value = _text(time_words(line, explorer.target, table))

    draw()
    explorer.observe(draw, ["view", "pair"])
    explorer.observe(move, "target")
    return widgets.VBox([words, chart])


NO_PAIR = "Through time two series are compared, and there are not two in view."
NO_HISTORY = (
    "This sweep holds each configuration as measured on one date, so there is nothing to follow through time."
    " Give history rows (the API's benchmarks/history) as the parameter history."
)


def _text(sentence):
    return render("text.html", heading=None, paragraphs=[sentence])
