"""The catalog as data beside its page: `catalog.csv` and `catalog.json`.

Both hold the table of :func:`specsweep.catalog.overview`, one record per pair, under its column
names. The CSV writes lists with `|` between; the JSON object has schema, source, parameters,
pairs and engines (one record per pair and engine). Nothing is rounded; what is unknown is null.
"""

import json
from pathlib import Path

import pandas as pd

from specsweep.catalog.changes import COMPARED
from specsweep.errors import SweepError, listed
from specsweep.reading.fetch import fetch, is_url

SCHEMA = "specsweep-catalog/1"


def catalog_csv(table):
    """Bytes of `catalog.csv`."""
    lists = {c: table[c].map(_joined) for c in table.columns if table[c].map(lambda v: isinstance(v, list)).any()}
    return table.assign(**lists).to_csv(index=False, lineterminator="\n").encode()


def catalog_json(table, engines, source, parameters):
    """Bytes of `catalog.json`."""
    catalog = {
        "schema": SCHEMA,
        "source": source,
        "parameters": parameters,
        "pairs": _records(table),
        "engines": _records(engines.assign(pair=engines["pair"].map(table["stem"]))),
    }
    return (json.dumps(catalog, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def read_catalog(path, *, refresh=False):
    """The table of a `catalog.json`: a path, a URL, or the folder that it lies in.

    refresh : fetch a URL even where the local copy is younger than a day
    """
    path = str(path).removeprefix("file://")
    if not path.endswith(".json"):
        path = f"{path.rstrip('/')}/catalog.json"
    copy = fetch(path, refresh=refresh)[0] if is_url(path) else Path(path)
    try:
        catalog = json.loads(copy.read_bytes())
    except OSError as error:
        raise SweepError(f"the previous catalog {path} cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise SweepError(f"the previous catalog {path} cannot be read: it is not JSON") from None
    if not isinstance(catalog, dict) or catalog.get("schema") != SCHEMA:
        raise SweepError(f"{path} is not the catalog.json of an earlier catalog (schema {SCHEMA})")
    pairs = pd.DataFrame(catalog.get("pairs"))
    missing = [column for column in COMPARED if column not in pairs]
    if missing:
        raise SweepError(f"the previous catalog {path} has no {listed(missing)} of its pairs")
    return pairs


def _joined(value):
    return "|".join(map(str, value)) if isinstance(value, list) else value


def _records(frame):
    return [{k: _plain(v) for k, v in row.items()} for row in frame.to_dict("records")]


def _plain(value):
    """A value that JSON has: NaN and missing text are null, numpy's scalars Python's."""
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
