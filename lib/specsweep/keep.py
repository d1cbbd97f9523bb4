"""An executed notebook made fit to keep: the same bytes whenever it is made from the same input.

What differs from run to run (times, places on disk, random ids) is removed or renumbered, and
what needs a running kernel leaves behind only what can be read without one.
"""

import copy
import re

WIDGET = "application/vnd.jupyter.widget-view+json"

ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")  # where an object lies in memory
CELL_FILE = re.compile(r"[^\s\"'<>]*ipykernel_\d+[/\\]\d+\.py")  # where IPython compiled a cell
STYLER = re.compile(r"\bT_[0-9a-f]{5}(?=\b|_)")  # how pandas calls a styled table
CONNECTION = re.compile(r"^\[IPKernelApp\].*\n?", re.MULTILINE)  # the kernel about itself


def keepable(notebook):
    """A copy of an executed notebook (nbformat 4) that depends on its input alone.

    Gone are execution times, file paths, random cell ids, the state of widgets and their views;
    the text or HTML beside a view stays. Neighbouring pieces of one stream are joined.
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
            cell.outputs = [output for output in map(_steady, _joined(cell.outputs)) if output]
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
    """An output without what is chance; None where nothing is left of it."""
    if output.output_type == "stream":
        output.text = _steady_text(output.text)
        return output if output.text else None
    if output.output_type == "error":
        output.traceback = [_steady_text(line) for line in output.traceback]
        return output
    if WIDGET in output.data:
        del output.data[WIDGET]
        output.data.pop("text/plain", None)  # the widget's own name
    for kind in ("text/plain", "text/html"):
        if kind in output.data:
            output.data[kind] = _steady_text(output.data[kind])
    return output if output.data else None


def _steady_text(text):
    text = CONNECTION.sub("", CELL_FILE.sub("cell", ADDRESS.sub("", text)))
    numbers = {}
    return STYLER.sub(lambda match: f"T_{numbers.setdefault(match[0], len(numbers) + 1)}", text)
