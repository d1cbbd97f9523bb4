"""NVIDIA AIPerf exports: a run (JSON or CSV), runs repeated, and a whole sweep with its confidence intervals."""

import re

from specsweep.readers.quantities import divided, inside, mapping, minus, objects, plus, present, seconds
from specsweep.reading.keys import gpu_key

TOOL = "AIPerf"
DEFINITION = (
    "interactivity is 1 / median inter-token latency, which is a request's decode time for each token (what "
    "others call TPOT); a CSV export is rounded to 0.01 ms"
)
TIMES = {"time_to_first_token": "ttft", "inter_token_latency": "tpot", "request_latency": "e2el"}
STATISTICS = {"mean": "avg", "median": "p50", "std": "std", "p90": "p90", "p95": "p95", "p99": "p99"}
RATES = {
    "total_token_throughput": "total_tput_tps",
    "output_token_throughput": "output_tput_tps",
    "input_token_throughput": "input_tput_tps",
}


def reads(record):
    return (
        isinstance(inside(record, "inter_token_latency"), dict)
        or isinstance(inside(record, "output_token_throughput"), dict)
        or "per_combination_metrics" in record
        or inside(record, "metadata", "aggregation_type") == "confidence"
    )


def is_aggregate(record):
    """Whether a file sums up runs that lie beside it in files of their own."""
    return "per_combination_metrics" in record or inside(record, "metadata", "aggregation_type") == "confidence"


def rows(record):
    if "per_combination_metrics" in record:
        combinations = objects(record["per_combination_metrics"])
        return [_repeated(c.get("metrics"), c.get("parameters"), record) for c in combinations]
    if is_aggregate(record):
        return [_repeated(record.get("metrics"), inside(record, "metadata", "variation_values"), record)]
    return [_run(record)]


def _run(record):
    def stat(name, statistic):
        return inside(record, name, statistic)

    asked = mapping(inside(record, "input_config"))
    lengths = {side: stat(f"{side}_sequence_length", "avg") for side in ("input", "output")}
    row = {
        **_identity(asked, inside(record, "run_info", "variation_values")),
        **_gpus(record),
        "conc_measured": stat("effective_concurrency", "avg"),
        "requests_ok": stat("request_count", "avg"),
        "duration_s": stat("benchmark_duration", "avg"),
        "date": str(record.get("start_time") or "")[:10],
        "run_id": inside(record, "run_info", "run_label"),
    }
    for side, name in (("input", "isl"), ("output", "osl")):
        row.setdefault(name, lengths[side] if inside(record, f"{side}_sequence_length", "std") == 0 else None)
    for name, column in RATES.items():
        row[column] = stat(name, "avg")
    for name, column in TIMES.items():
        unit = stat(name, "unit")
        for ours, theirs in STATISTICS.items():
            if stat(name, theirs) is not None:
                row[f"{ours}_{column}"] = seconds(stat(name, theirs), unit, name)
    row |= _acceptance(record, "avg")
    return _total(present(row))


def _repeated(metrics, parameters, record):
    """The mean over repeated runs, and the ends of its confidence interval."""
    metrics = mapping(metrics)
    row = _identity({}, parameters)
    row["model"] = inside(record, "metadata", "model")
    row["runs"] = inside(record, "metadata", "num_trials_per_value") or inside(
        record, "metadata", "num_successful_runs"
    )
    ends = {"": "mean", "_ci_low": "ci_low", "_ci_high": "ci_high"}
    for name, column in RATES.items():
        for suffix, key in ends.items():
            row[column + suffix] = inside(metrics, f"{name}_avg", key)
    for name, column in TIMES.items():
        for ours, theirs in STATISTICS.items():
            block = inside(metrics, f"{name}_{theirs}")
            if isinstance(block, dict):
                for suffix, key in ends.items() if ours == "median" else [("", "mean")]:
                    row[f"{ours}_{column}{suffix}"] = seconds(block.get(key), block.get("unit"), name)
    for side, name in (("input", "isl"), ("output", "osl")):
        if inside(metrics, f"{side}_sequence_length_std", "max") == 0:
            row.setdefault(name, inside(metrics, f"{side}_sequence_length_avg", "mean"))
    return _total(present(row))


def _identity(asked, variation):
    """Model, lengths and concurrency, as they were asked for."""
    prompts = mapping(inside(asked, "datasets", 0, "prompts"))
    phase = next((p for p in objects(inside(asked, "phases")) if p.get("name") == "profiling"), {})
    loadgen = mapping(inside(asked, "loadgen"))
    row = {
        "model": inside(asked, "models", "items", 0, "name") or inside(asked, "endpoint", "model_names", 0),
        "conc": phase.get("concurrency") or inside(loadgen, "concurrency"),
    }
    for name in ("isl", "osl"):
        block = inside(prompts, name)
        if isinstance(block, dict) and not block.get("stddev"):
            row[name] = block.get("mean")
    for key, value in mapping(variation).items():
        if str(key).rpartition(".")[2] == "concurrency":
            row["conc"] = value
    return {k: v for k, v in row.items() if v is not None}


def _gpus(record):
    """The GPUs whose telemetry was recorded."""
    endpoints = inside(record, "telemetry_data", "endpoints")
    gpus = []
    for endpoint in mapping(endpoints).values():
        found = inside(endpoint, "gpus")
        gpus += list(found.values()) if isinstance(found, dict) else objects(found)
    names = {inside(g, "gpu_name") for g in gpus} - {None}
    if len(names) != 1:
        return {}
    return {"hardware": gpu_key(names.pop()), "n_gpu": len(gpus)}


def _acceptance(record, key):
    rate, unit = inside(record, "draft_acceptance_rate", key), inside(record, "draft_acceptance_rate", "unit")
    return {
        "acceptance_length": inside(record, "acceptance_length", key),
        "acceptance_rate": divided(rate, 100) if unit == "%" else rate,
    }


def _total(row):
    """Older exports have no total and no input rate: then they stay missing, unless both parts are there."""
    if "total_tput_tps" not in row and {"input_tput_tps", "output_tput_tps"} <= row.keys():
        row["total_tput_tps"] = plus(row["input_tput_tps"], row["output_tput_tps"])
    if "input_tput_tps" not in row and {"total_tput_tps", "output_tput_tps"} <= row.keys():
        row["input_tput_tps"] = minus(row["total_tput_tps"], row["output_tput_tps"])
    return row


HEADER = re.compile(r"(?P<name>.+?)(?: \((?P<unit>[^()]+)\))?")
TITLES = {
    "Time to First Token": "time_to_first_token",
    "Inter Token Latency": "inter_token_latency",
    "Request Latency": "request_latency",
    "Output Token Throughput": "output_token_throughput",
    "Input Token Throughput": "input_token_throughput",
    "Total Token Throughput": "total_token_throughput",
    "Input Sequence Length": "input_sequence_length",
    "Output Sequence Length": "output_sequence_length",
    "Benchmark Duration": "benchmark_duration",
    "Request Count": "request_count",
    "Effective Concurrency": "effective_concurrency",
}


def reads_csv(lines):
    return bool(lines) and lines[0][:2] in (["Metric", "avg"], ["Metric", "Value"])


def from_csv(lines):
    """The record of a CSV export: its sections, as the JSON export has them."""
    record, header = {}, []
    for line in lines:
        if not line or line[0] in ("Metric", "Endpoint"):
            header = line
            continue
        match = HEADER.fullmatch(line[0])
        if not match or match["name"] not in TITLES or header[:1] != ["Metric"]:
            continue
        block = {"unit": match["unit"]}
        for column, cell in zip(header[1:], line[1:], strict=False):
            if cell.strip():
                try:
                    block["avg" if column == "Value" else column] = float(cell)
                except ValueError:
                    block["avg" if column == "Value" else column] = cell
        record[TITLES[match["name"]]] = block
    return record
