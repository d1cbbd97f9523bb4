"""Which measured rows stand behind each cell of a comparison, and from which engines."""

import pandas as pd

from specsweep.layout import parallelism

EVIDENCE_COLUMNS = (
    "target", "engine", "side", "position", "interactivity", "throughput", "concurrency", "parallelism",
    "framework", "date", "image", "run_url",
)  # fmt: skip


def evidence(comparison):
    """The frontier rows of total throughput that bracket every cell's target.

    Works for both rules. Returns a DataFrame with one or two rows per cell: target
    (tok/s/user), engine (like for like; else empty), side, position ("below", "above", "at"
    where a row lies there, "nearest end" where a clamped cell shows that), and of the
    measured row its interactivity, throughput (tok/s/GPU), concurrency, parallelism,
    framework, date, image and run_url, as far as the sweep has them.
    """
    behind = _brackets(comparison)
    found = [
        (row.target, getattr(row, "engine", ""), row.side, position, at)
        for row in comparison.table.itertuples()
        for position, at in behind(row)
    ]
    cells = pd.DataFrame(found, columns=["target", "engine", "side", "position", "row"])
    return cells.join(_rows(comparison.points), on="row")[list(EVIDENCE_COLUMNS)]


def cell_engines(comparison):
    """Per target and side, the engines whose rows stand behind the published cell.

    Returns a DataFrame indexed by target with one column per side (its label), each value a
    tuple of engines; a side without rows has ().
    """
    engines, behind = comparison.points["framework"].to_numpy(dtype=object), _brackets(comparison)
    cells = {
        (row.target, row.side): tuple(dict.fromkeys(engines[at] for _, at in behind(row)))
        for row in comparison.table.itertuples()
    }
    sides = [comparison.a.label, comparison.b.label]
    rows = [[cells[target, side] for side in sides] for target in comparison.targets]
    return pd.DataFrame(rows, index=pd.Index(comparison.targets, name="target"), columns=sides)


def cross_engine_targets(behind):
    """Targets at which the rows behind the two sides, as `cell_engines` returns them, are not all of one engine."""
    return [t for t, a, b in behind.itertuples(name=None) if a and b and len({*a, *b}) > 1]


def _brackets(comparison):
    """Function that gives the (position, row number) of the frontier rows behind a row of the table."""
    knots = comparison.knots
    if comparison.rules == "like_for_like":
        knots = knots[knots["tokens"] == "total"]
    keys = [c for c in ("engine", "side") if c in knots]
    curves = {key: (k["interactivity"].to_numpy(), k["row"].to_numpy()) for key, k in knots.groupby(keys)}

    def behind(cell):
        if cell.status in ("missing", "not measured"):
            return []
        x, row = curves[tuple(getattr(cell, key) for key in keys)]
        if cell.status == "clamped":
            return [("nearest end", row[0] if cell.target < x[0] else row[-1])]
        if cell.status == "measured":
            return [("at", row[x == cell.target][0])]
        return [("below", row[x < cell.target][-1]), ("above", row[x > cell.target][0])]

    return behind


def _rows(points):
    rows = pd.DataFrame(
        {
            "interactivity": points["median_intvty"],
            "throughput": points["tput_per_gpu"],
            "concurrency": points["conc"],
            "parallelism": parallelism(points),
            "framework": points["framework"],
        }
    )
    for column in ("date", "image", "run_url"):
        rows[column] = points.get(column)
    return rows
