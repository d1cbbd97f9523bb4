"""Read a sweep: one row for each measured operating point.

Columns carry the InferenceX API's names. Throughputs (`*_tput_per_gpu`) are tok/s/GPU,
latencies seconds, interactivity (`median_intvty`) tok/s/user = 1 / median TPOT.
"""

import hashlib
import io
import json
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import urlopen

import numpy as np
import pandas as pd

from specsweep.errors import SweepError, listed

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = ("model", "hardware", "framework", "precision", "spec_method", "isl", "osl", "conc",
            "tput_per_gpu", "median_intvty")  # fmt: skip
TEXT = ("model", "hardware", "framework", "precision", "spec_method")
POSITIVE = ("isl", "osl", "conc", "tput_per_gpu", "median_intvty")
NOT_NEGATIVE = ("output_tput_per_gpu", "input_tput_per_gpu")


def read_sweep(source):
    """Rows of a sweep, in file order.

    Parameters
    ----------
    source : path or http(s) URL of a tidy CSV (one row per measured point) or of the
        InferenceX API's JSON rows

    Returns
    -------
    DataFrame with at least model, hardware, framework, precision, spec_method, isl, osl
    (tokens), conc, tput_per_gpu (tok/s/GPU), median_intvty (tok/s/user). The API's
    `metrics` become columns; a CSV's tp, ep and dp_attention become decode_* and prefill_*.
    Other columns are kept.

    Raises
    ------
    SweepError : one sentence naming file, row, column and what was expected.
    """
    name, data = _load(source)
    text = _decode(data, name)
    if not text.strip():
        raise SweepError(f"{name} is empty; expected a CSV with a header or the API's JSON rows")
    if text.lstrip()[0] in "[{":
        sweep, first_row = _from_json(text, name), 1
    else:
        sweep, first_row = _from_csv(text, name), 2  # row 1 of a CSV is its header
    return check(sweep, name, first_row)


def describe_source(source):
    """Where a sweep came from: a dict with its name, the SHA-256 of its bytes, and its note.

    The note is what lies beside a file as `<name>.note.txt`: what everyone who is shown its
    numbers must know. It is "" where there is none.
    """
    name, data = _load(source)
    beside = None if _is_url(source) else _find(source).with_suffix(".note.txt")
    note = beside.read_text(encoding="utf-8").strip() if beside and beside.is_file() else ""
    return {"source": name, "sha256": hashlib.sha256(data).hexdigest(), "note": note}


def check(sweep, name, first_row=1):
    """The sweep with settled types; SweepError at the first value that cannot be used."""
    missing = [c for c in REQUIRED if c not in sweep.columns]
    if missing:
        raise SweepError(f"{name} has no column {listed(missing)}; it has {listed(sweep.columns, 40)}")
    if sweep.empty:
        raise SweepError(f"{name} has a header but no rows")
    sweep = sweep.copy()
    for column in POSITIVE + tuple(c for c in NOT_NEGATIVE if c in sweep.columns):
        sweep[column] = _numbers(sweep[column], column, name, first_row)
    for column in TEXT:
        _refuse(sweep[column].isna(), sweep[column], column, name, first_row, "a name")
    for column in ("isl", "osl", "conc"):
        whole = sweep[column] % 1 == 0
        _refuse(~whole, sweep[column], column, name, first_row, "a whole number")
        sweep[column] = sweep[column].astype("int64")
    return sweep


def _load(source):
    if _is_url(source):
        with urlopen(str(source), timeout=60) as response:
            return str(source), response.read()
    path = _find(source)
    return path.name, path.read_bytes()


def _is_url(source):
    return urlparse(str(source)).scheme in ("http", "https")


def _find(source):
    """The file of a path given from the current folder or, as in the notebooks, from the project's."""
    for path in (Path(source), ROOT / source):
        if path.is_file():
            return path
    raise SweepError(f"there is no file {source}; give the path of a CSV or JSON file, or a URL")


def _decode(data, name):
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SweepError(f"{name} is not UTF-8 text (byte {error.start})") from None


def _from_csv(text, name):
    try:
        sweep = pd.read_csv(io.StringIO(text), skipinitialspace=True, keep_default_na=False, na_values=[""])
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SweepError(f"{name} cannot be read as a CSV: {str(error).strip()}") from None
    # On aggregated rows one layout serves both phases; the API writes it twice.
    for column in ("tp", "ep", "dp_attention"):
        if column in sweep.columns and f"decode_{column}" not in sweep.columns:
            sweep = sweep.assign(**{f"prefill_{column}": sweep[column], f"decode_{column}": sweep[column]})
            sweep = sweep.drop(columns=column)
    return sweep


def _from_json(text, name):
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        raise SweepError(f"{name} is not valid JSON: {error}") from None
    if not (isinstance(rows, list) and all(isinstance(r, dict) for r in rows)):
        raise SweepError(f"{name} is JSON, but not a list of API rows")
    flat = []
    for number, row in enumerate(rows, 1):
        metrics = row.get("metrics", {})
        if not isinstance(metrics, dict):
            raise SweepError(f"{name}, row {number}: metrics is {metrics!r}, expected an object of numbers")
        flat.append({**{k: v for k, v in row.items() if k != "metrics"}, **metrics})
    sweep = pd.DataFrame(flat)
    return sweep.drop(columns=[c for c in sweep.columns if sweep[c].isna().all()])


def _numbers(values, column, name, first_row):
    numbers = pd.to_numeric(values, errors="coerce")
    optional = column in NOT_NEGATIVE
    unreadable = numbers.isna() & (values.notna() if optional else True)
    _refuse(unreadable, values, column, name, first_row, "a number")
    bad = (numbers < 0) if optional else (numbers <= 0)
    _refuse(
        bad | np.isinf(numbers), values, column, name, first_row, "zero or more" if optional else "a number above 0"
    )
    return numbers.astype("float64")


def _refuse(bad, values, column, name, first_row, expected):
    if bad.any():
        at = int(np.flatnonzero(bad.to_numpy())[0])
        raise SweepError(f"{name}, row {at + first_row}, column {column}: {_said(values.iloc[at])} is not {expected}")


def _said(value):
    """A value as it stands in the file."""
    return "an empty cell" if pd.isna(value) else repr(getattr(value, "item", lambda: value)())
