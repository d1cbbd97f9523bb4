"""The report says what became of the source's rows."""

import pandas as pd
import pytest

from specsweep import load_sweep, sections, show


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
