"""Behind every cell stand the measured rows that bracket it, and their engines."""

import pytest

from specsweep import Side, compare
from specsweep.like.evidence import cell_engines, cross_engine_targets, evidence
from specsweep.table import cells, table_html

A, B = Side("A", spec_method="mtp"), Side("B", spec_method="none")


@pytest.fixture
def mixed(make_sweep):
    """A on trt throughout; B on trt below 60 and on sglang at 100."""
    return make_sweep(
        ("trt", "mtp", 64, 20, 900), ("trt", "mtp", 16, 50, 600), ("trt", "mtp", 4, 100, 200),
        ("trt", "none", 64, 10, 800), ("trt", "none", 8, 60, 300), ("sglang", "none", 2, 100, 150),
    )  # fmt: skip


def test_the_two_rows_that_bracket_a_target(mixed):
    """Below and above, or the one row that lies there."""
    rows = evidence(compare(mixed, A, B, sequence="1k/1k", rules="like_for_like", targets=[30, 50]))
    got = rows[["target", "engine", "side", "position", "interactivity", "throughput", "concurrency"]]
    assert got.values.tolist() == [
        [30, "trt", "A", "below", 20, 900, 64],
        [30, "trt", "A", "above", 50, 600, 16],
        [30, "trt", "B", "below", 10, 800, 64],
        [30, "trt", "B", "above", 60, 300, 8],
        [50, "trt", "A", "at", 50, 600, 16],
        [50, "trt", "B", "below", 10, 800, 64],
        [50, "trt", "B", "above", 60, 300, 8],
    ]


def test_a_cell_without_a_value_has_no_evidence_and_a_clamped_one_its_end(mixed):
    """Like for like 80 is beyond B's trt rows; the published 15 is below A's first row."""
    like = evidence(compare(mixed, A, B, sequence="1k/1k", rules="like_for_like", targets=[80]))
    assert set(like["side"]) == {"A"}
    published = evidence(compare(mixed, A, B, sequence="1k/1k", targets=[15]))
    clamped = published[published["side"] == "A"]
    assert clamped[["position", "interactivity"]].values.tolist() == [["nearest end", 20]]


def test_published_cells_across_engines_are_marked_with_names(mixed):
    """At 30 both sides are trt; at 80 B leans on sglang."""
    comparison = compare(mixed, A, B, sequence="1k/1k", targets=[30, 80])
    assert cell_engines(comparison).loc[80].tolist() == [("trt",), ("trt", "sglang")]
    assert cross_engine_targets(cell_engines(comparison)) == [80]
    shown = cells(comparison)
    assert set(shown.loc[shown["target"] == 80, "mark"]) == {"‡"}
    assert set(shown.loc[shown["target"] == 30, "mark"]) == {""}
    assert (
        "‡ The sides come from different engines: at 80 tok/s/user A from TensorRT-LLM, B from TensorRT-LLM and SGLang."
    ) in table_html(comparison)


def test_the_real_rows(real_sweep):
    """Every published two-sided cell has its rows; on these rows most mix engines."""
    found = {}
    for gpu, precision in (("b200", "fp8"), ("mi355x", "fp8"), ("gb200", "fp4")):
        sides = (Side(m, hardware=gpu, precision=precision, spec_method=m) for m in ("mtp", "none"))
        comparison = compare(real_sweep, *sides)
        behind = evidence(comparison)
        assert len(behind.groupby(["target", "side"])) == 2 * len(comparison.targets)
        assert behind["run_url"].str.startswith("https://").all()
        found[gpu] = cross_engine_targets(cell_engines(comparison))
    assert any(found.values())
