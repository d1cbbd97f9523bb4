"""What is written reads back as the same sweep, or is not written."""

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from specsweep import SweepError, read_sweep, write_sweep

SUFFIXES = ["csv", "parquet"]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", ["benchmarks-dsr1-2026-06", "benchmarks-history-dsr1-2026-06"])
def test_real_rows_come_back_exactly(sweep_data, tmp_path, name, suffix):
    """Every value, type, column and row, in order."""
    sweep = read_sweep(sweep_data / "data" / "inferencex-api" / f"{name}.json")
    write_sweep(sweep, tmp_path / f"s.{suffix}")
    pd.testing.assert_frame_equal(read_sweep(tmp_path / f"s.{suffix}"), sweep, check_exact=True)


def frame(n, **columns):
    base = {
        "model": ["m"] * n, "hardware": ["b200"] * n, "framework": ["trt"] * n, "precision": ["fp4"] * n,
        "spec_method": ["mtp"] * n, "isl": [1024] * n, "osl": [1024] * n, "conc": list(range(1, n + 1)),
        "tput_per_gpu": [100.0 + i for i in range(n)], "median_intvty": [50.0 + i for i in range(n)],
    }  # fmt: skip
    return pd.DataFrame(base | columns).astype(
        {c: "str" for c in ("model", "hardware", "framework", "precision", "spec_method")}
    )


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=8)
extras = st.one_of(
    st.lists(st.floats(allow_nan=True, allow_infinity=False), min_size=3, max_size=3).map(lambda v: np.array(v, float)),
    st.lists(st.integers(-(2**53), 2**53), min_size=3, max_size=3).map(lambda v: np.array(v, "int64")),
    st.lists(st.booleans(), min_size=3, max_size=3).map(np.array),
    st.lists(st.one_of(st.none(), words), min_size=3, max_size=3).map(lambda v: pd.array(v, dtype="str")),
)


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(extra=extras, tput=st.lists(st.floats(1e-3, 1e6), min_size=3, max_size=3))
@settings(max_examples=60, deadline=None)
def test_any_column_comes_back_or_is_refused(tmp_path_factory, suffix, extra, tput):
    """A CSV cannot hold text that looks like a number; Parquet holds all."""
    path = tmp_path_factory.mktemp("w") / f"s.{suffix}"
    sweep = frame(3, extra=extra, tput_per_gpu=tput)
    try:
        write_sweep(sweep, path)
    except SweepError as error:
        assert suffix == "csv" and "column extra would come back as" in str(error) and not path.exists()
        assert sweep["extra"].dtype == "str"
        return
    back = read_sweep(path)
    if sweep["extra"].isna().all():
        sweep = sweep.drop(columns="extra")
    pd.testing.assert_frame_equal(back, sweep, check_exact=True)


def test_codes_with_leading_zeros_stay_text(tmp_path):
    """`007` is no seven."""
    sweep = frame(2, code=pd.array(["007", "011"], dtype="str"))
    write_sweep(sweep, tmp_path / "s.csv")
    assert read_sweep(tmp_path / "s.csv")["code"].tolist() == ["007", "011"]
    sweep["code"] = pd.array(["7", "11"], dtype="str")
    with pytest.raises(SweepError, match=r"s2\.csv is not written: column code would come back as int64 .*Parquet"):
        write_sweep(sweep, tmp_path / "s2.csv")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["s.csv"]


def test_a_file_of_facts_in_the_folder_changes_nothing(tmp_path):
    """A table keeps what it says."""
    (tmp_path / "sweep.facts.toml").write_text('spec_method = "none"\n')
    write_sweep(frame(2), tmp_path / "s.csv")
    assert set(read_sweep(tmp_path / "s.csv")["spec_method"]) == {"mtp"}


def test_where_and_as_what(tmp_path):
    """Said when it is not clear."""
    with pytest.raises(SweepError, match=r"s\.xlsx does not end in \.csv or \.parquet"):
        write_sweep(frame(2), tmp_path / "s.xlsx")
    with pytest.raises(SweepError, match=r"there is no folder .*nowhere to write s\.csv to"):
        write_sweep(frame(2), tmp_path / "nowhere" / "s.csv")
    with pytest.raises(SweepError, match=r"s\.csv is not written: row 3, column tput_per_gpu: not a number above 0"):
        write_sweep(frame(2, tput_per_gpu=[1.0, -1.0]), tmp_path / "s.csv")
