"""The like-for-like statements say what the numbers say, in every case there is."""

import numpy as np
import pandas as pd
import pytest

from specsweep import Side, compare
from specsweep.like.table import like_grids, views_grid
from specsweep.like.why import shapes_caveat, why_they_differ
from specsweep.like.words import like_findings, percent, times
from specsweep.words import engines_caveat

A, B = Side("A", spec_method="mtp"), Side("B", spec_method="none")


@pytest.fixture
def said(make_sweep):
    """The statements on rows (engine, spec method, concurrency, interactivity, throughput)."""

    def statements(*rows, targets=(50,), **more):
        sweep = make_sweep(*rows, **more)
        return like_findings(compare(sweep, A, B, sequence="1k/1k", rules="like_for_like", targets=list(targets)))

    return statements


def measured(a, b):
    """Both measured at 50."""
    return ("trt", "mtp", 8, 50, a), ("trt", "none", 4, 50, b)


def test_a_measured_win_has_no_range(said):
    """Saving as a share, speed-up as a ratio."""
    assert said(*measured(2650, 1000)) == [
        "On TensorRT-LLM at 50 tok/s/user, A costs 62 % less per token than B and delivers 2.65× the throughput of B:"
        " 2650 tok/s/GPU at $0.20/M tok against 1000 tok/s/GPU at $0.54/M tok."
    ]


def test_the_winner_is_named_whichever_side_it_is(said):
    """B ahead: the same sentence from B's view."""
    (sentence,) = said(*measured(1000, 2650))
    assert "B costs 62 % less per token than A and delivers 2.65× the throughput of A" in sentence


def test_a_tie(said):
    """Measured and less than 1 % apart."""
    (sentence,) = said(*measured(1005, 1000))
    assert sentence.startswith("On TensorRT-LLM at 50 tok/s/user, A and B are tied: 1005 tok/s/GPU")


def test_a_win_comes_with_its_range(said):
    """Two knots: the range is that of the bracketing rows."""
    (sentence,) = said(
        ("trt", "mtp", 8, 20, 1000),
        ("trt", "mtp", 4, 80, 800),
        ("trt", "none", 8, 20, 400),
        ("trt", "none", 4, 80, 200),
    )
    assert (
        "A costs 67 % less per token than B (50–80 %) and delivers 3.00× the throughput of B (2.00–5.00×)" in sentence
    )


def test_what_the_range_does_not_clear_is_not_a_win(said):
    """The word win, cheaper or less never falls."""
    (sentence,) = said(
        ("trt", "mtp", 8, 20, 1000),
        ("trt", "mtp", 4, 80, 500),
        ("trt", "none", 8, 20, 800),
        ("trt", "none", 4, 80, 400),
    )
    assert sentence.startswith(
        "On TensorRT-LLM at 50 tok/s/user, the difference is within interpolation error; A delivers 1.25× the"
        " throughput of B, but anything from 0.63× to 2.50× fits the measured rows"
    )
    assert "less" not in sentence and "cheaper" not in sentence


def test_an_unmeasured_side_is_named_with_its_range(said):
    """No figure for it, the other's stays."""
    rows = [
        ("trt", "mtp", 8, 20, 900),
        ("trt", "mtp", 4, 80, 500),
        ("trt", "none", 8, 20, 800),
        ("trt", "none", 4, 40, 400),
    ]
    one, both = said(*rows, targets=[60, 90])
    assert "at 60 tok/s/user, B was not measured (20–40); A delivers 633 tok/s/GPU" in one and "%" not in one
    assert "A was not measured (20–80) and B was not measured (20–40)." in both


def test_why_nothing_is_comparable(said):
    """No common engine, one side without rows, frontiers apart: one sentence each, no number."""
    assert said(("trt", "mtp", 8, 50, 9), ("sglang", "none", 8, 50, 9)) == [
        "No engine measured both sides: A ran on TensorRT-LLM and B ran on SGLang."
        " Nothing here is comparable like for like."
    ]
    assert said(("trt", "mtp", 8, 50, 9)) == ["B has no measured rows here, so A has nothing to be compared with."]


def test_frontiers_that_do_not_meet(make_sweep):
    """By default an engine whose frontiers share nothing is named with both ranges."""
    sweep = make_sweep(("trt", "mtp", 8, 50, 9), ("trt", "mtp", 4, 90, 5), ("trt", "none", 8, 10, 9))
    assert like_findings(compare(sweep, A, B, rules="like_for_like")) == [
        "On TensorRT-LLM the frontiers share no interactivity: A at 50–90 and B at 10 tok/s/user."
    ]


def test_cost_and_throughput_may_disagree(make_sweep):
    """A dearer GPU: each side gets its due."""
    prices = pd.DataFrame({"hardware": ["b200", "h100"], "usd_per_gpu_hour": [2.0, 1.0], "kw_per_gpu": [1.0, 1.0]})
    sweep = make_sweep(*measured(1500, 1000)).assign(hardware=["b200", "h100"])
    (sentence,) = like_findings(compare(sweep, A, B, rules="like_for_like", prices=prices, targets=[50]))
    assert "A delivers 1.50× the throughput of B; B costs 25 % less per token than A" in sentence


def test_the_caveat_about_engines_says_that_they_are_kept_apart(sample, sample_sides):
    """The published view pools them, this one does not."""
    said = engines_caveat(compare(sample, *sample_sides, rules="like_for_like"))
    assert said.endswith("Here only rows of one engine are compared with each other.") and "pooled" not in said


def test_percent_and_times():
    """A saving is never shown as 100 %; ratios keep the digits that matter."""
    assert [percent(s) for s in (0.6225, 0.995, 0.99999, 1 - 1e-6)] == ["62", "99.5", "99.999", "99.9999"]
    assert [times(r) for r in (2.718, 13.37, 195.3, 0.5, 0.0123)] == ["2.72×", "13.4×", "195×", "0.50×", "0.012×"]


def test_the_table_marks_what_is_sure(sample, sample_sides):
    """On the sample MTP is surely better everywhere; ranges stand under the values."""
    (grid,) = like_grids(compare(sample, *sample_sides, rules="like_for_like"))
    better = {row[2]: sum(cell.better for cell in row[3:7]) for row in grid["rows"]}
    assert better == {"MTP": 4, "Off": 0}
    assert grid["rows"][0][3].text == "7837.0" and grid["rows"][0][3].range == "7063.4–7882.1"


def test_output_and_input_tokens_have_a_table_of_their_own(real_sweep):
    """Where the sweep says them."""
    sides = (Side(m, hardware="b200", precision="fp8", spec_method=m) for m in ("mtp", "none"))
    main, tokens = like_grids(compare(real_sweep, *sides, sequence="1k/1k", rules="like_for_like"))
    assert len(main["rows"]) == len(tokens["rows"]) and "Output cost ($/M output tok)" in tokens["columns"]
    texts = [cell for row in tokens["rows"] for cell in row[3:7]]
    assert all(cell.range for cell in texts if cell.text == "not measured")
    assert main["notes"][0].startswith("On SGLang the frontiers share no interactivity")


def test_a_side_of_two_gpus_has_no_one_price(make_sweep):
    """Throughput stands, cost says why it does not."""
    rows = [("trt", "mtp", 8, 20, 1000), ("trt", "mtp", 4, 80, 500), ("trt", "none", 8, 20, 800)]
    sweep = make_sweep(*rows).assign(hardware=["b200", "h200", "b200"])
    (grid,) = like_grids(compare(sweep, A, B, rules="like_for_like", targets=[20]))
    assert [cell.text for cell in grid["rows"][0][3:5]] == ["1000.0", "no one price"]


def test_a_doubtful_cell_is_not_marked(make_sweep):
    """Overlapping ranges, then a measured tie."""
    sweep = make_sweep(
        ("trt", "mtp", 8, 20, 1000),
        ("trt", "mtp", 4, 80, 500),
        ("trt", "none", 8, 20, 800),
        ("trt", "none", 4, 80, 497),
    )
    (grid,) = like_grids(compare(sweep, A, B, rules="like_for_like", targets=[50, 80, 90]))
    assert not any(cell.better for row in grid["rows"] for cell in row[3:7])
    assert grid["rows"][-1][3].text == "not measured" and grid["rows"][-1][3].range == "20–80"


def test_both_views_of_the_sample(sample, sample_sides):
    """What the page would say beside what is comparable, at the page's own targets."""
    published = compare(sample, *sample_sides)
    grid = views_grid(published, compare(sample, *sample_sides, rules="like_for_like", targets=published.targets))
    assert [row[1] for row in grid["rows"]] == ["published page", "TensorRT-LLM"] * 3
    claims = [getattr(row[4], "text", row[4]) for row in grid["rows"]]
    assert claims[0] == "MTP 165 % cheaper, 172 % more tok/s/GPU"
    assert claims[1] == "63 % saved, 2.72× the throughput"


def test_why_the_views_of_the_sample_differ(sample, sample_sides):
    """Band, cost curve, percentage; nothing is clamped and no cell mixes engines."""
    published, like = (compare(sample, *sample_sides, rules=rules) for rules in ("published", "like_for_like"))
    said = why_they_differ(published, like)
    assert said[0] == "No published cell mixes engines: the rows behind them are from TensorRT-LLM."
    assert "41–186" in said[1] and "TensorRT-LLM 40.62–150.5" in said[1]
    product = published.table["throughput"] * published.table["cost_usd_per_mtok"] * 3600 / 1e6 / 1.95
    assert f"{100 * np.abs(product - 1).max():.1f} %" in said[2]
    assert "“165 % cheaper” on the page (at 77)" in said[3] and "the saving there is 62 %" in said[3]


def test_why_names_what_was_clamped_pooled_and_bent(make_sweep):
    """Two engines, a target beyond B's frontier, two points on A's."""
    sweep = make_sweep(
        ("trt", "mtp", 64, 20, 900), ("trt", "mtp", 4, 100, 200), ("sglang", "none", 64, 10, 800),
        ("sglang", "none", 8, 60, 300), ("sglang", "none", 4, 70, 200),
    )  # fmt: skip
    published = compare(sweep, A, B, targets=[40, 90])
    said = why_they_differ(published, compare(sweep, A, B, rules="like_for_like"))
    assert said[0].startswith("Engines are pooled: 2 of 2 published comparisons")
    assert "at 40 A from TensorRT-LLM, B from SGLang" in said[0]
    assert said[1].endswith("no engine measured both sides.")
    assert said[2].startswith("1 of 4 published values are clamped") and "(B at 90)" in said[2]
    assert any(s.endswith("like for like it is straight (A).") for s in said)


def test_deployment_shapes_that_are_mixed_in_one_engine_are_named(make_sweep, sample, sample_sides):
    """A runs disaggregated at one end, so its curve joins two kinds of deployment; required apart, nothing is said."""
    rows = [
        ("trt", "mtp", 64, 20, 900),
        ("trt", "mtp", 4, 100, 200),
        ("trt", "none", 64, 10, 800),
        ("trt", "none", 8, 90, 150),
    ]
    sweep = make_sweep(*rows, disagg=[True, False, False, False])
    (caveat,) = shapes_caveat(compare(sweep, A, B, rules="like_for_like"))
    assert "On TensorRT-LLM" in caveat and "(A: 1 aggregated and 1 disaggregated; B: 2 aggregated rows)" in caveat
    assert shapes_caveat(compare(sweep, A, B, rules="like_for_like", require="shape")) == []
    assert shapes_caveat(compare(sample, *sample_sides, rules="like_for_like")) == []
