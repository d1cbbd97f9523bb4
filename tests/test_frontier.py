"""The frontier is the set of undominated rows, whatever their order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specsweep.frontier import frontier_mask

CASES = {
    "one point": ([10], [5], [True]),
    "none": ([], [], []),
    "a beaten point in the middle": ([10, 20, 30], [9, 3, 4], [True, False, True]),
    "equal interactivity keeps the higher throughput": ([10, 10, 20], [9, 8, 1], [True, False, True]),
    "equal throughput keeps the higher interactivity": ([10, 20], [5, 5], [False, True]),
    "equal on both keeps the first": ([10, 10, 10], [5, 5, 5], [True, False, False]),
    "a missing number is no point": ([10, np.nan, 30], [9, 99, np.nan], [True, False, False]),
}

# Few distinct values, so that ties are common.
rows = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(0, 2)), max_size=25)


@pytest.mark.parametrize(("x", "y", "expected"), CASES.values(), ids=CASES.keys())
def test_hand_worked(x, y, expected):
    """Cases small enough to do in one's head."""
    assert frontier_mask(x, y).tolist() == expected


def by_definition(x, y, segment):
    """Is any other row of the segment at least as good on both and better on one (or its twin, earlier)?"""
    keep = []
    for i in range(len(x)):
        beaten = False
        for j in range(len(x)):
            if i != j and segment[i] == segment[j] and x[j] >= x[i] and y[j] >= y[i]:
                beaten |= x[j] > x[i] or y[j] > y[i] or j < i
        keep.append(not beaten)
    return keep


@given(rows)
def test_it_is_the_definition(points):
    """The fast pass agrees with comparing every row with every other."""
    x, y, segment = np.array(points or np.empty((0, 3)), dtype=int).reshape(-1, 3).T
    assert frontier_mask(x, y, segment).tolist() == by_definition(x, y, segment)


@given(rows, st.randoms())
def test_row_order_does_not_matter(points, random):
    """Shuffled rows have the same frontier, as a set of points."""
    shuffled = points[:]
    random.shuffle(shuffled)

    def frontier(rows):
        x, y, segment = np.array(rows or np.empty((0, 3)), dtype=int).reshape(-1, 3).T
        return {row for row, kept in zip(rows, frontier_mask(x, y, segment), strict=True) if kept}

    assert frontier(points) == frontier(shuffled)


@given(rows)
def test_it_falls_and_is_its_own_frontier(points):
    """Along the frontier throughput falls strictly, and taking the frontier again changes nothing."""
    x, y, _ = np.array(points or np.empty((0, 3)), dtype=int).reshape(-1, 3).T
    kept = frontier_mask(x, y)
    x, y = x[kept], y[kept]
    assert (np.diff(y[np.argsort(x)]) < 0).all()
    assert frontier_mask(x, y).all()
