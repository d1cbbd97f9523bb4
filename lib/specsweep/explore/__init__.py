"""The explorer: choose what to see of a sweep, draw it on any axes, compare two series, follow them in time."""

from specsweep.explore import explored
from specsweep.explore.explorer import Explorer
from specsweep.explore.pair_panel import compare_panel, time_panel
from specsweep.explore.panel import explore_panel

__all__ = ["Explorer", "compare_panel", "explore_panel", "explored", "time_panel"]
