"""specsweep: what does turning X on buy, at the interactivity your users need?"""

from specsweep.acceptance import stops_paying
from specsweep.breakeven import break_even
from specsweep.budget import cheapest_within
from specsweep.compare import compare, compare_all
from specsweep.comparison import Comparison, ComparisonSet, trace
from specsweep.differences import differences
from specsweep.errors import SweepError
from specsweep.evidence import evidence
from specsweep.question import ask, read_targets
from specsweep.ratio import band_summary, ratio_table
from specsweep.repeats import repeats
from specsweep.sides import Side
from specsweep.sweep import Loaded, describe_source, load_sweep, read_sweep
from specsweep.write import write_sweep

__all__ = [
    "Comparison",
    "ComparisonSet",
    "Loaded",
    "Side",
    "SweepError",
    "ask",
    "band_summary",
    "break_even",
    "cheapest_within",
    "compare",
    "compare_all",
    "describe_source",
    "differences",
    "evidence",
    "load_sweep",
    "ratio_table",
    "read_sweep",
    "read_targets",
    "repeats",
    "stops_paying",
    "trace",
    "write_sweep",
]
