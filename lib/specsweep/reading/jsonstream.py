"""JSON as users have it, in bounded memory: a list of records, one record, or records one after another."""

import re
from typing import NamedTuple

from specsweep.reading.jsonparse import MAX_WHOLE, parse, parse_list

BLOCK = 2 << 20  # bytes read at a time
MAX_RECORD = 32 << 20  # bytes of one record in a list or on a line

BETWEEN = re.compile(rb"\}\s*,\s*\{")
MARKS = re.compile(rb'["\\{}\[\]]')
SPACE = b" \t\r\n"


class Batch(NamedTuple):
    """Records as parsed, the number of each in the file, and what could not be parsed."""

    numbers: list
    items: list
    problems: list  # (number, value, reason)


def batches(stream, size=None):
    """The records of a binary stream, in batches, in order.

    `size` is the stream's length in bytes where it is known. Nothing is raised for bad
    input: every record that cannot be parsed, and everything that is lost after it, is one
    problem.
    """
    head = _text_of(stream).lstrip(SPACE)
    while not head:
        block = stream.read(BLOCK)
        if not block:
            return
        head = block.lstrip(SPACE)
    if head[:1] == b"[":
        yield from _list(head, stream)
    else:
        yield from _values(head, stream, size)


def _text_of(stream):
    start = stream.read(BLOCK)
    return start[3:] if start.startswith(b"\xef\xbb\xbf") else start


def _list(head, stream):
    """A list of records, cut between records into slices that orjson parses on its own.

    `buffer` always begins with the list's bracket, or one in place of the last comma.
    """
    if len(head) < BLOCK - 8 and (items := parse_list(head)) is not None:  # a short file is one slice
        yield Batch(list(range(1, len(items) + 1)), items, [])
        return
    buffer, done = head, 0
    first_key = re.match(rb'\[\s*\{\s*("[^"\\]{1,80}")', buffer)
    between = re.compile(rb"\}\s*,\s*\{\s*" + re.escape(first_key[1])) if first_key else BETWEEN
    while block := stream.read(BLOCK):
        buffer += block
        cut = _last(between, buffer)
        items = parse_list(buffer[:cut] + b"]") if cut else None
        if items is not None:
            yield Batch(list(range(done + 1, done + 1 + len(items))), items, [])
            done += len(items)
            buffer = b"[" + buffer[buffer.index(b",", cut) + 1 :]
        elif len(buffer) > MAX_RECORD or cut:
            batch, rest, ended = _exact(buffer[1:], done, final=False)
            done += len(batch.items) + len(batch.problems)
            yield batch
            if ended:
                return
            buffer = b"[" + rest
    items = parse_list(buffer)
    if items is not None:
        yield Batch(list(range(done + 1, done + 1 + len(items))), items, [])
    else:
        yield _exact(buffer[1:], done, final=True)[0]


def _last(between, buffer):
    """Where the last gap between two records begins, just after its `}`; 0 if none is found."""
    for reach in (1 << 16, 1 << 20):
        start = max(0, len(buffer) - reach)
        found = [m.start() + 1 for m in between.finditer(buffer, start)]
        if found:
            return found[-1]
    return 0


def _exact(buffer, done, final):
    """Record by record: (batch, rest, whether the list is over)."""
    numbers, items, problems = [], [], []
    start, ended = 0, False
    number = done
    while True:
        start = _skip(buffer, start, SPACE + b",")
        if start >= len(buffer):
            break
        if buffer[start : start + 1] == b"]":
            ended = True
            if buffer[start + 1 :].strip(SPACE):
                problems.append((number + 1, None, "the list ends, but more text follows"))
            start = len(buffer)
            break
        end = _end(buffer, start)
        if end is None:
            if final or len(buffer) - start > MAX_RECORD:
                number += 1
                reason = (
                    "cut short: the file ends inside it"
                    if final
                    else f"longer than {MAX_RECORD >> 20} MB; it and all after it are lost"
                )
                problems.append((number, _snippet(buffer[start:]), reason))
                start, ended = len(buffer), True
            break
        number += 1
        item, problem = parse(buffer[start:end])
        if problem:
            problems.append((number, _snippet(buffer[start:end]), problem))
        else:
            numbers.append(number)
            items.append(item)
        start = end
    if final and not ended and not problems:
        problems.append((number + 1, None, "the file is cut short: it ends before its list does"))
    return Batch(numbers, items, problems), buffer[start:], ended


def _values(head, stream, size):
    """One record, or several: on lines (JSONL) or one after another (an appended file)."""
    if size is not None and size <= MAX_WHOLE:
        data = head + stream.read(MAX_WHOLE)
        item, problem = parse(data)
        if not problem:
            yield Batch([1], [item], [])
            return
        if b"\n" not in data.strip(SPACE) or _fast_line(data) is None:
            yield _exact_values(data)
            return
        yield from _lines(data, None)
    else:
        yield from _lines(head, stream)


def _fast_line(data):
    line = data.lstrip(SPACE).split(b"\n", 1)[0]
    return None if parse(line)[1] else line


def _lines(buffer, stream):
    number = 0
    while True:
        block = stream.read(BLOCK) if stream else b""
        buffer += block
        *lines, buffer = buffer.split(b"\n")
        if not block and buffer:
            lines.append(buffer)
            buffer = b""
        numbers, items, problems = [], [], []
        for line in lines:
            number += 1
            if line.strip(SPACE):
                item, problem = parse(line)
                if problem:
                    problems.append((number, _snippet(line), problem))
                else:
                    numbers.append(number)
                    items.append(item)
        if len(buffer) > MAX_RECORD:
            problems.append(
                (
                    number + 1,
                    _snippet(buffer),
                    f"on a line longer than {MAX_RECORD >> 20} MB; it and all after it are lost",
                )
            )
            yield Batch(numbers, items, problems)
            return
        if numbers or problems:
            yield Batch(numbers, items, problems)
        if not block:
            return


def _exact_values(data):
    """Records written one after another, with or without blanks between."""
    numbers, items, problems, start, number = [], [], [], 0, 0
    while (start := _skip(data, start, SPACE + b",")) < len(data):
        number += 1
        end = _end(data, start)
        if end is None:
            item, problem = parse(data[start:])
            end = len(data)
            if problem and data[start : start + 1] == b"{":
                problem = "cut short: the file ends inside it"
        else:
            item, problem = parse(data[start:end])
        if problem:
            problems.append((number, _snippet(data[start:end]), problem))
        else:
            numbers.append(number)
            items.append(item)
        start = end
    return Batch(numbers, items, problems)


def _skip(buffer, start, blanks):
    while start < len(buffer) and buffer[start] in blanks:
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


def _snippet(text):
    return text[:60].decode("utf-8", "replace")
