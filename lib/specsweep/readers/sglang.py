"""SGLang `bench_serving` results: JSONL, one record appended for each run."""

from specsweep.readers.quantities import is_number, latencies, mapping, mean_length, plus, present

TOOL = "SGLang bench_serving"
DEFINITION = (
    "interactivity is 1 / median TPOT of the requests; the accepted length is the server's average since it "
    "started, not the run's"
)
PRECISIONS = {"fp8", "fp4", "nvfp4", "mxfp4", "modelopt_fp8", "modelopt_fp4", "w8a8_fp8"}


def reads(record):
    return "backend" in record and ("median_e2e_latency_ms" in record or "total_output_tokens_retokenized" in record)


def rows(record):
    server = mapping(record.get("server_info"))
    random = record.get("dataset_name") in ("random", "random-ids")
    total = record.get("total_throughput")
    if total is None:
        total = plus(record.get("input_throughput"), record.get("output_throughput"))
    row = {
        "model": server.get("served_model_name") or server.get("model_path") or record.get("model"),
        "framework": "sglang" if server else None,
        "precision": _precision(server.get("quantization")),
        "spec_method": _method(server),
        "num_spec_tokens": server.get("speculative_num_draft_tokens"),
        "n_gpu": n_gpu(server),
        "tp": server.get("tp_size"),
        "ep": server.get("ep_size"),
        "isl": _length(record, "input", random),
        "osl": _length(record, "output", random),
        "conc": record.get("max_concurrency"),
        "conc_measured": record.get("concurrency"),
        "total_tput_tps": total,
        "output_tput_tps": record.get("output_throughput"),
        "input_tput_tps": record.get("input_throughput"),
        "requests_ok": record.get("completed"),
        "duration_s": record.get("duration"),
        "acceptance_length": record.get("accept_length"),
        "tag": record.get("tag"),
        **latencies(record),
    }
    return [present(row)]


def n_gpu(server):
    """GPUs of one server: attention data parallelism shares the tensor-parallel GPUs."""
    tp, pp = server.get("tp_size"), server.get("pp_size", 1)
    dp = 1 if server.get("enable_dp_attention") else server.get("dp_size", 1)
    return tp * pp * dp if all(isinstance(n, int) and n > 0 for n in (tp, pp, dp)) else None


def _length(record, side, random):
    asked = record.get(f"random_{side}_len")
    if random and is_number(asked):
        return asked
    return mean_length(record.get(f"total_{side}_tokens"), record.get("completed"))


def _method(server):
    if "speculative_algorithm" not in server:
        return None
    return str(server["speculative_algorithm"] or "none").lower()


def _precision(name):
    name = str(name or "").lower()
    if name not in PRECISIONS:
        return None
    return "fp4" if "fp4" in name else "fp8"
