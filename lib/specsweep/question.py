"""From what a reader asks (a notebook's parameters) to two sides and their targets."""

import json

from specsweep.errors import SweepError
from specsweep.names import ARCHITECTURES, display_name, display_names
from specsweep.sides import SYNONYMS, Side, parse_filters


def ask(*, a, b, a_label="", b_label="", **common):
    """The two sides of a question.

    Parameters
    ----------
    a, b : what differs, as text: "spec_method=mtp" against "spec_method=none"
    a_label, b_label : how the sides are called; empty derives it from what differs
    **common : filters both sides share (model, hardware, precision, engine …); an empty
        value means any, "trt|sglang" either

    Returns
    -------
    (Side, Side)
    """
    shared = {}
    for column, value in common.items():
        if str(value).strip():
            shared |= parse_filters(f"{column}={value}")
    sides = []
    for text, label in ((a, a_label), (b, b_label)):
        own = {SYNONYMS.get(c, c): v for c, v in parse_filters(text).items()}
        if not own:
            raise SweepError("each side needs what sets it apart, such as spec_method=mtp against spec_method=none")
        both = {SYNONYMS.get(c, c): v for c, v in shared.items()} | own
        sides.append(Side(label or _label(own), **both))
    return tuple(sides)


def read_targets(targets):
    """Interactivity targets given as a list, one number, or text such as "[57, 80]"; None if there are none."""
    if isinstance(targets, str):
        try:
            targets = json.loads(f"[{targets.strip().strip('[]()')}]")
        except json.JSONDecodeError:
            raise SweepError(f"the targets {targets!r} are not a list of numbers, such as [57, 80]") from None
    if isinstance(targets, int | float):
        targets = [targets]
    return list(targets) if targets is not None and len(targets) else None


def headline(comparison):
    """`B200 FP4: MTP vs Off`, from what the compared rows really hold."""
    points, versus = comparison.points, f"{comparison.a} vs {comparison.b}"
    shared = [
        display_names(c, points[c])
        for c in ("hardware", "precision")
        if points[c].nunique() == 1 or not _is_what_differs(comparison, c)
    ]
    return f"{' '.join(shared)}: {versus}" if shared else versus


def setting(comparison):
    """`Qwen 3.5 397B-A17B on B200 (NVIDIA Blackwell), FP4, 1k/1k`: what both sides run."""
    points = comparison.points
    gpus = points["hardware"].unique()
    architecture = ARCHITECTURES.get(gpus[0]) if len(gpus) == 1 else None
    return (
        f"{display_names('model', points['model'])} on {display_names('hardware', points['hardware'])}"
        f"{f' ({architecture})' if architecture else ''}, {display_names('precision', points['precision'])},"
        f" {comparison.sequence}"
    )


def _is_what_differs(comparison, column):
    a, b = (dict(side.filters).get(column) for side in (comparison.a, comparison.b))
    return a != b


def _label(filters):
    values = [(c, v if isinstance(v, list) else [v]) for c, v in filters.items()]
    return " ".join("/".join(display_name(c, x) for x in v) for c, v in values)
