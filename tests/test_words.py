"""The words say what the numbers say, in every case there is."""

import re

import pandas as pd
import pytest

from specsweep import Side, compare, words
from specsweep.question import headline, setting

A, B = Side("A", spec_method="mtp"), Side("B", spec_method="none")


def sweep(rows):
    """Rows of (spec_method, interactivity, throughput, engine) on an H100."""
    frame = pd.DataFrame(rows, columns=["spec_method", "median_intvty", "tput_per_gpu", "framework"])
    return frame.assign(model="m", hardware="h100", precision="fp8", isl=1024, osl=1024, conc=8)


def two(a, b, engines=("vllm", "vllm")):
    """Flat sides delivering ``a`` and ``b`` tok/s/GPU at 20 tok/s/user, both on the frontier there."""
    rows = [("mtp", 20, a, engines[0]), ("mtp", 30, 1, engines[0])]
    rows += [("none", 20, b, engines[1]), ("none", 30, 1, engines[1])]
    return compare(sweep(rows), A, B, targets=[20])


VERDICTS = {
    "A ahead": (300, 200, "A is 50 % cheaper per token and delivers 50 % more tok/s/GPU."),
    "B ahead": (200, 300, "B is 50 % cheaper per token and delivers 50 % more tok/s/GPU."),
    "tied below 1 %": (1009, 1000, "They are tied on cost and on throughput."),
    "not tied at 1 %": (1010, 1000, "A is 1 % cheaper per token and delivers 1 % more tok/s/GPU."),
}


@pytest.mark.parametrize(("a", "b", "verdict"), VERDICTS.values(), ids=VERDICTS.keys())
def test_verdicts(a, b, verdict):
    """Better, worse, tied, and the rounding of a page."""
    assert words.findings(two(a, b))[0].endswith(verdict)


def test_cheaper_but_slower_is_said(real_sweep):
    """A dearer GPU may deliver more and still cost more per token; each side then gets its due."""
    prices = pd.DataFrame({"hardware": ["h100", "b200"], "usd_per_gpu_hour": [1.0, 9.0], "kw_per_gpu": [1, 1]})
    rows = sweep([("mtp", 20, 300, "vllm"), ("mtp", 30, 1, "vllm"), ("none", 20, 200, "vllm"), ("none", 30, 1, "vllm")])
    rows.loc[:1, "hardware"] = "b200"
    said = words.findings(compare(rows, A, B, targets=[20], prices=prices))[0]
    assert said.endswith("B is 500 % cheaper per token, but A delivers 50 % more tok/s/GPU.")


def test_the_published_prose_figures(sample, sample_sides):
    """Throughput whole, cost with two decimals, percentages as the page has them."""
    said = words.findings(compare(sample, *sample_sides))
    expected = [
        ("77", "7266", "$0.07", "2670", "$0.20", "165 % cheaper", "172 % more", "low in the 41–186 band"),
        ("114", "4613", "$0.12", "998", "$0.54", "364 % cheaper", "362 % more", "in the middle of the 41–186 band"),
        ("150", "2640", "$0.20", "515", "$1.05", "416 % cheaper", "412 % more", "high in the 41–186 band"),
    ]
    for sentence, figures in zip(said, expected, strict=True):
        for figure in figures:
            assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.]\d)", sentence), (figure, sentence)


def test_a_dear_token_has_one_decimal():
    """From $10 a sentence shows one decimal."""
    assert "at $12.0 per million tokens" in words.findings(two(30, 20))[0]


def test_a_clamped_value_is_said_to_be_one():
    """The sentence names the range that was measured."""
    rows = [("mtp", 20, 90, "vllm"), ("mtp", 60, 10, "vllm"), ("none", 30, 50, "vllm"), ("none", 40, 40, "vllm")]
    said = words.findings(compare(sweep(rows), A, B, targets=[55]))[0]
    assert "B was not measured there: its frontier runs from 30 to 40 tok/s/user" in said
    assert "A was not measured" not in said


def test_one_side_alone_is_not_compared():
    """Where one side has no rows, its absence is said and no percentage is."""
    rows = [("mtp", 20, 90, "vllm"), ("mtp", 60, 10, "vllm")]
    result = compare(sweep(rows), A, B)
    for said in words.findings(result):
        assert "A delivers" in said and "B was not measured here" in said and "%" not in said
    assert words.band_words(result) == "Only A was measured, at 20–60 tok/s/user."


CAVEATS = {
    "one engine": (("vllm", "vllm"), "Both sides were measured on vLLM."),
    "two engines": (
        ("trt", "sglang"),
        "A was measured on TensorRT-LLM, B on SGLang. The rows of all engines are pooled",
    ),
    "an engine nobody knows": (("<b>x", "<b>x"), "Both sides were measured on <b>x."),
}


@pytest.mark.parametrize(("engines", "caveat"), CAVEATS.values(), ids=CAVEATS.keys())
def test_the_caveat_names_the_engines_in_the_data(engines, caveat):
    """As they stand in the rows, not from a list."""
    assert words.engines_caveat(two(3, 2, engines)).startswith(caveat)


def test_positions():
    """Below a third of the shown band is low, above two thirds high."""
    at = [words.position((40, 100), t) for t in (59.9, 60, 80, 80.1)]
    assert at == ["low in", "in the middle of", "in the middle of", "high in"]


def test_headline_and_setting_come_from_the_rows(sample, sample_sides):
    """What the public page calls the comparison."""
    result = compare(sample, *sample_sides)
    assert headline(result) == "B200 FP4: MTP vs Off"
    assert setting(result) == "Qwen 3.5 397B-A17B on B200 (NVIDIA Blackwell), FP4, 1k/1k"
