"""Notebooks executed on forked kernels come out as stock papermill leaves them, only sooner."""

import json
import re
import subprocess
import sys

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from specsweep import warm

CELLS = [
    "seed: int = 0",
    "assert 'left' not in globals()\nleft = 1\nimport re, sys\nre.left = getattr(re, 'left', 0) + 1\nre.left",
    "import altair as alt, pandas as pd\nd = pd.DataFrame({'x': [1, 2], 'y': [3, seed]})\nd",
    "alt.renderers.enable('mimetype')",
    "alt.Chart(d).mark_line().encode(x='x', y='y') + alt.Chart(d).mark_point().encode(x='x', y='y').interactive()",
    "import ipywidgets as w\nw.VBox([w.IntSlider(value=seed), w.HTML('<b>x</b>')])",
    "from IPython.display import Markdown, display\nh = display(Markdown('one'), display_id=True)",
    "h.update(Markdown('two'))",
    "print('out')\nprint('err', file=sys.stderr)",
    "sys.modules['__main__'].seed == seed",
]


@pytest.fixture
def notebook(tmp_path):
    """A notebook that leaves things behind and shows what notebooks show."""

    def write(*more):
        nb = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
        )
        nb.cells = [nbformat.v4.new_code_cell(source, id=f"c{n}") for n, source in enumerate([*CELLS, *more])]
        nb.cells[0].metadata["tags"] = ["parameters"]
        nbformat.write(nb, tmp_path / "in.ipynb")
        return tmp_path / "in.ipynb"

    return write


def execute(path, engine, **parameters):
    return papermill.execute_notebook(path, None, parameters, engine_name=engine, progress_bar=False)


def shown(executed):
    """All outputs and widget states, with random ids numbered in the order they appear."""
    ids = {}
    text = json.dumps([[cell.outputs for cell in executed.cells], executed.metadata["widgets"]])
    return re.sub(r"[0-9a-f]{32}|_[0-9a-f-]{36}", lambda m: ids.setdefault(m[0], f"id{len(ids)}"), text)


def test_forked_kernels_show_what_ordinary_ones_show(notebook):
    """Tables, charts, widgets, updated displays and streams, whether first or third in the process."""
    path = notebook()
    ordinary = shown(execute(path, None, seed=7))
    assert "VBoxModel" in ordinary and "application/vnd.vegalite" in ordinary and "two" in ordinary
    assert [shown(execute(path, "warm", seed=7)) for _ in range(3)] == [ordinary] * 3


def test_an_error_in_a_cell_is_papermills_own(notebook):
    """The error names the cell, and the next notebook is none the worse."""
    path = notebook("raise KeyError('boom')")
    with pytest.raises(PapermillExecutionError, match="boom") as error:
        execute(path, "warm")
    assert error.value.ename == "KeyError" and error.value.cell_index == len(CELLS)


def test_a_kernel_that_dies_is_reported(notebook):
    """kill -9 in a cell is an error, not a hang."""
    from nbclient.exceptions import DeadKernelError

    with pytest.raises(DeadKernelError):
        execute(notebook("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"), "warm")


def test_forks_do_not_share_random_numbers(notebook):
    """numpy's global generator differs from kernel to kernel, as it does in ordinary ones."""
    path = notebook("import numpy as np, random\nnp.random.random(), random.random()")
    draws = {execute(path, "warm").cells[-1].outputs[0].data["text/plain"] for _ in range(2)}
    assert len(draws) == 2


def test_without_fork_ordinary_kernels_do_the_same(notebook, monkeypatch):
    """Same output, slower."""
    monkeypatch.setattr(warm, "can_fork", lambda: False)
    path = notebook()
    assert shown(execute(path, "warm", seed=7)) == shown(execute(path, None, seed=7))


def test_a_plain_script_may_execute_notebooks(notebook, tmp_path):
    """Without a guard around its main part: a kernel does not run the script again."""
    script = tmp_path / "script.py"
    script.write_text(
        "import papermill, specsweep.warm\n"
        "print('ran')\n"
        f"papermill.execute_notebook({str(notebook())!r}, None, engine_name='warm', progress_bar=False)\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["ran"]
