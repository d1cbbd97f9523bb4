"""The comparison in plain English: one statement per target, and what to be careful about.

Everything here returns plain text; whoever shows it escapes it (see `show`).
"""

from specsweep.like.words import like_findings
from specsweep.metrics import TIE
from specsweep.names import display_names
from specsweep.question import setting
from specsweep.rounding import half_up, percent_more, usd_in_prose


def findings(comparison):
    """One statement per target, in the order of the targets; like for like, per engine and target."""
    if comparison.rules == "like_for_like":
        return like_findings(comparison)
    rows, notes = comparison.table.to_dict("records"), clamp_notes(comparison)  # A's row, then B's, for each target
    return [_statement(comparison, a, b, notes) for a, b in zip(rows[::2], rows[1::2], strict=True)]


def _statement(comparison, a, b, clamped):
    """What the sides deliver and cost at one target, and who is ahead by how much.

    a, b : the target's rows of the comparison's table. Percentages follow the published rules:
        larger over smaller, minus one.
    clamped : `clamp_notes`
    """
    target = a["target"]
    where = f"At {target:g} tok/s/user, {position(comparison.band, target)} the {show_band(comparison.band)} band"
    there = [row for row in (a, b) if row["status"] != "missing"]
    if len(there) == 1:
        absent = comparison.b if there[0] is a else comparison.a
        return f"{where}, {_delivers(there[0])}. {absent} was not measured here, so there is nothing to compare with."
    notes = "".join(f" {clamped[row['side']]}" for row in there if row["status"] == "clamped")
    return f"{where}, {_delivers(a)}; {_delivers(b)}. {_verdict(a, b)}{notes}"


def position(band, target):
    """Where a target lies in the band as shown: low (below a third), high (above two thirds) or the middle."""
    low, high = band
    share = (target - low) / (high - low) if high > low else 0.5
    return "low in" if share < 1 / 3 else "high in" if share > 2 / 3 else "in the middle of"


def show_band(band):
    """`41–186`; a band inside one whole number, which rounds to nothing, is that number."""
    low, high = band
    return f"{low}–{high}" if low < high else f"{high}"


def band_words(comparison):
    """What the band is: the range both sides were measured in, or what there is instead."""
    band = show_band(comparison.band)
    spans = comparison.points.groupby("side")["median_intvty"].agg(["min", "max"])
    if len(spans) == 1:
        return f"Only {spans.index[0]} was measured, at {band} tok/s/user."
    if spans["min"].max() < spans["max"].min():
        return f"Both sides were measured in the band of {band} tok/s/user."
    return f"The sides share no range; together they were measured at {band} tok/s/user."


def clamp_notes(comparison):
    """{side: why a number of it is not a measurement at the target}."""
    spans = comparison.knots.groupby("side")["interactivity"].agg(["min", "max"])
    return {
        label: f"{label} was not measured there: its frontier runs from {low:.4g} to {high:.4g} tok/s/user,"
        " and the figure is that of its nearest end."
        for label, low, high in spans.itertuples()
    }


def engines_caveat(comparison):
    """Which engines stand behind each side, and what that means for the comparison."""
    engines = {s.label: _engines(comparison, s) for s in (comparison.a, comparison.b)}
    present = {label: found for label, found in engines.items() if found}
    if len(present) == 1:
        label, found = next(iter(present.items()))
        return f"Only {label} was measured here, on {display_names('framework', found)}."
    (a, in_a), (b, in_b) = present.items()
    named = f"{a} was measured on {display_names('framework', in_a)}, {b} on {display_names('framework', in_b)}."
    if set(in_a) == set(in_b) and len(in_a) == 1:
        return f"Both sides were measured on {display_names('framework', in_a)}."
    if comparison.rules == "like_for_like":
        return f"{named} Here only rows of one engine are compared with each other."
    return (
        f"{named} The rows of all engines are pooled here, as on the public page, so a difference between the sides"
        " may be one between engines. Engines also count accepted draft tokens in their own ways."
    )


def data_note(comparison, source):
    """What was compared, on how many rows, from which file."""
    points, pieces = comparison.points, []
    for side in (comparison.a, comparison.b):
        mine = points[points["side"] == side.label]
        pieces.append(f"{len(mine)} of {side} ({int(mine['on_frontier'].sum())} on the frontier)")
    dates = points["date"].dropna() if "date" in points else []
    when = f", measured {dates.min()} to {dates.max()}" if len(dates) else ""
    return (
        f"{setting(comparison)}. {len(points)} measured points: {' and '.join(pieces)}{when}."
        f" Source: {source['source']} (SHA-256 {source['sha256'][:12]}…). Prices: {price_words(comparison)}."
    )


def price_words(comparison):
    """What costs and power were reckoned with."""
    if isinstance(comparison.prices, str) and "=" not in comparison.prices:
        return f"price book {comparison.prices}, {comparison.tier}"
    if isinstance(comparison.prices, str | dict):
        return f"your own, {comparison.prices}"
    return "your own table"


def _delivers(row):
    return (
        f"{row['side']} delivers {half_up(row['throughput'])} tok/s/GPU"
        f" at {usd_in_prose(row['cost_usd_per_mtok'])} per million tokens"
    )


def _verdict(a, b):
    cheap, dear = sorted((a, b), key=lambda row: row["cost_usd_per_mtok"])
    fast, slow = sorted((a, b), key=lambda row: -row["throughput"])
    cost_tied = dear["cost_usd_per_mtok"] / cheap["cost_usd_per_mtok"] < TIE
    rate_tied = fast["throughput"] / slow["throughput"] < TIE
    cheaper = f"{percent_more(dear['cost_usd_per_mtok'], cheap['cost_usd_per_mtok'])} % cheaper per token"
    more = f"delivers {percent_more(fast['throughput'], slow['throughput'])} % more tok/s/GPU"
    if cost_tied and rate_tied:
        return "They are tied on cost and on throughput."
    if cost_tied:
        return f"They are tied on cost; {fast['side']} {more}."
    if rate_tied:
        return f"{cheap['side']} is {cheaper}; they are tied on throughput."
    if cheap["side"] == fast["side"]:
        return f"{cheap['side']} is {cheaper} and {more}."
    return f"{cheap['side']} is {cheaper}, but {fast['side']} {more}."


def _engines(comparison, side):
    points = comparison.points
    return list(dict.fromkeys(points.loc[points["side"] == side.label, "framework"]))
