"""The one table of metrics: what each is called, its unit and formula, how it is printed, which way is better."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from specsweep.errors import SweepError, listed
from specsweep.prices import price_list, price_rows
from specsweep.rounding import half_up

TIE = 1.01  # sides whose ratio is below this are tied


class Metric(NamedTuple):
    """One row of the table of metrics."""

    name: str  # column in a comparison's table, or of the sweep
    label: str
    unit: str
    better: str  # "higher", "lower" or "" where neither is
    prefix: str = ""
    decimals: int = 0
    formula: str = ""  # in words and symbols, for a reader
    of: Callable | None = None  # (column, price, power) -> values; None where the column itself is the metric
    priced: bool = False  # needs a price list

    @property
    def title(self):
        """Label with its unit, for axes and table headers."""
        return f"{self.label} ({self.unit})"

    def show(self, value):
        """The value as the page prints it."""
        return f"{self.prefix}{half_up(value, self.decimals)}"

    def say(self, value):
        """The value with its unit: `998.3 tok/s/GPU`, `$0.54/M tok`."""
        return f"{self.show(value)}{self.unit[1:]}" if self.prefix == "$" else f"{self.show(value)} {self.unit}"


def itself(throughput, price, power):
    """tok/s/GPU."""
    return throughput


def cost(throughput, price, power):
    """$ per million tokens: price ($/GPU-hour) / (throughput (tok/s/GPU) × 3600 / 10⁶)."""
    return price / (throughput * 3600 / 1e6)


def per_mw(throughput, price, power):
    """tok/s/MW: throughput (tok/s/GPU) × 1000 / power (kW/GPU)."""
    return throughput * 1000 / power


def energy(throughput, price, power):
    """J/token: power (kW/GPU) × 1000 / throughput (tok/s/GPU)."""
    return power * 1000 / throughput


def _of(column, formula=itself):
    return lambda of, price, power: formula(of(column), price, power)


TOTAL, OUTPUT, INPUT = "tput_per_gpu", "output_tput_per_gpu", "input_tput_per_gpu"
COST = "price ÷ ({} throughput × 3600 ÷ 10⁶), price in $/GPU-hour"
EFFICIENCY = "{} throughput × 1000 ÷ power, power in kW/GPU"
JOULES = "power × 1000 ÷ {} throughput, power in kW/GPU, all-in provisioned"
MEASURED = "as measured, on the rows that carry it"

# What a comparison's table holds, in the order in which a reader is offered it.
ALL = (
    Metric("throughput", "Throughput", "tok/s/GPU", "higher", "", 1,
           "input and output tokens ÷ time ÷ GPUs", _of(TOTAL)),
    Metric("cost_usd_per_mtok", "Cost", "$/M tok", "lower", "$", 3,
           COST.format("total"), _of(TOTAL, cost), True),
    Metric("tok_per_s_per_mw", "Power efficiency", "tok/s/MW", "higher", "", 0,
           EFFICIENCY.format("total"), _of(TOTAL, per_mw), True),
    Metric("concurrency", "Concurrency", "requests", "", "~", 0,
           "requests in flight, as set for the run", _of("conc")),
    Metric("output_throughput", "Output throughput", "tok/s/GPU", "higher", "", 1,
           "output tokens ÷ time ÷ GPUs (decode GPUs where disaggregated)", _of(OUTPUT)),
    Metric("input_throughput", "Input throughput", "tok/s/GPU", "higher", "", 1,
           "input tokens ÷ time ÷ GPUs (prefill GPUs where disaggregated)", _of(INPUT)),
    Metric("output_cost_usd_per_mtok", "Output cost", "$/M output tok", "lower", "$", 3,
           COST.format("output"), _of(OUTPUT, cost), True),
    Metric("input_cost_usd_per_mtok", "Input cost", "$/M input tok", "lower", "$", 3,
           COST.format("input"), _of(INPUT, cost), True),
)  # fmt: skip

# What the explorer offers besides: other token types, energy, and what some rows were measured at.
MORE = (
    Metric("output_tok_per_s_per_mw", "Output power efficiency", "output tok/s/MW", "higher", "", 0,
           EFFICIENCY.format("output"), _of(OUTPUT, per_mw), True),
    Metric("input_tok_per_s_per_mw", "Input power efficiency", "input tok/s/MW", "higher", "", 0,
           EFFICIENCY.format("input"), _of(INPUT, per_mw), True),
    Metric("joules_per_token", "Energy", "J/token", "lower", "", 3,
           JOULES.format("total"), _of(TOTAL, energy), True),
    Metric("output_joules_per_token", "Output energy", "J/output token", "lower", "", 3,
           JOULES.format("output"), _of(OUTPUT, energy), True),
    Metric("input_joules_per_token", "Input energy", "J/input token", "lower", "", 3,
           JOULES.format("input"), _of(INPUT, energy), True),
    Metric("avg_power_w", "Measured power", "W/GPU", "", "", 0, MEASURED),
    Metric("joules_per_total_token", "Measured energy", "J/token", "lower", "", 3, MEASURED),
    Metric("joules_per_output_token", "Measured output energy", "J/output token", "lower", "", 3, MEASURED),
    Metric("joules_per_input_token", "Measured input energy", "J/input token", "lower", "", 3, MEASURED),
)  # fmt: skip

# What a chart can have along its x axis.
AXES = (
    Metric("median_intvty", "Interactivity", "tok/s/user", "higher", "", 1, "1 ÷ median TPOT"),
    Metric("median_ttft", "Median TTFT", "s", "lower", "", 3, "time to first token, median of the requests"),
    Metric("p90_ttft", "P90 TTFT", "s", "lower", "", 3, "time to first token, 90th percentile"),
    Metric("p99_ttft", "P99 TTFT", "s", "lower", "", 3, "time to first token, 99th percentile"),
    Metric("median_e2el", "Median end-to-end latency", "s", "lower", "", 2, "request to last token, median"),
    Metric("p99_e2el", "P99 end-to-end latency", "s", "lower", "", 2, "request to last token, 99th percentile"),
)

BY_NAME = {metric.name: metric for metric in (*ALL, *MORE, *AXES)}
ENERGY = BY_NAME["joules_per_token"]  # like for like only
ON_THE_PAGE = ("throughput", "cost_usd_per_mtok", "tok_per_s_per_mw", "concurrency")


def metric_named(name):
    """The metric of a comparison that has that name; SweepError where there is none."""
    known = {metric.name: metric for metric in (*ALL, ENERGY)}
    if name not in known:
        raise SweepError(f"there is no metric {name!r}; there are {listed(known, len(known))}")
    return known[name]


def better_of(metric, a, b):
    """Which of two values is better: "a", "b", or "" on a tie or where none can be named."""
    if not metric.better or not (a > 0 and b > 0) or max(a, b) / min(a, b) < TIE:
        return ""
    return "a" if (a > b) == (metric.better == "higher") else "b"


def with_data(metrics, rows):
    """Those metrics that some of the rows have what it takes for."""
    one = {"usd_per_gpu_hour": 1.0, "kw_per_gpu": 1.0}
    return [metric for metric in metrics if np.isfinite(values_of(metric, rows, one)).any()]


def values_of(metric, sweep, prices="2026-04", tier="hyperscaler"):
    """A metric of every row of a sweep, as a (rows,) float array.

    Missing stays missing: NaN where a row lacks what the formula needs, or has none of it
    (a throughput of 0 costs nothing finite). ``prices`` and ``tier`` as for
    :func:`specsweep.prices.price_list`; SweepError for a GPU that has no price.
    """

    def column(name):
        if name not in sweep:
            return np.full(len(sweep), np.nan)
        return sweep[name].to_numpy(dtype=float, na_value=np.nan)

    if metric.of is None:
        return column(metric.name)
    price = power = None
    if metric.priced:
        price, power = price_rows(sweep["hardware"], price_list(prices, tier))
    with np.errstate(divide="ignore"):
        values = metric.of(column, price, power)
    return np.where(np.isfinite(values), values, np.nan)
