"""From what a user names — a file, a folder, a pattern, an archive, a URL — to files that can be read."""

import glob
import os
import stat
import zipfile
from pathlib import Path

from specsweep.errors import SweepError, listed
from specsweep.project import ROOT
from specsweep.reading import archive
from specsweep.reading.fetch import fetch, is_url
from specsweep.reading.found import Found, display

SUFFIXES = (".json", ".jsonl", ".ndjson", ".csv", ".parquet", ".yaml", ".yml", ".zip")
SEVERAL = " + "  # between the sources of one text
MAX_FILES = 100_000


def locate(source, aside, *, refresh=False, offline=False):
    """The files of a source, in order. What must not be read is set aside in `aside`.

    Files of several sources are named from the folder that holds all of them. With `offline`
    the local copy of a URL serves, where there is one, without asking.
    """
    sources = several(source)
    found = []
    for one, prefix in zip(sources, _prefixes(sources), strict=True):
        if is_url(one):
            path, note = fetch(one, refresh=refresh, offline=offline)
            name = one.partition("?")[0].rstrip("/").rpartition("/")[2] or "download"
            found += _expand(Path(path), one, aside, suffix=Path(name).suffix.lower(), note=note)
        elif (path := find(one)) is None:
            found += _pattern(str(one), aside)
        elif path.is_dir():
            found += _folder(path, prefix, aside)
        elif stat.S_ISREG(path.stat().st_mode):
            found += _expand(path, prefix + display(path.name), aside)
        else:
            raise SweepError(f"{display(path.name)} is not a file that can be read")
    return found


def several(source):
    """The sources that a list or a text such as "a.json + b.json" names."""
    if isinstance(source, list | tuple):
        if not source:
            raise SweepError("the list of sources is empty; name a file, folder, pattern, archive or URL")
        return [one for part in source for one in several(part)]
    if not str(source).strip():
        raise SweepError("no source is named; give a file, folder, pattern, archive or URL")
    if SEVERAL in str(source) and find(source) is None:
        return several([part.strip() for part in str(source).split(SEVERAL)])
    return [source]


def _prefixes(sources):
    """The folder of each source, from the one that holds all: what its files' names begin with."""
    paths = [None if is_url(source) else find(source) for source in sources]
    folders = [path and os.path.abspath(path if path.is_dir() else path.parent) for path in paths]
    top = os.path.commonpath(list(filter(None, folders))) if any(folders) else ""
    return [f"{display(os.path.relpath(f, top))}/" if f and f != top else "" for f in folders]


def find(source):
    """The path as given from the current folder or, as in the notebooks, from the project's; or None."""
    source = str(source).removeprefix("file://")
    for path in (Path(source), ROOT / source):
        try:
            if path.exists():
                return path
        except (OSError, ValueError):  # a name no file system takes
            break
    return None


def _pattern(pattern, aside):
    """The files that a pattern matches; where it matches only folders, all in those."""
    for start in (Path.cwd(), ROOT) if glob.has_magic(pattern) else ():
        paths = [start / p for p in sorted(glob.glob(pattern, root_dir=start, recursive=True))]
        matched = [p for p in paths if p.is_file()] or [p for p in paths if p.is_dir()]
        if matched:
            base = os.path.commonpath([p.parent for p in matched])
            names = [display(p.relative_to(base)) for p in matched]
            return [
                found
                for path, name in zip(matched, names, strict=True)
                for found in (_folder(path, f"{name}/", aside) if path.is_dir() else _expand(path, name, aside))
            ]
    raise SweepError(f"there is no file {display(pattern)}; give the path of a file or folder, a pattern, or a URL")


def _folder(folder, prefix, aside):
    found = list(_walk(os.fspath(folder), prefix, os.path.realpath(folder), aside))
    if not found:
        raise SweepError(f"{display(folder)} holds no result file ({listed(SUFFIXES)})")
    return found


def _walk(folder, prefix, top, aside, depth=0):
    """Result files of a folder and the folders in it, by name; of those, nothing hidden."""
    folders = []
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        aside.add(prefix or display(folder), None, None, None, f"a folder that cannot be read: {error.strerror}")
        return
    if len(entries) > MAX_FILES:
        raise SweepError(f"{display(folder)} holds more than {MAX_FILES:,} files; name a smaller folder")
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            folders.append(entry)
            continue
        _, dot, ending = name.rpartition(".")
        suffix = dot + ending.lower()
        if suffix not in SUFFIXES:
            continue
        shown = prefix + display(name)
        if entry.is_symlink() and os.path.commonpath([os.path.realpath(entry.path), top]) != top:
            aside.add(shown, None, None, None, "a link that leaves the folder, so not followed")
        elif suffix == ".zip":
            yield from _zip(entry.path, shown, aside, "")
        else:
            yield Found(shown, suffix, entry.path, folder, depth=depth)
    for entry in folders:
        yield from _walk(entry.path, f"{prefix}{display(entry.name)}/", top, aside, depth + 1)


def _expand(path, name, aside, suffix=None, note=""):
    """The file itself, or the files in it."""
    suffix = suffix or path.suffix.lower()
    where = os.fspath(path)
    if suffix == ".zip" or (suffix not in SUFFIXES and zipfile.is_zipfile(path)):
        return _zip(where, name, aside, note)
    if archive.PART.fullmatch(path.name):
        return [Found(name, ".tar.xz", where, os.path.dirname(where), note, lambda: archive.parts(path))]
    if suffix == ".zst" or ".zst." in path.name:
        raise SweepError(
            f"{name} is a PostgreSQL dump (zstd), which is not read here; restore it with pg_restore, "
            "or take the dump of JSON tables (.zip, .tar.xz)"
        )
    return [Found(name, suffix, where, os.path.dirname(where), note)]


def _zip(path, name, aside, note):
    folder = os.path.dirname(path)
    packed, members = archive.listing(path, name)
    if any(m.filename.rpartition("/")[2] == "benchmark_results.json" for m in members):
        return [Found(name, ".dump", path, folder, note, lambda: archive.tables(packed, members, name))]
    found = []
    for member in members:
        inner = f"{name}/{display(member.filename)}"
        suffix = os.path.splitext(member.filename)[1].lower()
        if suffix == ".zip":
            aside.add(inner, None, None, None, "a zip inside a zip, so not opened")
        elif suffix in SUFFIXES:
            opened = archive.member(packed, member, inner)
            found.append(Found(inner, suffix, None, folder, note, opened, member.file_size, holder=path))
    if not found:
        raise SweepError(f"{name} holds no result file ({listed(SUFFIXES)})")
    return found
