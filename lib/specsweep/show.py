"""Put text, tables and charts into a notebook's output so that every reader can see them.

Whatever comes from data or parameters is escaped here. Each output also carries a form that
needs nothing: plain text beside HTML, a picture beside a chart.
"""

from IPython.display import display
from jinja2 import Environment, PackageLoader, StrictUndefined

from specsweep.vega import picture

VEGALITE = "application/vnd.vegalite.v5+json"

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
    png = picture(whole)
    as_drawn = {"width": int.from_bytes(png[16:20]) // 2, "alt": alt}  # the picture has two pixels per CSS pixel
    forms = {VEGALITE: whole, "image/png": png, "text/plain": alt or "chart"}
    display(forms, metadata={"image/png": as_drawn}, raw=True)


def show_facts(facts, forms):
    """Show {what: text} as a table of two columns; ``forms`` are further forms of it, by MIME type."""
    text = "\n".join(f"{what}: {value}" for what, value in facts.items())
    display({"text/html": render("facts.html", facts=facts), "text/plain": text, **forms}, raw=True)


def records(frame):
    """Rows for JSON: NaN is not JSON, so what is missing is null."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
