"""llm-d benchmark reports, v0.1 and v0.2 (YAML or JSON)."""

import math

from specsweep.readers import Unusable
from specsweep.readers.quantities import PER_SECOND, inside, is_number, mapping, minus, objects, present, seconds
from specsweep.reading.keys import framework_key, gpu_key

TOOL = "llm-d benchmark report"
DEFINITION = (
    "interactivity is 1 / median time per output token where the report has it, else 1 / median inter-token "
    "latency; what either means depends on the tool the report was made from"
)
TIMES = {"time_to_first_token": "ttft", "time_per_output_token": "tpot", "inter_token_latency": "itl",
         "request_latency": "e2el"}  # fmt: skip
STATISTICS = {"mean": "mean", "median": "p50", "std": "stddev", "p90": "p90", "p95": "p95", "p99": "p99"}


def reads(record):
    return isinstance(record.get("scenario"), dict) and ("metrics" in record or "results" in record)


def rows(record):
    if "results" in record:
        return [_v2(record)]
    return [_v1(record)]


def _v1(record):
    metrics, scenario = record["metrics"], record["scenario"]
    rates = mapping(inside(metrics, "throughput"))
    engine = inside(scenario, "platform", "engine", 0, "name")
    row = {
        "model": _named(inside(scenario, "model", "name")),
        "framework": framework_key(engine) if engine else None,
        **_hosts_v1(scenario),
        **_lengths(metrics, mapping(inside(metrics, "requests"))),
        "total_tput_tps": rates.get("total_tokens_per_sec"),
        "output_tput_tps": rates.get("output_tokens_per_sec"),
        "input_tput_tps": rates.get("input_tokens_per_sec"),
        "duration_s": inside(metrics, "time", "duration"),
        **_times(inside(metrics, "latency")),
    }
    return _finish(row, inside(metrics, "requests"), inside(scenario, "load", "args"))


def _v2(record):
    scenario = record["scenario"]
    aggregate = mapping(inside(record, "results", "request_performance", "aggregate"))
    load = mapping(inside(scenario, "load", "standardized"))
    rates = mapping(inside(aggregate, "throughput"))
    row = {
        **_stack(scenario),
        **_lengths(aggregate, mapping(inside(aggregate, "requests"))),
        "conc": load.get("concurrency"),
        "total_tput_tps": _rate(rates, "total_token_rate"),
        "output_tput_tps": _rate(rates, "output_token_rate"),
        "input_tput_tps": _rate(rates, "input_token_rate"),
        "run_id": inside(record, "run", "uid"),
        **_times(inside(aggregate, "latency")),
    }
    for name, column in (("input_seq_len", "isl"), ("output_seq_len", "osl")):
        if inside(load, name, "distribution") == "fixed":
            row[column] = inside(load, name, "value")
    return _finish(row, inside(aggregate, "requests"), {})


def _finish(row, requests, args):
    args = mapping(args)
    if row.get("conc") is None:
        row["conc"] = args.get("max_concurrency", args.get("concurrency", args.get("num_users")))
    if is_number(row["conc"]) and not math.isfinite(row["conc"]):
        row["conc"] = None
    if is_number(total := inside(requests, "total")):
        failed = inside(requests, "failures")
        row["requests_failed"] = failed
        row["requests_ok"] = minus(total, failed if is_number(failed) else 0)
    if "median_tpot" not in row and "median_itl" in row:
        row["median_tpot"] = row["median_itl"]
    if row.get("input_tput_tps") is None:
        row["input_tput_tps"] = minus(row["total_tput_tps"], row["output_tput_tps"])
    return present(row)


def _named(model):
    return None if model == "unknown" else model


def _times(latency):
    row = {}
    for name, column in TIMES.items():
        block = inside(latency, name)
        if isinstance(block, dict):
            for ours, theirs in STATISTICS.items():
                if block.get(theirs) is not None:
                    row[f"{ours}_{column}"] = seconds(block[theirs], block.get("units"), name)
    return row


def _rate(rates, name):
    block = inside(rates, name)
    if not isinstance(block, dict):
        return None
    if str(block.get("units")) not in PER_SECOND:
        raise Unusable(name, block.get("units"), "a rate in a unit not known here")
    return block.get("mean")


def _lengths(_, requests):
    row = {}
    for name, column in (("input_length", "isl"), ("output_length", "osl")):
        block = inside(requests, name)
        if isinstance(block, dict) and block.get("min") is not None and block.get("min") == block.get("max"):
            row[column] = block["min"]
    return row


def _hosts_v1(scenario):
    """GPUs by role; one accelerator entry for each host."""
    kinds = inside(scenario, "host", "type") or []
    accelerators = objects(inside(scenario, "host", "accelerator"))
    counts = [(k, a.get("count")) for k, a in zip(kinds, accelerators, strict=False)]
    return _by_role([a.get("model") for a in accelerators], counts if len(counts) == len(accelerators) else [])


def _stack(scenario):
    parts = [mapping(inside(p, "standardized")) for p in objects(inside(scenario, "stack"))]
    engines = [p for p in parts if p.get("kind") == "inference_engine"]
    counts = [(p.get("role"), _count(p)) for p in engines]
    row = _by_role([inside(p, "accelerator", "model") for p in engines], counts)
    tools = {p.get("tool") for p in engines}
    models = {inside(p, "model", "name") for p in engines}
    row["framework"] = framework_key(tools.pop()) if len(tools) == 1 else None
    row["model"] = _named(models.pop()) if len(models) == 1 else None
    return row


def _count(engine):
    """GPUs of an engine and its replicas. Reports differ in whether `count` is of one replica or of all."""
    count, replicas = inside(engine, "accelerator", "count"), engine.get("replicas")
    sizes = [inside(engine, "accelerator", "parallelism", k) for k in ("tp", "pp", "dp")]
    if not all(isinstance(n, int) and n > 0 for n in (count, replicas, *sizes)):
        return None
    one = math.prod(sizes)
    if replicas == 1 or count == one:
        return count * replicas
    return count if count == one * replicas else None


def _by_role(models, counts):
    names = {gpu_key(m) for m in models if m}
    row = {"hardware": names.pop() if len(names) == 1 else None}
    if not counts or not all(isinstance(n, int) and n > 0 for _, n in counts):
        return row
    prefill, decode = (sum(n for k, n in counts if k == role) for role in ("prefill", "decode"))
    if prefill and decode:
        return row | {"disagg": True, "num_prefill_gpu": prefill, "num_decode_gpu": decode, "n_gpu": prefill + decode}
    return row | {"disagg": False, "n_gpu": sum(n for _, n in counts)}
