"""InferenceX database dumps: one JSON table a file, in a zip or a split tar.xz, read as a stream.

What of it is the sweep: rows without an error, of the newest attempt of their run, and of
each configuration line the newest run alone (the public page's rule); with `history` the
runs before it too. Everything else is set aside with the reason.
"""

import tarfile

import numpy as np
import pandas as pd

from specsweep.errors import SweepError, listed
from specsweep.readers import inferencex
from specsweep.reading.blocks import Blocks, arrays
from specsweep.reading.jsonstream import batches

WANTED = ("benchmark_results", "configs", "workflow_runs")
LINE = ("config_id", "benchmark_type", "isl", "osl", "offload_mode")
OWN = {"id", "config_id", "workflow_run_id", "error", "server_log_id", "snapshot_date", "snapshot_workflow_run_id"}
RUN = {"date", "run_started_at", "run_url"}


def read(found, aside, *, history=False):
    """(columns of the rows kept, their numbers in the table)."""
    results, configs, runs, seen = Blocks(), [], [], []
    for name, stream, size in _members(found):
        seen.append(name)
        if name not in WANTED:
            continue
        for batch in batches(stream, size):
            for row, value, reason in batch.problems:
                aside.add(f"{found.name}/{name}", row, None, value, reason)
            if name == "benchmark_results":
                columns, kept, problems = inferencex.columns(batch.items)
                for position, column, value, reason in problems:
                    aside.add(found.name, batch.numbers[position], column, value, reason)
                if kept:
                    results.add(columns, 0, [batch.numbers[i] for i in kept], 0)
            else:
                (configs if name == "configs" else runs).append(pd.DataFrame(arrays(batch.items)))
    if missing := [t for t in WANTED if t not in seen]:
        raise SweepError(f"{found.name} has no table {listed(missing)}; it has {listed(seen)}")
    if not results.blocks or not configs or not runs:
        raise SweepError(f"{found.name} is a dump without rows")
    columns, _, numbers, _ = results.columns()
    return _joined(found.name, columns, numbers, pd.concat(configs), pd.concat(runs), aside, history)


def _members(found):
    """(table, stream, size) of each JSON table of the archive, as it passes by."""
    if found.suffix == ".dump":
        for name, opened, size in found.opener():
            if name in WANTED:
                with opened() as stream:
                    yield name, stream, size
            else:
                yield name, None, size
        return
    try:
        with found.opener() as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                base = member.name.rpartition("/")[2]
                if member.isfile() and base.endswith(".json"):
                    yield base.removesuffix(".json"), archive.extractfile(member), member.size
    except (tarfile.TarError, EOFError, OSError) as error:
        raise SweepError(f"{found.name} is not an archive that can be read: {error}") from None


def _joined(name, columns, numbers, configs, runs, aside, history):
    for table, frame, needs in (
        ("benchmark_results", columns, ("config_id", "workflow_run_id")),
        ("configs", configs, ("id", "hardware")),
        ("workflow_runs", runs, ("id", "github_run_id", "run_attempt")),
    ):
        if missing := [c for c in needs if c not in frame]:
            raise SweepError(f"{name}: the table {table} has no column {listed(missing)}")
    rows = pd.DataFrame({c: columns[c] for c in ("config_id", "workflow_run_id")}).map(_key)
    config = pd.Index(configs["id"].map(_key)).get_indexer(rows["config_id"])
    run = pd.Index(runs["id"].map(_key)).get_indexer(rows["workflow_run_id"])
    keep = np.ones(len(rows), dtype=bool)

    def drop(bad, column, values, reasons, harmless=False):
        positions = np.flatnonzero(bad & keep)
        reasons = reasons if isinstance(reasons, str) else [reasons[i] for i in positions]
        shown = [values[i] for i in positions]
        aside.add_rows([name] * len(positions), numbers[positions], column, shown, reasons, harmless=harmless)
        keep[positions] = False

    drop(config < 0, "config_id", rows["config_id"].tolist(), "not in the table configs")
    drop(run < 0, "workflow_run_id", rows["workflow_run_id"].tolist(), "not in the table workflow_runs")
    if "error" in columns:
        errors = columns["error"]
        failed = np.array([e is not None and e == e for e in errors])
        drop(failed, "error", errors.tolist(), "the error of a failed run", harmless=True)
    runs = runs.reset_index(drop=True)
    attempt = pd.to_numeric(runs["run_attempt"], errors="coerce").fillna(0)
    newest = attempt.groupby(runs["github_run_id"].map(_key)).transform("max")
    old = np.append((attempt < newest).to_numpy(), False)[run]
    words = [f"an attempt that attempt {n:g} of the same run supersedes" for n in np.append(newest, 0)[run]]
    drop(old, "run_attempt", np.append(attempt, 0)[run].tolist(), words, harmless=True)
    columns = _columns(columns, configs.reset_index(drop=True), runs, config, run)
    if not history:
        stale, newer = _stale(columns, rows, run, runs, keep)
        words = [f"superseded by the run of {d} (of a configuration line only the newest run counts)" for d in newer]
        dates = columns["date"].tolist() if "date" in columns else [None] * len(rows)
        drop(stale, "date", dates, words, harmless=True)
    return {c: v[keep] for c, v in columns.items() if c not in OWN}, numbers[keep]


def _columns(columns, configs, runs, config, run):
    """The rows with their configuration's and their run's columns."""
    columns = dict(columns)
    for column in configs.columns.difference(["id"]):
        columns[column] = np.append(configs[column].to_numpy(dtype=object), None)[config]
    if "date" in columns:
        columns["date"] = np.array([None if d is None else str(d)[:10] for d in columns["date"]], dtype=object)
    if "run_started_at" in runs:
        columns["run_started_at"] = np.append(runs["run_started_at"].to_numpy(dtype=object), None)[run]
    if "html_url" in runs:
        urls = [_attempt_url(u, a) for u, a in zip(runs["html_url"], runs["run_attempt"], strict=True)]
        columns["run_url"] = np.array([*urls, None], dtype=object)[run]
    return columns


def _attempt_url(url, attempt):
    if not isinstance(url, str) or "/attempts/" in url or attempt != attempt or attempt is None:
        return url if isinstance(url, str) else None
    return f"{url}/attempts/{int(attempt)}"


def _stale(columns, rows, run, runs, keep):
    """(rows that a newer run of their line supersedes, the date of that run).

    A run that only adds points (`append_only`) supersedes the points it measures again, and
    leaves the other points of the run before it in place.
    """
    nothing = np.full(len(keep), None, dtype=object)
    line = pd.DataFrame({c: columns[c] for c in LINE if c in columns}).astype("str")
    when = pd.DataFrame(
        {c: pd.Series(columns.get(c, nothing)).fillna("").astype("str") for c in ("date", "run_started_at")}
    )
    when["run"] = pd.to_numeric(rows["workflow_run_id"], errors="coerce").fillna(-1)
    adds = np.append(runs["append_only"].to_numpy() == True, False)[run] if "append_only" in runs else keep & False  # noqa: E712
    order = pd.DataFrame(
        {
            "line": line.groupby(list(line.columns), sort=False, dropna=False).ngroup(),
            "conc": pd.Series(columns.get("conc", nothing)).astype("str"),
            "age": when.groupby(list(when.columns)).ngroup(),  # later is larger
            "date": when["date"],
        }
    )
    kept = order[keep]
    whole = kept[~adds[keep]].groupby("line")["age"].max()
    again = kept.groupby(["line", "conc"], dropna=False)["age"].transform("max").reindex(order.index)
    stale = (order["age"] < order["line"].map(whole)) | (order["age"] < again)
    newest = kept.sort_values("age").groupby("line")["date"].last()
    return stale.to_numpy() & keep, order["line"].map(newest).fillna("").tolist()


def _key(value):
    """Ids as text: bigints are text in a dump, others are numbers."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)
