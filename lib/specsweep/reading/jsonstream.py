"""JSON as users have it, in bounded memory: a list of records, one record, or records one after another."""

import re

from specsweep.reading.jsonparse import MAX_WHOLE, Batch, parse, parse_list
from specsweep.reading.jsonscan import MAX_RECORD, SPACE, TOO_LONG, scan_list, scan_values

BLOCK = 2 << 20  # bytes read at a time
BETWEEN = re.compile(rb"\}\s*,\s*\{")


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
            batch, rest, ended = scan_list(buffer[1:], done, final=False)
            done += len(batch.items) + len(batch.problems)
            yield batch
            if ended:
                return
            buffer = b"[" + rest
    items = parse_list(buffer)
    if items is not None:
        yield Batch(list(range(done + 1, done + 1 + len(items))), items, [])
    else:
        yield scan_list(buffer[1:], done, final=True)[0]


def _last(between, buffer):
    """Where the last gap between two records begins, just after its `}`; 0 if none is found."""
    for reach in (1 << 16, 1 << 20):
        start = max(0, len(buffer) - reach)
        found = [m.start() + 1 for m in between.finditer(buffer, start)]
        if found:
            return found[-1]
    return 0


def _values(head, stream, size):
    """One record, or several: on lines (JSONL) or one after another (an appended file)."""
    if size is not None and size <= MAX_WHOLE:
        data = head + stream.read(MAX_WHOLE)
        item, problem = parse(data)
        if not problem:
            yield Batch([1], [item], [])
            return
        first, *more = data.strip(SPACE).split(b"\n", 1)
        if not more or parse(first)[1]:
            yield scan_values(data)
            return
        yield from _lines(data, None)
    else:
        yield from _lines(head, stream)


def _lines(buffer, stream):
    number = 0
    while True:
        block = stream.read(BLOCK) if stream else b""
        buffer += block
        *lines, buffer = buffer.split(b"\n")
        if not block and buffer:
            lines.append(buffer)
            buffer = b""
        batch = Batch([], [], [])
        for line in lines:
            number += 1
            if line.strip(SPACE):
                batch.add(number, line)
        over = len(buffer) > MAX_RECORD
        if over:
            batch.lose(number + 1, buffer, f"on a line {TOO_LONG}")
        if batch.items or batch.problems:
            yield batch
        if over or not block:
            return
