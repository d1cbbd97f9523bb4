"""The rows of the explorer's chart: points, sampled curves, and what follows the target."""

import pandas as pd

from specsweep.explore.declutter import placed
from specsweep.explore.palette import looks
from specsweep.explore.view import read_at, traced
from specsweep.layout import parallelism
from specsweep.metrics import BY_NAME
from specsweep.names import display_name
from specsweep.show import records

SIZE = (580, 420)  # width and height of the plot, px


def scatter_data(view, *, log_x=False, log_y=False, labels=False, size=SIZE):
    """The many rows of `scatter`: points and sampled curves.

    labels : whether points carry their parallelism, where there is room on axes of that kind
    size : width and height of the plot, px
    """
    points, number = view.points, view.points["series"].to_numpy()
    look, layout = looks(view.series), parallelism(points)
    rows = pd.DataFrame(
        {
            "label": view.series["label"].to_numpy()[number],
            "series": view.series["full_label"].to_numpy()[number],
            "x": points["x"],
            "y": points["y"],
            "x_shown": points["x"].map(view.x.show),
            "y_shown": points["y"].map(view.y.show),
            "on_frontier": points["on_frontier"],
            "concurrency": points["conc"].astype(str),
            "layout": layout,
            "tag": layout.str.replace(r" EP1\b", "", regex=True),
            "engine": points["framework"].map(lambda v: display_name("framework", v)),
        }
    )
    for column in look:
        rows[column] = look[column].to_numpy()[number]
    ttft = BY_NAME["median_ttft"]
    if ttft.name in points:
        rows["ttft"] = points[ttft.name].map(ttft.show, na_action="ignore")
    for column in ("date", "image"):
        if column in points:
            rows[column] = points[column]
    if "run_url" in points:
        rows["run"] = points["run_url"].where(points["run_url"].str.match(r"https?://", na=False))
    rows["place"] = placed(rows, *size, log_x, log_y) if labels else None
    curves = traced(view)
    code = curves["series"].to_numpy()
    curves = pd.DataFrame(
        {
            "label": view.series["label"].to_numpy()[code],
            "colour": look["colour"].to_numpy()[code],
            "speculates": (view.series["spec_method"] != "none").to_numpy()[code],
            "x": curves["x"].to_numpy(),
            "y": curves["y"].to_numpy(),
        }
    )
    return {"points": records(rows), "curves": records(curves)}


def scatter_marks(view, target):
    """The few rows of `scatter` that follow the target: the rule, and where it meets the curves."""
    read = read_at(view, target)
    read = read[read["status"] != "outside"]
    colour = looks(view.series)["colour"].to_numpy() if len(read) else []
    label = view.series["label"].to_numpy()
    reads = [
        {"label": label[r.series], "colour": colour[r.series], "x": target, "y": r.y, "shown": view.y.show(r.y)}
        for r in read.itertuples(index=False)
    ]
    return {"target": [{"x": target, "label": f"{target:g}"}], "reads": reads}
