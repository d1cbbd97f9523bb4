"""How long does the kernel work on one move in the explorer?

The real rows (SWEEP_DATA), all three live panels open as in explore.ipynb. A control change is
every choice that a reader can make from the default view; a target move is one step of the
slider. What the panels send to the page is packed as JSON, as a kernel does. Medians and worst
cases in milliseconds, as processor time of the kernel (what the machine does besides does not
count) and by the clock; beside them the least a move can cost: one slider that updates one text.

    SWEEP_DATA=… python tests/benchmarks/explorer_speed.py [ROUNDS]
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path

import comm
import ipywidgets as widgets
from comm.base_comm import BaseComm

from specsweep import read_sweep
from specsweep.explore.explorer import Explorer
from specsweep.explore.pair_panel import compare_panel, time_panel
from specsweep.explore.panel import explore_panel

DATA = Path(os.environ["SWEEP_DATA"]) / "data" / "inferencex-api"
NEWEST, HISTORY = DATA / "benchmarks-dsr1-2026-06.json", DATA / "benchmarks-history-dsr1-2026-06.json"


class Packed(BaseComm):
    """Packs what a kernel would send."""

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        json.dumps([msg_type, data, metadata, keys]).encode()


comm.create_comm = Packed


def milliseconds(work):
    """Processor time and time by the clock of one piece of work."""
    cpu, clock = time.process_time(), time.perf_counter()
    work()
    return 1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - clock)


def opened(with_history):
    """The explorer with its panels, as the notebook opens them."""
    history = read_sweep(HISTORY) if with_history else None
    explorer = Explorer(read_sweep(NEWEST), history=history)
    panels = explore_panel(explorer), compare_panel(explorer, str(NEWEST)), time_panel(explorer)
    return explorer, panels


def control_changes(explorer):
    """One of each: metrics, axes, and every value of every facet, then back."""
    ys, xs = explorer.offered_metrics
    for axis, metrics in (("y", ys), ("x", xs)):
        for metric in [*metrics[1:], metrics[0]]:
            yield f"{axis} axis", lambda axis=axis, name=metric.name: explorer.set(**{axis: name})
    for facet, values in explorer.offered.items():
        before = explorer.chosen[facet]
        for value in [*values, *before[:1]]:
            yield facet, lambda facet=facet, value=value: explorer.choose(facet, [value])


def target_moves(explorer, steps=20):
    """Steps of the slider back and forth."""
    for step in range(steps):
        target = explorer.target + (1 if step < steps / 2 else -1)
        yield "target", lambda target=target: explorer.set_trait("target", target)


def report(name, moves):
    """Median and worst of some moves."""
    cpu, clock = zip(*(milliseconds(work) for _, work in moves), strict=True)
    print(
        f"{name}: median {statistics.median(cpu):.1f} ms, worst {max(cpu):.1f} ms of {len(cpu)}"
        f" (by the clock {statistics.median(clock):.1f} and {max(clock):.1f} ms)"
    )


def main(rounds=3):
    """Print both, with and without the view through time."""
    slider, text = widgets.IntSlider(), widgets.HTML()
    slider.observe(lambda change: setattr(text, "value", str(change.new)), "value")
    report("one slider and one text", (("", lambda n=n: setattr(slider, "value", n)) for n in range(1, 50)))
    for with_history in (False, True):
        explorer, panels = opened(with_history)
        also = ", through time" if with_history else ""
        report(f"control change{also}", (move for _ in range(rounds) for move in control_changes(explorer)))
        report(f"target move{also}", (move for _ in range(rounds) for move in target_moves(explorer)))
        del panels


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
