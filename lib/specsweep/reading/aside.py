"""What could not be used, and why: one line for each value, row or file that was set aside."""

from collections import Counter
from typing import NamedTuple

import numpy as np
import pandas as pd

from specsweep.errors import SweepError, plain

COLUMNS = ["file", "row", "column", "value", "reason"]
SHOWN = 80  # characters of a value; enough to find it, not enough to hurt


class Line(NamedTuple):
    """What was set aside; `whole` says that it was the row or file, and not a single value of a row that is used."""

    file: str
    row: int | None
    column: str | None
    value: str
    reason: str
    whole: bool = True


class Aside:
    """Collects what is set aside; with `strict` the first thing set aside is a SweepError instead.

    `row` counts the records of a file from 1 (in a CSV, whose header is line 1, it is the
    line); it and `column` are empty where a whole file or row is meant.
    """

    def __init__(self, strict=False):
        self.strict = strict
        self.lines = []

    def add(self, file, row, column, value, reason, *, harmless=False):
        """One value, row or file; what is `harmless` (said elsewhere too) does not stop a strict reading."""
        if self.strict and not harmless:
            raise SweepError(sentence(file, row, column, value, reason))
        self.lines.append(Line(file, row, column and plain(column), shown(value), plain(reason)))

    def add_rows(self, files, rows, column, values, reasons, *, harmless=False, whole=True):
        """Many rows at once, or single values of them; `reasons` is one text for all or one for each."""
        reasons = [reasons] * len(rows) if isinstance(reasons, str) else list(reasons)
        if self.strict and len(rows) and not harmless:
            raise SweepError(sentence(files[0], rows[0], column, values[0], reasons[0]))
        if not whole:
            reasons = [f"{reason}; the row is used without it" for reason in reasons]
        cells = zip(files, map(int, rows), [column] * len(rows), map(shown, values), reasons, strict=True)
        self.lines.extend(Line(*line, whole) for line in cells)

    def rows_lost(self):
        """How many rows of each file are set aside."""
        return Counter(line.file for line in self.lines if line.whole and line.row is not None)

    def table(self):
        """DataFrame with file, row, column, value, reason: by file as they were met, there by row."""
        columns = list(zip(*self.lines, strict=True))[: len(COLUMNS)] if self.lines else [()] * len(COLUMNS)
        kinds = dict.fromkeys(COLUMNS, "str") | {"row": "Int64"}
        table = pd.DataFrame({n: pd.array(v, dtype=kinds[n]) for n, v in zip(COLUMNS, columns, strict=True)})
        if len(table) < 2:
            return table
        order = np.lexsort((table["row"].fillna(0), pd.factorize(table["file"])[0]))
        return table.iloc[order].reset_index(drop=True)

    def first(self):
        """The first row or file that was set aside, as a sentence."""
        return _words(*next(line for line in self.lines if line.whole)[: len(COLUMNS)])


def lines(table):
    """Each line of a set-aside table as one sentence without a full stop."""
    cells = table.astype(object).where(table.notna(), None)
    return [_words(*line) for line in cells.itertuples(index=False)]


def _words(file, row, column, value, reason):
    return _place(file, row, column) + (f"{value} is {reason}" if value else reason)


def sentence(file, row, column, value, reason):
    """One place and one reason, as an error says it."""
    return _words(file, row, column, shown(value), reason)


def shown(value):
    """The value as its own kind of literal ('1,234' is text, 12.5 a number), shortened."""
    if value is None or value is pd.NA or (isinstance(value, float | np.floating) and np.isnan(value)):
        return ""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = repr(value[: SHOWN * 2] if isinstance(value, str) else value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _place(file, row, column):
    parts = [str(file)]
    if row is not None and row is not pd.NA:
        parts.append(f"row {row}")
    if column:
        parts.append(f"column {column}")
    return ", ".join(parts) + ": "
