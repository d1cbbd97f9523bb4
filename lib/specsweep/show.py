"""Put text, tables and charts into a notebook's output so that every reader can see them.

Whatever comes from data or parameters is escaped here. Each output also carries a form that
needs nothing: plain text beside HTML, a picture beside a chart.
"""

import vl_convert
from IPython.display import display
from jinja2 import Environment, PackageLoader, StrictUndefined

VEGALITE = "application/vnd.vegalite.v5+json"
VEGALITE_VERSION = "5.20"

_templates = Environment(
    loader=PackageLoader("specsweep"), autoescape=True, trim_blocks=True, undefined=StrictUndefined
)


def render(template, **values):
    """HTML from one of the package's templates; every value is escaped."""
    return _templates.get_template(template).render(**values)


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
    picture = vl_convert.vegalite_to_png(whole, vl_version=VEGALITE_VERSION, scale=2)
    display({VEGALITE: whole, "image/png": picture, "text/plain": alt or "chart"}, raw=True)
