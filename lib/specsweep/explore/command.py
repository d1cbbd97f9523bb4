"""The command that makes the report of a comparison one is looking at."""

import os
import shlex
from pathlib import Path
from urllib.parse import urlparse

from specsweep.project import ROOT


def report_command(source, sides, sequence, *, targets=(), prices="2026-04", tier="hyperscaler", as_of=""):
    """One line for the shell, run from the project's folder: the report of one side against the other.

    Parameters
    ----------
    source : path or URL that the sweep was read from
    sides : (Side, Side)
    targets : interactivities, tok/s/user; none lets the report set them
    """
    a, b = sides
    parameters = {
        "source": _from_root(source),
        "as_of": as_of,
        "sequence": sequence,
        "a": filters_text(a),
        "b": filters_text(b),
        "a_label": a.label,
        "b_label": b.label,
        "targets": f"[{', '.join(f'{target:g}' for target in targets)}]" if targets else "",
        "prices": prices,
        "tier": tier,
    }
    words = [word for name, value in parameters.items() if value for word in ("-p", name, str(value))]
    return shlex.join([".venv/bin/python", "-m", "specsweep.report", *words])


def filters_text(side):
    """A side's filters, typed: `hardware=b200, framework=trt|sglang, disagg=false`."""
    said = {column: "|".join(map(_typed, values)) for column, values in side.filters}
    return ", ".join(f"{column}={text}" for column, text in said.items())


def _typed(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def _from_root(source):
    if urlparse(str(source)).scheme in ("http", "https") or not Path(source).exists():
        return str(source)
    path = Path(source).resolve()
    return os.path.relpath(path, ROOT) if path.is_relative_to(ROOT) else str(path)
