"""Where a sweep came from: what a report says of its source."""

import hashlib
import os
from pathlib import Path

from specsweep.reading.aside import Aside
from specsweep.reading.fetch import is_url
from specsweep.reading.found import display
from specsweep.reading.locate import locate, several


def describe_source(source):
    """Where a sweep came from: a dict with its name, the SHA-256 of its bytes, and its note.

    The note is what lies beside a file as `<name>.note.txt`: what everyone who is shown its
    numbers must know. It is "" where there is none; of several files each note has its file's name.
    The digest of several files is that of their digests, in order.
    """
    files = locate(source, Aside(), offline=True)
    digests = [_digest(p) for p in dict.fromkeys(p for f in files for p in f.bytes_in()) if os.path.isfile(p)]
    digest = digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    named = [one if is_url(one) else display(Path(one).name or Path(one).resolve().name) for one in several(source)]
    name = files[0].name if len(files) == 1 else f"{' and '.join(named)} ({len(files)} files)"
    notes = [(f.name, text) for f in files if f.path and (text := _note(f.path))]
    note = " ".join(text if len(files) == 1 else f"{file}: {text}" for file, text in notes)
    return {"source": name, "sha256": digest, "note": note}


def _note(path):
    """What `<name>.note.txt` beside a file says, or nothing."""
    beside_it = f"{os.path.splitext(path)[0]}.note.txt"
    return Path(beside_it).read_text(encoding="utf-8").strip() if os.path.isfile(beside_it) else ""


def _digest(path):
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
