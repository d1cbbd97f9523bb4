"""The one table of metrics: how each is called, its unit, how it is printed, which way is better."""

from typing import NamedTuple

from specsweep.errors import SweepError, listed
from specsweep.rounding import half_up

TIE = 1.01  # sides whose ratio is below this are tied


class Metric(NamedTuple):
    """One row of the table of metrics."""

    name: str  # column in a comparison's table
    label: str
    unit: str
    better: str  # "higher", "lower" or "" where neither is
    prefix: str = ""
    decimals: int = 0

    @property
    def title(self):
        """Label with its unit, for axes and table headers."""
        return f"{self.label} ({self.unit})"

    def show(self, value):
        """The value as the page prints it."""
        return f"{self.prefix}{half_up(value, self.decimals)}"


ALL = (
    Metric("throughput", "Throughput", "tok/s/GPU", "higher", decimals=1),
    Metric("cost_usd_per_mtok", "Cost", "$/M tok", "lower", "$", 3),
    Metric("tok_per_s_per_mw", "Power efficiency", "tok/s/MW", "higher"),
    Metric("concurrency", "Concurrency", "requests", "", "~"),
    Metric("output_throughput", "Output throughput", "tok/s/GPU", "higher", decimals=1),
    Metric("input_throughput", "Input throughput", "tok/s/GPU", "higher", decimals=1),
    Metric("output_cost_usd_per_mtok", "Output cost", "$/M output tok", "lower", "$", 3),
    Metric("input_cost_usd_per_mtok", "Input cost", "$/M input tok", "lower", "$", 3),
)
ENERGY = Metric("joules_per_token", "Energy", "J/token", "lower", decimals=3)  # like for like only
BY_NAME = {metric.name: metric for metric in (*ALL, ENERGY)}
ON_THE_PAGE = ("throughput", "cost_usd_per_mtok", "tok_per_s_per_mw", "concurrency")


def metric_named(name):
    """The metric of that name; SweepError where there is none."""
    if name not in BY_NAME:
        raise SweepError(f"there is no metric {name!r}; there are {listed(BY_NAME, len(BY_NAME))}")
    return BY_NAME[name]


def better_of(metric, a, b):
    """Which of two values is better: "a", "b", or "" on a tie or where none can be named."""
    if not metric.better or not (a > 0 and b > 0) or max(a, b) / min(a, b) < TIE:
        return ""
    return "a" if (a > b) == (metric.better == "higher") else "b"
