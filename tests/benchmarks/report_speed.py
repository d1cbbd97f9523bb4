"""How long does `make report` take, beside the least that stock papermill can do?

The other side is a notebook that imports pandas, altair and ipywidgets and draws one line,
executed by the stock `papermill` command in an environment of its own that has JupyterLab and
the very versions of our locks. Both run in turn; medians and their ratio are printed.

    python tests/benchmarks/report_speed.py [ROUNDS]
"""

import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
PLAIN = """\
import altair as alt
import ipywidgets
import pandas as pd

alt.Chart(pd.DataFrame({"x": [0, 1], "y": [0, 1]})).mark_line().encode(x="x", y="y")"""


def seconds(command, cwd):
    """Wall time of a command that must succeed."""
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)
    return time.perf_counter() - start


def untouched(folder):
    """An environment with JupyterLab and our versions, and nothing of ours in it."""
    venv.create(folder, with_pip=True)
    locks = [x for name in ("lib", "notebooks") for x in ("-r", str(ROOT / name / "requirements.txt"))]
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", *locks], check=True)
    subprocess.run([folder / "bin" / "python", "-m", "ipykernel", "install", "--sys-prefix"], check=True)
    return folder / "bin" / "papermill"


def main(rounds=5):
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        papermill = untouched(folder / "env")
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(PLAIN)])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, folder / "plain.ipynb")
        ours, plain = [], []
        for _ in range(rounds + 1):  # the first round warms the disk
            ours.append(seconds(["make", "report"], ROOT))
            plain.append(seconds([papermill, "plain.ipynb", "out.ipynb"], folder))
    a, b = statistics.median(ours[1:]), statistics.median(plain[1:])
    print(f"make report {a:.2f} s, stock papermill on a one-line notebook {b:.2f} s: ratio {a / b:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
