"""Tables in the sweep's own columns: CSV and Parquet. Also the CSV that AIPerf exports."""

import csv
import io
import re

import numpy as np

from specsweep.errors import SweepError, listed

CHUNK = 5000  # lines turned into columns at a time
MAX_CELL = 1 << 20
WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,17})")
DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?")


def lines(stream, name):
    """The cells of each line of a CSV, with the number of the line in the file.

    Raises
    ------
    SweepError : the text is not UTF-8 or not a CSV.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    before = csv.field_size_limit(MAX_CELL)
    try:
        reader = csv.reader(text, skipinitialspace=True, strict=True)
        for cells in reader:
            if cells and any(cells):
                yield reader.line_num, cells
    except UnicodeDecodeError as error:
        raise SweepError(
            f"{name} is not UTF-8 text ({error.reason} in the bytes after line {reader.line_num})"
        ) from None
    except csv.Error as error:
        raise SweepError(f"{name} cannot be read as a CSV: line {reader.line_num}: {error}") from None
    finally:
        csv.field_size_limit(before)
        if not stream.closed:
            text.detach()  # closing the text would close the stream, which is not ours


def header_of(cells, name):
    """The column names of a header line.

    Raises
    ------
    SweepError : a name is missing or given twice.
    """
    names = [c.strip() for c in cells]
    twice = [n for i, n in enumerate(names) if n in names[:i]]
    if twice:
        raise SweepError(f"{name} has two columns named {listed([repr(t) for t in dict.fromkeys(twice)])}")
    if "" in names:
        raise SweepError(f"{name}: column {names.index('') + 1} of the header has no name")
    return names


def blocks(numbered, names, file, aside):
    """(line numbers, columns of text) a few thousand lines at a time; lines of another width are set aside."""
    numbers, kept = [], []
    for number, cells in numbered:
        if len(cells) != len(names):
            reason = f"a line of {len(cells)} cells under a header of {len(names)}"
            aside.add(file, number, None, None, reason)
            continue
        numbers.append(number)
        kept.append(cells)
        if len(kept) == CHUNK:
            yield numbers, _columns(names, kept)
            numbers, kept = [], []
    if kept:
        yield numbers, _columns(names, kept)


def _columns(names, rows):
    columns = {}
    for name, cells in zip(names, zip(*rows, strict=True), strict=True):
        out = np.empty(len(cells), dtype=object)
        out[:] = [c.strip() or None for c in cells]
        columns[name] = out
    return columns


def inferred(values):
    """A column that is not declared, from text: whole numbers, numbers, true/false, or text as it is.

    Only text that a number would be written as counts, so that `007` stays text.
    """
    cells = [v for v in values if v is not None]
    if not cells or not all(isinstance(c, str) for c in cells):
        return values
    if len(cells) == len(values) and all(map(WHOLE.fullmatch, cells)):
        return np.array([int(c) for c in cells], dtype=np.int64)
    if all(map(DECIMAL.fullmatch, cells)):
        return np.array([np.nan if v is None else float(v) for v in values])
    if len(cells) == len(values) and set(cells) <= {"True", "False"}:
        return np.array([c == "True" for c in cells])
    return values


def parquet(stream, name):
    """The columns of a Parquet file.

    Raises
    ------
    SweepError : it is not one, or a column is neither text, numbers nor true/false.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(stream)
    except (pa.ArrowException, OSError, ValueError, KeyError, MemoryError) as error:
        raise SweepError(f"{name} is not a Parquet file that can be read: {str(error).splitlines()[0][:200]}") from None
    names = header_of(table.column_names, name)
    columns = {}
    for column, values in zip(names, table.columns, strict=True):
        if pa.types.is_nested(values.type):
            raise SweepError(f"{name}, column {column} holds {values.type}; expected text, numbers or true/false")
        try:
            columns[column] = _array(values, pa)
        except (pa.ArrowException, ValueError, OverflowError):
            raise SweepError(f"{name}, column {column} holds values that cannot be read") from None
    return columns, table.num_rows


def _array(values, pa):
    kind = values.type
    if pa.types.is_floating(kind) or (pa.types.is_integer(kind) and values.null_count):
        return values.cast(pa.float64(), safe=False).to_numpy()
    if pa.types.is_integer(kind):
        return values.cast(pa.int64()).to_numpy()
    out = np.empty(len(values), dtype=object)
    out[:] = [v if v is None or isinstance(v, str | bool) else str(v) for v in values.to_pylist()]
    return out.astype(bool) if pa.types.is_boolean(kind) and not values.null_count else out
