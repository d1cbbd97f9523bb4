"""Vega without a network: the library for a browser, charts compiled for it, and charts as pictures.

vl-convert carries Vega inside its wheel, so whatever shows charts needs nothing but the project's
environment, at the time a report is made as much as when it is read.
"""

import hashlib
import os
import struct
import zlib
from functools import cache

import vl_convert
from platformdirs import user_cache_path

VEGALITE_VERSION = "5.20"  # the newest Vega-Lite 5: Altair 5.5 writes it, JupyterLab 4.6 draws it
INTERPRETER_VERSION = "2.0.0"  # the one inside vl-convert 1.9, which does not say so itself


def page_library():
    """Script that sets ``window.vega`` to Vega and its expression interpreter, about 590 kB.

    For charts compiled beforehand (`compiled`): it needs neither Vega-Lite nor `eval`.
    """
    vega = vl_convert.get_vega_version()
    return bundle(
        f"import {{ View, parse }} from '/npm/vega@{vega}/+esm.js';"
        f"import {{ expressionInterpreter }} from '/npm/vega-interpreter@{INTERPRETER_VERSION}/+esm.js';"
        "window.vega = { View, parse, expressionInterpreter };"
    )


@cache
def bundle(snippet):
    """A JavaScript snippet with all it imports from Vega, as text; the same text every time.

    Bundling takes a second, so what was bundled lies in the user's cache.
    """
    name = hashlib.sha256(snippet.encode()).hexdigest()[:12]
    path = user_cache_path("specsweep") / f"vega-{vl_convert.__version__}-{name}.js"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")  # reports may be made side by side
        fresh.write_text(vl_convert.javascript_bundle(snippet, vl_version=VEGALITE_VERSION), encoding="utf-8")
        fresh.replace(path)
    return path.read_text(encoding="utf-8")


def compiled(spec):
    """The Vega spec (a dict) of a Vega-Lite 5 spec."""
    return vl_convert.vegalite_to_vega(spec, vl_version=VEGALITE_VERSION)


def picture(spec):
    """A Vega-Lite 5 spec drawn as a PNG, two pixels per CSS pixel."""
    return _repacked(vl_convert.vegalite_to_png(spec, vl_version=VEGALITE_VERSION, scale=2))


def drawing(spec):
    """A Vega-Lite 5 spec drawn as SVG text."""
    return vl_convert.vegalite_to_svg(spec, vl_version=VEGALITE_VERSION)


def _repacked(png):
    """The same pixels in a quarter of the bytes: vl-convert packs for speed."""
    chunks, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        chunks.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += 12 + length
    pixels = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    first = next(i for i, (kind, _) in enumerate(chunks) if kind == b"IDAT")
    rest = [chunk for chunk in chunks[first:] if chunk[0] != b"IDAT"]
    packed = [*chunks[:first], (b"IDAT", zlib.compress(pixels)), *rest]
    return png[:8] + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in packed
    )
