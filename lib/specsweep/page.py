"""An executed notebook as one HTML file that needs neither kernel nor network.

The page is a document first: prose, tables of text, charts that Vega draws, code folded away.
Whatever came out of the notebook is escaped or cleaned on its way in, and the page's own
Content-Security-Policy allows nothing to run but the scripts that are ours.
"""

import base64
import hashlib
import json
import re
from functools import cache
from importlib import resources
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from specsweep.show import VEGALITE, render
from specsweep.vega import compiled, page_library

WIDGET = "application/vnd.jupyter.widget-view+json"
PICTURES = ("image/png", "image/jpeg", "image/svg+xml")
LONG = 4  # sections from which a table of contents helps

TAGS = {
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd"),
    *("strong", "b", "em", "i", "small", "sub", "sup", "code", "pre", "a", "details", "summary"),
}
ATTRIBUTES = {
    "*": {"class", "title"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "a": {"href"},
}


def render_page(notebook, *, title):
    """One self-contained HTML page (text) of an executed notebook.

    notebook : nbformat 4, as a mapping
    title : the browser's title, and the heading of a notebook that has none
    """
    headings, charts = [], []
    cells = [_cell(cell, headings, charts) for cell in notebook["cells"]]
    sections = [heading for heading in headings if heading["level"] == 2]
    scripts = [page_library()] * bool(charts) + [_asset("page.js")]
    style = _asset("page.css")
    return render(
        "page.html",
        title=title,
        titled=any(heading["level"] == 1 for heading in headings),
        sections=sections if len(sections) >= LONG else [],
        cells=[cell for cell in cells if cell],
        charts=_json(charts),
        scripts=list(map(Markup, scripts)),
        style=Markup(style),
        policy=_policy(scripts, style),
    )


def _cell(cell, headings, charts):
    source = _text(cell["source"])
    if cell["cell_type"] == "markdown":
        return {"kind": "prose", "html": _prose(source, headings)}
    if cell["cell_type"] != "code" or not source.strip():
        return None
    shown = [_output(output, headings, charts) for output in cell["outputs"]]
    return {"kind": "code", "code": _python(source), "outputs": [part for part in shown if part]}


def _output(output, headings, charts):
    """The richest form of an output that a page can show; None where there is none."""
    kind = output["output_type"]
    if kind == "stream":
        return {"kind": output["name"], "text": _plain(output["text"])}
    if kind == "error":
        return {"kind": "error", "text": _plain("\n".join(output["traceback"]))}
    data = output["data"]
    plain = _plain(data.get("text/plain", ""))
    picture = next((_data_url(mime, data[mime]) for mime in PICTURES if mime in data), "")
    if VEGALITE in data:
        charts.append(compiled(data[VEGALITE]))
        alt = data[VEGALITE].get("description", "")
        return {"kind": "chart", "number": len(charts) - 1, "alt": alt, "picture": picture}
    if "text/html" in data:
        html = _clean(_text(data["text/html"]))
        headings += [{"level": 1}] * ("<h1" in html)
        return {"kind": "html", "html": html}
    if picture:
        return {"kind": "picture", "picture": picture, "alt": plain}
    if "text/markdown" in data:
        return {"kind": "prose", "html": _prose(_text(data["text/markdown"]), headings)}
    if WIDGET in data or not plain:
        return None  # a control is nothing without its kernel; its still twin follows
    return {"kind": "text", "text": plain}


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


def _clean(html):
    cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"https"})
    return Markup(cleaned)


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
