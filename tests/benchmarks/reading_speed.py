"""How fast and how lean is reading, beside parsing alone?

One file of 100,000 API rows (about 150 MB) against orjson on the whole of it, and a folder of
1,000 CI artifacts against opening, reading and parsing each, with orjson and with the standard
library's json. Each side runs in processes of its own, in turn; the best of some rounds
counts, in CPU time, for neither side waits for anything. Memory is what a process grows by
after its imports.

    python tests/benchmarks/reading_speed.py [ROUNDS]
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import orjson

ROWS, FILES = 100_000, 1000
STATISTICS = ("mean", "median", "std", "p90", "p99", "p99.9")

RUN = """
import resource, time
def grown():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
{imports}
before, start = grown(), time.process_time()
{work}
print(time.process_time() - start, grown() - before)
"""
OURS = {
    "imports": "import pandera.pandas, specsweep; specsweep.read_sweep({warm!r})",
    "work": "specsweep.read_sweep({source!r}, strict=True)",
}
WHOLE = {"imports": "import orjson; data = open({source!r}, 'rb').read()", "work": "orjson.loads(data)"}
EACH = {
    "imports": "import {parser}, pathlib; paths = sorted(pathlib.Path({source!r}).iterdir())",
    "work": "[{parser}.loads(p.read_bytes()) for p in paths]",
}


def metrics(rng):
    """The metrics of one row."""
    tpot, out, into = rng.uniform(0.003, 0.05), rng.uniform(100, 4000), rng.uniform(100, 4000)
    found = {"tput_per_gpu": out + into, "output_tput_per_gpu": out, "input_tput_per_gpu": into}
    for name, size in {"ttft": 0.3, "tpot": tpot, "itl": tpot, "e2el": 1024 * tpot}.items():
        found |= {f"{s}_{name}": size if s == "median" else size * rng.uniform(0.9, 2) for s in STATISTICS}
    return found | {f"{s}_intvty": 1 / found[f"{s}_tpot"] for s in STATISTICS}


def api_rows(path, count=ROWS):
    """API rows, as the API and a dump have them."""
    rng, runs = random.Random(1), "https://github.com/SemiAnalysisAI/InferenceX/actions/runs"
    with open(path, "wb") as out:
        for i in range(count):
            row = {
                "id": i, "hardware": rng.choice(["b200", "gb200", "mi355x"]), "framework": "sglang", "model": "dsr1",
                "precision": "fp4", "spec_method": rng.choice(["mtp", "none"]), "disagg": False, "is_multinode": False,
                "prefill_tp": 8, "prefill_ep": 1, "prefill_dp_attention": False, "prefill_num_workers": 0,
                "decode_tp": 8, "decode_ep": 1, "decode_dp_attention": False, "decode_num_workers": 0,
                "num_prefill_gpu": 8, "num_decode_gpu": 8, "benchmark_type": "single_turn", "isl": 1024, "osl": 1024,
                "conc": 2 ** rng.randint(0, 10), "offload_mode": "off", "image": "lmsysorg/sglang:v0.5.12-cu130",
                "metrics": metrics(rng), "workers": None, "date": f"2026-06-{1 + i % 28:02}",
                "run_url": f"{runs}/{27_000_000_000 + i // 50}/attempts/1",
            }  # fmt: skip
            out.write((b"," if i else b"[") + orjson.dumps(row))
        out.write(b"]")


def artifact_files(folder, count=FILES):
    """CI artifacts, indented as the CI writes them."""
    rng = random.Random(1)
    folder.mkdir()
    for i in range(count):
        record = {
            "hw": "b200-nvd", "conc": 2 ** (i % 9), "image": "lmsysorg#sglang:v0.5.12-cu130",
            "model": "nvidia/DeepSeek-R1-0528-FP4-V2", "infmax_model_prefix": "dsr1", "framework": "sglang",
            "precision": "fp4", "spec_decoding": rng.choice(["mtp", "none"]), "disagg": False, "is_multinode": False,
            "isl": 1024, "osl": 1024, "tp": 8, "ep": 1, "dp_attention": "false", **metrics(rng),
        }  # fmt: skip
        (folder / f"agg_{i:04}.json").write_text(json.dumps(record, indent=2))


def measured(side, **names):
    """(CPU seconds, bytes grown) of one side in a new process."""
    code = RUN.format(**{k: v.format(**names) for k, v in side.items()})
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    seconds, grown = done.stdout.split()
    return float(seconds), int(grown) * 1024


def best(sides, rounds, **names):
    """The best of some rounds for each side, the sides in turn."""
    runs = [[measured(side, **names) for side in sides] for _ in range(rounds)]
    return [min(run[i] for run in runs) for i in range(len(sides))]


def main(rounds=3):
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        big, folder, warm = Path(name, "rows.json"), Path(name, "artifacts"), Path(name, "warm.json")
        api_rows(big)
        api_rows(warm, 10)
        artifact_files(folder)
        size = big.stat().st_size
        (ours, grown), (parse, _) = best([OURS, WHOLE], rounds, source=str(big), warm=str(warm))
        print(f"{ROWS:,} API rows ({size / 1e6:.0f} MB): read and checked {ours:.2f} s, orjson alone {parse:.2f} s: ")
        print(f"  ratio {ours / parse:.2f}; memory {grown / size:.2f} × the file's size")
        names = {"source": str(folder), "warm": str(warm)}
        (ours, _), (fast, _) = best([OURS, EACH], 3 * rounds, parser="orjson", **names)
        (slow, _) = best([EACH], 3 * rounds, parser="json", **names)[0]
        print(f"{FILES:,} artifacts: {ours * 1e3:.0f} ms; opened, read and parsed with json {slow * 1e3:.0f} ms")
        print(f"  ({ours / slow:.2f}), with orjson {fast * 1e3:.0f} ms ({ours / fast:.2f})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
