"""Rows to columns, a block at a time, so that a long file is never held as Python objects."""

from itertools import chain

import numpy as np
import orjson


class Blocks:
    """Collects rows as column arrays, with each row's file, number there and tool."""

    def __init__(self):
        self.blocks = []  # (rows, columns, files, numbers, tools)

    def add(self, columns, files, numbers, tool):
        """Columns of rows; `files` is one number for all or one for each row."""
        numbers = np.asarray(numbers, dtype=np.int64)
        files = np.broadcast_to(np.asarray(files, dtype=np.int64), numbers.shape)
        self.blocks.append((len(numbers), columns, files, numbers, np.full(len(numbers), tool)))

    def columns(self):
        """(columns, file numbers, row numbers, tool numbers), in the order of the files. Empties the blocks."""
        names = list(dict.fromkeys(name for block in self.blocks for name in block[1]))
        lengths = [block[0] for block in self.blocks]
        columns = {n: _joined([block[1].pop(n, None) for block in self.blocks], lengths) for n in names}
        empty = [np.empty(0, np.int64)]
        files, numbers, tools = (np.concatenate([block[i] for block in self.blocks] or empty) for i in (2, 3, 4))
        if (files[1:] < files[:-1]).any():
            order = np.argsort(files, kind="stable")
            columns = {n: values[order] for n, values in columns.items()}
            files, numbers, tools = files[order], numbers[order], tools[order]
        return columns, files, numbers, tools


def arrays(rows, skip=None):
    """One array for each key of the rows: float64, int64, bool, or object for everything else.

    A missing key or null is NaN in a number column and None in an object column.
    """
    shapes = {}
    for position, row in enumerate(rows):
        shapes.setdefault(tuple(row), []).append(position)
    parts = []
    for shape, positions in shapes.items():
        columns = zip(*[rows[i].values() for i in positions], strict=True)
        parts.append({key: array(values) for key, values in zip(shape, columns, strict=True) if key != skip})
    if len(parts) == 1:
        return parts[0]
    order = np.argsort(np.concatenate([np.array(p) for p in shapes.values()] or [np.empty(0, int)]))
    lengths = [len(p) for p in shapes.values()]
    names = dict.fromkeys(name for part in sorted(parts, key=len, reverse=True) for name in part)
    return {name: _joined([part.get(name) for part in parts], lengths)[order] for name in names}


def matrix(rows):
    """What `arrays` does, for rows of plain numbers: all of a block at once."""
    by_shape = {}
    for position, row in enumerate(rows):
        by_shape.setdefault(tuple(row), []).append(position)
    names = list(dict.fromkeys(name for shape in sorted(by_shape, key=len, reverse=True) for name in shape))
    place = {name: i for i, name in enumerate(names)}
    out = np.full((len(rows), len(names)), np.nan)
    for shape, positions in by_shape.items():
        values = [list(rows[i].values()) for i in positions]
        if not set(map(type, chain.from_iterable(values))) <= _NUMBER:
            return arrays(rows)
        try:
            out[np.ix_(positions, [place[name] for name in shape])] = np.array(values, dtype=np.float64)
        except OverflowError:
            return arrays(rows)
    return {name: out[:, i] for i, name in enumerate(names)}


def array(values):
    kinds = set(map(type, values))
    try:
        if kinds <= _NUMBER:
            return np.array(values, dtype=np.float64)
        if kinds == {int}:
            return np.array(values, dtype=np.int64)
        if kinds == {bool}:
            return np.array(values, dtype=bool)
    except OverflowError:  # a whole number too long for any machine type
        pass
    out = np.empty(len(values), dtype=object)
    out[:] = [_as_text(v) if type(v) in (dict, list) else v for v in values] if kinds & {dict, list} else values
    return out


_NUMBER = {float, int, type(None)}


def _as_text(value):
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return repr(value)


def _joined(parts, lengths):
    """Arrays of one column end to end, with missing values where a block lacks it."""
    if len(parts) == 1:
        return parts[0]
    kinds = {p.dtype.kind for p in parts if p is not None}
    if kinds <= {"f", "i"}:
        complete = all(p is not None for p in parts)
        kind = np.int64 if kinds == {"i"} and complete else np.float64
        filler = np.nan
    else:
        kind, filler = (bool, None) if kinds == {"b"} and all(p is not None for p in parts) else (object, None)
    out = np.empty(sum(lengths), dtype=kind)
    start = 0
    for part, n in zip(parts, lengths, strict=True):
        out[start : start + n] = filler if part is None else part
        start += n
    return out
