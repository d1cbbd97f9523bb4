"""The ranked table and its sentence say what the curves say, in the better direction, and mark what is missing."""

import pandas as pd
import pytest

from specsweep.explore.choices import facet_table, first_choice
from specsweep.explore.ranking import ranking, ranking_html, ranking_text
from specsweep.explore.view import view_of
from specsweep.metrics import BY_NAME


def sweep(**series):
    """Rows on straight lines: {engine: [(interactivity, throughput), …]}."""
    common = {"model": "m", "hardware": "b200", "precision": "fp4", "spec_method": "none", "isl": 1024, "osl": 1024}
    return pd.DataFrame(
        [
            common | {"framework": engine, "conc": 10 * n, "median_intvty": float(x), "tput_per_gpu": float(y)}
            for engine, points in series.items()
            for n, (x, y) in enumerate(points, 1)
        ]
    )


def view(rows, y="throughput", x="median_intvty"):
    return view_of(rows, first_choice(facet_table(rows)), BY_NAME[x], BY_NAME[y])


TWO = sweep(trt=[(20, 1000), (60, 200)], vllm=[(20, 500), (60, 100)], late=[(50, 9), (60, 8)])


def test_higher_is_better_for_throughput_and_the_gap_is_a_ratio():
    table = ranking(view(TWO), 40)
    assert table["label"].tolist() == ["TensorRT-LLM", "vLLM", "late"]
    assert table["value"].tolist()[:2] == pytest.approx([600, 300])
    assert table["ratio"].tolist()[:2] == pytest.approx([1, 2])
    text = ranking_text(view(TWO), 40)
    assert "TensorRT-LLM has the highest throughput, 600.0 tok/s/GPU; 2.00× the next (vLLM)." in text


def test_lower_is_better_for_cost():
    text = ranking_text(view(TWO, "cost_usd_per_mtok"), 20)
    assert "has the lowest cost, $0.542/M tok; the next is 2.00× that (vLLM)" in text


def test_what_was_not_measured_at_the_target_is_named_with_its_range_and_not_ranked():
    html = ranking_html(view(TWO), 40)
    assert "Not measured there, with the interactivity that each covers (tok/s/user): late (50.0–60.0)." in html
    assert html.count("<tr>") == 3  # head, and the two that were measured
    assert "No series was measured at 5 tok/s/user." in ranking_text(view(TWO), 5)


def test_a_tie_is_called_a_tie_and_a_lone_series_is_called_alone():
    tied = sweep(trt=[(20, 1000), (60, 200)], vllm=[(20, 1001), (60, 201)])
    assert "are tied for the highest throughput" in ranking_text(view(tied), 40)
    assert "TensorRT-LLM alone was measured: 600.0 tok/s/GPU." in ranking_text(view(TWO), 40, hidden=["vLLM"])


def test_concurrency_has_no_winner():
    text = ranking_text(view(TWO, "concurrency"), 40)
    assert "has the largest concurrency" in text and "best" not in ranking_html(view(TWO, "concurrency"), 40)


def test_text_from_the_data_stays_text():
    html = ranking_html(
        view(sweep(**{"<img src=x onerror=alert(1)>": [(20, 9), (60, 8)], "trt": [(20, 5), (60, 4)]})), 40
    )
    assert "<img" not in html and "&lt;img" in html
