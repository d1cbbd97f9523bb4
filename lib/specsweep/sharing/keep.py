"""An executed notebook made fit to keep: the same bytes whenever it is made from the same input,
and nothing in it that only a running kernel could show.
"""

import copy
import re

from specsweep.sharing.offline import OFFLINE

WIDGET = "application/vnd.jupyter.widget-view+json"
STILL = "Sliders and choices: run this notebook, or open the page beside it. What they show at rest follows."

ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")  # where an object lies in memory
CELL_FILE = re.compile(r"[^\s\"'<>]*ipykernel_\d+[/\\]\d+\.py")  # where IPython compiled a cell
STYLER = re.compile(r"\bT_[0-9a-f]{5}(?=\b|_)")  # how pandas calls a styled table


def steady(notebook):
    """A copy of an executed notebook (nbformat 4) without what is chance.

    Gone are execution times, file paths and the state of widgets; cells are numbered instead of
    named at random, and neighbouring pieces of one stream are joined.
    """
    notebook = copy.deepcopy(notebook)
    given = notebook.metadata.get("papermill", {}).get("parameters", {})
    notebook.metadata = {
        **{key: notebook.metadata[key] for key in ("kernelspec", "language_info") if key in notebook.metadata},
        "papermill": {"parameters": given},
    }
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"
        cell.metadata = {"tags": cell.metadata.get("tags", [])}
        if cell.cell_type == "code":
            cell.outputs = [_steady(output) for output in _joined(cell.outputs)]
    return notebook


def still(notebook):
    """A copy of an executed notebook with a line of text in place of each live view."""
    notebook = copy.deepcopy(notebook)
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        data = output.get("data", {})
        data.pop(OFFLINE, None)
        if data.pop(WIDGET, None):
            data["text/plain"] = STILL
    return notebook


def _joined(outputs):
    """Neighbouring pieces of one stream as one: where it was cut is chance."""
    joined = []
    for output in outputs:
        if joined and output.output_type == "stream" and joined[-1].get("name") == output.name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def _steady(output):
    if output.output_type == "stream":
        output.text = _steady_text(output.text)
    elif output.output_type == "error":
        output.traceback = [_steady_text(line) for line in output.traceback]
    else:
        for kind in {"text/plain", "text/html"} & set(output.data):
            output.data[kind] = _steady_text(output.data[kind])
    return output


def _steady_text(text):
    numbers = {}
    text = CELL_FILE.sub("cell", ADDRESS.sub("", text))
    return STYLER.sub(lambda match: f"T_{numbers.setdefault(match[0], len(numbers) + 1)}", text)
