"""The report says what became of the source's rows."""

import pandas as pd
import pytest

import formats
from specsweep import load_sweep, sections, show
from specsweep.report.run import COMPARE, write_report


@pytest.fixture
def shown(monkeypatch):
    """What is displayed, as (text, HTML)."""
    out = []
    monkeypatch.setattr(show, "display", lambda forms, **_: out.append((forms["text/plain"], forms["text/html"])))
    return out


def damaged(folder, sample, count):
    """The sample with rows that cannot be used."""
    bad = sample.head(1).loc[[0] * count].astype({"conc": "object"})
    bad["conc"] = ["<script>alert(1)</script>"] * count
    path = folder / "mine.csv"
    pd.concat([sample, bad]).to_csv(path, index=False)
    return load_sweep(path)


def test_nothing_lost_is_one_sentence(shown, sample, tmp_path):
    """And no table."""
    sections.sources(damaged(tmp_path, sample, 0))
    assert [text for text, _ in shown] == ["All 14 rows used."]


def test_what_is_set_aside_is_listed_as_text(shown, sample, tmp_path):
    """Where it stands, what is there and why; nothing in it is taken for HTML."""
    sections.sources(damaged(tmp_path, sample, 1))
    assert shown[0][0] == "1 of 15 rows set aside."
    text, html = shown[1]
    assert text.splitlines()[-1].split("  ")[0] == "mine.csv" and "  16   conc " in text
    assert "not a number" in text and "&lt;script&gt;" in html and "<script>" not in html


def test_a_long_list_is_cut(shown, sample, tmp_path):
    """The first twenty, and how many there are."""
    sections.sources(damaged(tmp_path, sample, 30))
    text, _ = shown[1]
    assert text.startswith("Set aside: the first 20 of 30.") and len(text.splitlines()) == 22


def test_a_report_on_two_tools_says_what_it_left_out_and_how_they_differ(tmp_path, monkeypatch):
    """MTP from GuideLLM's file, Off from vLLM's, one run of it without concurrency: in the page as it is executed."""
    monkeypatch.chdir(tmp_path)
    formats.guidellm(tmp_path)
    off, _ = formats.vllm(tmp_path)
    text = off.read_text().replace('"spec_method": "mtp"', '"spec_method": "none"')
    off.write_text(text + text.split("}")[0].replace('"max_concurrency": 4', '"max_concurrency": 0') + "}")
    paths, findings = write_report(COMPARE, {"source": "benchmarks.json + vllm.json"}, name="mix")
    page = next(p for p in paths if p.suffix == ".html").read_text()
    assert len(findings) == 3 and "Source: benchmarks.json and vllm.json (2 files)" in page
    assert "1 of 7 rows set aside." in page and ">not a whole number above 0</td>" in page
    assert "tools that define their columns differently" in page
    assert "GuideLLM: interactivity is 1 / median inter-token" in page
    assert "vLLM bench serve: interactivity is 1 / median TPOT" in page
