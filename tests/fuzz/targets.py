"""What the fuzzers try: bytes as a file of some kind, through the whole of reading."""

import json
from pathlib import Path

import yaml

from specsweep import SweepError, load_sweep
from specsweep.reading import gather

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
FACTS = {
    "model": "m", "hardware": "h100", "framework": "vllm", "precision": "fp8", "spec_method": "mtp",
    "isl": 64, "osl": 32, "conc": 4, "n_gpu": 2,
}  # fmt: skip
# Users are told that a record is not of its tool's form; here the readers must do without that net.
gather.rows_of = lambda tool, record: tool.rows(record)

SEEDS = (
    "vllm/mtp.json",
    "vllm/sweep/SERVE--mtp-BENCH--max_concurrency=1/summary.json",
    "sglang/mtp.jsonl",
    "guidellm/rates.json",
    "aiperf/mtp/profile_runs/trial_0001/concurrency_2/profile_export_aiperf.json",
    "aiperf/mtp/profile_runs/trial_0001/concurrency_2/profile_export_aiperf.csv",
    "aiperf/mtp/aggregate/sweep_aggregate/profile_export_aiperf_sweep.json",
    "llmd/mtp-0.yaml",
    "llmd/v0.1/mtp.yaml",
)


def seeds():
    """(suffix, bytes) of a small file of each kind."""
    for name in SEEDS:
        yield Path(name).suffix, (FIXTURES / name).read_bytes()
    row = {"hardware": "b200", "conc": 4, "isl": 1024, "osl": 1024, "workers": [{"role": "decode", "num_gpus": 4}]}
    row |= {
        "model": "m",
        "framework": "trt",
        "precision": "fp4",
        "spec_method": "mtp",
        "disagg": False,
        "date": "2026-06-01",
    }
    row |= {"metrics": {"tput_per_gpu": 100.0, "median_intvty": 50.0}, "run_url": "https://ci/runs/1/attempts/2"}
    yield ".json", json.dumps([row, {**row, "conc": 8}]).encode()
    agg = {"hw": "b200-nvd", "conc": 4, "infmax_model_prefix": "m", "framework": "dynamo-trtllm", "precision": "nvfp4"}
    agg |= {"spec_decoding": "", "prefill_tp": 4, "decode_tp": 8, "num_decode_gpu": 8, "isl": 1024, "osl": 1024}
    yield ".json", json.dumps(agg | {"tput_per_gpu": 100.0, "median_tpot": 0.02, "median_intvty": 50.0}).encode()
    optimizer = {
        "config": {
            "client_args": {"random_input_len": 64},
            "server_args": {"tp_size": 2},
            "server_cmd_args": ["--dp", "2"],
        }
    }
    optimizer["results"] = {
        "backend": "vllm",
        "output_throughput": 10.0,
        "input_throughput": 5.0,
        "median_tpot_ms": 5.0,
    }
    yield ".json", json.dumps(optimizer).encode()
    yield (
        ".csv",
        b"model,hardware,framework,precision,spec_method,isl,osl,conc,tp,dp_attention,tput_per_gpu,median_intvty\n"
        + (b"m,b200,trt,fp4,mtp,1024,1024,8,4,true,100.5,50\n" * 3),
    )


def documents():
    """(suffix, parsed) of the seeds that are JSON or YAML of one document."""
    for suffix, data in seeds():
        try:
            parsed = yaml.safe_load(data) if suffix == ".yaml" else json.loads(data)
        except ValueError:
            parsed = json.loads(data.split(b"\n")[0]) if suffix == ".jsonl" else None
        if parsed is not None:
            yield suffix, parsed


def read(path):
    """Reads a file as a user would, with and without facts, strictly and not. Anything but SweepError gets out."""
    for facts in ({}, FACTS):
        for strict in (False, True):
            try:
                loaded = load_sweep(path, strict=strict, **facts)
            except SweepError as error:
                assert str(error).isprintable() and str(error)
                continue
            assert len(loaded.rows) and loaded.total >= len(loaded.rows)
            assert loaded.rows[["tput_per_gpu", "median_intvty"]].gt(0).all(axis=None)
            loaded.set_aside.to_csv()
