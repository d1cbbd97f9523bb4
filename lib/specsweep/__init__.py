"""specsweep: what does turning X on buy, at the interactivity your users need?"""

from specsweep.compare import compare, compare_all
from specsweep.comparison import Comparison, ComparisonSet, trace
from specsweep.errors import SweepError
from specsweep.question import ask, read_targets
from specsweep.sides import Side
from specsweep.sweep import describe_source, read_sweep

__all__ = [
    "Comparison",
    "ComparisonSet",
    "Side",
    "SweepError",
    "ask",
    "compare",
    "compare_all",
    "describe_source",
    "read_sweep",
    "read_targets",
    "trace",
]
