"""Small files are read ahead and parsed many at a time: alone, each costs more in calls than in bytes."""

from specsweep.reading.jsonparse import parse, parse_together

SMALL = 1 << 20  # bytes of a file that is read at once
AHEAD = 64 << 10  # bytes read before they are parsed: few enough to stay in a processor's cache


def ahead(files):
    """(file, its bytes if it is small, its record if it is one JSON object with nothing wrong) in order.

    Nothing is raised: a file that cannot be opened or parsed has neither or no record, and
    whoever reads it then meets what is wrong.
    """
    waiting, size = [], 0
    for found in files:
        data = found.small(SMALL)
        waiting.append((found, data))
        size += len(data or b"")
        if size > AHEAD:
            yield from _parsed(waiting)
            waiting, size = [], 0
    yield from _parsed(waiting)


def _parsed(waiting):
    texts = [data if found.suffix == ".json" and data and data[:1] == b"{" else None for found, data in waiting]
    objects = [text for text in texts if text]
    records = iter(parse_together(objects) or [parse(text)[0] for text in objects])
    for (found, data), text in zip(waiting, texts, strict=True):
        yield found, data, next(records) if text else None
