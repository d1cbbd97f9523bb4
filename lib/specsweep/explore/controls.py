"""The controls of the explorer: what they look like and what they say when changed, nothing more."""

from html import escape

import ipywidgets as widgets

from specsweep.explore.choices import SEVERAL
from specsweep.explore.series import MODES
from specsweep.names import display_name

CAPTIONS = {
    "model": "Model", "sequence": "Sequence", "hardware": "GPU", "precision": "Precision", "framework": "Engine",
    "spec_method": "Speculation", "disagg": "Deployment",
}  # fmt: skip
CAPTION_WIDTH = "92px"


def value_name(facet, value):
    """What a reader calls a value of a facet."""
    return MODES.get(value, str(value)) if facet == "disagg" else display_name(facet, value)


class Chips(widgets.HBox):
    """One facet: a button for each value that has data; pressed ones are chosen, none pressed means all."""

    def __init__(self, facet, values, changed):
        self.facet, self.quiet = facet, False
        self.buttons = {
            value: widgets.ToggleButton(description=value_name(facet, value), layout={"width": "auto"})
            for value in values
        }
        caption = widgets.Label(CAPTIONS[facet], layout={"width": CAPTION_WIDTH, "justify_content": "flex-end"})
        row = widgets.Box(list(self.buttons.values()), layout={"flex_flow": "row wrap", "flex": "1 1 0"})
        super().__init__([caption, row])
        for button in self.buttons.values():
            button.observe(lambda _: None if self.quiet else changed(facet, self.pressed()), "value")

    def pressed(self):
        """The values whose buttons are pressed."""
        return tuple(value for value, button in self.buttons.items() if button.value)

    def show(self, offered, chosen):
        """Offer values and press those chosen, without reporting it as a change."""
        self.quiet = True
        for value, button in self.buttons.items():
            display = "" if value in offered else "none"
            if button.layout.display != display:
                button.layout.display = display
            button.value = value in chosen
        self.quiet = False
        # A facet with nothing to choose between is no choice.
        self.layout.display = "" if len(offered) > 1 else "none"


class Picker(widgets.Dropdown):
    """A dropdown that can be set without reporting it as a change."""

    def __init__(self, description, changed, **traits):
        style = {"description_width": CAPTION_WIDTH}
        super().__init__(description=description, style=style, **traits)
        self.quiet = False
        self.observe(lambda change: None if self.quiet else changed(change.new), "value")

    def show(self, options, value):
        """Offer options, a list of (name, value), and pick one."""
        self.quiet = True
        if tuple(options) != tuple(self.options):
            self.options = options
        self.value = value
        self.quiet = False


class Legend(widgets.Box):
    """The series, each with its symbol; unticking one takes it off the chart and out of the table."""

    def __init__(self, changed):
        super().__init__(layout={"flex_flow": "row wrap", "padding": "0 0 0 56px"})
        self.boxes, self.labels, self.quiet, self.changed = [], [], False, changed

    def hidden(self):
        """Labels of the series that are switched off."""
        return tuple(label for label, box in zip(self.labels, self.boxes, strict=False) if not box.value)

    def show(self, labels, looks, hidden):
        """Show these series, without reporting it as a change."""
        self.quiet = True
        while len(self.boxes) < len(labels):
            box = widgets.Checkbox(
                indent=False, description_allow_html=True, layout={"width": "auto", "margin": "0 18px 0 0"}
            )
            box.observe(lambda _: None if self.quiet else self.changed(self.hidden()), "value")
            self.boxes.append(box)
        self.labels = list(labels)
        for box, label, look in zip(self.boxes, labels, looks.itertuples(), strict=False):
            box.description = f'<span style="color: {look.colour}">{look.symbol}</span> {escape(label)}'
            box.value = label not in hidden
        self.children = self.boxes[: len(self.labels)]
        self.quiet = False


def chips_for(table, changed):
    """Chips of every facet that takes several values: {facet: Chips}."""
    return {facet: Chips(facet, sorted(set(table[facet]), key=str), changed) for facet in SEVERAL}
