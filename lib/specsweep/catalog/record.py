"""The catalog as data beside its page: `catalog.csv` and `catalog.json`.

Both hold the table of :func:`specsweep.catalog.overview`, one record per pair, under its column
names. The CSV writes lists with `|` between; the JSON object has schema, source, parameters,
pairs and engines (one record per pair and engine). Nothing is rounded; what is unknown is null.
"""

import json

import fsspec
import pandas as pd

from specsweep.errors import SweepError

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


def read_catalog(path):
    """The table of a `catalog.json`: a path, a URL, or the folder that it lies in."""
    path = str(path)
    if not path.endswith(".json"):
        path = f"{path.rstrip('/')}/catalog.json"
    try:
        with fsspec.open(path, "rb") as file:
            catalog = json.loads(file.read())
    except (FileNotFoundError, ValueError) as error:
        raise SweepError(f"{path} is not a catalog that can be read: {error}") from None
    if not isinstance(catalog, dict) or catalog.get("schema") != SCHEMA:
        raise SweepError(f"{path} is not a catalog of schema {SCHEMA}")
    return pd.DataFrame(catalog["pairs"])


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
