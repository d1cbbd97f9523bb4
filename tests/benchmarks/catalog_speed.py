"""How long do all reports of a catalog take, beside stock papermill called once for each?

The other side is the stock `papermill` command on the same notebook with the same parameters,
one report after the other, in an environment of its own that has JupyterLab, the package and
the very versions of our locks. It is timed on a few reports spread over the catalog and
scaled to all of them. Both run in turn; the median of the catalog's runs counts. Memory is that
of all our processes together (PSS: what they share is counted once), in a run of its own, as
looking at it takes a third of a processor.

    python tests/benchmarks/catalog_speed.py SOURCE [KINDS] [SAMPLED]
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psutil
import yaml
from report_speed import ROOT, seconds, untouched

from specsweep.catalog.overview import overview
from specsweep.catalog.pairs import find_pairs, parameters_of
from specsweep.sweep import read_sweep


def memory(process):
    """MB of a process and all its descendants."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 1e6


def command(source, kinds, out):
    """The catalog's own."""
    return [sys.executable, "-m", "specsweep.catalog", source, "--kinds", kinds, "--out", str(out)]


def peak_memory(source, kinds, out):
    """Peak MB while the catalog is made."""
    peak, done = [0.0], threading.Event()
    with subprocess.Popen(command(source, kinds, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:

        def watch():
            while not done.wait(0.2):
                try:
                    peak[0] = max(peak[0], memory(psutil.Process(run.pid)))
                except psutil.Error:
                    return

        watcher = threading.Thread(target=watch)
        watcher.start()
        run.wait()
        done.set()
        watcher.join()
    return peak[0]


def main(source, kinds="spec", sampled=6):
    """Print both times, their ratio and the memory."""
    source = str(Path(source).resolve())
    sweep = read_sweep(source)
    table, _ = overview(sweep, find_pairs(sweep, kinds))
    pairs = list(table[table["reason"] == ""].itertuples())
    chosen = pairs[:: max(1, len(pairs) // int(sampled))][: int(sampled)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        papermill = untouched(folder / "env")
        subprocess.run(
            [folder / "env/bin/python", "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "-e", ROOT]
        )
        ours, stock = [], []
        for number, pair in enumerate(chosen):
            (folder / "p.yaml").write_text(yaml.safe_dump({"source": source, **parameters_of(pair)}))
            one = [papermill, ROOT / "notebooks" / "compare.ipynb", folder / "out.ipynb", "-f", folder / "p.yaml"]
            stock.append(seconds(list(map(str, one)), ROOT))
            if number in (0, len(chosen) // 2, len(chosen) - 1):
                ours.append(seconds(command(source, kinds, folder / f"catalog-{number}"), ROOT))
        peak = peak_memory(source, kinds, folder / "catalog-watched")
    serial, typical = sum(stock) / len(stock) * len(pairs), statistics.median(ours)
    about = {"reports": len(pairs), "cores": os.cpu_count(), "stock_s_each": [round(s, 2) for s in stock]}
    print(json.dumps(about))
    print(f"stock papermill, one after the other: {serial:.0f} s; the whole catalog: {typical:.1f} s", end="")
    print(f" ({[round(s, 1) for s in ours]}); ratio 1/{serial / typical:.1f}; peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
