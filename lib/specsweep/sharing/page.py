"""An executed notebook as one HTML file that needs neither kernel nor network.

The page is a document first: prose, tables of text, charts that Vega draws, code folded away.
Whatever came out of the notebook is escaped or cleaned on its way in, and the page's own
Content-Security-Policy allows nothing to run but the scripts that are ours.
"""

import base64
import hashlib
import json
import re
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from markdown_it import MarkdownIt
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from specsweep.sharing.clean import clean
from specsweep.sharing.keep import WIDGET
from specsweep.sharing.offline import OFFLINE, short
from specsweep.sharing.vega import compiled, page_library
from specsweep.show import VEGALITE, render

PICTURES = ("image/png", "image/jpeg", "image/svg+xml")
LONG = 4  # sections from which a table of contents helps


def render_page(notebook, *, title):
    """One self-contained HTML page (text) of an executed notebook.

    notebook : nbformat 4, as a mapping
    title : the browser's title, and the heading of a notebook that has none
    """
    headings, drawn = [], []
    cells = [_cell(cell, headings, drawn) for cell in notebook["cells"]]
    sections = [heading for heading in headings if heading["level"] == 2]
    sortable = any("sortable" in part.get("html", "") for cell in cells if cell for part in cell.get("outputs", []))
    scripts = [page_library()] * bool(drawn) + [_asset("page.js")] + [_asset("tables.js")] * sortable
    style = _asset("page.css") + _asset("tables.css") * sortable
    return render(
        "page.html",
        title=title,
        titled=any(heading["level"] == 1 for heading in headings),
        sections=sections if len(sections) >= LONG else [],
        cells=[cell for cell in cells if cell],
        drawn=list(map(_json, drawn)),
        scripts=list(map(Markup, scripts)),
        style=Markup(style),
        policy=_policy(scripts, style),
    )


def _cell(cell, headings, drawn):
    source = _text(cell["source"])
    if cell["cell_type"] == "markdown":
        return {"kind": "prose", "html": _prose(source, headings)}
    if cell["cell_type"] != "code" or not source.strip():
        return None
    shown = [_output(output, headings, drawn) for output in cell["outputs"]]
    return {"kind": "code", "code": _python(source), "outputs": [part for part in shown if part]}


def _output(output, headings, drawn):
    """The richest form of an output that a page can show; None where there is none."""
    kind = output["output_type"]
    if kind == "stream":
        return {"kind": output["name"], "text": _plain(output["text"])}
    if kind == "error":
        return {"kind": "error", "text": _plain("\n".join(output["traceback"]))}
    data = output["data"]
    plain = _plain(data.get("text/plain", ""))
    picture = next((_data_url(mime, data[mime]) for mime in PICTURES if mime in data), "")
    if OFFLINE in data:
        view = json.loads(_text(data[OFFLINE]))
        drawn.append({**view, "spec": compiled(view["spec"])})
        return {"kind": "live", "number": len(drawn), "view": view}
    if WIDGET in data:
        return None  # a control is nothing without its kernel; its still twin follows
    if VEGALITE in data:
        drawn.append(_shortened(compiled(data[VEGALITE])))
        return {"kind": "chart", "number": len(drawn), "alt": data[VEGALITE].get("description", ""), "picture": picture}
    if "text/html" in data:
        html = Markup(clean(_text(data["text/html"])))
        headings += [{"level": 1}] * ("<h1" in html)
        return {"kind": "html", "html": html}
    if picture:
        return {"kind": "picture", "picture": picture, "alt": plain}
    if "text/markdown" in data:
        return {"kind": "prose", "html": _prose(_text(data["text/markdown"]), headings)}
    return {"kind": "text", "text": plain} if plain else None


def _prose(source, headings):
    """HTML of Markdown; its headings get anchors and are added to ``headings``."""
    tokens = _markdown().parse(source)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            text = "".join(child.content for child in inline.children)
            anchor = _anchor(text, {heading.get("anchor") for heading in headings})
            token.attrSet("id", anchor)
            headings.append({"level": int(token.tag[1]), "text": text, "anchor": anchor})
    return Markup(_markdown().renderer.render(tokens, _markdown().options, {}))


def _anchor(text, taken):
    anchor = base = re.sub(r"\W+", "-", text.lower()).strip("-") or "section"
    number = 1
    while anchor in taken:
        number += 1
        anchor = f"{base}-{number}"
    return anchor


@cache
def _markdown():
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    markdown.validateLink = lambda url: url.startswith(("https://", "#"))
    return markdown


@lru_cache(256)  # most cells of a notebook are the same in all its reports
def _python(source):
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)))


def _data_url(mime, content):
    content = _text(content)
    packed = base64.b64encode(content.encode()).decode() if mime == "image/svg+xml" else "".join(content.split())
    return f"data:{mime};base64,{packed}"


def _plain(text):
    """Text without the colour codes of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", _text(text)).strip("\n")


def _text(lines):
    return lines if isinstance(lines, str) else "".join(lines)


def _json(value):
    """JSON that cannot end the script element it stands in."""
    packed = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(packed.replace("<", "\\u003c"))


def _shortened(spec):
    """A Vega spec whose data have nine digits: more than anyone draws or reads, half of what a float prints."""
    data = [
        {**part, "values": [{name: short(value, 9) for name, value in row.items()} for row in part["values"]]}
        if isinstance(part.get("values"), list)
        else part
        for part in spec["data"]
    ]
    return {**spec, "data": data}


def _policy(scripts, style):
    """Content-Security-Policy: our scripts and style sheet by their hash, pictures in the file, nothing else."""

    def source(text):
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    allowed = " ".join(map(source, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {source(style)}; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _asset(name):
    return resources.files("specsweep").joinpath("templates", name).read_text(encoding="utf-8")
