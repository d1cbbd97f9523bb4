"""The explorer's chart, live: choices, axes, chart with legend, and the ranked table at the target."""

from math import floor, log10
from pathlib import Path

import ipywidgets as widgets

from specsweep.explore.controls import CAPTION_WIDTH, CAPTIONS, Legend, Picker, chips_for, value_name
from specsweep.explore.explorer import target_range
from specsweep.explore.export import KINDS, export, file_stem
from specsweep.explore.history import LATEST
from specsweep.explore.palette import looks
from specsweep.explore.ranking import ranking_html
from specsweep.explore.scatter import HIDDEN, ZOOM, scatter
from specsweep.explore.scatter_rows import scatter_data, scatter_marks
from specsweep.livechart import LiveChart
from specsweep.prices import TIERS, read_price_books
from specsweep.show import render, unattended

WRAP = {"flex_flow": "row wrap", "align_items": "flex-start"}
EXPORTS = "exports"  # folder beside the notebook


def explore_panel(explorer):
    """The whole chart of an explorer, with all on it chosen live; nothing in a report."""
    if unattended():
        return None
    ticks = {name: _tick(text, explorer.look[name]) for name, text in LOOKS.items()}
    choices, show_choices = _choices(explorer)
    axes, show_axes = _axes(explorer, ticks.values())
    prices, show_prices = _prices(explorer)
    count = widgets.HTML()
    slider = _Target(lambda target: explorer.set_trait("target", target))
    chart = LiveChart(scatter(explorer.view.x, explorer.view.y), watch=[ZOOM])
    legend = Legend(lambda hidden: explorer.set_trait("hidden", hidden))
    table = widgets.HTML(layout={"flex": "1 1 400px", "max_width": "600px", "min_width": "0", "margin": "0 0 0 8px"})

    def draw(_=None):
        view = explorer.view
        show_choices()
        show_axes()
        show_prices()
        count.value = _text(explorer.count())
        with chart.hold_sync():
            chart.spec = scatter(view.x, view.y, explorer.look["log_x"], explorer.look["log_y"])
            chart.data = scatter_data(view, **explorer.look)
            chart.signals = {HIDDEN: list(explorer.hidden)}
        legend.show(view.series["label"], looks(view.series), explorer.hidden)
        read()

    def read(_=None):
        chart.marks = scatter_marks(explorer.view, explorer.target)
        slider.show(explorer.view, explorer.target)
        table.value = ranking_html(explorer.view, explorer.target, explorer.hidden)

    def hide(_):
        chart.signals = {HIDDEN: list(explorer.hidden)}
        table.value = ranking_html(explorer.view, explorer.target, explorer.hidden)

    draw()
    explorer.observe(draw, "view")
    explorer.observe(read, "target")
    explorer.observe(hide, "hidden")
    for name, tick in ticks.items():
        tick.observe(lambda change, name=name: (explorer.look.update({name: change.new}), draw()), "value")
    shown = widgets.VBox([slider, chart, legend], layout={"width": "664px"})
    files = _exports(explorer, chart)
    return widgets.VBox([*choices, axes, prices, count, widgets.Box([shown, table], layout=WRAP), files])


LOOKS = {"log_x": "Log x axis", "log_y": "Log y axis", "labels": "Parallelism labels"}


def _choices(explorer):
    """Model, sequence and date as dropdowns, the other facets as chips."""
    model = Picker(CAPTIONS["model"], lambda value: explorer.choose("model", [value]))
    sequence = Picker(CAPTIONS["sequence"], lambda value: explorer.choose("sequence", [value]))
    date = Picker(
        "Rows as of", lambda value: explorer.set(date=value), layout={"display": "" if explorer.dates else "none"}
    )
    chips = chips_for(explorer.facets, explorer.choose)
    dates = [("the newest date", LATEST), *((d, d) for d in reversed(explorer.dates)), ("all dates, all rows", "")]

    def show():
        on_offer, chosen = explorer.offered, explorer.chosen
        model.show([(value_name("model", v), v) for v in on_offer["model"]], chosen["model"][0])
        sequence.show([(v, v) for v in on_offer["sequence"]], chosen["sequence"][0])
        if explorer.dates:
            date.show(dates, explorer.date)
        for facet, row in chips.items():
            row.show(on_offer[facet], chosen[facet])

    return [widgets.Box([model, sequence, date], layout=WRAP), *chips.values()], show


def _axes(explorer, ticks):
    y = Picker("Y axis", lambda name: explorer.set(y=name), layout={"width": "350px"})
    x = Picker("X axis", lambda name: explorer.set(x=name), layout={"width": "350px"})

    def show():
        for picker, metrics, metric in zip((y, x), explorer.offered_metrics, (explorer.y, explorer.x), strict=True):
            offered = metrics if metric in metrics else [*metrics, metric]
            picker.show([(m.title, m.name) for m in offered], metric.name)

    return widgets.Box([y, x, *ticks], layout=WRAP), show


def _prices(explorer):
    """Price book, tier and one's own numbers; only there for metrics that need them."""
    style, small = {"description_width": CAPTION_WIDTH}, {"width": "190px"}
    book = Picker("Price book", lambda _: take(), options=[(b, b) for b in dict.fromkeys(read_price_books()["book"])])
    tier = Picker("Tier", lambda _: take(), options=[(t, t) for t in TIERS])
    own = {
        key: widgets.Text(
            description=text, placeholder="the book's", continuous_update=False, style=style, layout=small
        )
        for key, text in (("usd_per_gpu_hour", "$/GPU-hour"), ("kw_per_gpu", "kW/GPU"))
    }
    row = widgets.Box([book, tier, *own.values()], layout=WRAP)
    given = explorer.prices

    def take(_=None):
        numbers = [f"{key}={text.value.strip()}" for key, text in own.items() if text.value.strip()]
        explorer.set(prices=", ".join(numbers if len(numbers) == len(own) else [book.value, *numbers]), tier=tier.value)

    def show():
        row.layout.display = "" if explorer.y.priced else "none"

    # Prices given as a parameter start the controls off.
    parts = [part.strip() for part in str(given).split(",")]
    book.show(book.options, next((part for part in parts if part in dict(book.options)), book.value))
    tier.show(tier.options, explorer.tier)
    for key, text in own.items():
        text.value = next((part.partition("=")[2].strip() for part in parts if part.startswith(key)), "")
        text.observe(take, "value")
    return row, show


def _exports(explorer, chart):
    """Buttons that write what is shown into a folder beside the notebook."""
    said = widgets.HTML()

    def write(kind):
        zoom = chart.seen.get(ZOOM) or None
        try:
            path = export(
                kind, explorer.view, Path(EXPORTS), stem=file_stem(explorer.view, explorer.chosen),
                target=explorer.target, hidden=explorer.hidden, zoom=zoom, **explorer.look,
            )  # fmt: skip
        except OSError as error:
            said.value = _text(f"The file cannot be written: {error}.")
        else:
            said.value = _text(f"Written: {path.resolve()}")

    buttons = [widgets.Button(description=f"Export {kind.upper()}") for kind in KINDS]
    for button, kind in zip(buttons, KINDS, strict=True):
        button.on_click(lambda _, kind=kind: write(kind))
    return widgets.Box([*buttons, said], layout=WRAP)


class _Target(widgets.Box):
    """A slider over what the curves of a view cover.

    New ends get a new slider: a page whose slider gets new ends answers with the old value, pushed
    to the nearer of them, as if a person had moved it there.
    """

    def __init__(self, moved):
        super().__init__()
        self.moved, self.ends = moved, None

    def show(self, view, target):
        """Show a target of the view."""
        low, high, step = target_range(view)
        if self.ends != (view.x, low, high, step):
            self.ends = (view.x, low, high, step)
            old = self.children
            slider = widgets.FloatSlider(
                target, min=low, max=high, step=step, readout_format=f".{max(0, -floor(log10(step)))}f",
                description=f"Target {view.x.label[0].lower()}{view.x.label[1:]} ({view.x.unit})",
                style={"description_width": "initial"}, layout={"width": "600px"},
            )  # fmt: skip
            slider.observe(lambda change: self.moved(change.new), "value")
            self.children = [slider]
            for gone in old:
                gone.unobserve_all()
                gone.close()
        self.children[0].value = target


def _tick(text, value):
    return widgets.Checkbox(value, description=text, indent=False, layout={"width": "auto", "margin": "0 12px"})


def _text(sentence):
    return render("text.html", heading=None, paragraphs=[sentence])
