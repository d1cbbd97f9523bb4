"""Make a report: execute a parameterized notebook and keep it as a notebook and as a page.

`python -m specsweep.report` is what `make report` calls.
"""

import ast
import contextlib
import hashlib
import logging
import re
import sys
from pathlib import Path

import click
import nbformat
import papermill
import yaml
from papermill.exceptions import PapermillExecutionError

from specsweep.errors import SweepError
from specsweep.parameters import check_parameters, known_parameters, overrides
from specsweep.project import ROOT
from specsweep.reading.fetch import fetch, is_url
from specsweep.reading.locate import several
from specsweep.sharing.keep import steady, still
from specsweep.sharing.page import render_page
from specsweep.sharing.results import RESULTS, as_csv, as_json
from specsweep.warm import WARM

COMPARE = ROOT / "notebooks" / "compare.ipynb"
LONGEST_NAME = 100


def execute(notebook, parameters=None):
    """The executed notebook (nbformat 4).

    Parameters
    ----------
    notebook : path of a notebook with a parameters cell
    parameters : {name: value}; unknown names and values of another type are refused

    Raises
    ------
    SweepError : with the one sentence that a cell stopped with
    """
    parameters = overrides(notebook, check_parameters(notebook, parameters or {}))
    try:
        return papermill.execute_notebook(
            str(notebook), None, parameters, engine_name=WARM, cwd=str(Path.cwd()), progress_bar=False
        )
    except PapermillExecutionError as error:
        if error.ename == SweepError.__name__:
            raise SweepError(error.evalue) from None
        raise


def write_report(notebook, parameters=None, *, out="reports", name=None):
    """Execute ``notebook`` and leave `<name>.ipynb` and `.html`, `.csv` and `.json` in the folder ``out``.

    Returns
    -------
    (paths, findings) : the files written, and the statements of the cell tagged `findings`
    """
    executed = steady(execute(notebook, parameters))
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    stem = name or report_name(notebook, parameters or {})
    texts = {
        "ipynb": nbformat.writes(still(executed)) + "\n",
        "html": render_page(executed, title=heading(executed) or stem),
        **_results(executed),
    }
    paths = [folder / f"{stem}.{ending}" for ending in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths, findings(executed)


def _results(executed):
    """The results an executed report carries for programs, as file texts by ending."""
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            if RESULTS in output.get("data", {}):
                found = output.data[RESULTS]
                return {"csv": as_csv(found), "json": as_json(found)}
    return {}


def findings(executed):
    """The statements of an executed report, as text."""
    return _paragraphs(executed, "findings")


def heading(executed):
    """The title an executed report gave itself, or nothing."""
    return next(iter(_paragraphs(executed, "heading")), "")


def _paragraphs(executed, tag):
    for cell in executed.cells:
        if tag in cell.metadata.get("tags", []):
            return "".join(o.data.get("text/plain", "") for o in cell.outputs if "data" in o).split("\n\n")
    return []


def report_name(notebook, parameters):
    """File name, without ending, that says what is in the report: `compare-precision-fp8`."""
    said = [f"{key}-{Path(value).stem if key == 'source' else value}" for key, value in parameters.items() if value]
    whole = " ".join([Path(notebook).stem, *said])
    name = re.sub(r"[^a-z0-9.]+", "-", whole.lower()).strip("-.")
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[:LONGEST_NAME]}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"  # cut, and still its own


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False), default=COMPARE)
@click.option("-p", "--parameter", "pairs", nargs=2, multiple=True, metavar="NAME VALUE", help="Set one parameter.")
@click.option("-f", "--file", "file", type=click.Path(exists=True, dir_okay=False), help="YAML file of parameters.")
@click.option("--out", default="reports", show_default=True, help="Folder for the report.")
@click.option("--name", help="File name of the report, without ending.")
@click.option("--refresh", is_flag=True, help="Fetch a URL even where there is a recent local copy of it.")
@click.option("--list", "list_", is_flag=True, help="Print the notebook's parameters and stop.")
def main(notebook, pairs, file, out, name, refresh, list_):
    """Execute NOTEBOOK (notebooks/compare.ipynb) and leave the report in a folder."""
    logging.getLogger("papermill").setLevel(logging.ERROR)
    if list_:
        for key, about in known_parameters(notebook).items():
            click.echo(f"{key}: {about['inferred_type_name']} = {about['default']}  # {about['help']}")
        return
    try:
        parameters = {**_from_file(file), **dict(pairs)}
        if refresh:
            for url in filter(is_url, several(_source(notebook, parameters))):
                click.echo(f"{url}: {fetch(url, refresh=True)[1]}", err=True)
        paths, said = write_report(notebook, parameters, out=out, name=name)
    except SweepError as error:
        sys.exit(f"error: {error}")
    click.echo("\n".join(said[:3]))
    for path in paths:
        with contextlib.suppress(ValueError):
            path = path.resolve().relative_to(Path.cwd())
        click.echo(f"→ {path}")


def _source(notebook, parameters):
    """The source that a notebook will read."""
    default = known_parameters(notebook).get("source", {}).get("default", '""')
    return check_parameters(notebook, parameters).get("source", ast.literal_eval(default))


def _from_file(file):
    given = yaml.safe_load(Path(file).read_text()) if file else {}
    if not isinstance(given, dict):
        raise SweepError(f"{file} holds no parameters; write one `name: value` a line")
    return given
