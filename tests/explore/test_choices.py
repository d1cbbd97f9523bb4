"""What the explorer offers always has data, and a change keeps what it can."""

import numpy as np
import pandas as pd
import pytest

from specsweep import SweepError
from specsweep.explore.choices import FACETS, GLANCE, chosen_rows, facet_table, first_choice, narrowed, offered, resolve


@pytest.fixture(scope="module")
def table():
    """Two models; only B200 runs fp4, only the second model runs on MI355X."""
    rows = [
        ("m1", "1k/1k", "b200", "fp4", "trt", "mtp", False, 3),
        ("m1", "1k/1k", "b200", "fp8", "trt", "none", False, 2),
        ("m1", "1k/8k", "h200", "fp8", "vllm", "none", False, 9),
        ("m2", "1k/1k", "b200", "fp4", "trt", "none", False, 1),
        ("m2", "1k/1k", "mi355x", "fp8", "sglang", "none", True, 1),
    ]
    return pd.DataFrame(rows, columns=[*FACETS, "rows"])


def test_the_model_and_the_sequence_with_most_points_come_first(table):
    chosen = first_choice(table)
    assert (chosen["model"], chosen["sequence"]) == (("m1",), ("1k/8k",))


def test_a_change_of_model_keeps_the_gpu_and_drops_what_has_no_data(table):
    before = first_choice(table, model="m1", sequence="1k/1k", hardware="b200", precision="fp8")
    after = resolve(table, before | {"model": ("m2",)}, first=["model"])
    assert after["hardware"] == ("b200",)
    assert after["sequence"] == ("1k/1k",)
    assert after["precision"] == ()  # no fp8 on B200 there, so any


def test_only_values_with_data_beside_the_other_choices_are_offered(table):
    chosen = first_choice(table, model="m2", hardware="mi355x")
    assert offered(table, chosen)["precision"] == ("fp8",)
    assert offered(table, chosen)["hardware"] == ("b200", "mi355x")
    assert offered(table, chosen)["sequence"] == ("1k/1k",)


def test_every_offer_of_the_real_data_has_rows(real_sweep):
    """From each default view, pressing any offered value shows points and keeps the pressed value."""
    table = facet_table(real_sweep)
    assert table["rows"].sum() == len(real_sweep)
    chosen = first_choice(table)
    for facet, values in offered(table, chosen).items():
        for value in values:
            now = resolve(table, chosen | {facet: (value,)}, first=[facet])
            assert now[facet] == (value,)
            assert chosen_rows(real_sweep, now).sum() == narrowed(table, now)["rows"].sum() > 0


def test_a_first_view_is_readable_at_a_glance(real_sweep):
    table = facet_table(real_sweep)
    assert 2 <= len(narrowed(table, first_choice(table))) <= GLANCE


def test_chosen_rows_are_those_a_reader_would_filter(real_sweep):
    chosen = first_choice(facet_table(real_sweep), sequence="8k/1k", hardware="b200, H200", disagg="true")
    want = real_sweep.query("isl == 8192 and osl == 1024 and hardware in ['b200', 'h200'] and disagg")
    assert np.array_equal(np.flatnonzero(chosen_rows(real_sweep, chosen)), want.index)


@pytest.mark.parametrize(
    "wanted, says",
    [
        ({"hardware": "b400"}, "the sweep has no hardware b400; it has b200, h200, mi355x"),
        ({"model": "m2", "sequence": "1k/8k"}, "no rows of sequence 1k/8k"),
    ],
)
def test_a_wish_that_has_no_data_is_refused_in_one_sentence(table, wanted, says):
    with pytest.raises(SweepError, match=says):
        first_choice(table, **wanted)
