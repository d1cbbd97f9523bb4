"""Build the catalog's folder: every report that is missing or out of date, then the page."""

import sys
import time
from contextlib import closing
from importlib.metadata import version

import click
from tqdm import tqdm

from specsweep.catalog.bulk import run_all
from specsweep.catalog.overview import overview
from specsweep.catalog.pairs import filter_rows, find_pairs, parameters_of
from specsweep.catalog.record import catalog_csv, catalog_json, read_catalog
from specsweep.catalog.reports import code_digest, make_report, notebook_digest
from specsweep.catalog.store import digest, open_folder, sole_writer, told, up_to_date, write_result
from specsweep.catalog.table import counted
from specsweep.errors import SweepError
from specsweep.reading.describe import describe_source
from specsweep.sharing.provenance import commit
from specsweep.sweep import read_sweep

REPORTS = "reports"
PAGE = "index"


def build(
    source, *, out, kinds, sequences="all", where="", prices="2026-04", tier="hyperscaler",
    previous="", title="", jobs=2, scheduler=None,
):  # fmt: skip
    """Make the catalog of a sweep in the folder ``out``; what is there and up to date is kept.

    Parameters are those of the command line. Returns [stem, reason] for every report that could
    not be made.
    """
    sweep = filter_rows(read_sweep(source, refresh=True), where)  # a URL once; reports read the local copy
    origin = describe_source(source)
    table, engines = overview(sweep, find_pairs(sweep, kinds, sequences), prices=prices, tier=tier)
    made_with = {"source": origin, "version": version("specsweep"), "commit": commit(), "code": code_digest()}
    common = {"source": source, "prices": prices, "tier": tier}
    reports = {
        pair.stem: ("compare.ipynb", common | parameters_of(pair, where), pair.stem)
        for pair in table[table["reason"] == ""].itertuples()
    }
    asked = {"kinds": kinds, "sequences": sequences, "where": where, "previous": previous, "title": title}
    page = ("catalog.ipynb", common | asked | {"reports": REPORTS}, PAGE)

    unwritable = f"{out} cannot be written"
    with told(unwritable):
        fs, root = open_folder(out)
    with sole_writer(fs, root, click.echo):
        inputs = {name: _inputs(task, made_with) for name, task in reports.items()}
        page_inputs = _inputs(page, made_with)
        if previous:
            page_inputs["previous"] = digest(read_catalog(previous, refresh=True).to_json().encode())
        with told(unwritable):
            kept = up_to_date(fs, root, inputs | {PAGE: page_inputs})
        tasks = {PAGE: page} | reports  # the page takes longest; last, it would run alone
        todo = {name: task for name, task in tasks.items() if name not in kept}
        failed, pages, page_reason = [], {}, ""
        with closing(run_all(make_report, todo, jobs=jobs, scheduler=scheduler)) as outcomes:
            for name, files, reason in _progress(_written(outcomes, fs, root, inputs), len(todo)):
                if name == PAGE:
                    pages, page_reason = files, reason
                elif reason:
                    failed.append([name, reason])
        failed.sort()
        if failed:  # the page has to say so, and must not link to what is not there
            task = (page[0], page[1] | {"failed": failed}, PAGE)
            page_inputs = _inputs(task, made_with)
            ((_, pages, page_reason),) = _unpacked(run_all(make_report, {PAGE: task}, jobs=1, scheduler=scheduler))
        made = len(todo.keys() - {PAGE}) - len(failed)
        if pages:
            data = {
                "catalog.csv": catalog_csv(table),
                "catalog.json": catalog_json(table, engines, origin, common | asked),
            }
            page_reason = _write(fs, root, PAGE, pages | data, page_inputs)
        if page_reason:
            failed.append([PAGE, page_reason])
    _report(out, made, len(kept - {PAGE}), failed, int((table["reason"] != "").sum()))
    return failed


def _inputs(task, made_with):
    notebook, parameters, _ = task
    return {**made_with, "parameters": parameters, "notebook": notebook_digest(notebook)}


def _unpacked(outcomes):
    """(name, files, reason) of what `run_all` yields for `make_report`."""
    for name, result, error in outcomes:
        files, reason = result or ({}, str(error))
        yield name, files, reason


def _written(outcomes, fs, root, inputs):
    """The same, with every report in its folder; the page has to wait for all of them."""
    for name, files, reason in _unpacked(outcomes):
        if name != PAGE and not reason:
            paths = {f"{REPORTS}/{path}": data for path, data in files.items()}
            reason = _write(fs, root, name, paths, inputs[name])
        yield name, files, reason


def _write(fs, root, name, files, inputs):
    """Keep a result; the reason why that was not possible, or nothing."""
    try:
        with told("it could not be written"):
            write_result(fs, root, name, files, inputs)
    except SweepError as error:
        return str(error)
    return ""


def _progress(outcomes, total):
    """Hands on what it is given, with a bar on a terminal and a line each elsewhere."""
    terminal, start = sys.stderr.isatty(), time.monotonic()
    with tqdm(total=total, unit="report", disable=not terminal or not total) as bar:
        for number, (name, files, reason) in enumerate(outcomes, 1):
            bar.update()
            if reason or not terminal:
                state = f"failed: {reason}" if reason else "done"
                bar.write(f"[{number}/{total}, {time.monotonic() - start:.0f} s] {name}: {state}", sys.stderr)
            yield name, files, reason


def _report(out, made, kept, failed, left_out):
    left = f"; {counted(left_out, 'pair')} cannot be compared" if left_out else ""
    click.echo(f"{counted(made, 'report')} made, {kept} kept, {len(failed)} failed{left}")
    for name, reason in failed:
        click.echo(f"failed: {name}: {reason}")
    if PAGE not in dict(failed):
        click.echo(f"→ {out.rstrip('/')}/index.html")
