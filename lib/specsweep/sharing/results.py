"""What a report found, for programs: a JSON document and a tidy CSV. data/README.md describes both."""

import json

import pandas as pd

from specsweep.show import records
from specsweep.words import findings

RESULTS = "application/vnd.specsweep.results+json"


def results(comparisons, provenance):
    """Provenance and results of a report as a JSON-ready dict, numbers unrounded.

    comparisons : list of Comparison
    provenance : as :func:`specsweep.sharing.provenance.provenance` returns it
    """
    return {"schema": 1, "provenance": provenance, "comparisons": [_one(each) for each in comparisons]}


def as_json(found):
    """The document as text."""
    return json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def as_csv(found):
    """All comparison tables as one tidy CSV: the rules, then the columns of a comparison's table."""
    tables = [
        pd.DataFrame(one["table"], columns=one["columns"]).assign(rules=one["rules"]) for one in found["comparisons"]
    ]
    table = pd.concat(tables, ignore_index=True)
    return table[["rules", *table.columns.drop("rules")]].to_csv(index=False)


def _one(comparison):
    return {
        "rules": comparison.rules,
        "a": _side(comparison.a),
        "b": _side(comparison.b),
        "sequence": comparison.sequence,
        "band": comparison.band and list(comparison.band),  # null: nothing is comparable
        "targets": list(comparison.targets),
        "findings": findings(comparison),
        "columns": list(comparison.table.columns),
        "table": records(comparison.table),
    }


def _side(side):
    return {"label": side.label, "filters": {column: list(values) for column, values in side.filters}}
