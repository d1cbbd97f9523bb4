"""The parameters of a notebook: what it takes, and whether what was given fits.

Stock papermill only warns of a parameter that the notebook does not have, and the report then
silently shows the default; here it is refused.
"""

import ast
import difflib

import yaml

from specsweep.errors import SweepError, listed

KINDS = {"str": "a text", "int": "a whole number", "float": "a number", "list": "a list", "bool": "true or false"}


def known_parameters(notebook):
    """What the notebook's parameters cell declares: {name: {"inferred_type_name", "default", "help"}}."""
    import papermill  # imported late: a command that makes no report needs none of it

    return papermill.inspect_notebook(str(notebook))


def check_parameters(notebook, given):
    """Given parameters as the notebook's own types; SweepError for one that it does not have.

    given : {name: value}; a text is read as the declared type (so "2026-04" stays a text and
        "[57, 80]" becomes a list).
    """
    known = known_parameters(notebook)
    checked = {}
    for name, value in given.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            meant = f"did you mean {near[0]}?" if near else f"it has {listed(known, 40)}"
            raise SweepError(f"the notebook has no parameter {name!r}; {meant}")
        checked[name] = _as_declared(name, value, known[name]["inferred_type_name"])
    return checked


def overrides(notebook, parameters):
    """Those parameters that differ from the notebook's defaults, in the notebook's order."""
    known = known_parameters(notebook)
    return {
        name: parameters[name]
        for name in known
        if name in parameters and parameters[name] != ast.literal_eval(known[name]["default"])
    }


def _as_declared(name, value, kind):
    if kind == "str" and isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    if kind == "list" and isinstance(value, str):
        value = f"[{value.strip().strip('[]()')}]"
    read = value
    if isinstance(value, str):
        try:
            read = yaml.safe_load(value)
        except yaml.YAMLError:
            read = None
    fits = {"int": int, "float": (int, float), "list": (list, tuple), "bool": bool, "str": str}.get(kind)
    if fits and (not isinstance(read, fits) or (isinstance(read, bool) and kind != "bool")):
        raise SweepError(f"the parameter {name} is {KINDS[kind]}, not {value!r}")
    return read
