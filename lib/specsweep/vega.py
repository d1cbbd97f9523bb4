"""Vega for a page without a network: the library itself, and charts compiled for it.

vl-convert carries Vega inside its wheel, so a report made with nothing but the project's
environment can carry Vega along. Charts are compiled from Vega-Lite beforehand: the page needs
neither Vega-Lite nor `eval`, its expressions are run by Vega's own interpreter.
"""

from functools import cache

import vl_convert

from specsweep.show import VEGALITE_VERSION

INTERPRETER_VERSION = "2.0.0"  # the one inside vl-convert 1.9, which does not say so itself


@cache
def vega_script():
    """Vega and its expression interpreter as one script that sets ``window.vega``.

    About 590 kB, the same bytes every time; bundling takes 0.7 s, once per process.
    """
    vega = vl_convert.get_vega_version()
    return vl_convert.javascript_bundle(
        f"import {{ View, parse }} from '/npm/vega@{vega}/+esm.js';"
        f"import {{ expressionInterpreter }} from '/npm/vega-interpreter@{INTERPRETER_VERSION}/+esm.js';"
        "window.vega = { View, parse, expressionInterpreter };",
        vl_version=VEGALITE_VERSION,
    )


def compile_chart(spec):
    """The Vega spec (a dict) of a Vega-Lite 5 spec."""
    return vl_convert.vegalite_to_vega(spec, vl_version=VEGALITE_VERSION)
