"""What a result file does not say — GPU, number of GPUs, precision, engine, method — from a sidecar or arguments.

A sidecar is a TOML file beside the data: `<file>.facts.toml` for one file, `sweep.facts.toml`
for its folder and those in it, where a table named by a pattern speaks of the files that match:

    hardware = "h100"
    n_gpu = 8

    ["mtp-*.json"]
    spec_method = "mtp"

What is given wins over what a benchmark tool's file says: arguments over a file's own
sidecar, that over its folder's. A table in the sweep's own columns keeps what it says.
"""

import os
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from specsweep.errors import SweepError, listed
from specsweep.reading.fields import FACTS, FLAG, NUMBER, WHOLE, field

OTHER = ("n_gpu", "tp", "ep", "dp_attention", "disagg", "num_prefill_gpu", "num_decode_gpu", "num_spec_tokens",
         "image", "date", "checkpoint")  # fmt: skip
NAMES = FACTS + OTHER
SUFFIX = ".facts.toml"
FOLDER = f"sweep{SUFFIX}"
MAX_BYTES = 1 << 20


def facts_of(files, given):
    """{position in `files`: {column: value}} for the files about which anything is given."""
    given = {k: v for k, v in given.items() if v not in (None, "")}
    sidecars = {}  # by folder and depth, which many files share
    facts = {}
    for position, found in enumerate(files):
        said = {}
        if found.folder is not None:
            place = found.folder, found.depth
            if place not in sidecars:
                sidecars[place] = _sidecars(*place)
            of_folders, own = sidecars[place]
            for path in of_folders:
                said |= _of_folder(path, found)
            if own and (name := os.path.basename(found.path or "") + SUFFIX) in own:
                said |= _flat(Path(found.folder, name))
        if said or given:
            facts[position] = said | given
    return facts


def _sidecars(folder, depth):
    """(sidecars of the folders that hold for a file, from that of the source down to its own; all in its own)."""
    folders = [folder]
    for _ in range(depth):
        folders.insert(0, os.path.dirname(folders[0]))
    own = {n for n in os.listdir(folder or ".") if n.endswith(SUFFIX)}
    return [path for f in folders if os.path.lexists(path := Path(f, FOLDER))], own


def check(facts, where):
    """SweepError unless every fact is one that can be given, with a value of its kind."""
    for name, value in facts.items():
        if name not in NAMES:
            raise SweepError(f"{where}: {name!r} is not a fact that can be given; these are: {listed(NAMES, 40)}")
        kind = field(name).kind if field(name) else (FLAG if name == "dp_attention" else WHOLE)
        fits = {FLAG: bool, WHOLE: int, NUMBER: (int, float)}.get(kind, str)
        if not isinstance(value, fits) or (fits is int and isinstance(value, bool)):
            raise SweepError(f"{where}: {name} = {value!r} is not {'text' if fits is str else f'a {kind}'}")
    return facts


def from_words(words):
    """`hardware=h100 n_gpu=8` as facts, for the command line."""
    facts = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise SweepError(f"{word!r} is not a fact; write it as name=value, such as hardware=h100")
        facts[name.strip()] = _value(name.strip(), value.strip())
    return check(facts, "the facts given")


def _value(name, text):
    kind = field(name).kind if field(name) else WHOLE
    if kind == WHOLE and text.isdigit():
        return int(text)
    return {"true": True, "false": False}.get(text.lower(), text) if kind == FLAG or name == "dp_attention" else text


def _of_folder(path, found):
    said = _read(path)
    facts = {k: v for k, v in said.items() if not isinstance(v, dict)}
    names = {found.name, found.name.rpartition("/")[2]}
    if found.path:
        names.add(os.path.relpath(found.path, path.parent))
    for pattern, table in said.items():
        if isinstance(table, dict) and any(fnmatch(name, pattern) for name in names):
            facts |= table
    return check(facts, path.name)


def _flat(path):
    return check(_read(path), path.name)


_known = {}


def _read(path):
    try:
        key = (path, path.stat().st_mtime_ns, path.stat().st_size)
    except OSError:
        return {}
    if key not in _known:
        if key[2] > MAX_BYTES:
            raise SweepError(f"{path.name} is too large for a file of facts")
        try:
            _known[key] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
            raise SweepError(f"{path.name} is not valid TOML: {error}") from None
    return _known[key]


def ask(missing):
    """The sentence that asks for what files do not say. missing: {file: [fact names]}."""
    files = list(missing)
    names = list(dict.fromkeys(n for facts in missing.values() for n in facts))
    number = names[0] == "n_gpu" or field(names[0]).kind == WHOLE
    example = f"{names[0]} = 8" if number else f'{names[0]} = "…"'
    return (
        f"{listed(files, 3)} {'does' if len(files) == 1 else 'do'} not say {listed(names)}; give it in a file "
        f"{FOLDER} beside the data (a line such as {example}), as FACTS of make sweep or as an argument of read_sweep"
    )
