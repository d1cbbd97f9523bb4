"""One file to read, on disk or inside an archive, and the name it is known by."""

import os
import stat
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from specsweep.errors import SweepError, plain
from specsweep.reading import archive


class Found(NamedTuple):
    """A file to read: `path` is where it lies, `folder` where its sidecar may lie.

    `opener` opens what is inside an archive, which has no path of its own.
    """

    name: str
    suffix: str
    path: str | None = None
    folder: str | None = None
    note: str = ""
    opener: Callable | None = None
    size: int | None = None
    depth: int = 0  # folders between `folder` and the source's own
    holder: str | None = None  # the archive it is in

    @contextmanager
    def open(self):
        """(the file's bytes as a stream with `peek`, how many they are where that is known)."""
        if self.opener:
            with self.opener() as stream:
                yield stream, self.size
        else:
            handle, size = self._handle()
            with os.fdopen(handle, "rb") as stream:
                yield stream, size

    def small(self, most):
        """All bytes of a file of at most `most`; None of any other, and of what cannot be opened."""
        if self.opener:
            return None
        try:
            handle, size = self._handle()
        except SweepError:
            return None
        try:
            return os.read(handle, size + 1) if size <= most else None
        finally:
            os.close(handle)

    def bytes_in(self):
        """The paths of the files on disk that hold its bytes."""
        if self.suffix == ".tar.xz":
            return [os.fspath(p) for p in archive.part_paths(Path(self.path))]
        return [self.holder or self.path]

    def _handle(self):
        try:
            # Without O_NONBLOCK, opening a pipe would wait for its writer.
            handle = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        except OSError as error:
            raise SweepError(f"{self.name} cannot be opened: {error.strerror}") from None
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            os.close(handle)
            raise SweepError(f"{self.name} is not a file that can be read")
        return handle, status.st_size


def display(name):
    """A file name that can be printed, whatever bytes it has."""
    return plain(os.fsencode(str(name)).decode("utf-8", "replace"))
