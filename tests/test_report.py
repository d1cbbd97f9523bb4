"""The runner refuses what the notebook does not take, and leaves what it says it leaves."""

import pytest
from click.testing import CliRunner

from specsweep import SweepError
from specsweep.parameters import check_parameters
from specsweep.report.run import COMPARE, main, report_name


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command line, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, arguments, catch_exceptions=False)


def test_it_leaves_notebook_and_page_and_says_where(run, tmp_path):
    """And prints the findings, one a line."""
    result = run()
    lines = result.output.splitlines()
    assert result.exit_code == 0
    assert [line.split(",")[0] for line in lines[:3]] == [f"At {t} tok/s/user" for t in (77, 114, 150)]
    assert "→ reports/compare.ipynb" in lines and "→ reports/compare.html" in lines
    for line in lines[3:]:
        assert (tmp_path / line.removeprefix("→ ")).stat().st_size > 1000


BAD = {
    "misspelt": (["-p", "presision", "fp8"], "no parameter 'presision'; did you mean precision?"),
    "unknown": (["-p", "zzz", "1"], "no parameter 'zzz'; it has source, model"),
    "wrong kind": (["-p", "targets", "{"], "parameter targets is a list, not"),
    "no such file": (["-p", "source", "nowhere.csv"], "there is no file nowhere.csv"),
    "nothing to compare": (["-p", "hardware", "h100"], "hardware is never h100 (values there: b200)"),
    "unknown metric": (["-p", "metric", "<b>"], "there is no metric '<b>'; there are throughput, cost_usd_per_mtok"),
    "unknown price": (["-p", "prices", "2020-01"], "no price book '2020-01'"),
}


@pytest.mark.parametrize(("arguments", "message"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_one_sentence_and_leaves_nothing(run, tmp_path, arguments, message):
    """No traceback, a failing exit, no half report."""
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.output.startswith("error: ") and message in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert not list(tmp_path.rglob("*.html"))


def test_parameters_from_a_file_and_the_command_line(run, tmp_path):
    """The command line wins."""
    (tmp_path / "p.yaml").write_text("targets: [60]\na_label: Drafting\n")
    result = run("-f", "p.yaml", "-p", "targets", "100", "--name", "mine")
    assert result.output.startswith("At 100 tok/s/user") and "Drafting delivers" in result.output
    assert (tmp_path / "reports" / "mine.html").exists()


KINDS = [
    ({"prices": "2026-08"}, {"prices": "2026-08"}),  # a text that YAML would read as a date
    ({"prices": 2026}, {"prices": "2026"}),
    ({"targets": "[57, 80]"}, {"targets": [57, 80]}),
    ({"targets": "57"}, {"targets": [57]}),
    ({"targets": [57.5]}, {"targets": [57.5]}),
    ({"model": ""}, {"model": ""}),
]


@pytest.mark.parametrize(("given", "read"), KINDS)
def test_parameters_are_read_as_declared(given, read):
    """By the types of the parameters cell."""
    assert check_parameters(COMPARE, given) == read


def test_a_list_is_no_text():
    """Kinds are not mixed up."""
    with pytest.raises(SweepError, match="parameter model is a text"):
        check_parameters(COMPARE, {"model": ["a"]})


def test_report_names_say_what_is_inside_and_are_safe():
    """Only letters, digits, points and dashes."""
    assert report_name(COMPARE, {}) == "compare"
    assert report_name(COMPARE, {"precision": "fp8", "model": ""}) == "compare-precision-fp8"
    assert report_name(COMPARE, {"source": "../../etc/<x>.csv"}) == "compare-source-x"
    long = [report_name(COMPARE, {"title": "x" * 120, "precision": precision}) for precision in ("fp4", "fp8")]
    assert len(set(long)) == 2 and max(map(len, long)) < 120
