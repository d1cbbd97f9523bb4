"""Build the catalog's folder: every report that is missing or out of date, then the page."""

import sys
import time
from importlib.metadata import version

import click
from tqdm import tqdm

from specsweep.catalog.bulk import run_all
from specsweep.catalog.overview import overview
from specsweep.catalog.pairs import filter_rows, find_pairs, parameters_of
from specsweep.catalog.record import catalog_csv, catalog_json, read_catalog
from specsweep.catalog.reports import code_digest, make_report, notebook_digest
from specsweep.catalog.store import digest, open_folder, sole_writer, up_to_date, write_result
from specsweep.sharing.provenance import commit
from specsweep.sweep import describe_source, read_sweep

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

    fs, root = open_folder(out)
    with sole_writer(fs, root, click.echo):
        inputs = {name: _inputs(task, made_with) for name, task in reports.items()}
        kept = up_to_date(fs, root, inputs)
        page_inputs = _inputs(page, made_with)
        if previous:
            page_inputs["previous"] = digest(read_catalog(previous).to_json().encode())
        page_kept = bool(up_to_date(fs, root, {PAGE: page_inputs}))
        todo = {name: task for name, task in reports.items() if name not in kept}
        failed, pages = [], {}
        tasks = ({} if page_kept else {PAGE: page}) | todo  # the page takes longest; last, it would run alone
        for name, (files, reason) in _progress(run_all(make_report, tasks, jobs=jobs, scheduler=scheduler), tasks):
            reason = reason or (name != PAGE and _write(fs, root, name, files, inputs[name]))
            if name == PAGE:
                pages = files
            if reason:
                failed.append([name, reason])
        failed.sort()
        if failed:  # the page has to say so, and must not link to what is not there
            task = (page[0], page[1] | {"failed": failed}, PAGE)
            page_inputs = _inputs(task, made_with)
            ((_, (pages, reason), _),) = run_all(make_report, {PAGE: task}, jobs=1, scheduler=scheduler)
        if pages:
            data = {
                "catalog.csv": catalog_csv(table),
                "catalog.json": catalog_json(table, engines, origin, common | asked),
            }
            write_result(fs, root, PAGE, pages | data, page_inputs)
    _report(root, len(todo) - len(failed), len(kept), failed, int((table["reason"] != "").sum()))
    return failed


def _inputs(task, made_with):
    notebook, parameters, _ = task
    return {**made_with, "parameters": parameters, "notebook": notebook_digest(notebook)}


def _write(fs, root, name, files, inputs):
    """Keep a report; the reason why that was not possible, or nothing."""
    try:
        write_result(fs, root, name, {f"{REPORTS}/{path}": data for path, data in files.items()}, inputs)
    except OSError as error:
        return f"it could not be written: {error.strerror or error}"
    return ""


def _progress(results, tasks):
    """(name, (files, reason)) of every task, with a bar on a terminal and a line each elsewhere."""
    terminal, start = sys.stderr.isatty(), time.monotonic()
    with tqdm(total=len(tasks), unit="report", disable=not terminal or not tasks) as bar:
        for number, (name, result, error) in enumerate(results, 1):
            files, reason = result or ({}, str(error))
            bar.update()
            if reason or not terminal:
                state = f"failed: {reason}" if reason else "done"
                bar.write(f"[{number}/{len(tasks)}, {time.monotonic() - start:.0f} s] {name}: {state}", sys.stderr)
            yield name, (files, reason)


def _report(root, made, kept, failed, left_out):
    click.echo(f"{made} reports made, {kept} kept, {len(failed)} failed; {left_out} pairs cannot be compared")
    for name, reason in failed:
        click.echo(f"failed: {name}: {reason}")
    click.echo(f"→ {root}/index.html")
