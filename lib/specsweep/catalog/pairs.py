"""Which comparisons does a sweep hold?

A *pair* is two values of one column (a spec method and none, two precisions, engines or GPUs)
measured under otherwise equal conditions, on one model and one sequence.
"""

import hashlib
import json
import re
from itertools import combinations

import pandas as pd

from specsweep.errors import SweepError, listed
from specsweep.names import ARCHITECTURES, display_name
from specsweep.pick import default_sequence
from specsweep.sequence import parse_sequence, sequence_label
from specsweep.sides import Side, filter_text, matches, parse_filters, quoted

# What differs, and what both sides then share. Engines are pooled wherever they do not differ,
# as on the public page.
KINDS = {
    "spec": ("spec_method", ("model", "hardware", "precision")),
    "precision": ("precision", ("model", "hardware", "spec_method")),
    "engine": ("framework", ("model", "hardware", "precision", "spec_method")),
    "gpu": ("hardware", ("model", "precision", "spec_method")),
}
OFF = "none"
LONGEST_STEM = 100
SHARED = ("model", "hardware", "precision", "framework", "spec_method")
PAIR_COLUMNS = ("kind", *SHARED, "a", "b", "sequence", "default", "rows_a", "rows_b")


def find_pairs(sweep, kinds=tuple(KINDS), sequences="all"):
    """All pairs of a sweep, in the order of its rows.

    Parameters
    ----------
    sweep : DataFrame of :func:`specsweep.read_sweep`
    kinds : any of "spec" (each method against none), "precision", "engine", "gpu"
    sequences : "all", "default" (each pair's default sequence only), or labels such as "1k/8k"

    Both may be a list or a text ("spec, gpu").

    Returns
    -------
    DataFrame, one row per pair and sequence: kind; model, hardware, precision, framework,
    spec_method (what both sides share, empty where it is pooled or differs); a, b (the two
    values of what differs); sequence; default (bool: the pair's default sequence); rows_a,
    rows_b (measured points, 0 where a side was not measured there).

    Raises
    ------
    SweepError : there is no such kind, or no pair at all
    """
    kinds, sequences = _several(kinds), _several(sequences)
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or not kinds:
        raise SweepError(
            f"there is no kind of pair {listed(unknown) if kinds else repr('')}; there are {listed(KINDS)}"
        )
    found = [row for kind in KINDS if kind in kinds for row in _pairs_of_kind(sweep, kind)]
    pairs = pd.DataFrame(found, columns=list(PAIR_COLUMNS))
    if pairs.empty:
        *first, last = (KINDS[kind][0] for kind in KINDS if kind in kinds)
        columns = " or ".join(filter(None, [", ".join(first), last]))
        raise SweepError(f"there is nothing to compare: no two of its rows differ in {columns} alone")
    measured = listed(pairs["sequence"].unique())
    if sequences == ["default"]:
        pairs = pairs[pairs["default"]]
    elif sequences != ["all"]:
        pairs = pairs[pairs["sequence"].isin([sequence_label(*parse_sequence(s)) for s in sequences])]
    if pairs.empty:
        raise SweepError(f"no pair was measured on the sequence {listed(sequences)}; there are {measured}")
    return pairs.reset_index(drop=True)


def _several(values):
    return re.findall(r"[^\s,]+", values) if isinstance(values, str) else list(values)


def filter_rows(sweep, where):
    """The rows of a sweep that meet filters typed as text, such as "hardware=b200|h200"; at least one."""
    for column, values in Side("", **parse_filters(where)).filters:
        kept = sweep[matches(sweep, column, values)]
        if kept.empty:
            there = listed(sorted(map(str, sweep[column].dropna().unique())))
            raise SweepError(f"no row has {column} {' or '.join(map(str, values))}; there are {there}")
        sweep = kept
    return sweep


def sides_of(pair):
    """The two sides of a pair (a row of :func:`find_pairs`)."""
    shared = {column: getattr(pair, column) for column in SHARED if getattr(pair, column) != ""}
    differs = KINDS[pair.kind][0]
    return tuple(
        Side(label, **shared, **{differs: value})
        for label, value in zip(labels_of(pair), (pair.a, pair.b), strict=True)
    )


def labels_of(pair):
    """What the two sides are called: their own names, or the values where those are the same."""
    differs = KINDS[pair.kind][0]
    names = tuple(display_name(differs, value) for value in (pair.a, pair.b))
    return names if names[0] != names[1] else (str(pair.a), str(pair.b))


def title_of(pair):
    """`DeepSeek R1, B200, FP4, 1k/1k: MTP vs Off`."""
    setting, versus = _setting(pair), " vs ".join(labels_of(pair))
    return f"{', '.join([display_name('model', pair.model), *setting, pair.sequence])}: {versus}"


def short_title(pair):
    """`B200, FP4: MTP vs Off`, where model and sequence are said beside it."""
    return ": ".join(filter(None, [", ".join(_setting(pair)), " vs ".join(labels_of(pair))]))


def _setting(pair):
    """What both sides share besides model and sequence, as a reader calls it."""
    about = [display_name(c, getattr(pair, c)) for c in SHARED[1:4] if getattr(pair, c) != ""]
    if pair.spec_method:
        off = pair.spec_method == OFF
        about.append("no speculation" if off else f"with {display_name('spec_method', pair.spec_method)}")
    return about


def parameters_of(pair, where=""):
    """The parameters with which `compare.ipynb` reports this pair of the rows that :func:`filter_rows` left."""
    differs = KINDS[pair.kind][0]
    more = {"spec_method": pair.spec_method} if pair.spec_method else {}
    rest = dict(Side("", **parse_filters(where)).filters)
    more |= {column: value for column, value in rest.items() if column != differs and not getattr(pair, column, "")}
    a, b = labels_of(pair)
    shared = {"model": pair.model, "hardware": pair.hardware, "precision": pair.precision, "engine": pair.framework}
    return {
        **{name: quoted(value) for name, value in shared.items() if value != ""},
        "a": filter_text(**{differs: pair.a}, **more),
        "b": filter_text(**{differs: pair.b}, **more),
        "a_label": a,
        "b_label": b,
        "sequence": pair.sequence,
        "title": title_of(pair),
    }


def stem_of(pair):
    """The pair's file name without ending: plain, portable, and different for different pairs.

    `spec_dsr1_b200_fp4_mtp-vs-none_1k-1k`. Names that a file name cannot carry as they are get a
    digest of the pair behind them. It depends on the pair alone, so a report keeps its address.
    """
    said = [getattr(pair, column) for column in SHARED if getattr(pair, column) != ""]
    tail = [f"{pair.a}-vs-{pair.b}", pair.sequence.replace("/", "-")]
    stem = "_".join([pair.kind, *map(str, said), *tail])
    plain = all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*", str(v)) and "-vs-" not in str(v) for v in [*said, pair.a, pair.b])
    if plain and len(stem) <= LONGEST_STEM:
        return stem
    digest = hashlib.sha256(json.dumps([pair.kind, *said, pair.a, pair.b, pair.sequence]).encode()).hexdigest()[:10]
    return f"{re.sub(r'[^a-z0-9._]+', '-', stem.lower()).strip('-.')[:LONGEST_STEM]}-{digest}"


def why_not(pair):
    """Why a pair cannot be compared, in one sentence; empty where both sides were measured."""
    missing = [label for label, rows in zip(labels_of(pair), (pair.rows_a, pair.rows_b), strict=True) if not rows]
    return f"{' and '.join(missing)} was not measured there." if missing else ""


def _pairs_of_kind(sweep, kind):
    differs, shared = KINDS[kind]
    methods = sweep.groupby("model", sort=False)[differs].unique()
    for values, rows in sweep.groupby(list(shared), sort=False):
        context = dict.fromkeys(SHARED, "") | dict(zip(shared, values, strict=True))
        there = list(rows[differs].unique())
        for a, b in _versus(kind, there, list(methods[context["model"]])):
            yield from _per_sequence(rows, kind, context, differs, a, b)


def _versus(kind, there, anywhere):
    """Which values are set against each other, the one a reader would turn on first."""
    if kind == "spec":
        # A method the model was measured with elsewhere is asked about here too: that it is
        # missing is an answer.
        return [(method, OFF) for method in anywhere if method != OFF and {method, OFF} & set(there)]
    return combinations(sorted(there, key=_newest_first(kind)), 2)


def _newest_first(kind):
    gpus = list(ARCHITECTURES)
    if kind == "gpu":
        return lambda gpu: (-gpus.index(gpu) if gpu in gpus else 1, gpu)
    return lambda value: ("".join(c for c in value if c.isdigit()).zfill(4) if kind == "precision" else "", value)


def _per_sequence(rows, kind, context, differs, a, b):
    mine = rows[rows[differs].isin([a, b])]
    sides = Side("a", **{differs: a}), Side("b", **{differs: b})
    sequences = {sequence_label(*lengths): rows for lengths, rows in mine.groupby(["isl", "osl"], sort=False)[differs]}
    # The rule asks whether sides differ in the spec method alone; the rest they share by now.
    default = default_sequence(mine, *sides) if len(sequences) > 1 else next(iter(sequences))
    for label, values in sequences.items():
        yield (
            kind,
            *context.values(),
            a,
            b,
            label,
            label == default,
            int((values == a).sum()),
            int((values == b).sum()),
        )
