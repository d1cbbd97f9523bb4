"""BentoML llm-optimizer results (`results.json`, `results.jsonl`)."""

from specsweep.readers.quantities import is_number, latencies, mean_length, plus, present

TOOL = "llm-optimizer"
DEFINITION = "interactivity is 1 / median TPOT of the requests"

SIZES = {
    "tp": ("tensor_parallel_size", "tp_size", "tensor-parallel-size", "tp-size", "tp"),
    "pp": ("pipeline_parallel_size", "pp_size", "pipeline-parallel-size", "pp-size", "pp"),
    "dp": ("data_parallel_size", "dp_size", "data-parallel-size", "dp-size", "dp"),
}


def reads(record):
    config, results = record.get("config"), record.get("results")
    return isinstance(config, dict) and isinstance(results, dict) and "output_throughput" in results


def rows(record):
    config, results = record["config"], record["results"]
    client = config.get("client_args") if isinstance(config.get("client_args"), dict) else {}
    server = _server(config)
    asked = {k: client.get(f"random_{k}_len") for k in ("input", "output")}
    lengths = {
        k: v if is_number(v) else mean_length(results.get(f"total_{k}_tokens"), results.get("completed"))
        for k, v in asked.items()
    }
    row = {
        "model": server.get("model") or server.get("model_path") or client.get("model"),
        "framework": str(results.get("backend") or "").split("-")[0].lower(),
        "n_gpu": _gpus(server),
        "tp": _size(server, "tp"),
        "isl": lengths["input"],
        "osl": lengths["output"],
        "conc": results.get("max_concurrency", client.get("max_concurrency")),
        "conc_measured": results.get("concurrency"),
        "total_tput_tps": plus(results.get("input_throughput"), results.get("output_throughput")),
        "output_tput_tps": results.get("output_throughput"),
        "input_tput_tps": results.get("input_throughput"),
        "requests_ok": results.get("completed"),
        "duration_s": results.get("duration"),
        "acceptance_length": results.get("accept_length"),
        **latencies(results),
    }
    return [present(row)]


def _server(config):
    """The server's arguments, those of its command line included."""
    server = dict(config["server_args"]) if isinstance(config.get("server_args"), dict) else {}
    words = config.get("server_cmd_args")
    words = [str(w) for w in words] if isinstance(words, list) else []
    for word, following in zip(words, [*words[1:], ""], strict=False):
        if word.startswith("--"):
            name, _, value = word[2:].partition("=")
            server.setdefault(name, value or following)
    return server


def _size(server, kind):
    value = next((server[n] for n in SIZES[kind] if n in server), None)
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _gpus(server):
    """The tool starts the server with these arguments, so one not given has its default, 1."""
    tp = _size(server, "tp")
    if tp is None:
        return None
    shared = bool(server.get("enable_dp_attention") or server.get("enable-dp-attention"))
    return tp * (_size(server, "pp") or 1) * (1 if shared else _size(server, "dp") or 1)
