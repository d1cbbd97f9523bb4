"""Draw the README's picture from the shipped sweep: `python -m specsweep.picture`."""

from specsweep.chart import chart_data, chart_marks, curve_chart
from specsweep.compare import compare
from specsweep.project import ROOT
from specsweep.question import ask
from specsweep.sharing.vega import drawing
from specsweep.sweep import read_sweep

PICTURE = ROOT / "notebooks" / "compare.svg"


def readme_picture():
    """The chart of the sample's comparison, as SVG text."""
    sweep = read_sweep("data/qwen3.5-b200-fp4-1k1k.csv")
    comparison = compare(sweep, *ask(a="spec_method=mtp", b="spec_method=none"))
    spec = curve_chart(comparison) | {"datasets": {**chart_data(comparison), **chart_marks(comparison)}}
    return drawing(spec) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(readme_picture(), encoding="utf-8")
