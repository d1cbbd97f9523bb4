"""Database dumps in the dump's own layout, from API rows."""

import io
import json
import lzma
import tarfile
import zipfile

CONFIG = (
    "hardware", "framework", "model", "precision", "spec_method", "disagg", "is_multinode",
    "prefill_tp", "prefill_ep", "prefill_dp_attention", "prefill_num_workers",
    "decode_tp", "decode_ep", "decode_dp_attention", "decode_num_workers", "num_prefill_gpu", "num_decode_gpu",
)  # fmt: skip


def tables(rows):
    """API rows as the dump's tables. Ids are text where the database's are bigints, dates are midnights."""
    configs, runs, results = {}, {}, []
    for number, row in enumerate(rows):
        key = tuple(row[c] for c in CONFIG)
        config = configs.setdefault(key, {"id": len(configs) + 1} | {c: row[c] for c in CONFIG})
        url, _, attempt = row["run_url"].partition("/attempts/")
        run = runs.setdefault(
            row["run_url"],
            {
                "id": str(len(runs) + 1),
                "github_run_id": url.rpartition("/")[2],
                "run_attempt": int(attempt),
                "html_url": url,
                "run_started_at": f"{row['date']}T10:00:00.000Z",
            },
        )
        results.append(
            {
                "id": str(number + 1),
                "workflow_run_id": run["id"],
                "config_id": config["id"],
                "benchmark_type": "single_turn",
                "date": f"{row['date']}T00:00:00.000Z",
                "offload_mode": "off",
                "error": None,
                "server_log_id": None,
                **{k: row.get(k) for k in ("isl", "osl", "conc", "image", "metrics", "workers")},
            }
        )
    return {"configs": list(configs.values()), "workflow_runs": list(runs.values()), "benchmark_results": results}


def text(rows):
    """A table as the dump writes it."""
    return ("[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]\n").encode()


def zipped(folder, named):
    path = folder / "inferencex-dump-2026-06-15.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inferencex-dump/availability.json", "[\n\n]\n")
        for name, rows in named.items():
            archive.writestr(f"inferencex-dump/{name}.json", text(rows))
    return path


def parted(folder, named, size=50_000):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in ("benchmark_results", "configs", "workflow_runs"):  # results first: the harder order
            info = tarfile.TarInfo(f"dump/{name}.json")
            data = text(named[name])
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    packed = lzma.compress(buffer.getvalue(), preset=0)
    paths = []
    for i in range(0, len(packed), size):
        paths.append(folder / f"inferencex-2026-06-15.tar.xz.part{i // size:02}")
        paths[-1].write_bytes(packed[i : i + size])
    return paths


ROW = {
    "hardware": "b200", "framework": "trt", "model": "m", "precision": "fp4", "spec_method": "mtp", "disagg": False,
    "is_multinode": False, "prefill_tp": 8, "prefill_ep": 1, "prefill_dp_attention": False, "prefill_num_workers": 0,
    "decode_tp": 8, "decode_ep": 1, "decode_dp_attention": False, "decode_num_workers": 0, "num_prefill_gpu": 8,
    "num_decode_gpu": 8, "isl": 1024, "osl": 1024, "conc": 4, "image": "x", "date": "2026-06-01",
    "metrics": {"tput_per_gpu": 100.0, "median_intvty": 50.0}, "run_url": "https://ci/runs/1/attempts/1",
}  # fmt: skip


def row(**changes):
    return {**ROW, **changes}
