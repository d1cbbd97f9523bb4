"""GuideLLM reports (`benchmarks.json`): one row for each benchmark of the report."""

from specsweep.readers import Unusable
from specsweep.readers.labels import labelled
from specsweep.readers.quantities import divided, inside, is_number, mapping, mean_length, objects, present

TOOL = "GuideLLM"
DEFINITION = (
    "interactivity is 1 / median inter-token latency, a median over tokens (its own TPOT includes the first "
    "token); where a rate was asked for, concurrency is the measured mean, rounded"
)
STATISTICS = {"mean": "mean", "median": "median", "std": "std_dev"}


def reads(record):
    return isinstance(record.get("benchmarks"), list) and any("metrics" in b for b in objects(record["benchmarks"]))


def rows(record):
    return [_row(record, benchmark) for benchmark in objects(record["benchmarks"]) if "metrics" in benchmark]


def _row(record, benchmark):
    metrics = benchmark["metrics"]
    done = inside(metrics, "request_totals", "successful")
    if done == 0:
        raise Unusable("request_totals", 0, "a run in which no request succeeded")
    labels = mapping(inside(record, "config", "metadata", "labels"))
    extras = mapping(record.get("output_extras") or inside(record, "args", "output_extras"))
    facts = labelled({**extras, **labels})
    measured = _mean(metrics, "request_concurrency")
    row = {
        "model": _model(record, benchmark),
        "isl": _asked(record, benchmark, "prompt_tokens", metrics, "prompt_token_count"),
        "osl": _asked(record, benchmark, "output_tokens", metrics, "output_token_count"),
        "conc": _concurrency(benchmark, measured),
        "conc_measured": measured,
        "total_tput_tps": _mean(metrics, "tokens_per_second"),
        "output_tput_tps": _mean(metrics, "output_tokens_per_second"),
        "input_tput_tps": _mean(metrics, "prompt_tokens_per_second"),
        "requests_ok": done,
        "requests_failed": inside(metrics, "request_totals", "errored"),
        "duration_s": benchmark.get("duration"),
        **_times(metrics, "time_to_first_token_ms", "ttft", 1000),
        **_times(metrics, "inter_token_latency_ms", "tpot", 1000),
        **_times(metrics, "request_latency", "e2el", 1),  # seconds, unlike the others
        **facts,
    }
    row["input_tput_tps"] = row["input_tput_tps"] if is_number(row["input_tput_tps"]) else None
    return present(row)


def _times(metrics, name, column, per_second):
    block = inside(metrics, name, "successful")
    if not isinstance(block, dict) or not block.get("count", 1):  # the zeros of nothing measured
        return {}
    times = {f"{ours}_{column}": divided(block.get(theirs), per_second) for ours, theirs in STATISTICS.items()}
    for percentile in ("p90", "p95", "p99"):
        times[f"{percentile}_{column}"] = divided(inside(block, "percentiles", percentile), per_second)
    return times


def _mean(metrics, name):
    return inside(metrics, name, "successful", "mean")


def _model(record, benchmark):
    places = (
        (benchmark, "config", "backend", "model"),
        (record, "config", "spec", "backend", "model"),
        (record, "args", "model"),
        (benchmark, "worker", "backend_model"),
        (benchmark, "benchmarker", "backend", "model"),
    )
    return next((v for root, *path in places if (v := inside(root, *path))), None)


def _asked(record, benchmark, name, metrics, counted):
    """Tokens that were asked for; else those counted, where all requests have the same."""
    for data in objects(inside(record, "config", "spec", "data")):
        if data.get("kind") == "synthetic_text" and is_number(data.get(name)):
            spread = data.get(f"{name}_stdev")
            return data[name] if not spread else None
    block = inside(metrics, counted, "successful")
    if isinstance(block, dict) and block.get("min") == block.get("max"):
        return mean_length(block.get("total_sum"), block.get("count"))
    return None


def _concurrency(benchmark, measured):
    strategy = mapping(inside(benchmark, "config", "strategy") or inside(benchmark, "args", "strategy"))
    kind = strategy.get("type_")
    if kind == "synchronous":
        return 1
    if kind == "concurrent":
        return strategy.get("streams") or strategy.get("max_concurrency")
    return max(1, round(measured)) if is_number(measured) and measured == measured and abs(measured) < 1e9 else None
