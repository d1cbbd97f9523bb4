"""The curve passes its knots, adds no bumps between them and is Steffen's."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.interpolate import CubicHermiteSpline

from specsweep.curve import evaluate, locate, steffen_slopes

sizes = st.floats(0.01, 1000)
knots = st.lists(st.tuples(sizes, st.floats(-1000, 1000)), min_size=1, max_size=9)


def read(x, y, at, **options):
    """One curve at given places."""
    slopes = steffen_slopes(x, y, [0], **options)
    return evaluate(x, y, slopes, [0], at, np.zeros(len(at), dtype=int))


def as_arrays(points):
    """Steps between knots, and values, to increasing x and y."""
    steps, y = np.array(points).T
    return np.cumsum(steps), y


def slope_by_hand(x, y, i):
    """The interior slope written as in Steffen's paper, one knot at a time."""
    h0, h1 = x[i] - x[i - 1], x[i + 1] - x[i]
    s0, s1 = (y[i] - y[i - 1]) / h0, (y[i + 1] - y[i]) / h1
    p = (s0 * h1 + s1 * h0) / (h0 + h1)
    sign = (-1 if s0 < 0 else 1) + (-1 if s1 < 0 else 1)
    return sign * min(abs(s0), abs(s1), abs(p) / 2)


@given(knots)
def test_it_passes_its_knots(points):
    """At a knot the curve is the knot, to the last bit."""
    x, y = as_arrays(points)
    assert read(x, y, x).tolist() == y.tolist()


@given(knots)
def test_slopes_are_steffens(points):
    """Interior slopes follow the paper's formula; the ends lean on their neighbour."""
    x, y = as_arrays(points)
    assume(len(x) > 2)
    slopes = steffen_slopes(x, y, [0])
    inner = [slope_by_hand(x, y, i) for i in range(1, len(x) - 1)]
    s = np.diff(y) / np.diff(x)
    ends = [(3 * s[0] - inner[0]) / 2, (3 * s[-1] - inner[-1]) / 2]
    assert slopes == pytest.approx([ends[0], *inner, ends[1]], rel=1e-9, abs=1e-9)


@given(knots)
def test_it_is_monotone_between_inner_knots(points):
    """Between neighbours the curve only rises or only falls; an end may lean out, and is kept in range."""
    x, y = as_arrays(points)
    assume(len(x) > 3)
    for i in range(1, len(x) - 2):
        steps = np.diff(read(x, y, np.linspace(x[i], x[i + 1], 60)))
        slack = 1e-9 * np.abs(y).max()
        assert (steps >= -slack).all() or (steps <= slack).all()


@given(knots, st.lists(st.floats(-100, 3000), min_size=1, max_size=20))
def test_it_stays_in_the_range_of_its_knots(points, at):
    """Wherever it is read, also outside its ends."""
    x, y = as_arrays(points)
    values = read(x, y, np.array(at))
    assert (values >= y.min()).all() and (values <= y.max()).all()


@given(knots, st.floats(0.1, 10), st.floats(0.1, 10))
def test_it_scales_with_its_data(points, stretch, factor):
    """Other units on either axis give the same curve in those units."""
    x, y = as_arrays(points)
    at = np.linspace(x[0], x[-1], 25)
    scaled = read(x * stretch, y * factor, at * stretch)
    assert scaled == pytest.approx(read(x, y, at) * factor, rel=1e-6, abs=1e-6)


@given(st.lists(knots, min_size=1, max_size=5))
def test_many_curves_in_one_pass_are_each_alone(curves):
    """Segments do not see each other."""
    arrays = [as_arrays(points) for points in curves]
    x, y = (np.concatenate(part) for part in zip(*arrays, strict=True))
    starts = np.cumsum([0, *(len(a[0]) for a in arrays)])[:-1]
    slopes = steffen_slopes(x, y, starts)
    for number, (own_x, own_y) in enumerate(arrays):
        at = np.linspace(own_x[0], own_x[-1], 7)
        together = evaluate(x, y, slopes, starts, at, np.full(7, number))
        assert together.tolist() == read(own_x, own_y, at).tolist()


def test_it_is_the_hermite_spline_of_its_slopes():
    """SciPy, given the same slopes, draws the same curve."""
    x, y = np.array([1.0, 2, 4, 7, 8]), np.array([90.0, 70, 66, 20, 19])
    at = np.linspace(1, 8, 300)
    expected = CubicHermiteSpline(x, y, steffen_slopes(x, y, [0]))(at)
    assert read(x, y, at) == pytest.approx(np.clip(expected, 19, 90), rel=1e-12)


def test_two_knots_as_published_and_straight():
    """The public page's end slopes of 1.5 s and 0.75 s bend the line; "straight" does not."""
    x, y = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    assert steffen_slopes(x, y, [0]).tolist() == [1.5, 0.75]
    assert read(x, y, [0.5])[0] == 0.59375
    assert read(x, y, [0.5], two_knots="straight")[0] == 0.5


def test_locate_finds_the_interval_also_outside():
    """Before the first knot it is the first interval, after the last the last."""
    x, starts = np.array([1.0, 2, 4, 10, 20]), np.array([0, 3])
    assert locate(x, starts, np.array([0, 1, 3.9, 4, 9, 15, 99.0]), np.array([0, 0, 0, 0, 0, 1, 1])).tolist() == [
        0, 0, 1, 1, 1, 3, 3,
    ]  # fmt: skip
