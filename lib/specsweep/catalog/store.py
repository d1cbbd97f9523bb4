"""A folder of results that holds whole files only, whatever interrupts its making.

The folder may lie on this machine or wherever fsspec reaches (`s3://…`, `memory://…`). A file
appears at once and complete, or not at all. What a result was made from is kept beside it as
its *manifest*, written last, so that a result is made again only when that changed.
"""

import contextlib
import hashlib
import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from specsweep.errors import SweepError

LOCK = ".lock"
PART = ".part"  # ending of a file that is not yet whole


def open_folder(url):
    """(file system, path) of a folder given as a path or an fsspec URL; it is made if it is not there.

    A bucket is not: whoever pays for it makes it, and a name with a slip in it must not.
    """
    if not str(url).strip():
        raise SweepError("no folder is named for the catalog")
    fs, root = fsspec.core.url_to_fs(str(url))
    if _has_folders(root):
        fs.makedirs(root, exist_ok=True)
    else:
        fs.find(root, maxdepth=1)  # fails where nothing can be written later
    return fs, root.rstrip("/")


@contextlib.contextmanager
def told(what):
    """Whatever a file system or its driver stops with, as one sentence: "s3://b/c cannot be written: …"."""
    try:
        yield
    except SweepError:
        raise
    except Exception as error:  # each driver has errors of its own
        raise SweepError(f"{what}: {getattr(error, 'strerror', None) or error or type(error).__name__}") from None


def _has_folders(root):
    """Object stores have buckets and keys; their paths begin with the bucket's name."""
    return root.startswith("/") or os.path.isabs(root)


def write_whole(fs, path, data):
    """Put bytes at ``path``: afterwards it holds all of them or what it held before."""
    if not isinstance(fs, LocalFileSystem):
        if _has_folders(path):
            fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        fs.pipe_file(path, data)  # object stores show an upload when it is complete
        return
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=PART)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o644)  # a web server must be able to read it
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise


@contextlib.contextmanager
def sole_writer(fs, root, say=print):
    """Hold the folder for this run; a second run on the same folder waits for the first.

    The lock is the operating system's: it ends with the process that holds it, however that
    ends. Where there is none (remote folders, Windows), whole files and manifests have to do.
    """
    if not isinstance(fs, LocalFileSystem) or sys.platform == "win32":
        yield
        return
    import fcntl

    with _lock(root) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another run is writing to {root}; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        for left_over in Path(root).rglob(f".*{PART}"):
            left_over.unlink()
        yield


@contextlib.contextmanager
def _lock(root):
    with contextlib.ExitStack() as stack:
        with told(f"{root} cannot be written"):
            lock = stack.enter_context(open(Path(root, LOCK), "a"))
        yield lock


def digest(value):
    """SHA-256 of bytes, or of a JSON value."""
    data = value if isinstance(value, bytes) else json.dumps(value, sort_keys=True).encode()
    return hashlib.sha256(data).hexdigest()


def write_result(fs, root, name, files, inputs):
    """Write the files of one result, then its manifest.

    files : {path inside the folder: bytes}
    inputs : JSON value, all that the files were made from
    """
    manifest = _manifest(root, name)
    with contextlib.suppress(FileNotFoundError):
        fs.rm_file(manifest)  # until all files are new, the result counts as not made
    for path, data in files.items():
        write_whole(fs, f"{root}/{path}", data)
    kept = {path: {"bytes": len(data), "sha256": digest(data)} for path, data in files.items()}
    text = json.dumps({"inputs": inputs, "files": kept}, indent=1, sort_keys=True, ensure_ascii=False)
    write_whole(fs, manifest, text.encode())


def up_to_date(fs, root, inputs):
    """Which results are there, complete, and made from just these inputs.

    inputs : {name of a result: its inputs}

    Returns
    -------
    set of names
    """
    there = {path: about["size"] for path, about in fs.find(root, detail=True).items()}
    names = [name for name in inputs if _manifest(root, name) in there]
    with ThreadPoolExecutor(16) as pool:  # for a remote folder, where each takes a while
        manifests = list(pool.map(lambda name: fs.cat_file(_manifest(root, name)), names))
    good = set()
    for name, text in zip(names, manifests, strict=True):
        try:
            manifest = json.loads(text)
            whole = all(there.get(f"{root}/{p}") == about["bytes"] for p, about in manifest["files"].items())
            same = manifest["inputs"] == json.loads(json.dumps(inputs[name]))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # not a manifest of ours: make the result again
        if whole and same:
            good.add(name)
    return good


def _manifest(root, name):
    return f"{root}/manifests/{name}.json"
