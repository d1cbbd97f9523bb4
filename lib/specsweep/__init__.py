"""specsweep: what does turning X on buy, at the interactivity your users need?"""

from specsweep.compare import compare, compare_all
from specsweep.comparison import Comparison, ComparisonSet, trace
from specsweep.errors import SweepError
from specsweep.like.acceptance import stops_paying
from specsweep.like.breakeven import break_even
from specsweep.like.budget import cheapest_within
from specsweep.like.differences import differences
from specsweep.like.evidence import evidence
from specsweep.like.ratio import band_summary, ratio_table
from specsweep.like.repeats import repeats
from specsweep.question import ask, read_targets
from specsweep.reading.describe import describe_source
from specsweep.reading.write import write_sweep
from specsweep.sides import Side
from specsweep.sweep import Loaded, load_sweep, read_sweep

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
