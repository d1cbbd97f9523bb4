"""One physical run, written as each tool writes it: what a reader should find is known beforehand."""

import json

import numpy as np
import yaml

POINTS = [  # concurrency, output tok/s, input tok/s, medians of TPOT, TTFT and end-to-end latency in s
    (4, 812.3456789, 811.0001, 0.0048123456789, 0.0712345, 4.99123),
    (16, 2451.25, 2450.75, 0.00651234, 0.0912345678, 6.7521),
    (64, 6123.0625, 6120.5, 0.0103456, 0.251, 10.9),
]
GPUS = 8
FACTS = {
    "model": "m",
    "hardware": "b200",
    "framework": "vllm",
    "precision": "fp8",
    "spec_method": "mtp",
    "isl": 1024,
    "osl": 1024,
    "n_gpu": GPUS,
}
MEASURES = (
    "tput_per_gpu",
    "output_tput_per_gpu",
    "input_tput_per_gpu",
    "median_intvty",
    "median_tpot",
    "median_ttft",
    "median_e2el",
)
CORE = ("model", "hardware", "framework", "precision", "spec_method", "isl", "osl", "conc", *MEASURES)


def expected():
    """The sweep: {column: values}."""
    conc, out, into, tpot, ttft, e2el = map(np.array, zip(*POINTS, strict=True))
    said = {k: [v] * len(POINTS) for k, v in FACTS.items() if k != "n_gpu"}
    measured = ((out + into) / GPUS, out / GPUS, into / GPUS, 1 / tpot, tpot, ttft, e2el)
    return said | {"conc": conc} | dict(zip(MEASURES, measured, strict=True))


def api(folder):
    """InferenceX API rows."""
    rows = []
    for i, point in enumerate(POINTS):
        metrics = {m: float(expected()[m][i]) for m in MEASURES}
        row = {k: v for k, v in FACTS.items() if k != "n_gpu"} | {"conc": point[0], "disagg": False, "metrics": metrics}
        rows.append(row)
    return _json(folder / "api.json", rows), {}


def artifacts(folder):
    """CI artifacts, one file for each point."""
    for i, point in enumerate(POINTS):
        record = {"hw": "b200-nvd", "conc": point[0], "infmax_model_prefix": "m", "framework": "vllm"}
        record |= {"precision": "fp8", "spec_decoding": "mtp", "tp": GPUS, "ep": 1, "isl": 1024, "osl": 1024}
        _json(folder / f"agg_{i}.json", record | {m: float(expected()[m][i]) for m in MEASURES})
    return folder, {}


def vllm(folder):
    """`vllm bench serve --append-result --metadata gpu=B200 …`."""
    text = ""
    for conc, out, into, tpot, ttft, e2el in POINTS:
        record = {"date": "20261124-101500", "backend": "vllm", "model_id": "m", "tokenizer_id": "m", "gpu": "B200"}
        record |= {"num_gpus": "8", "precision": "fp8", "engine": "vllm", "spec_method": "mtp"}
        record |= {"max_concurrency": conc, "completed": 10, "total_input_tokens": 10240, "total_output_tokens": 10240}
        record |= {"output_throughput": out, "total_token_throughput": out + into, "median_tpot_ms": tpot * 1000}
        text += json.dumps(record | {"median_ttft_ms": ttft * 1000, "median_e2el_ms": e2el * 1000})
    return _text(folder / "vllm.json", text), {}


def sglang(folder):
    """SGLang bench_serving, a line for each run; the request rate is written as Infinity."""
    lines = []
    for conc, out, into, tpot, ttft, e2el in POINTS:
        record = {"backend": "sglang-oai", "dataset_name": "random", "request_rate": float("inf"), "completed": 40}
        record |= {"max_concurrency": conc, "random_input_len": 1024, "random_output_len": 1024}
        record |= {"server_info": {"tp_size": 8, "dp_size": 1, "quantization": "fp8", "served_model_name": "m"}}
        record |= {"input_throughput": into, "output_throughput": out, "total_throughput": into + out}
        record |= {"median_tpot_ms": tpot * 1000, "median_ttft_ms": ttft * 1000, "median_e2e_latency_ms": e2el * 1000}
        lines.append(json.dumps(record))
    return _text(folder / "sglang.jsonl", "\n".join(lines)), {
        k: FACTS[k] for k in ("hardware", "spec_method", "framework")
    }


def guidellm(folder):
    """A GuideLLM report; its latency of a request is in seconds, the rest in ms."""
    benchmarks = []
    for conc, out, into, tpot, ttft, e2el in POINTS:
        rates = {"output_tokens_per_second": out, "prompt_tokens_per_second": into, "tokens_per_second": out + into}
        times = {"inter_token_latency_ms": tpot * 1000, "time_to_first_token_ms": ttft * 1000, "request_latency": e2el}
        metrics = {k: {"successful": {"mean": v, "count": 40}} for k, v in rates.items()}
        metrics |= {k: {"successful": {"median": v, "count": 40}} for k, v in times.items()}
        metrics["request_totals"] = {"successful": 40, "errored": 0}
        strategy = {"type_": "concurrent", "streams": conc}
        benchmarks.append({"config": {"strategy": strategy, "backend": {"model": "m"}}, "metrics": metrics})
    labels = {"gpu": "B200", "gpus": "8", "precision": "fp8", "engine": "vllm", "spec_method": "mtp"}
    data = [{"kind": "synthetic_text", "prompt_tokens": 1024, "output_tokens": 1024}]
    config = {"metadata": {"labels": labels}, "spec": {"data": data}}
    return _json(folder / "benchmarks.json", {"metadata": {}, "config": config, "benchmarks": benchmarks}), {}


def aiperf(folder):
    """AIPerf exports, one for each concurrency, with telemetry of eight GPUs."""
    gpus = {str(i): {"gpu_name": "NVIDIA B200"} for i in range(GPUS)}
    for conc, out, into, tpot, ttft, e2el in POINTS:
        record = {
            "output_token_throughput": {"unit": "tokens/sec", "avg": out},
            "input_token_throughput": {"unit": "tokens/sec", "avg": into},
            "total_token_throughput": {"unit": "tokens/sec", "avg": out + into},
            "inter_token_latency": {"unit": "ms", "p50": tpot * 1000},
            "time_to_first_token": {"unit": "us", "p50": ttft * 1e6},
            "request_latency": {"unit": "sec", "p50": e2el},
            "telemetry_data": {"endpoints": {"node": {"gpus": gpus}}},
            "input_config": {
                "models": {"items": [{"name": "m"}]},
                "datasets": [{"prompts": {"isl": {"mean": 1024, "stddev": 0}, "osl": {"mean": 1024, "stddev": 0}}}],
                "phases": [{"name": "profiling", "concurrency": conc}],
            },
        }
        run = folder / f"concurrency_{conc:03}"
        run.mkdir()
        _json(run / "profile_export_aiperf.json", record)
    return folder, {k: FACTS[k] for k in ("framework", "precision", "spec_method")}


def llmd_v1(folder):
    """llm-d benchmark reports v0.1, in YAML."""
    for conc, out, into, tpot, ttft, e2el in POINTS:
        times = {"time_per_output_token": ("ms/token", tpot * 1000), "time_to_first_token": ("ms", ttft * 1000)}
        times["request_latency"] = ("s", e2el)
        lengths = {k: {"units": "count", "min": 1024, "max": 1024} for k in ("input_length", "output_length")}
        report = {
            "version": "0.1",
            "scenario": {
                "host": {"type": ["replica"], "accelerator": [{"model": "NVIDIA-B200", "count": 8}]},
                "platform": {"engine": [{"name": "vllm"}]},
                "model": {"name": "m"},
                "load": {"name": "vllm-benchmark", "args": {"max_concurrency": conc}},
            },
            "metrics": {
                "time": {"duration": 10},
                "requests": {"total": 40, "failures": 0, **lengths},
                "latency": {k: {"units": u, "mean": v, "p50": v} for k, (u, v) in times.items()},
                "throughput": {
                    "input_tokens_per_sec": into,
                    "output_tokens_per_sec": out,
                    "total_tokens_per_sec": out + into,
                },
            },
        }
        _text(folder / f"report_{conc:03}.yaml", yaml.safe_dump(report))
    return folder, {k: FACTS[k] for k in ("precision", "spec_method")}


def llmd_v2(folder):
    """llm-d benchmark reports v0.2: two replicas of four GPUs."""
    for conc, out, into, tpot, ttft, e2el in POINTS:
        times = {"time_per_output_token": ("s/token", tpot), "time_to_first_token": ("ms", ttft * 1000)}
        times["request_latency"] = ("s", e2el)
        rates = {"input_token_rate": into, "output_token_rate": out, "total_token_rate": into + out}
        engine = {
            "kind": "inference_engine",
            "tool": "vllm",
            "role": "aggregate",
            "replicas": 2,
            "model": {"name": "m"},
            "accelerator": {"model": "NVIDIA-B200", "count": 4, "parallelism": {"tp": 4, "dp": 1, "pp": 1, "ep": 1}},
        }
        lengths = {k: {"distribution": "fixed", "value": 1024} for k in ("input_seq_len", "output_seq_len")}
        report = {
            "version": "0.2",
            "run": {"uid": f"u{conc}"},
            "scenario": {
                "stack": [{"metadata": {}, "standardized": engine}],
                "load": {"standardized": {"tool": "aiperf", "concurrency": conc, **lengths}},
            },
            "results": {
                "request_performance": {
                    "aggregate": {
                        "requests": {"total": 40, "failures": 0},
                        "latency": {k: {"units": u, "mean": v, "p50": v} for k, (u, v) in times.items()},
                        "throughput": {k: {"units": "tokens/s", "mean": v} for k, v in rates.items()},
                    }
                }
            },
        }
        _text(folder / f"report_{conc:03}.yaml", yaml.safe_dump(report))
    return folder, {k: FACTS[k] for k in ("precision", "spec_method")}


def llm_optimizer(folder):
    """llm-optimizer results: a list of configurations, with the server's arguments."""
    records = []
    for conc, out, into, tpot, ttft, e2el in POINTS:
        client = {
            "dataset_name": "random",
            "random_input_len": 1024,
            "random_output_len": 1024,
            "max_concurrency": conc,
        }
        server = {"tensor_parallel_size": 4, "model": "m"}
        words = ["--data-parallel-size", "2", "--enable-prefix-caching"]
        results = {"backend": "vllm", "max_concurrency": conc, "completed": 40, "input_throughput": into}
        results |= {"output_throughput": out, "median_tpot_ms": tpot * 1000, "median_ttft_ms": ttft * 1000}
        results |= {"median_e2e_latency_ms": e2el * 1000}
        config = {"client_args": client, "server_args": server, "server_cmd_args": words}
        records.append({"config": config, "results": results, "constraints": []})
    return _json(folder / "results.json", records), {k: FACTS[k] for k in ("hardware", "precision", "spec_method")}


def table(folder):
    """CSV in the sweep's own columns."""
    from specsweep import write_sweep

    return _written(folder / "sweep.csv", write_sweep), {}


def parquet(folder):
    """Parquet in the sweep's own columns."""
    from specsweep import write_sweep

    return _written(folder / "sweep.parquet", write_sweep), {}


ALL = (api, artifacts, vllm, sglang, guidellm, aiperf, llmd_v1, llmd_v2, llm_optimizer, table, parquet)


def _written(path, write):
    import pandas as pd

    write(pd.DataFrame(expected()), path)
    return path


def _json(path, value):
    return _text(path, json.dumps(value))


def _text(path, text):
    path.write_text(text, encoding="utf-8")
    return path
