"""What the README says is true, and its examples run."""

import doctest
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import specsweep
from specsweep import compare
from specsweep.catalog.__main__ import main as catalog
from specsweep.like.table import views_grid
from specsweep.picture import PICTURE, readme_picture
from specsweep.report.run import main
from specsweep.table import cells
from specsweep.words import findings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    """Fenced examples of one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_it_is_short():
    """Under 150 lines."""
    assert README.count("\n") < 150


def test_the_table_holds_the_samples_figures(sample, sample_sides):
    """Every value and percentage of the answer."""
    comparison = compare(sample, *sample_sides)
    shown = cells(comparison, ["throughput", "cost_usd_per_mtok"])
    for target, sentence in zip(comparison.targets, findings(comparison), strict=True):
        line = next(line for line in README.splitlines() if line.startswith(f"| {target:g} tok/s/user"))
        for text in shown.loc[shown["target"] == target, "text"]:
            assert text in line
        for percent in re.findall(r"\d+ %", sentence):
            assert percent in line


def test_the_like_for_like_table_holds_the_samples_figures(sample, sample_sides):
    """Savings, speed-ups, their ranges and what is not comparable, as the library says them."""
    lines = {line.split("|")[1].strip(): line for line in README.splitlines() if re.match(r"\| \d+ \|", line)}
    targets = [float(target) for target in lines]
    views = (compare(sample, *sample_sides, rules=rules, targets=targets) for rules in ("published", "like_for_like"))
    said = {(row[0], row[1]): row[4] for row in views_grid(*views)["rows"]}
    for target, line in lines.items():
        page, like = said[target, "published page"], said[target, "TensorRT-LLM"]
        assert re.search(r"\d+ % cheaper", page.text).group() in line
        for figure in re.findall(r"\d[\d.]*(?: % saved|×)", f"{like.text} {like.range}".replace("–", " ")):
            assert figure.removesuffix(" % saved") in line, (target, figure)
        assert ("not comparable" in line) == (like.text == "not comparable here")


def test_the_picture_is_the_librarys():
    """Drawn anew it is the same."""
    assert PICTURE.read_text(encoding="utf-8") == readme_picture()


def test_the_api_table_lists_the_public_names():
    """Each once, none missing."""
    rows = re.findall(r"^\| (`[^|]*`) \|", README, re.MULTILINE)
    names = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(names) == sorted(specsweep.__all__)


def test_the_python_example_runs(monkeypatch, capsys):
    """From the project's folder, and it prints the table."""
    monkeypatch.chdir(ROOT)
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {})
    assert "7265.5" in capsys.readouterr().out


def report_commands():
    """The `make report ARGS=…` lines that need neither network nor a second precision or engine."""
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("make report ARGS=")]
    assert len(lines) > 4
    return [shlex.split(shlex.split(line)[2].removeprefix("ARGS=")) for line in lines]


@pytest.mark.parametrize("arguments", report_commands(), ids=" ".join)
def test_the_report_commands_run(arguments, tmp_path, monkeypatch, request):
    """On the README's own CSV where they name one; the API's address is swapped for its rows in a file."""
    monkeypatch.chdir(tmp_path)
    (csv,) = blocks("csv")
    other = csv.splitlines()[1].replace("mtp", "none").replace("2150.0", "1000.0")
    Path("my-sweep.csv").write_text(csv + other + "\n", encoding="utf-8")
    if any(a.startswith("https://") for a in arguments):
        data = request.getfixturevalue("sweep_data")
        rows = data / "data" / "inferencex-api" / "benchmarks-dsr1-2026-06.json"
        arguments = [str(rows) if a.startswith("https://") else a for a in arguments]
    if "precision=fp4" in arguments or "engine=trt" in arguments:
        data = request.getfixturevalue("sweep_data")
        rows = data / "data" / "inferencex-api" / "benchmarks-dsr1-2026-06.json"
        arguments = [*arguments, "-p", "source", str(rows), "-p", "hardware", "b200"]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert "→ reports/" in result.output or "tier: str" in result.output


def test_the_catalog_command_runs(tmp_path, monkeypatch):
    """On the README's own CSV, with the other side added."""
    monkeypatch.chdir(tmp_path)
    (csv,) = blocks("csv")
    other = csv.splitlines()[1].replace("mtp", "none").replace("2150.0", "1000.0")
    Path("my-sweep.csv").write_text(csv + other + "\n", encoding="utf-8")
    (line,) = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("make catalog")]
    result = CliRunner().invoke(
        catalog, shlex.split(shlex.split(line)[2].removeprefix("ARGS=")), catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    assert Path("my-catalog/index.html").exists() and "1 report made" in result.output


def test_docstring_examples_are_collected():
    """The package's doctests are part of the run."""
    assert doctest.DocTestFinder().find(specsweep.rounding.half_up)
