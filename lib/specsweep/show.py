"""Put text, tables and charts into a notebook's output so that every reader can see them.

Whatever comes from data or parameters is escaped here. Each output also carries a form that
needs nothing: plain text beside HTML, a picture beside a chart.
"""

import base64
import os

from IPython.display import display
from jinja2 import Environment, PackageLoader, StrictUndefined
from nbformat import NotebookNode

from specsweep.sharing.vega import picture

VEGALITE = "application/vnd.vegalite.v5+json"
# Set in a kernel that nobody looks at: whoever started it draws the pictures (`add_pictures`), in
# one process for many notebooks, as the renderer takes half a second to start; and keeps no widget.
UNATTENDED = "SPECSWEEP_UNATTENDED"

TEMPLATES = Environment(
    loader=PackageLoader("specsweep"), autoescape=True, trim_blocks=True, undefined=StrictUndefined, auto_reload=False
)


def render(template, **values):
    """HTML from one of the package's templates; every value is escaped."""
    return TEMPLATES.get_template(template).render(**values)


def show_html(html, text):
    """Show HTML of ours, with plain text for readers without HTML."""
    display({"text/html": html, "text/plain": text}, raw=True)


def show_text(paragraphs, heading=None):
    """Show sentences as paragraphs, with an optional heading of level 1."""
    paragraphs = [paragraphs] if isinstance(paragraphs, str) else list(paragraphs)
    html = render("text.html", heading=heading, paragraphs=paragraphs)
    show_html(html, "\n\n".join(([heading] if heading else []) + paragraphs))


def show_chart(spec, datasets, alt=""):
    """Show a chart: Vega-Lite for JupyterLab, and its picture for everybody else.

    Parameters
    ----------
    spec : Vega-Lite 5 dict with named data
    datasets : {name: rows}
    alt : what the chart shows, in words; it goes into the spec's description
    """
    whole = {**spec, "datasets": datasets, "description": alt}
    png = b"" if unattended() else picture(whole)
    forms = {VEGALITE: whole, "image/png": png, "text/plain": alt or "chart"}
    display(forms, metadata={"image/png": _as_drawn(png, alt)} if png else {}, raw=True)


def show_facts(facts, forms):
    """Show {what: text} as a table of two columns; ``forms`` are further forms of it, by MIME type."""
    text = "\n".join(f"{what}: {value}" for what, value in facts.items())
    display({"text/html": render("facts.html", facts=facts), "text/plain": text, **forms}, raw=True)


def records(frame):
    """Rows for JSON: NaN is not JSON, so what is missing is null."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def unattended():
    """Whether this kernel's output is only kept, and neither seen nor moved by anybody."""
    return UNATTENDED in os.environ


def add_pictures(cell):
    """Draw the pictures that `show_chart` left empty in an executed cell."""
    for output in cell.get("outputs", []):
        spec = output.get("data", {}).get(VEGALITE)
        if spec and output.data.get("image/png") == "":
            png = picture(spec)
            output.data["image/png"] = base64.b64encode(png).decode()
            output.metadata["image/png"] = NotebookNode(_as_drawn(png, spec["description"]))


def _as_drawn(png, alt):
    return {"width": int.from_bytes(png[16:20]) // 2, "alt": alt}  # the picture has two pixels per CSS pixel
