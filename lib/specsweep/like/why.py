"""Why the published view and the like-for-like view of one pair differ, in generated sentences."""

from specsweep.like.evidence import cell_engines, cross_engine_targets
from specsweep.like.side_curve import engines, shared_band, side_curves
from specsweep.like.words import engine_name, measured_range, percent, published_engines
from specsweep.names import display_names
from specsweep.rounding import half_up, percent_more
from specsweep.words import show_band


def why_they_differ(published, like):
    """What the published rules did for this pair that the like-for-like rules do not.

    Parameters
    ----------
    published, like : Comparison of the same sides under both rules

    Returns
    -------
    list of sentences on: engines pooled, ranges, clamped values, costs with a curve of their
    own, curves through two points, percentages. What does not apply is left out.
    """
    said = [_engines(published), _ranges(published, like), _clamped(published), _costs(published)]
    return [sentence for sentence in (*said, _two_knots(published), _percentages(published)) if sentence]


def shapes_caveat(like):
    """One sentence per engine whose frontiers are of aggregated and of disaggregated deployments.

    Rows of one engine are compared whatever their shape, unless `require` says otherwise.
    """
    knots = like.knots[like.knots["tokens"] == "total"]
    if "disagg" not in like.points:
        return []
    shape = like.points["disagg"].iloc[knots["row"]].map({True: "disaggregated", False: "aggregated"}).to_numpy()
    said = []
    for engine, rows in knots.assign(shape=shape).groupby("engine", sort=False):
        if rows["shape"].nunique() > 1:
            counts = rows.groupby(["side", "shape"]).size()
            sides = [
                f"{label}: {' and '.join(f'{n} {shape}' for shape, n in counts[label].items())}"
                for label in rows["side"].unique()
            ]
            said.append(
                f"On {engine_name(engine)} the frontiers mix deployment shapes ({'; '.join(sides)} rows), so part of a"
                " difference may be one of shape. Set `require` to shape to keep them apart."
            )
    return said


def _engines(published):
    behind = cell_engines(published)
    mixed = cross_engine_targets(behind)
    if not mixed:
        names = dict.fromkeys(engine for sides in behind.to_numpy().ravel() for engine in sides)
        return f"No published cell mixes engines: the rows behind them are from {display_names('framework', names)}."
    cells = "; ".join(f"at {target:g} {published_engines(target, behind)}" for target in mixed)
    return (
        f"Engines are pooled: {len(mixed)} of {len(published.targets)} published comparisons set different engines"
        f" against each other ({cells})."
    )


def _ranges(published, like):
    band = (
        f"The published band of {show_band(published.band)} tok/s/user runs between the extremes of all rows,"
        " whatever their engine and whether or not they are worth running"
    )
    ranges = []
    for engine in engines(like):
        shared = shared_band(*side_curves(like, engine))
        ranges.append(f"{engine_name(engine)} {measured_range(*shared) if shared else 'nothing'}")
    if not ranges:
        return f"{band}; no engine measured both sides."
    return f"{band}; the frontiers of one engine share: {', '.join(ranges)}."


def _clamped(published):
    clamped = published.table[published.table["status"] == "clamped"]
    if clamped.empty:
        return ""
    cells = ", ".join(f"{row.side} at {row.target:g}" for row in clamped.itertuples())
    return (
        f"{len(clamped)} of {len(published.table)} published values are clamped: the nearest end of a frontier stands"
        f" in for a measurement ({cells}). Like for like they are not measured."
    )


def _costs(published):
    table, knots = published.table, published.knots
    price = (knots["throughput"] * knots["cost_usd_per_mtok"]).groupby(knots["side"]).agg(["min", "max"])
    price = price.loc[price["max"] - price["min"] <= 1e-9 * price["max"], "min"]
    off = (table["throughput"] * table["cost_usd_per_mtok"] / table["side"].map(price) - 1).abs()
    if not (off > 5e-4).any():
        return ""
    worst = table.loc[off.idxmax()]
    return (
        "Cost has a curve of its own on the page, so cost × throughput misses the price by up to"
        f" {half_up(100 * off.max(), 1)} % ({worst['side']} at {worst['target']:g}); like for like it follows from"
        " throughput."
    )


def _two_knots(published):
    sizes = published.knots.groupby("side", sort=False).size()
    two = " and ".join(sizes.index[sizes == 2])
    line = "Through a frontier of two points the page draws a bent line, like for like it is straight"
    return f"{line} ({two})." if two else ""


def _percentages(published):
    for target, cells in published.table.groupby("target", sort=False):
        dear, cheap = cells["cost_usd_per_mtok"].max(), cells["cost_usd_per_mtok"].min()
        if dear > cheap > 0:
            return (
                f"“{percent_more(dear, cheap)} % cheaper” on the page (at {target:g}) is larger over smaller, minus"
                f" one; the saving there is {percent(1 - cheap / dear)} %."
            )
    return ""
