"""Vega without a network: the library for a browser, charts compiled for it, and charts as pictures.

vl-convert carries Vega inside its wheel, so whatever shows charts needs nothing but the project's
environment, at the time a report is made as much as when it is read.
"""

import contextlib
import hashlib
import json
import os
import re
import struct
import zlib
from functools import cache, lru_cache

import numpy as np
import pandas as pd
import vl_convert
from platformdirs import user_cache_path

from specsweep.sharing.fonts import own_fonts

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
    if path.is_file():
        return path.read_text(encoding="utf-8")
    script = vl_convert.javascript_bundle(snippet, vl_version=VEGALITE_VERSION)
    with contextlib.suppress(OSError):  # a cache that cannot be written only costs time
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")  # reports may be made side by side
        fresh.write_text(script, encoding="utf-8")
        fresh.replace(path)
    return script


def compiled(spec):
    """The Vega spec (a dict) of a Vega-Lite 5 spec."""
    return _compiled(json.dumps(spec))


@lru_cache(8)  # a report's charts are compiled for its pictures, then for its page
def _compiled(spec):
    return vl_convert.vegalite_to_vega(spec, vl_version=VEGALITE_VERSION)


@cache
def start_renderer():
    """Let the renderer of this process start, which takes half a second, before it is needed."""
    with own_fonts():
        word = {"data": {"values": [{}]}, "mark": {"type": "text", "text": "fonts are loaded for the first text"}}
        vl_convert.vegalite_to_svg(word, vl_version=VEGALITE_VERSION)


def picture(spec):
    """A Vega-Lite 5 spec drawn as a PNG, two pixels per CSS pixel."""
    start_renderer()
    return _repacked(vl_convert.vega_to_png(compiled(spec), scale=2))


def drawing(spec):
    """A Vega-Lite 5 spec drawn as SVG text, the same whatever was drawn before it."""
    start_renderer()
    svg = vl_convert.vegalite_to_svg(spec, vl_version=VEGALITE_VERSION)
    number = {}  # Vega counts its clip paths through all the charts of a process
    return re.sub(r"(?<=[\"#])clip\d+\b", lambda clip: f"clip{number.setdefault(clip[0], len(number) + 1)}", svg)


def _repacked(png):
    """The same picture in a fifth of the bytes: a chart has few colours, and vl-convert packs for speed."""
    width, height = struct.unpack(">II", png[16:24])
    rows = np.frombuffer(zlib.decompress(b"".join(_chunks(png, b"IDAT"))), np.uint8).reshape(height, 1 + 4 * width)
    if (rows[:, 0] != 1).any():  # each byte is stored as its difference from the pixel before, or it is left alone
        return png
    pixels, starts = _runs(np.ascontiguousarray(rows[:, 1:]))
    colour, colours = pd.factorize(pixels, sort=True)  # np.unique, without sorting them all
    for blurred in (0, 0x07070707, 0x0F0F0F0F, 0x1F1F1F1F):  # last bits given up where edges have many shades
        palette, place = np.unique(colours | np.uint32(blurred), return_inverse=True)
        if len(palette) <= 256:
            break
    else:
        return png
    lengths = np.diff(starts, append=width * height)
    indexed = np.zeros((height, 1 + width), np.uint8)
    indexed[:, 1:] = np.repeat(place[colour].astype(np.uint8), lengths).reshape(height, width)
    palette = palette.view(np.uint8).reshape(-1, 4)
    new = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0),
        b"PLTE": palette[:, :3].tobytes(),
        b"tRNS": palette[:, 3].tobytes(),
        b"IDAT": zlib.compress(indexed.tobytes()),
        b"IEND": b"",
    }
    return png[:8] + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in new.items()
    )


def _runs(steps):
    """Neighbouring pixels of one colour as one: a chart is mostly paper.

    steps : (height, 4 · width) uint8, each pixel less the one before it in its row

    Returns
    -------
    (pixels, starts) : the uint32 colour of each run, and where it starts in the picture; a run
        ends with its row
    """
    flat, width = steps.view(np.uint32).ravel(), steps.shape[1] // 4
    changes = flat != 0
    changes[::width] = True
    starts = np.flatnonzero(changes)
    step = flat[starts].view(np.uint8).reshape(-1, 4)
    sums = step.cumsum(axis=0, dtype=np.uint8)
    first = np.flatnonzero(starts % width == 0)  # run of each row
    before = np.repeat(sums[first] - step[first], np.diff(first, append=len(starts)), axis=0)
    return (sums - before).view(np.uint32).ravel(), starts


def _chunks(png, wanted):
    at = 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == wanted:
            yield png[at + 8 : at + 8 + length]
        at += 12 + length
