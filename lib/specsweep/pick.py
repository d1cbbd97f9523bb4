"""Which rows a pair is compared on: the rows of each side, and the default sequence."""

import numpy as np
import pandas as pd

from specsweep.sequence import parse_sequence, sequence_label
from specsweep.sides import matches, select


def default_sequence(sweep, a, b):
    """The sequence a pair is compared on when none is asked for.

    The one with most distinct (engine, concurrency) pairs measured on both sides; then the
    larger sum of the two sides' distinct counts; then the one met first among A's rows, then
    B's. Where the sides differ in something other than the spec method, the spec method is
    part of what is counted.
    """
    in_a, in_b = select(sweep, a), select(sweep, b)
    what = ["framework", "conc"] if _differ_only_in_spec_method(a, b) else ["framework", "spec_method", "conc"]
    what = [c for c in what if c in sweep.columns]
    of_a, of_b = _measured(sweep[in_a], what), _measured(sweep[in_b], what)
    best, best_score = None, None
    for lengths in dict.fromkeys([*of_a, *of_b]):
        measured_a, measured_b = of_a.get(lengths, set()), of_b.get(lengths, set())
        score = (len(measured_a & measured_b), len(measured_a) + len(measured_b))
        if best_score is None or score > best_score:
            best, best_score = sequence_label(*lengths), score
    return best


def _measured(rows, what):
    """{(isl, osl): distinct values of the columns `what`}, in the order of the rows."""
    measured = {}
    for lengths, values in zip(rows[["isl", "osl"]].to_numpy().tolist(), rows[what].to_numpy().tolist(), strict=True):
        measured.setdefault(tuple(lengths), set()).add(tuple(values))
    return measured


def _differ_only_in_spec_method(a, b):
    others = [{c: v for c, v in side.filters if c != "spec_method"} for side in (a, b)]
    return others[0] == others[1]


def pick_rows(sweep, pairs, sequences):
    """Row numbers of every side, and the side ("segment" 2·pair + 0 or 1) of each.

    Rows that agree in every column anybody filters on go together, so filters are looked up
    on the few distinct combinations rather than on every row.
    """
    sides = [side for pair in pairs for side in pair]
    columns = list(dict.fromkeys(["isl", "osl", *(c for side in sides for c, _ in side.filters)]))
    group = np.zeros(len(sweep), dtype=np.int64)
    for column in columns:
        if column in sweep.columns:
            codes, distinct = pd.factorize(sweep[column])
            group = pd.factorize(group * (len(distinct) + 1) + codes + 1)[0]
    by_group = np.argsort(group, kind="stable")
    start = np.searchsorted(group[by_group], np.arange(group.max() + 2)) if len(sweep) else np.zeros(1, int)
    groups = sweep.iloc[by_group[start[:-1]]]

    lookup = {}
    rows, segments = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for number, side in enumerate(sides):
        sequence = sequences[number // 2]
        if not sequence:
            continue
        isl, osl = parse_sequence(sequence)
        chosen = np.ones(len(groups), dtype=bool)
        for column, values in (*side.filters, ("isl", (isl,)), ("osl", (osl,))):
            if (column, values) not in lookup:
                lookup[column, values] = matches(groups, column, values)
            chosen &= lookup[column, values]
        picked = [by_group[start[g] : start[g + 1]] for g in np.flatnonzero(chosen)]
        if picked:
            mine = np.sort(np.concatenate(picked))  # file order decides between equal rows
            rows.append(mine)
            segments.append(np.full(len(mine), number))
    return np.concatenate(rows), np.concatenate(segments)
