"""Database dumps in the dump's own layout, zipped or as parts of a tar.xz."""

import orjson
import pandas as pd
import pytest

from dumps import CONFIG, parted, row, tables, zipped
from specsweep import SweepError, load_sweep, read_sweep

API = "data/inferencex-api"


@pytest.mark.parametrize("name", ["benchmarks-dsr1-2026-06", "benchmarks-history-dsr1-2026-06"])
@pytest.mark.parametrize("write", [zipped, lambda *a: parted(*a)[0]], ids=["zip", "tar.xz parts"])
def test_a_dump_of_the_real_rows_is_the_same_sweep(sweep_data, tmp_path, name, write):
    """Every date with `history`; without it, the rows of the newest run of each line, the others with the reason."""
    file = sweep_data / API / f"{name}.json"
    api = read_sweep(file)
    path = write(tmp_path, tables(orjson.loads(file.read_bytes())))
    dump = load_sweep(path, history=True)
    assert dump.set_aside.empty
    common = list(api.columns)
    pd.testing.assert_frame_equal(dump.rows[common], api, check_exact=True)
    latest = load_sweep(path)
    assert len(latest.rows) + len(latest.set_aside) == len(api) == latest.total
    assert latest.set_aside["reason"].str.startswith("superseded by the run of 20").all()
    line = [*(c for c in CONFIG), "isl", "osl"]
    newest = api.groupby(line)["date"].transform("max")
    expected = api[api["date"] == newest]
    pd.testing.assert_frame_equal(latest.rows[common], expected[common].reset_index(drop=True), check_exact=True)


def test_only_the_newest_attempt_of_a_run_and_the_newest_run_of_a_line_count(tmp_path):
    """A partial new run truncates the line; a failed row never counts."""
    named = tables(
        [
            row(conc=4, run_url="https://ci/runs/1/attempts/1"),
            row(conc=4, run_url="https://ci/runs/1/attempts/2", metrics={"tput_per_gpu": 101.0, "median_intvty": 50.0}),
            row(conc=8, run_url="https://ci/runs/1/attempts/2", metrics={"tput_per_gpu": 150.0, "median_intvty": 40.0}),
            row(conc=4, spec_method="none", run_url="https://ci/runs/1/attempts/2"),
            row(conc=8, spec_method="none", run_url="https://ci/runs/1/attempts/2"),
            row(conc=4, date="2026-06-09", spec_method="none", run_url="https://ci/runs/2/attempts/1"),
        ]
    )
    named["benchmark_results"][4]["error"] = "out of memory"
    loaded = load_sweep(zipped(tmp_path, named))
    assert loaded.rows[["spec_method", "conc", "tput_per_gpu"]].values.tolist() == [
        ["mtp", 4, 101.0],
        ["mtp", 8, 150.0],
        ["none", 4, 100.0],
    ]
    assert loaded.rows["run_url"].tolist()[0] == "https://ci/runs/1/attempts/2"
    told = loaded.set_aside.set_index("row")
    assert told.loc[5, ["column", "value", "reason"]].tolist() == [
        "error",
        "'out of memory'",
        "the error of a failed run",
    ]
    assert told.loc[1, "reason"] == "an attempt that attempt 2 of the same run supersedes"
    assert told.loc[4, "reason"].startswith("superseded by the run of 2026-06-09")
    assert loaded.summary() == "3 of 6 rows set aside."


def test_a_run_that_only_adds_points_leaves_the_others(tmp_path):
    """Unlike a full run, which truncates its line."""
    rows = [row(conc=c, metrics={"tput_per_gpu": 100.0 + c, "median_intvty": 50.0}) for c in (4, 8)]
    rows += [row(conc=c, date="2026-06-09", run_url="https://ci/runs/2/attempts/1") for c in (8, 16)]
    named = tables(rows)
    assert load_sweep(zipped(tmp_path, named)).rows["conc"].tolist() == [8, 16]
    named["workflow_runs"][1]["append_only"] = True
    loaded = load_sweep(zipped(tmp_path, named))
    assert loaded.rows[["conc", "tput_per_gpu"]].to_numpy().tolist() == [[4, 104.0], [8, 100.0], [16, 100.0]]
    assert loaded.set_aside["row"].tolist() == [2]


def test_a_row_of_nowhere_is_set_aside(tmp_path):
    """Ids that point to nothing."""
    named = tables([row(), row(conc=8)])
    named["benchmark_results"][1]["config_id"] = 99
    loaded = load_sweep(zipped(tmp_path, named))
    assert len(loaded.rows) == 1 and loaded.set_aside["reason"].tolist() == ["not in the table configs"]


def test_agentic_rows_have_no_lengths(tmp_path):
    """They are no points of a fixed sequence."""
    named = tables([row(), row(conc=8, isl=None, osl=None)])
    named["benchmark_results"][1]["benchmark_type"] = "agentic_traces"
    loaded = load_sweep(zipped(tmp_path, named))
    told = ["row", "column", "reason"]
    assert len(loaded.rows) == 1
    assert loaded.set_aside.loc[0, told].tolist() == [2, "isl", "a run without fixed input and output lengths"]


def test_missing_tables_and_parts_are_named(tmp_path):
    """And a dump of the third generation says what to do."""
    named = tables([row(conc=c) for c in range(1, 400)])
    paths = parted(tmp_path, named, size=400)
    assert len(paths) > 3 and len(read_sweep(paths[2])) == 399
    paths[1].unlink()
    with pytest.raises(SweepError, match="part 1 of the archive is missing"):
        read_sweep(paths[0])
    paths[1].write_bytes(b"")
    with pytest.raises(SweepError, match=r"not an \.xz archive|cut short"):
        read_sweep(paths[0])
    del named["configs"]
    with pytest.raises(SweepError, match=r"has no table configs; it has availability, workflow_runs"):
        read_sweep(zipped(tmp_path, named))
    newest = tmp_path / "inferencex-2026-08-03.dump.zst.part00"
    newest.write_bytes(b"x")
    with pytest.raises(SweepError, match="restore it with pg_restore"):
        read_sweep(newest)


def test_a_last_part_that_is_missing_is_noticed(tmp_path):
    """The stream ends too early."""
    paths = parted(tmp_path, tables([row(conc=c) for c in range(1, 400)]), size=400)
    paths[-1].unlink()
    with pytest.raises(SweepError, match="cut short"):
        read_sweep(paths[0])
