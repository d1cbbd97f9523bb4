"""From the columns of all files to one sweep: facts filled in, rates per GPU, rules checked."""

import numpy as np
import pandas as pd

from specsweep.errors import SweepError, listed
from specsweep.readers.inferencex import both_phases
from specsweep.reading import schema
from specsweep.reading.facts import ask
from specsweep.reading.fields import FACTS, MEASURED, REQUIRED, WHOLE, field, spare
from specsweep.reading.typed import typed

RATES = {
    "total_tput_tps": "tput_per_gpu",
    "output_tput_tps": "output_tput_per_gpu",
    "input_tput_tps": "input_tput_per_gpu",
}
RATES = {k + s: v + s for k, v in RATES.items() for s in ("", "_ci_low", "_ci_high")}


def settle(columns, origin, facts, aside):
    """(the sweep as a DataFrame, which of its rows cannot be used, notes).

    A row is used without a value that nothing rests on (a `spare` field); the value is set aside.

    Parameters
    ----------
    columns : dict of arrays, as the readers leave them
    origin : Origin; which file and row each row is from
    facts : {file number: {column: value}}
    aside : Aside; takes every row and value that cannot be used

    Raises
    ------
    SweepError : a column or a fact that no row of a file has.
    """
    columns, notes = _filled(columns, origin, facts)
    columns, problems = typed(both_phases(columns))
    bad = np.zeros(origin.count, dtype=bool)
    servers = ~np.isnan(columns["total_tput_tps"]) if "total_tput_tps" in columns else np.zeros_like(bad)
    with np.errstate(all="ignore"):  # what comes of broken numbers, the schema refuses
        columns = _reciprocal(_per_gpu(columns))
    sweep = pd.DataFrame(columns, index=pd.RangeIndex(origin.count))
    single = [problem for problem in problems if spare(problem[1])]
    _lose([problem for problem in problems if not spare(problem[1])], origin, bad, aside)
    _require(columns, origin, bad, servers, aside)
    of_values, of_rows = _broken(sweep, bad)
    _lose(of_rows, origin, bad, aside)
    for positions, column, values, reasons in single + of_values:
        used = ~bad[positions]
        origin.set_aside(aside, positions[used], column, values[used], reasons[used], whole=False)
    return sweep, bad, notes


def _lose(problems, origin, bad, aside):
    """Rows that cannot be used, each for the first of its problems."""
    for positions, column, values, reasons in problems:
        fresh = ~bad[positions]
        origin.set_aside(aside, positions[fresh], column, values[fresh], reasons[fresh])
        bad[positions] = True


def _broken(sweep, bad):
    """(problems of single values, which the sweep loses, problems that its rows have without them)."""
    problems = _problems(sweep, bad)
    single = [problem for problem in problems if spare(problem[1])]
    for positions, column, _, _ in single:
        sweep[column] = sweep[column].mask(sweep.index.isin(positions))
    return single, _problems(sweep, bad) if single else problems


def _problems(sweep, bad):
    """What the schema finds in rows that are not bad already: [(positions, column, values, reasons)]."""
    return [
        (positions, column, sweep[column].to_numpy()[positions], np.full(len(positions), reason, dtype=object))
        for positions, column, reason in schema.broken(sweep[~bad] if bad.any() else sweep)
    ]


def _filled(columns, origin, facts):
    """(columns with the facts in place, sentences on what they replaced)."""
    by_fact = {}
    for file, given in facts.items():
        for name, value in given.items():
            by_fact.setdefault(name, []).append((file, value))
    columns, notes = dict(columns), []
    for name, cases in by_fact.items():
        old = columns.get(name)
        new = np.full(origin.count, None, dtype=object) if old is None else old.astype(object)
        for file, value in cases:
            mine = origin.file == file
            if origin.kind(file) == "table":  # which keeps what it says
                mine &= np.array([v is None or v != v for v in new])
            said = {str(v) for v in new[mine] if v is not None and v == v and str(v).lower() != str(value).lower()}
            if said and name in FACTS:
                notes.append(
                    f"{origin.names[file]}: {name} is {value} as given, not {listed(sorted(said), 3)} as in the file."
                )
            new[mine] = value
        columns[name] = new
    return columns, notes


def _per_gpu(columns):
    """Whole-server rates to rates per GPU: all GPUs, or on disaggregated rows those of the phase."""
    found = [name for name in RATES if name in columns]
    if not found:
        return columns
    missing = np.full(len(columns[found[0]]), np.nan)
    gpus, prefill, decode = (columns.get(n, missing) for n in ("n_gpu", "num_prefill_gpu", "num_decode_gpu"))
    disagg = np.equal(columns.get("disagg", missing), True).astype(bool)
    gpus = np.where(disagg & np.isnan(gpus), prefill + decode, gpus)
    columns = dict(columns)
    for name in found:
        column = RATES[name]
        divisor = gpus
        if not column.startswith("tput"):
            divisor = np.where(disagg, decode if column.startswith("output") else prefill, gpus)
        _fill(columns, column, columns.pop(name) / np.where(divisor > 0, divisor, np.nan))
    return columns


def _reciprocal(columns):
    """Interactivity from TPOT where it is missing. Both stay as measured where both are there."""
    if "median_tpot" in columns:
        tpot = columns["median_tpot"]
        _fill(columns, "median_intvty", 1 / np.where(tpot > 0, tpot, np.nan))
    return columns


def _fill(columns, name, values):
    """Numbers where a column has none."""
    known = columns.get(name)
    columns[name] = values if known is None else np.where(np.isnan(known), values, known)


def _require(columns, origin, bad, servers, aside):
    """Every row needs every required column: asked for where no row of a file has it, else set aside."""
    empty = {c: pd.isna(columns[c]) & ~bad if c in columns else ~bad for c in REQUIRED}
    empty = {c: rows for c, rows in empty.items() if rows.any()}
    if empty:
        _ask(empty, origin, bad, servers)
    for column, rows in empty.items():
        positions = np.flatnonzero(rows & ~bad)
        noun = "a number" if column in MEASURED or field(column).kind == WHOLE else "a name"
        reasons = [f"an empty cell is not {noun}"] * len(positions)
        if column in ("isl", "osl") and "benchmark_type" in columns:
            agentic = [str(kind).startswith("agentic") for kind in columns["benchmark_type"][positions]]
            reasons = [
                "a run without fixed input and output lengths" if a else r
                for a, r in zip(agentic, reasons, strict=True)
            ]
        origin.set_aside(aside, positions, column, [None] * len(positions), reasons)
        bad[positions] = True


def _ask(empty, origin, bad, servers):
    """SweepError where a file as a whole lacks something: a fact of a run, or a column of a table."""
    facts, columns = {}, {}
    for file in np.unique(origin.file[np.logical_or.reduce(list(empty.values()))]):
        mine = (origin.file == file) & ~bad
        lacks = [c for c, rows in empty.items() if rows[mine].all()]
        if origin.kind(file) == "run":
            # A throughput of the whole server lacks the number of its GPUs.
            names = ["n_gpu" if c == "tput_per_gpu" else c for c in lacks if c in FACTS or servers[mine].any()]
            facts |= {origin.names[file]: names} if names else {}
        elif origin.kind(file) == "table":
            absent = [c for c in lacks if c not in origin.header]
            columns |= {origin.names[file]: absent} if absent else {}
    if facts:
        raise SweepError(ask(facts))
    if columns and len(origin.names) == 1:
        name, lacks = next(iter(columns.items()))
        raise SweepError(f"{name} has no column {listed(lacks)}; it has {listed(origin.header, 40)}")
