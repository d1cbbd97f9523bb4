"""Archives, read without unpacking anything to disk: zip files, and tar.xz cut into parts."""

import io
import lzma
import re
import zipfile
import zlib
from contextlib import contextmanager

from specsweep.errors import SweepError

PART = re.compile(r"(?P<stem>.+\.tar\.xz)(?:\.part(?P<number>\d+))?", re.IGNORECASE)
MAX_FILES = 100_000
MAX_RATIO = 200  # a member of a zip that shrinks to less than 1/200 is no measurement
MAX_MEMBER = 16 << 30
XZ_MEMORY = 512 << 20


def listing(path, name):
    """(open zip file, its members), after a look at their sizes.

    Raises
    ------
    SweepError : not a zip file, too many members, or one that would unpack to far more than any sweep.
    """
    try:
        packed = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise SweepError(f"{name} is not a zip file that can be read: {error}") from None
    members = [m for m in packed.infolist() if not m.is_dir()]
    if len(members) > MAX_FILES:
        raise SweepError(f"{name} holds more than {MAX_FILES:,} files")
    for member in members:
        small = max(member.compress_size, 1)
        if member.file_size > MAX_MEMBER or (member.file_size > 16 << 20 and member.file_size / small > MAX_RATIO):
            inner = member.filename.encode("utf-8", "replace").decode()
            raise SweepError(
                f"{name}: {inner} would unpack to {member.file_size >> 20:,} MB from {small >> 10:,} kB; "
                "that is no measurement, so it is not opened"
            )
    return packed, members


def member(packed, info, name):
    """A function that opens one member of a zip file as a context."""

    @contextmanager
    def opened():
        try:
            with packed.open(info) as stream:
                yield stream
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error) as error:
            raise SweepError(f"{name} cannot be unpacked: {error}") from None

    return opened


def tables(packed, members, name):
    """(table name, function that opens it, size) of each JSON table in a zip file."""
    for info in members:
        base = info.filename.rpartition("/")[2]
        if base.endswith(".json"):
            yield base.removesuffix(".json"), member(packed, info, name), info.file_size


def parts(path):
    """All parts of a split archive, in order, as one stream of its unpacked bytes."""
    return io.BufferedReader(Unxz(part_paths(path)), 1 << 20)


def part_paths(path):
    """The parts of the archive that a path is one of, in order.

    Raises
    ------
    SweepError : one is missing.
    """
    match = PART.fullmatch(path.name)
    if not match or match["number"] is None:
        return [path]
    numbered = {}
    for other in path.parent.iterdir():
        m = PART.fullmatch(other.name)
        if m and m["stem"] == match["stem"] and m["number"] is not None:
            numbered[int(m["number"])] = other
    expected = range(min(*numbered, 1), max(numbered) + 1)
    if missing := [n for n in expected if n not in numbered]:
        raise SweepError(f"{path.name}: part {missing[0]} of the archive is missing")
    return [numbered[n] for n in sorted(numbered)]


class Unxz(io.RawIOBase):
    """The unpacked bytes of an .xz file cut into parts, with bounded memory."""

    def __init__(self, paths):
        self.paths = list(paths)
        self.name = self.paths[0].name
        self.stream = None
        self.unpack = lzma.LZMADecompressor(memlimit=XZ_MEMORY)

    def readable(self):
        return True

    def readinto(self, into):
        while True:
            try:
                packed = b"" if not self.unpack.needs_input else self._packed()
                if self.unpack.eof or (not packed and self.unpack.needs_input):
                    if not self.unpack.eof:
                        raise SweepError(f"{self.name}: the archive is cut short; is its last part missing?")
                    return 0
                data = self.unpack.decompress(packed, len(into))
            except lzma.LZMAError as error:
                raise SweepError(f"{self.name} is not an .xz archive that can be read: {error}") from None
            if data:
                into[: len(data)] = data
                return len(data)

    def _packed(self):
        while True:
            if self.stream is None:
                if not self.paths:
                    return b""
                self.stream = open(self.paths.pop(0), "rb")  # noqa: SIM115
            if data := self.stream.read(1 << 20):
                return data
            self.stream.close()
            self.stream = None

    def close(self):
        if self.stream:
            self.stream.close()
        super().close()
