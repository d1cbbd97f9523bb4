"""How the charts look: the only place with colours and sizes."""

# Okabe and Ito's blue and vermilion: told apart with any colour vision, and in grey.
COLOURS = ("#0072B2", "#D55E00")
INK, GRID, RULE = "#333333", "#e4e4e4", "#767676"
WIDTH, HEIGHT = 720, 380

AXIS = {
    "gridColor": GRID, "labelColor": INK, "titleColor": INK,
    "labelFontSize": 12, "titleFontSize": 13, "titleFontWeight": "normal",
}  # fmt: skip
TICKS = (10, 6)  # about so many along x and y: Vega's own dozen crowds a chart, and each label takes time to draw
LEGEND = {"orient": "top", "labelFontSize": 13, "symbolSize": 140, "symbolStrokeWidth": 3}

# Panels below each other, each with axes of its own.
PANELS = {"spacing": 18, "resolve": {"scale": {"x": "independent", "y": "independent"}}}


def chart_style(*, top=8, bottom=8, axis=AXIS, legend=LEGEND, view=None):
    """Arguments that give a chart its paper, margins and style.

    They go to its constructor: each method such as `configure_axis` copies all of a chart, which
    takes longer than making it.
    """
    return {
        "background": "white",
        "padding": {"left": 8, "top": top, "right": 12, "bottom": bottom},
        "config": {
            "axis": axis,
            "axisX": {"tickCount": TICKS[0]},
            "axisY": {"tickCount": TICKS[1]},
            "legend": legend,
            "view": {"stroke": None, **(view or {})},
        },
    }


def filled(spec, texts):
    """A copy of a spec in which each string that is a key of ``texts`` is replaced by its value."""
    if isinstance(spec, dict):
        return {key: filled(value, texts) for key, value in spec.items()}
    if isinstance(spec, list):
        return [filled(value, texts) for value in spec]
    return texts.get(spec, spec) if isinstance(spec, str) else spec
