"""A coverage-guided fuzzer over reading, for a while.

    python tests/fuzz/fuzz.py SECONDS

needs `atheris` (in tests/requirements.txt). What it finds is kept in tests/fuzz/corpus, as a
file that test_fuzz.py reads from then on, and ends the run.
"""

import hashlib
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
SUFFIXES = (".json", ".jsonl", ".csv", ".yaml", ".zip", ".parquet", ".tar.xz")
SLOW = 5  # seconds for one small file


def main(seconds):
    """Runs the fuzzer on the seeds' bytes, the first byte choosing the kind of file."""
    import atheris

    with atheris.instrument_imports(include=["specsweep"]):
        import targets
    with tempfile.TemporaryDirectory() as folder:
        start = Path(folder, "start")
        start.mkdir()
        for i, (suffix, data) in enumerate(targets.seeds()):
            Path(start, str(i)).write_bytes(bytes([SUFFIXES.index(suffix)]) + data[:8000])

        def one(data):
            suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ".json"
            path = Path(folder, f"input{suffix}")
            path.write_bytes(data[1:])
            begun = time.monotonic()
            try:
                targets.read(path)
                assert time.monotonic() - begun < SLOW, "slow"
            except Exception:
                kept = HERE / "corpus" / f"{hashlib.sha256(data).hexdigest()[:12]}{suffix}"
                kept.parent.mkdir(exist_ok=True)
                kept.write_bytes(data[1:])
                print(f"kept as {kept}", file=sys.stderr)
                raise

        limits = [f"-max_total_time={seconds}", "-max_len=8192", "-timeout=20", "-rss_limit_mb=2048"]
        atheris.Setup([sys.argv[0], *limits, "-print_final_stats=1", "-artifact_prefix=/tmp/", str(start)], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
