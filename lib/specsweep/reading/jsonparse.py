"""Parse JSON, fast and without losing anything.

The parser proper is orjson. What it refuses and real tools write (`Infinity`), and what it
would hide (a key given twice), goes to the standard library's parser, record by record.
"""

import json
import secrets
from typing import NamedTuple

import numpy as np
import orjson

MAX_WHOLE = 256 << 20  # bytes of one record


def parse_list(text):
    """The records of a list, or None where orjson refuses it, a key is hidden or one is no object."""
    try:
        items = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return items if set(map(type, items)) <= {dict} and not _hidden(items, text) else None


def parse_together(texts):
    """The records of JSON texts, one each, or None where something is wrong with any of them.

    Between the texts stands a mark that none of them can know. Where all marks are found side
    by side with the records, each text between two of them is one whole record: none has
    taken from its neighbour what it lacks itself.
    """
    mark = secrets.token_hex(16)
    text = b"[" + f',"{mark}",'.encode().join(texts) + b"]"
    try:
        items = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    records, marks = items[::2], items[1::2]
    if len(records) != len(texts) or marks != [mark] * (len(texts) - 1):
        return None
    return records if set(map(type, records)) <= {dict} and not _hidden(records, text) else None


def _hidden(items, text):
    """Whether a JSON text may have more keys than its objects: orjson keeps the last of two equal keys.

    A key is a quote and a colon; where blanks stand before a colon this count cannot be
    trusted, and the answer is yes.
    """
    letters = np.frombuffer(text, dtype=np.uint8)
    before = letters[np.flatnonzero(letters == ord(":")) - 1]
    if (before <= ord(" ")).any():
        return True
    written = np.count_nonzero(before == ord('"'))
    own = sum(map(len, items))
    # What API rows nest, counted without looking at every value; then everything.
    metrics = sum(len(m) for item in items if type(m := item.get("metrics")) is dict)
    workers = sum(_count(w) for item in items if type(w := item.get("workers")) is list)
    return own + metrics + workers != written and _count(items) != written


def _hidden_in(record, text):
    """The same for one record; on a short text numpy is not worth its calls."""
    written = text.translate(None, b" \t\r\n").count(b'":')
    return len(record) != written and _count(record) != written


def _count(value):
    """All keys in a JSON value."""
    if type(value) is dict:
        return len(value) + sum(_count(v) for v in value.values() if type(v) in _NESTED)
    return sum(_count(v) for v in value if type(v) in _NESTED)


_NESTED = {dict, list}


def parse(text):
    """(record, None) or (None, why not)."""
    if len(text) > MAX_WHOLE:
        return None, f"longer than {MAX_WHOLE >> 20} MB"
    try:
        item = orjson.loads(text)
        if type(item) is not dict:
            return None, "not a JSON object"
        if not _hidden_in(item, text):
            return item, None
    except orjson.JSONDecodeError as error:
        if "recursion" in str(error):
            return None, "nested too deeply"
    try:
        item = json.loads(text, object_pairs_hook=_once)
    except _Twice as error:
        return None, f"unclear: the key {str(error)[:80]!r} is given twice"
    except RecursionError:
        return None, "nested too deeply"
    except UnicodeDecodeError as error:
        return None, f"not UTF-8 text (byte {error.start})"
    except ValueError as error:  # JSONDecodeError; or a whole number of thousands of digits
        return None, f"not valid JSON ({str(error)[:120]})"
    return (item, None) if type(item) is dict else (None, "not a JSON object")


class Batch(NamedTuple):
    """Records as parsed, the number of each in the file, and what could not be parsed."""

    numbers: list
    items: list
    problems: list  # (number, value, reason)

    def add(self, number, text):
        """Parse the text of one record."""
        item, problem = parse(text)
        if problem:
            self.lose(number, text, problem)
        else:
            self.numbers.append(number)
            self.items.append(item)

    def lose(self, number, text, reason):
        """What begins so, or what is missing, is no record that can be used."""
        self.problems.append((number, text[:60].decode("utf-8", "replace") if text else None, reason))


class _Twice(Exception):
    pass


def _once(pairs):
    item = dict(pairs)
    if len(item) != len(pairs):
        seen = set()
        raise _Twice(next(k for k, _ in pairs if k in seen or seen.add(k)))
    return item
