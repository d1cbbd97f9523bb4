"""What a reader can choose to see: models, sequences, GPUs, precisions, engines, spec methods, modes.

A *facet* is one such column. One model and one sequence are always chosen; of the other facets
any number of values, none of them meaning all. A value without data is never offered.
"""

import re

import pandas as pd

from specsweep.errors import SweepError, listed
from specsweep.sequence import parse_sequence, sequence_label

SINGLE = ("model", "sequence")
SEVERAL = ("hardware", "precision", "framework", "spec_method", "disagg")
FACETS = SINGLE + SEVERAL
GLANCE = 12  # series that a reader can still tell apart at a glance


def facet_table(sweep):
    """The distinct combinations in a sweep: one column per facet, and ``rows``, how many points each has.

    A facet that the sweep does not know (a CSV without disagg) holds "".
    """
    columns = {facet: sweep.get(facet, "") for facet in FACETS}
    lengths = zip(sweep["isl"], sweep["osl"], strict=True)
    columns["sequence"] = [sequence_label(isl, osl) for isl, osl in lengths]
    facets = pd.DataFrame(columns, index=sweep.index).astype(object)
    return facets.groupby(list(FACETS), sort=False, dropna=False).size().reset_index(name="rows")


def resolve(table, wanted, first=()):
    """The choice nearest to what is wanted that has data.

    Parameters
    ----------
    table : what `facet_table` returns
    wanted : {facet: values}; facets left out are free
    first : facets that are settled before the others, such as the one just changed

    Returns
    -------
    {facet: tuple of values}; the model and the sequence always have one. Of the other facets
    the values are kept that still have data beside those settled before; none left means all.
    """
    left, chosen = table, {}
    for facet in dict.fromkeys(["model", *(f for f in first if f in FACETS), *FACETS]):
        kept = [v for v in wanted.get(facet, ()) if v in set(left[facet])]
        if facet in SINGLE:
            kept = kept[:1] or [_most_rows(left, facet)]
        chosen[facet] = tuple(kept)
        if kept:
            left = left[left[facet].isin(kept)]
    return {facet: chosen[facet] for facet in FACETS}


def offered(table, chosen):
    """{facet: values that have data beside the other facets' choices}, in the sweep's order."""
    out = {}
    for facet in FACETS:
        others = {f: v for f, v in chosen.items() if f != facet and v}
        if facet == "model":
            others = {}
        elif facet == "sequence":
            others = {"model": chosen["model"]}
        left = table
        for other, values in others.items():
            left = left[left[other].isin(values)]
        out[facet] = tuple(dict.fromkeys(left[facet]))
    return out


def first_choice(table, **wanted):
    """A choice to begin with; a value that the sweep does not have is a SweepError naming those it has.

    Where nothing but model and sequence is asked for and more than `GLANCE` series would show,
    the GPUs (then precisions, then engines) with most points are chosen.
    """
    asked = {facet: _checked(table, facet, values) for facet, values in wanted.items()}
    chosen = resolve(table, asked, first=[f for f, v in asked.items() if v])
    for facet, values in asked.items():
        if lost := [v for v in values if v not in chosen[facet]]:
            raise SweepError(f"there are no rows of {facet} {listed(lost)} together with the other choices")
    if any(chosen[facet] for facet in SEVERAL):
        return chosen
    for facet in ("hardware", "precision", "framework"):
        here = narrowed(table, chosen)
        if len(here) > GLANCE:
            chosen = chosen | {facet: _readable(here, facet)}
    return chosen


def _readable(here, facet):
    """The values of a facet with most points, as many as make no more series than fit a glance."""
    values = here.groupby(facet, sort=False).agg(series=("rows", "size"), rows=("rows", "sum"))
    values = values.sort_values("rows", ascending=False, kind="stable")
    return tuple(values.index[values["series"].cumsum() <= GLANCE]) or (values.index[0],)


def narrowed(table, chosen):
    """The combinations that a choice shows."""
    for facet, values in chosen.items():
        if values:
            table = table[table[facet].isin(values)]
    return table


def chosen_rows(sweep, chosen):
    """Bool array over the rows of a sweep: which a choice shows."""
    isl, osl = parse_sequence(chosen["sequence"][0])
    mask = ((sweep["isl"] == isl) & (sweep["osl"] == osl)).to_numpy(copy=True)
    for facet, values in chosen.items():
        if values and facet in sweep:
            mask &= sweep[facet].isin(values).to_numpy(dtype=bool)
    return mask


def _most_rows(table, facet):
    rows = table.groupby(facet, sort=False)["rows"].sum()
    return rows.index[int(rows.to_numpy().argmax())]


def _checked(table, facet, values):
    """Values of a facet, given as a list or as text ("b200|h200", "b200, h200"), as the sweep writes them."""
    if facet not in FACETS:
        raise SweepError(f"{facet} cannot be chosen; there are {listed(FACETS)}")
    values = [v.strip() for v in re.split(r"[|,]", values)] if isinstance(values, str) else values
    known = {str(v).lower(): v for v in dict.fromkeys(table[facet])}
    if facet == "sequence":
        values = [sequence_label(*parse_sequence(v)) for v in values if v]
    unknown = [v for v in values if v != "" and str(v).lower() not in known]
    if unknown:
        raise SweepError(f"the sweep has no {facet} {listed(unknown)}; it has {listed(known.values())}")
    return tuple(known[str(v).lower()] for v in values if v != "")
