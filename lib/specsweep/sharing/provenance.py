"""Where a report's numbers come from, and how to make the very same report again."""

import json
import shlex
import subprocess
from importlib.metadata import version

from specsweep.names import display_names
from specsweep.parameters import known_parameters, overrides
from specsweep.project import ROOT
from specsweep.words import price_words


def provenance(comparisons, sweep, origin, namespace, notebook):
    """Everything needed to trace and to repeat a report, as a JSON-ready dict.

    Parameters
    ----------
    comparisons : list of Comparison, all of the same two sides
    sweep : DataFrame they were taken from
    origin : dict as :func:`specsweep.describe_source` returns it
    namespace : {name: value}, among them the notebook's parameters
    notebook : path of the notebook, from the project's folder
    """
    points = comparisons[0].points
    dates = points["date"].dropna() if "date" in points else []
    parameters = {name: namespace[name] for name in known_parameters(ROOT / notebook) if name in namespace}
    return {
        "source": origin["source"],
        "sha256": origin["sha256"],
        "rows_used": len(points),
        "rows": len(sweep),
        "dates": [dates.min(), dates.max()] if len(dates) else [],
        "engines": list(dict.fromkeys(points["framework"])),
        "rules": [comparison.rules for comparison in comparisons],
        "prices": price_words(comparisons[0]),
        "parameters": parameters,
        "version": version("specsweep"),
        "commit": commit(),
        "command": command(notebook, overrides(ROOT / notebook, parameters)),
    }


def facts(provenance):
    """The same for a reader: {what: text}, in reading order."""
    parameters = [f"{name}: {_typed(value)}" for name, value in provenance["parameters"].items() if value]
    return {
        "Source": provenance["source"],
        "SHA-256": provenance["sha256"],
        "Rows used": f"{provenance['rows_used']} of {provenance['rows']}",
        "Dates in the data": " to ".join(dict.fromkeys(provenance["dates"])) or "none given",
        "Engines in the data": display_names("framework", provenance["engines"]),
        "Rules": " and ".join(provenance["rules"]).replace("_", " "),
        "Prices": provenance["prices"],
        "Parameters": "; ".join([*parameters, "all others empty"]),
        "Made with": f"specsweep {provenance['version']}, {provenance['commit']}",
        "Made again by": f"{provenance['command']} (in the project's folder)",
    }


def command(notebook, parameters):
    """The command line that executes ``notebook`` with ``parameters``, from the project's folder."""
    words = [".venv/bin/python", "-m", "specsweep.report", str(notebook)]
    for name, value in parameters.items():
        words += ["-p", name, _typed(value)]
    return shlex.join(words)


def commit():
    """Which commit of the project ran, and whether something in it was changed since."""

    def git(*arguments):
        done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    try:
        changed = git("status", "--porcelain", "--untracked-files=no")
        return f"commit {git('rev-parse', '--short=12', 'HEAD')}{', with changes not committed' if changed else ''}"
    except (OSError, subprocess.CalledProcessError):
        return "not from a git checkout"


def _typed(value):
    """A parameter's value as it is typed on a command line."""
    return value if isinstance(value, str) else json.dumps(value)
