"""The commands of data/README.md, run on a file of each kind."""

import json
import re
import shlex
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner

import dumps
import formats
from specsweep import read_sweep, show
from specsweep.parameters import check_parameters
from specsweep.reading import convert
from specsweep.report import run as report

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
TEXT = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^make (report ARGS=.*|sweep .*)$", TEXT, re.MULTILINE)
SHOWN = {"setup", "setting", "sources", "findings", "table"}


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """A folder with a source of each kind, under the names that the commands use."""
    here = tmp_path_factory.mktemp("sources")
    for tool in ("vllm", "sglang", "aiperf", "guidellm", "llmd"):
        shutil.copytree(FIXTURES / tool, here / tool)
    shutil.move(here / "vllm" / "sweep", here / "vllm-sweep")
    shutil.rmtree(here / "llmd" / "v0.1")  # does not say its concurrency
    (here / "guidellm" / "rates.json").unlink()
    for name, write in {"optimizer": formats.llm_optimizer, "artifacts": formats.artifacts}.items():
        for side in ("mtp", "off"):
            (here / name / side).mkdir(parents=True)
            write(here / name / side)
    for path in (here / "artifacts" / "off").iterdir():
        path.write_text(json.dumps(json.loads(path.read_text()) | {"spec_decoding": "none"}))
    (said,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    for tool in ("vllm", "vllm-sweep", "sglang", "aiperf", "guidellm", "llmd", "optimizer"):
        lengths = ["model =", "isl =", "osl ="] if tool == "optimizer" else []
        lengths += ["spec_method"] if tool == "sglang" else []
        lines = [line for line in said.splitlines() if not line.startswith(tuple(lengths))]
        (here / tool / "sweep.facts.toml").write_text("\n".join(lines))
    rows = [
        dumps.row(conc=c, spec_method=s, run_url=f"https://ci/runs/{c}/attempts/1")
        for c in (4, 8)
        for s in ("mtp", "none")
    ]
    (here / "rows.json").write_text(json.dumps(rows))
    dumps.zipped(here, dumps.tables(rows))
    dumps.parted(here, dumps.tables(rows), size=500)
    read_sweep(here / "guidellm").to_parquet(here / "my-sweep.parquet", index=False)
    return here


def words(command):
    """The command's words after make, with those of ARGS."""
    out = []
    for word in shlex.split(command):
        name, _, value = word.partition("=")
        out.append((name, value))
    return dict(out)


def test_every_source_has_both_commands():
    """A section each."""
    sections = re.findall(r"^### (.*)$", TEXT, re.MULTILINE)
    assert len(sections) == 11 and sum("make report" in part for part in TEXT.split("\n### ")[1:]) == 11


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("report")])
def test_the_report_commands_run(command, sources, monkeypatch):
    """The notebook's own cells, with the command's parameters, up to the table."""
    monkeypatch.chdir(sources)
    arguments = shlex.split(words(command)["ARGS"])
    pairs = {arguments[i + 1]: arguments[i + 2] for i in range(0, len(arguments), 3)}
    shown, names = [], {}
    monkeypatch.setattr(show, "display", lambda forms, **_: shown.append(forms["text/plain"]))
    for cell in nbformat.read(report.COMPARE, as_version=4).cells:
        if "parameters" in cell.metadata.get("tags", []):
            exec(cell.source, names)
            names |= check_parameters(report.COMPARE, pairs)
        elif cell.get("id") in SHOWN:
            exec(cell.source, names)
    text = "\n".join(shown)
    assert re.search(r"delivers \d+ tok/s/GPU", text), text
    assert re.search(r"(All \d+ rows used|\d+ of \d+ rows set aside)", text)
    if "+" in pairs["source"]:
        assert "define their columns differently" in text and "GuideLLM: " in text and "vLLM bench serve: " in text


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("sweep")])
def test_the_sweep_commands_run(command, sources, monkeypatch):
    """As the Makefile calls it."""
    monkeypatch.chdir(sources)
    said = words(command.removeprefix("sweep "))
    arguments = [
        said["SOURCE"],
        "--out",
        said["OUT"],
        "--fact",
        said.get("FACTS", ""),
        *shlex.split(said.get("ARGS", "")),
    ]
    result = CliRunner().invoke(convert.main, arguments)
    assert result.exit_code == 0, result.output
    assert (
        pd.read_parquet(said["OUT"]).shape[0] >= 1
        if said["OUT"].endswith("parquet")
        else read_sweep(said["OUT"]).shape[0]
    )


def test_the_makefile_has_the_command():
    """With the words that the commands use."""
    makefile = (ROOT / "Makefile").read_text()
    assert '-m specsweep.reading.convert "$(SOURCE)" --out "$(OUT)" --fact "$(FACTS)" $(ARGS)' in makefile
