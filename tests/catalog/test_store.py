"""A folder holds whole files only, and knows what its results were made from."""

import errno
import multiprocessing
import os
import signal
import time

import fsspec
import pytest

from specsweep import SweepError
from specsweep.catalog import store

FILES = {"reports/a.html": b"<p>a</p>", "reports/a.json": b"{}"}
INPUTS = {"source": "abc", "parameters": {"model": "ä", "targets": [1, 2.5]}}


@pytest.fixture(params=["local", "file", "memory"])
def folder(request, tmp_path):
    """The same folder on disk, by URL, and in memory."""
    url = {"local": tmp_path / "out", "file": f"file://{tmp_path}/out", "memory": f"memory://{tmp_path.name}"}
    yield store.open_folder(url[request.param])
    fsspec.filesystem("memory").store.clear()


def test_a_result_is_made_again_only_when_its_inputs_change(folder):
    """Same inputs: kept. Other inputs, a missing or a shortened file, no manifest: made again."""
    fs, root = folder
    assert store.up_to_date(fs, root, {"a": INPUTS}) == set()
    store.write_result(fs, root, "a", FILES, INPUTS)
    assert fs.cat_file(f"{root}/reports/a.html") == FILES["reports/a.html"]
    assert store.up_to_date(fs, root, {"a": INPUTS, "b": INPUTS}) == {"a"}
    assert store.up_to_date(fs, root, {"a": INPUTS | {"source": "abd"}}) == set()

    fs.pipe_file(f"{root}/reports/a.json", b"{")
    assert store.up_to_date(fs, root, {"a": INPUTS}) == set()
    store.write_result(fs, root, "a", FILES, INPUTS)
    fs.pipe_file(f"{root}/manifests/a.json", b'{"inputs": [')
    assert store.up_to_date(fs, root, {"a": INPUTS}) == set()


def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch):
    """The old file stays whole, no part is left, and the result counts as not made."""
    fs, root = store.open_folder(tmp_path)
    store.write_result(fs, root, "a", FILES, INPUTS)

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.write_result(fs, root, "a", {path: b"longer than before" for path in FILES}, INPUTS)
    assert (tmp_path / "reports/a.html").read_bytes() == FILES["reports/a.html"]
    assert not list(tmp_path.rglob("*.part"))
    assert store.up_to_date(fs, root, {"a": INPUTS}) == set()


class Bucket(fsspec.AbstractFileSystem):
    """An object store without the bucket that is named."""

    protocol = "bucket"

    def makedirs(self, *_, **__):
        raise AssertionError("a bucket must not be made by mistake")

    def find(self, *_, **__):
        raise RuntimeError("The specified bucket does not exist")


def test_a_bucket_that_is_not_there_is_said_and_not_made():
    """In one sentence, whatever the driver raises."""
    fsspec.register_implementation("bucket", Bucket, clobber=True)
    said = r"^bucket://b/c cannot be written: The specified bucket does not exist$"
    with pytest.raises(SweepError, match=said), store.told("bucket://b/c cannot be written"):
        store.open_folder("bucket://b/c")


def hold(root, held):
    fs, root = store.open_folder(root)
    with store.sole_writer(fs, root):
        held.set()
        time.sleep(60)


def test_a_lock_ends_with_its_process_and_parts_are_swept_away(tmp_path):
    """A second run waits; kill -9 of the first lets it in, and what the first left half-made goes."""
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    first = context.Process(target=hold, args=(str(tmp_path), held))
    first.start()
    assert held.wait(30)
    (tmp_path / ".half.part").write_bytes(b"ha")
    said = []

    def say(text):
        said.append(text)
        os.kill(first.pid, signal.SIGKILL)

    fs, root = store.open_folder(tmp_path)
    with store.sole_writer(fs, root, say):
        assert len(said) == 1 and "waiting" in said[0]
        assert not (tmp_path / ".half.part").exists()
    first.join()
