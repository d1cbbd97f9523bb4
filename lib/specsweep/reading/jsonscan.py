"""Find the records of a JSON text by their brackets alone: what a parser refuses as a whole is read one by one."""

import re

from specsweep.reading.jsonparse import Batch

MAX_RECORD = 32 << 20  # bytes of one record in a list or on a line
TOO_LONG = f"longer than {MAX_RECORD >> 20} MB; it and all after it are lost"
CUT_SHORT = "cut short: the file ends inside it"

MARKS = re.compile(rb'["\\{}\[\]]')
SPACE = b" \t\r\n"


def scan_list(buffer, done, final):
    """The records that follow in a list of which `done` are read: (batch, rest, whether the list is over).

    `final` says that nothing follows the buffer, so what does not end in it is cut short.
    """
    batch, start, number = Batch([], [], []), 0, done
    while (start := _skip(buffer, start)) < len(buffer):
        number += 1
        if buffer[start : start + 1] == b"]":
            if buffer[start + 1 :].strip(SPACE):
                batch.lose(number, None, "the list ends, but more text follows")
            return batch, b"", True
        end = _end(buffer, start)
        if end is None and not final and len(buffer) - start <= MAX_RECORD:
            return batch, buffer[start:], False
        if end is None:
            batch.lose(number, buffer[start:], CUT_SHORT if final else TOO_LONG)
            return batch, b"", True
        batch.add(number, buffer[start:end])
        start = end
    if final and not batch.problems:
        batch.lose(number + 1, None, "the file is cut short: it ends before its list does")
    return batch, b"", False


def scan_values(data):
    """The records of a text that has them one after another, with or without blanks between."""
    batch, start, number = Batch([], [], []), 0, 0
    while (start := _skip(data, start)) < len(data):
        number += 1
        end = _end(data, start)
        if end is None and data[start : start + 1] == b"{":
            batch.lose(number, data[start:], CUT_SHORT)
            break
        batch.add(number, data[start:end])
        start = end or len(data)
    return batch


def _skip(buffer, start):
    """The next place where there is neither blank nor comma."""
    while start < len(buffer) and buffer[start] in b" \t\r\n,":
        start += 1
    return start


def _end(buffer, start):
    """Just after the record that begins at `start`; None if it does not end in the buffer."""
    if buffer[start : start + 1] not in (b"{", b"["):
        stop = re.compile(rb"[,\]\n]").search(buffer, start)
        return stop.start() if stop and stop.start() > start else (start + 1 if stop else None)
    depth, quoted, position = 0, False, start
    while mark := MARKS.search(buffer, position):
        position = mark.end()
        char = mark[0]
        if char == b"\\":
            position += 1
        elif char == b'"':
            quoted = not quoted
        elif not quoted:
            depth += 1 if char in b"{[" else -1
            if depth == 0:
                return position
    return None
