"""The same physical run gives the same sweep, whichever tool wrote it down."""

import pandas as pd
import pytest

import formats
from specsweep import SweepError, describe_source, load_sweep, read_sweep


@pytest.mark.parametrize("write", formats.ALL, ids=lambda f: f.__name__)
def test_one_run_in_every_format_is_one_sweep(write, tmp_path):
    """To 1e-9, in the units of the sweep, with nothing set aside."""
    source, facts = write(tmp_path)
    loaded = load_sweep(source, **facts)
    assert loaded.set_aside.empty and loaded.total == len(formats.POINTS)
    for column, values in formats.expected().items():
        if column in formats.MEASURES:
            assert loaded.rows[column].to_numpy() == pytest.approx(values, rel=1e-9), column
        else:
            assert loaded.rows[column].tolist() == list(values), column


@pytest.mark.parametrize("write", formats.ALL, ids=lambda f: f.__name__)
def test_what_a_file_does_not_say_is_asked_for_by_name(write, tmp_path):
    """Every fact that this test gives above is one the file lacks, and the error names exactly those."""
    source, facts = write(tmp_path)
    if not facts:
        assert len(read_sweep(source)) == len(formats.POINTS)
        return
    with pytest.raises(SweepError, match="not say") as caught:
        read_sweep(source)
    asked = str(caught.value).partition(" not say ")[2].partition(";")[0]
    missing = set(facts) - ({"framework"} if write is formats.sglang else set())  # there it replaces what is said
    assert set(asked.split(", ")) == missing


def test_a_mix_of_tools_says_which_is_which_and_how_they_differ(tmp_path):
    """MTP from one tool's file, Off from another's."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    mtp, _ = formats.guidellm(tmp_path / "a")
    off, _ = formats.vllm(tmp_path / "b")
    off.write_text(off.read_text().replace('"spec_method": "mtp"', '"spec_method": "none"'))
    loaded = load_sweep([mtp, off])
    rows = loaded.rows
    assert rows.groupby("spec_method")["source"].unique().str[0].to_dict() == {
        "mtp": "a/benchmarks.json",
        "none": "b/vllm.json",
    }
    assert rows.groupby("spec_method")["tool"].unique().str[0].to_dict() == {
        "mtp": "GuideLLM",
        "none": "vLLM bench serve",
    }
    said = " ".join(loaded.notes)
    assert "define their columns differently" in said and "GuideLLM: interactivity is 1 / median inter-token" in said
    assert loaded.sources["rows"].tolist() == [3, 3]
    assert pd.testing.assert_frame_equal(rows, load_sweep(f"{mtp} + {off}").rows) is None


def test_several_sources_are_told_apart(tmp_path, monkeypatch):
    """By the folders of files of one name; and what lies beside a file is only asked of its own folder."""
    monkeypatch.chdir(tmp_path)
    for side, name in {"mtp": "summary.json", "off": "summary.json", "more": "run=0.json"}.items():
        (tmp_path / side / "deep").mkdir(parents=True)
        path, _ = formats.vllm(tmp_path / side / "deep")
        path = path.rename(path.with_name(name))
        path.write_text(path.read_text().replace('"mtp"', '"none"' if side == "off" else '"mtp"'))
        (tmp_path / side / "sweep.facts.toml").write_text(f'["deep/{name}"]\ncheckpoint = "{side}"')
    source = "mtp + off/deep/summary.json + more"
    loaded = load_sweep(source)
    names = ["mtp/deep/summary.json", "off/deep/summary.json", "more/deep/run=0.json"]
    assert loaded.rows["source"].unique().tolist() == names == loaded.sources["source"].tolist()
    assert loaded.set_aside.empty and loaded.sources["rows"].tolist() == [3, 3, 3]
    assert loaded.rows.groupby("source")["checkpoint"].first().dropna().to_dict() == {names[0]: "mtp", names[2]: "more"}
    assert describe_source(source)["source"] == "mtp and summary.json and more (3 files)"
    assert describe_source(".")["source"] == f"{tmp_path.name} (3 files)"


def test_a_pattern_may_name_folders(tmp_path):
    """Then all in them is read."""
    for run in ("run-1", "run-2", "other"):
        (tmp_path / run).mkdir()
        formats.artifacts(tmp_path / run)
    sources = load_sweep(str(tmp_path / "run-*")).sources["source"].tolist()
    assert sources == [f"run-{n}/agg_{i}.json" for n in (1, 2) for i in range(3)]


def test_one_tool_alone_needs_no_such_note(tmp_path):
    """Nothing to tell apart."""
    assert load_sweep(formats.vllm(tmp_path)[0]).notes == ()


def test_given_facts_replace_what_a_run_says_and_that_is_said(tmp_path):
    """A model's path becomes its key, with a note."""
    source, _ = formats.vllm(tmp_path)
    loaded = load_sweep(source, model="qwen3.5")
    assert set(loaded.rows["model"]) == {"qwen3.5"}
    assert loaded.notes == ("vllm.json: model is qwen3.5 as given, not m as in the file.",)


def test_a_sidecar_speaks_for_its_folder_and_by_pattern(tmp_path):
    """The file of facts beside the data, and a file's own."""
    source, facts = formats.llm_optimizer(tmp_path)
    lines = [f'{k} = "{v}"' for k, v in facts.items() if k != "spec_method"]
    (tmp_path / "sweep.facts.toml").write_text("\n".join([*lines, '["res*.json"]', 'spec_method = "eagle"']))
    assert set(read_sweep(source)["spec_method"]) == {"eagle"}
    (tmp_path / "results.json.facts.toml").write_text('spec_method = "mtp"')
    assert set(read_sweep(source)["spec_method"]) == {"mtp"}
    assert set(read_sweep(source, spec_method="none")["spec_method"]) == {"none"}


BAD_FACTS = {
    "unknown": ("gpus = 8", "sweep.facts.toml: 'gpus' is not a fact that can be given; these are: model, hardware"),
    "text for a number": ('n_gpu = "eight"', "n_gpu = 'eight' is not a whole number"),
    "number for text": ("hardware = 8", "hardware = 8 is not text"),
    "not TOML": ("n_gpu: 8", "sweep.facts.toml is not valid TOML"),
}


@pytest.mark.parametrize(("text", "message"), BAD_FACTS.values(), ids=BAD_FACTS.keys())
def test_bad_facts_are_refused(tmp_path, text, message):
    """In one sentence that names the file."""
    source, _ = formats.vllm(tmp_path)
    (tmp_path / "sweep.facts.toml").write_text(text)
    with pytest.raises(SweepError, match=message):
        read_sweep(source)
