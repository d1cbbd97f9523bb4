"""`make sweep` turns any source into one table."""

import pandas as pd
from click.testing import CliRunner

import formats
from specsweep import read_sweep
from specsweep.reading.convert import main


def run(*words):
    return CliRunner().invoke(main, [str(w) for w in words])


def test_a_source_becomes_a_table(tmp_path):
    """With the facts given, and it says what it did."""
    source, facts = formats.llm_optimizer(tmp_path)
    out = tmp_path / "sweep.csv"
    said = " ".join(f"{k}={v}" for k, v in facts.items())
    result = run(source, "--out", out, "--fact", said)
    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"{out}: 3 rows. All 3 rows used.")
    pd.testing.assert_frame_equal(read_sweep(out), read_sweep(source, **facts), check_exact=True)


def test_what_was_set_aside_is_listed_and_written(tmp_path):
    """The first ten on the screen, all in the file."""
    rows = pd.DataFrame(formats.expected())
    rows = pd.concat([rows, *[rows.assign(conc=c, tput_per_gpu=-1.0) for c in range(100, 105)]])
    rows.to_csv(tmp_path / "in.csv", index=False)
    result = run(tmp_path / "in.csv", "-o", tmp_path / "out.parquet", "--set-aside", tmp_path / "aside.csv")
    assert result.exit_code == 0, result.output
    assert "3 rows. 15 of 18 rows set aside." in result.output
    assert "in.csv, row 5, column tput_per_gpu: -1 is not a number above 0" in result.output
    assert "and 5 more; --set-aside FILE writes them all" in result.output
    written = pd.read_csv(tmp_path / "aside.csv")
    assert written.columns.tolist() == ["file", "row", "column", "value", "reason"] and len(written) == 15
    assert run(tmp_path / "in.csv", "-o", tmp_path / "o.csv", "--strict").exit_code == 1


def test_mistakes_are_one_sentence(tmp_path):
    """No traceback."""
    for words, message in {
        ("nowhere.json", "-o", "x.csv"): "error: there is no file nowhere.json",
        (formats.vllm(tmp_path)[0], "-o", tmp_path / "x.txt"): "error: x.txt does not end in .csv or .parquet",
        (
            formats.vllm(tmp_path)[0],
            "-o",
            tmp_path / "x.csv",
            "-f",
            "gpu=h100",
        ): "error: the facts given: 'gpu' is not a",
        (formats.vllm(tmp_path)[0], "-o", tmp_path / "x.csv", "-f", "h100"): "error: 'h100' is not a fact; write it as",
    }.items():
        result = run(*words)
        assert result.exit_code == 1 and result.output.startswith(message), result.output
        assert "Traceback" not in result.output
