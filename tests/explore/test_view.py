"""Frontiers point the right way on every pair of axes, and readings are read off the drawn curve."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specsweep.explore.choices import SEVERAL, facet_table, first_choice
from specsweep.explore.view import default_target, frontier_of, read_at, traced, view_of
from specsweep.metrics import ALL, AXES, BY_NAME, MORE

INTVTY, THROUGHPUT = BY_NAME["median_intvty"], BY_NAME["throughput"]


def everything(sweep, **wanted):
    """The choice that shows all series of a sequence."""
    return first_choice(facet_table(sweep), **wanted) | {facet: () for facet in SEVERAL}


def undominated(points, x, y):
    """Brute force: no other point of the series is at least as good on both axes and better on one."""
    across = points["x"] if x.better == "higher" else -points["x"]
    up = {"higher": points["y"], "lower": -points["y"], "": points["tput_per_gpu"]}[y.better]
    rows = list(zip(points["series"], across, up, strict=True))
    return [
        not any(
            s == t and (a2 >= a1) and (u2 >= u1) and ((a2, u2) != (a1, u1) or j < i)
            for j, (t, a2, u2) in enumerate(rows)
            if i != j
        )
        for i, (s, a1, u1) in enumerate(rows)
    ]


@pytest.mark.parametrize("x", AXES, ids=lambda m: m.name)
@pytest.mark.parametrize("y", [*ALL, *MORE], ids=lambda m: m.name)
def test_the_frontier_on_every_pair_of_axes_is_the_undominated_set(real_sweep, x, y):
    view = view_of(real_sweep, everything(real_sweep, sequence="1k/1k"), x, y)
    assert view.points["on_frontier"].tolist() == undominated(view.points, x, y)


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(0, 1)), min_size=1, max_size=12),
    st.sampled_from(AXES),
    st.sampled_from([*ALL, *MORE]),
)
def test_ties_are_settled_the_same_way_on_every_pair_of_axes(rows, x, y):
    points = pd.DataFrame(rows, columns=["x", "y", "series"]).astype({"x": float, "y": float})
    points["tput_per_gpu"] = points["y"][::-1].to_numpy()
    mask = frontier_of(points, x, y, points["series"].to_numpy())
    assert mask.tolist() == undominated(points, x, y)


def test_the_drawn_curve_passes_its_knots_and_every_reading_lies_on_it(real_sweep):
    view = view_of(real_sweep, everything(real_sweep, sequence="8k/1k"), INTVTY, THROUGHPUT)
    curves = traced(view)
    knots = view.knots.merge(curves, on=["series", "x"], how="left", suffixes=("", "_drawn"))
    assert knots["y_drawn"].to_numpy() == pytest.approx(knots["y"].to_numpy())
    target = curves["x"].iloc[5]
    reading = read_at(view, target).set_index("series")["y"]
    assert reading[curves["series"].iloc[5]] == pytest.approx(curves["y"].iloc[5])


def test_nothing_is_read_where_nothing_was_measured(real_sweep):
    view = view_of(real_sweep, everything(real_sweep, sequence="8k/1k"), INTVTY, THROUGHPUT)
    target = default_target(view)
    read = read_at(view, target)
    outside = (target < read["low"]) | (target > read["high"])
    assert outside.any() and not outside.all()
    assert (read["status"] == "outside").tolist() == outside.tolist()
    assert read["y"].isna().tolist() == outside.tolist()


def test_a_reading_at_a_measured_point_is_that_measurement(sample):
    view = view_of(sample, everything(sample), INTVTY, THROUGHPUT)
    knot = view.knots.iloc[2]
    read = read_at(view, knot["x"]).set_index("series").loc[knot["series"]]
    assert (read["status"], read["y"], read["concurrency"]) == ("measured", knot["y"], knot["concurrency"])


def test_the_default_target_is_where_most_curves_can_be_read(real_sweep):
    view = view_of(real_sweep, everything(real_sweep, sequence="1k/1k"), INTVTY, THROUGHPUT)
    reached = (read_at(view, default_target(view))["status"] != "outside").sum()
    elsewhere = [(read_at(view, x)["status"] != "outside").sum() for x in np.unique(view.knots["x"])]
    assert reached >= max(elsewhere) - 1


def test_points_without_the_metric_are_counted_not_drawn(real_sweep):
    view = view_of(real_sweep, everything(real_sweep, sequence="1k/1k"), BY_NAME["p90_ttft"], BY_NAME["avg_power_w"])
    assert len(view.rows) == (real_sweep["isl"].eq(1024) & real_sweep["osl"].eq(1024)).sum()
    assert 0 < len(view.points) < len(view.rows)
    assert view.points[["x", "y"]].notna().all().all()


def test_a_view_of_nothing_is_empty_not_an_error(sample):
    view = view_of(sample, everything(sample), BY_NAME["median_ttft"], THROUGHPUT)
    assert len(view.points) == len(read_at(view, 1.0)) == len(traced(view)) == 0
    assert len(view.rows) == len(sample)
