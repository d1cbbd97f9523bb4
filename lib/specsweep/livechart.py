"""A chart in the notebook that takes new data and signal values without being built again.

The spec's data are named (``alt.Data(name="points")``); ``update`` sends only what changed. The
Vega library the browser needs is sent on request, once per page, so it never lies in the
notebook and nothing is fetched from the network.
"""

from pathlib import Path

import anywidget
import traitlets

from specsweep.sharing.vega import bundle


class LiveChart(anywidget.AnyWidget):
    """A Vega-Lite ``spec`` with the rows of its named datasets and the values of its parameters.

    data : {name: rows}, the rows drawn. marks : the same for the few rows that follow a slider,
    so that a move does not send the rest again. signals : {parameter name: value}.
    watch : names of the parameters whose value the page reports back in ``seen``.
    """

    _esm = Path(__file__).with_name("livechart.js").read_text()
    spec = traitlets.Dict().tag(sync=True)
    data = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)
    signals = traitlets.Dict().tag(sync=True)
    watch = traitlets.List().tag(sync=True)
    seen = traitlets.Dict().tag(sync=True)

    def __init__(self, spec, **traits):
        super().__init__(spec=spec, **traits)
        self.on_msg(self._answer)

    def _answer(self, _, message, __):
        if message == "library":
            self.send("library", buffers=[bundle("export { vegaEmbed }").encode()])
