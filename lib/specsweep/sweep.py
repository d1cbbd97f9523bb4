"""Read a sweep: one row for each measured operating point, from whatever users have.

Columns carry the InferenceX API's names. Throughputs (`*_tput_per_gpu`) are tok/s/GPU,
latencies seconds, interactivity (`median_intvty`) tok/s/user = 1 / median TPOT.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from specsweep.errors import SweepError
from specsweep.reading import schema
from specsweep.reading.aside import Aside
from specsweep.reading.beside import beside
from specsweep.reading.definitions import differences
from specsweep.reading.facts import check, facts_of
from specsweep.reading.found import display
from specsweep.reading.gather import gather
from specsweep.reading.locate import locate
from specsweep.reading.repeats import repeated, repeats
from specsweep.reading.settle import settle
from specsweep.reading.typed import tightened


@dataclass(frozen=True, eq=False)
class Loaded:
    """A sweep and what became of everything that was in its source.

    rows : DataFrame, as `read_sweep` returns it
    set_aside : DataFrame with file, row, column, value, reason: what could not be used
    sources : DataFrame with source, tool, rows, set_aside, note: one line for each file read
    total : number of rows met
    notes : sentences a reader of the numbers must know
    """

    rows: pd.DataFrame
    set_aside: pd.DataFrame
    sources: pd.DataFrame
    total: int
    notes: tuple

    def summary(self):
        """One sentence, such as "3 of 435 rows set aside"."""
        lost, files = self.total - len(self.rows), int(self.set_aside["row"].isna().sum())
        values = len(self.set_aside) - lost - files
        whole = f"All {self.total:,} rows used" if self.total > 1 else "The one row used"
        words = [f"{lost:,} of {self.total:,} rows set aside" if lost else whole]
        if values:
            words.append(f"{values:,} single value{'s' if values > 1 else ''} set aside")
        if files:
            words.append(f"{files:,} file{'s' if files > 1 else ''} not read")
        return ", and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words) + "."


def read_sweep(source, *, strict=False, history=False, refresh=False, **facts):
    """The rows of a sweep, in file order.

    Parameters
    ----------
    source : path of a file or folder, a pattern (`runs/*.json`), a zip or tar.xz, a URL (http,
        or what else fsspec knows, such as s3://…), or a list of these (also as one text, joined
        by " + "). Understood are the InferenceX API's rows, database dumps and CI artifacts,
        results of vLLM, SGLang, AIPerf, GuideLLM, llm-d and llm-optimizer, and CSV or Parquet
        with the columns below; see data/README.md.
    strict : stop at the first row that cannot be used instead of setting it aside
    history : of a database dump, every run and not only the newest of each configuration line
    refresh : fetch a URL even where the local copy is younger than a day
    facts : what the files do not say, such as hardware="h100", n_gpu=8, precision="fp8",
        framework="vllm", spec_method="none"; it holds for all files of the source

    Returns
    -------
    DataFrame with at least model, hardware, framework, precision, spec_method, isl, osl
    (tokens), conc, tput_per_gpu (tok/s/GPU), median_intvty (tok/s/user). Other columns are
    kept. Where there are several files or a benchmark tool's, `source` and `tool` say which.

    Raises
    ------
    SweepError : one sentence naming file, row, column and what was expected: nothing could
        be used, or a fact is missing; with `strict`, a row could not be used.
    """
    aside = Aside(strict)
    rows, *_ = _read(source, aside, history, refresh, facts)
    return rows


def load_sweep(source, *, strict=False, history=False, refresh=False, **facts):
    """A sweep together with what was set aside and why; takes and raises what `read_sweep` does."""
    aside = Aside(strict)
    rows, files, origin, kept, notes = _read(source, aside, history, refresh, facts)
    sources = _sources(files, origin, kept, aside)
    total = len(rows) + aside.rows_lost().total()
    return Loaded(rows, aside.table(), sources, total, (*notes, *_notes(rows, files, origin, kept)))


def _read(source, aside, history, refresh, facts):
    """(the rows, the files, Origin, which of all rows they are, notes)."""
    given = check(facts, "the facts given")
    files = beside(locate(source, aside, refresh=refresh), aside)
    columns, origin = gather(files, aside, history=history)
    if not origin.count:
        raise SweepError(aside.first() if aside.lines else f"{display(source)} holds no rows")
    sweep, bad, notes = settle(columns, origin, facts_of(files, given), aside)
    if not bad.all():
        bad = _resolve(sweep, bad, origin, aside)
    kept = ~bad
    if not kept.any():
        lost = f" (and none of the other {len(bad) - 1:,} rows can be used)" if len(bad) > 1 else ""
        raise SweepError(aside.first() + lost)
    rows = sweep if kept.all() else tightened(sweep[kept].reset_index(drop=True))
    rows = _without_empty(_named(rows, origin, kept))
    return rows, files, origin, kept, notes


def _resolve(sweep, bad, origin, aside):
    """Duplicates and superseded attempts, set aside with the row that counts instead."""
    good = np.flatnonzero(~bad)
    counts, dropped = repeats(sweep.iloc[good].reset_index(drop=True))
    if dropped:
        positions = good[[p for p, _, _ in dropped]]
        reasons = [
            why
            if other is None
            else f"a repetition of row {origin.row[good[other]]} of {origin.names[origin.file[good[other]]]}"
            for _, other, why in dropped
        ]
        origin.set_aside(aside, positions, None, [None] * len(positions), reasons, harmless=True)
        bad = bad.copy()
        bad[good[~counts]] = True
    return bad


def _named(rows, origin, kept):
    """With the columns that tell sources and tools apart, where there is more than one to tell."""
    tools = np.array(origin.tools, dtype=object)[origin.tool[kept]]
    if "tool" not in rows and (len(set(tools)) > 1 or any(k == "run" for k in origin.kinds.values())):
        rows["tool"] = pd.array(tools, dtype="str")
    if "source" not in rows and len(np.unique(origin.file[kept])) > 1:
        rows["source"] = pd.array(np.array(origin.names, dtype=object)[origin.file[kept]], dtype="str")
    return rows


def _without_empty(rows):
    """A column that no row has is absent."""
    suspect = rows.columns[rows.head(1).isna().to_numpy()[0]]
    empty = [c for c in suspect if rows[c].isna().all()]
    return rows.drop(columns=empty) if empty else rows


def _sources(files, origin, kept, aside):
    met = np.bincount(origin.file, minlength=len(files))
    used = np.bincount(origin.file[kept], minlength=len(files))
    tool = np.full(len(files), -1)
    tool[origin.file] = origin.tool
    lost = aside.rows_lost()
    return pd.DataFrame(
        {
            "source": [f.name for f in files],
            "tool": [origin.tools[t] if t >= 0 else "" for t in tool],
            "rows": used,
            "set_aside": np.maximum([lost.get(f.name, 0) for f in files], met - used),
            "note": [f.note for f in files],
        }
    )


def _notes(rows, files, origin, kept):
    notes = [f"{f.name}: {f.note}." for f in files if f.note]
    if doubtful := schema.doubtful(rows):
        notes.append(
            f"On {doubtful} disaggregated row{'s' if doubtful > 1 else ''} the total throughput differs by more than "
            "1 % from that of the prefill and decode GPUs together; they are used as they are."
        )
    if again := repeated(rows):
        notes.append(f"{again:,} rows measure a configuration and concurrency again on the same date; all are used.")
    tools = (
        rows["tool"].dropna().unique() if "tool" in rows else [origin.tools[t] for t in np.unique(origin.tool[kept])]
    )
    return (*notes, *differences(tools))
