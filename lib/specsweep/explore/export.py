"""What is shown, as files: the rows as CSV with units in the header, the chart as PNG and SVG."""

import re
from pathlib import Path

from specsweep.errors import SweepError
from specsweep.explore.scatter import scatter_still
from specsweep.sharing.vega import drawing, picture

UNITS = {
    r".*tput_per_gpu": "tok/s/GPU",
    r".*intvty": "tok/s/user",
    r".*_(ttft|tpot|itl|e2el)": "s",
    r".*power_w": "W",
    r"joules_per_.*": "J/token",
    r"conc": "requests",
    r"isl|osl": "tokens",
    r"(prefill|decode)_(tp|ep|num_workers)|num_.*_gpu": "count",
    r".*_pct": "%",
    r".*_mb": "MB",
}
KINDS = ("csv", "png", "svg")


def export(kind, view, folder, *, stem, target=None, hidden=(), **look):
    """Write what a view shows into ``folder`` (made where it is missing); the file's path.

    Parameters
    ----------
    kind : "csv", "png" or "svg"
    stem : file name without its ending
    target : where the chart is read, on view.x
    hidden : labels of series that are switched off
    look : as for :func:`specsweep.explore.scatter.scatter_still`
    """
    if kind not in KINDS:
        raise SweepError(f"cannot export {kind!r}; there are {', '.join(KINDS)}")
    path = Path(folder) / f"{stem}.{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "csv":
        shown_rows(view, hidden).to_csv(path, index=False)
        return path
    spec = scatter_still(view, target, hidden=hidden, **look)
    if kind == "svg":
        path.write_text(drawing(spec), encoding="utf-8")
    else:
        path.write_bytes(picture(spec))
    return path


def shown_rows(view, hidden=()):
    """The points drawn: series, both axes and the frontier first, then the sweep's columns, with units."""
    points = view.points
    label = view.series["full_label"].to_numpy()[points["series"]]
    shown = view.series["label"].to_numpy()[points["series"]]
    first = {
        "series": label,
        view.x.title: points["x"],
        view.y.title: points["y"],
        "on_frontier": points["on_frontier"],
    }
    rest = points.drop(columns=["series", "x", "y", "on_frontier"])
    rest = rest.rename(columns={c: f"{c} ({unit})" for c in rest if (unit := unit_of(c))})
    out = rest.drop(columns=[c for c in first if c in rest])
    for place, (name, values) in enumerate(first.items()):
        out.insert(place, name, values)
    return out[[name not in hidden for name in shown]]


def unit_of(column):
    """The unit of a sweep's column, or nothing where it has none."""
    return next((unit for pattern, unit in UNITS.items() if re.fullmatch(pattern, column)), "")


def file_stem(view, chosen):
    """File name, without ending, that says what is shown: `dsr1-1k-1k-throughput-vs-interactivity`."""
    words = f"{chosen['model'][0]} {chosen['sequence'][0]} {view.y.label} vs {view.x.label}"
    return re.sub(r"[^a-z0-9.]+", "-", words.lower()).strip("-.")
