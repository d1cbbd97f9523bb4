"""Text in other encodings than UTF-8, where a byte order mark names them."""

import codecs
import io


def utf8(stream):
    """The stream itself, or its text as UTF-8 where a byte order mark says UTF-16 or UTF-32."""
    head = stream.peek(4)[:4] if hasattr(stream, "peek") else b""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return io.BufferedReader(_Recoded(stream, name), 1 << 20)
    return stream


_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class _Recoded(io.RawIOBase):
    def __init__(self, stream, encoding):
        self.stream, self.rest = stream, b""
        self.decoder = codecs.getincrementaldecoder(encoding)("replace")

    def readable(self):
        return True

    def readinto(self, into):
        while not self.rest:
            data = self.stream.read(1 << 16)
            self.rest = self.decoder.decode(data, not data).encode("utf-8", "replace")
            if not data:
                break
        n = min(len(into), len(self.rest))
        into[:n], self.rest = self.rest[:n], self.rest[n:]
        return n
