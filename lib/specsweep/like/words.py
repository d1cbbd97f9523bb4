"""The like-for-like comparison in plain English. Plain text; whoever shows it escapes it."""

import pandas as pd

from specsweep.like.differences import differences
from specsweep.names import display_name, display_names
from specsweep.rounding import half_up, usd_in_prose

INTERVAL = (
    "The ranges in brackets say how far off the interpolation may be: the curve drawn again without one of its inner"
    " points, or with straight lines, within the two measured rows that bracket the target. On noise-free sweeps of"
    " known truth they hold it in more than nine of ten cases. They do not cover measurement noise, other dates or"
    " images, requests unlike the benchmark's, or a configuration that nobody ran."
)


def engine_name(engine):
    """`TensorRT-LLM`, and what else was required to be the same (`TensorRT-LLM, aggregated`)."""
    name, *required = str(engine).split(", ")
    return ", ".join([display_name("framework", name), *required])


def like_findings(comparison):
    """One statement per engine and target, and why there is none for the rest."""
    return [said for _, said in statements(comparison)] + nothing_comparable(comparison)


def statements(comparison):
    """(target, sentence) for every engine and target."""
    rows = comparison.table.to_dict("records")
    a, b = ([row for row in rows if row["side"] == side.label] for side in (comparison.a, comparison.b))
    return [
        (d.target, _statement(d, *cells)) for d, *cells in zip(differences(comparison).itertuples(), a, b, strict=True)
    ]


def nothing_comparable(comparison):
    """Why nothing, or not every engine, can be compared like for like: sentences, maybe none."""
    points, labels = comparison.points, (comparison.a.label, comparison.b.label)
    ran = {label: list(dict.fromkeys(points.loc[points["side"] == label, "engine"])) for label in labels}
    for label, other in (labels, labels[::-1]):
        if not ran[label]:
            return [f"{label} has no measured rows here, so {other} has nothing to be compared with."]
    both = [engine for engine in ran[labels[0]] if engine in ran[labels[1]]]
    if not both:
        where = " and ".join(f"{label} ran on {_engine_list(ran[label])}" for label in labels)
        return [f"No engine measured both sides: {where}. Nothing here is comparable like for like."]
    apart = [engine for engine in both if engine not in set(comparison.table["engine"])]
    return [_apart(comparison, engine, labels) for engine in apart]


def published_engines(target, behind):
    """`MTP from TensorRT-LLM, Off from TensorRT-LLM and SGLang`: who stands behind a published cell.

    behind : as :func:`specsweep.like.evidence.cell_engines` returns it
    """
    sides = ((label, engines) for label, engines in behind.loc[target].items() if engines)
    return ", ".join(f"{label} from {display_names('framework', engines)}" for label, engines in sides)


def percent(share):
    """A share below 1 in whole percent, never rounded up to 100.

    >>> percent(0.6225), percent(0.9996)
    ('62', '99.96')
    """
    for decimals in range(8):
        text = half_up(100 * share, decimals)
        if float(text) < 100 or share >= 1:
            break
    return text


def times(ratio):
    """A ratio with the digits that matter: `2.72×`, `13.4×`, `195×`, `0.044×`."""
    return f"{half_up(ratio, 0 if ratio >= 100 else 1 if ratio >= 10 else 2 if ratio >= 0.1 else 3)}×"


def times_range(low, high):
    """`2.14–2.69×`."""
    return f"{times(low).removesuffix('×')}–{times(high)}"


def measured_range(low, high):
    """`40.62–150.5` in tok/s/user; a single point is that number."""
    return f"{low:.4g}–{high:.4g}" if low < high else f"{low:.4g}"


def _statement(d, *cells):
    """One row of `differences` in words; cells are A's and B's rows of the comparison's table."""
    a, b = (cell["side"] for cell in cells)
    where = f"On {engine_name(d.engine)} at {d.target:g} tok/s/user"
    if d.throughput_verdict == "not measured":
        return f"{where}, {_unmeasured(cells)}."
    figures = " against ".join(map(_figures, cells))
    return f"{where}, {_verdict(d, a, b)}: {figures}."


def _verdict(d, a, b):
    if d.throughput_verdict == d.cost_verdict == "tied":
        return f"{a} and {b} are tied"
    if d.throughput_verdict == d.cost_verdict == "within interpolation error":
        return (
            f"the difference is within interpolation error; {a} delivers {times(d.speed_up)} the throughput of {b},"
            f" but anything from {times(d.speed_up_low)} to {times(d.speed_up_high)} fits the measured rows"
        )
    if d.cheaper and d.cheaper == d.faster:
        return f"{_cost_words(d, a, b)} and {_rate_words(d, a, b).removeprefix(f'{d.faster} ')}"
    return f"{_rate_words(d, a, b)}; {_cost_words(d, a, b)}"


def _rate_words(d, a, b):
    if d.throughput_verdict == "tied":
        return f"{a} and {b} are tied on throughput"
    if d.throughput_verdict != "better":
        ends = _range(times(d.speed_up_low), times(d.speed_up_high))
        return f"the difference in throughput is within interpolation error{ends}"
    fast, slow = (a, b) if d.faster == a else (b, a)
    ratio, *ends = (r if fast == a else 1 / r for r in (d.speed_up, d.speed_up_low, d.speed_up_high))
    return f"{fast} delivers {times(ratio)} the throughput of {slow}{_range(times(min(ends)), times(max(ends)))}"


def _cost_words(d, a, b):
    if d.cost_verdict == "tied":
        return f"{a} and {b} are tied on cost"
    if d.cost_verdict == "no price":
        return "a side that pools several GPUs has no one cost"
    if d.cost_verdict != "better":
        return "the difference in cost is within interpolation error"
    cheap, dear = (a, b) if d.cheaper == a else (b, a)
    saving, *ends = (s if cheap == a else 1 - 1 / (1 - s) for s in (d.saving, d.saving_low, d.saving_high))
    ends = _range(percent(min(ends)), percent(max(ends)), " %")
    return f"{cheap} costs {percent(saving)} % less per token than {dear}{ends}"


def _range(low, high, unit=""):
    return "" if low == high else f" ({low.removesuffix('×')}–{high}{unit})"


def _figures(row):
    cost = row["cost_usd_per_mtok"]
    return f"{half_up(row['throughput'])} tok/s/GPU" + (f" at {usd_in_prose(cost)}/M tok" if pd.notna(cost) else "")


def _unmeasured(cells):
    gone = [cell for cell in cells if cell["status"] == "not measured"]
    ranges = [measured_range(cell["measured_from"], cell["measured_to"]) for cell in gone]
    said = " and ".join(f"{c['side']} was not measured ({r})" for c, r in zip(gone, ranges, strict=True))
    there = [f"; {cell['side']} delivers {_figures(cell)}" for cell in cells if cell["status"] != "not measured"]
    return said + "".join(there)


def _apart(comparison, engine, labels):
    knots, spans = comparison.knots, []
    for label in labels:
        mine = (knots["engine"] == engine) & (knots["side"] == label) & (knots["tokens"] == "total")
        x = knots.loc[mine, "interactivity"]
        spans.append(f"{label} at {measured_range(x.min(), x.max())}")
    return f"On {engine_name(engine)} the frontiers share no interactivity: {' and '.join(spans)} tok/s/user."


def _engine_list(names):
    names = list(dict.fromkeys(map(engine_name, names)))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
