"""Make one of the catalog's reports; this is what workers run."""

import logging
import tempfile
import threading
from pathlib import Path

from specsweep.catalog.store import digest
from specsweep.errors import SweepError
from specsweep.prices import BOOKS
from specsweep.project import ROOT

PACKAGE = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
ALONE = threading.Lock()  # papermill is not made for two notebooks in one process; Dask's workers have threads


def make_report(notebook, parameters, name):
    """Execute one of our notebooks.

    Returns
    -------
    (files, reason) : {file name: bytes} and ""; or {} and why there are none, in one line
    """
    from papermill.exceptions import PapermillExecutionError  # imported late: the command itself needs none of it

    from specsweep.report.run import write_report

    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        with ALONE, tempfile.TemporaryDirectory() as folder:
            write_report(NOTEBOOKS / notebook, parameters, out=folder, name=name)
            return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}, ""
    except PapermillExecutionError as error:
        return {}, f"cell {error.exec_count} stopped with {error.ename}: {error.evalue}"
    except SweepError as error:
        return {}, str(error)
    except Exception as error:  # whatever it is, the other reports go on
        return {}, f"{type(error).__name__}: {' '.join(str(error).split())}"


def code_digest():
    """SHA-256 of all that a report is made with besides its notebook: package, templates, price books."""
    files = [p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix != ".pyc"] + [BOOKS]
    return digest({str(p.relative_to(ROOT)): digest(p.read_bytes()) for p in sorted(files)})


def notebook_digest(notebook):
    """SHA-256 of one of our notebooks."""
    return digest((NOTEBOOKS / notebook).read_bytes())
