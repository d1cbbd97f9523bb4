"""Many tasks run in parallel; what fails or dies does not stop the rest."""

import os
from pathlib import Path

from specsweep.catalog.bulk import run_all


def work(number, marks=None):
    """Task: its process, or an exception, or sudden death (only the first time where there are marks)."""
    if number == 13:
        raise KeyError("unlucky")
    if number < 0:
        mark = marks and Path(marks, f"died-{number}")
        if not mark or not mark.exists():
            if mark:
                mark.touch()
            os.kill(os.getpid(), 9)
    return number * 10, os.getpid()


def outcomes(tasks, **kwargs):
    return {name: (result and result[0], error) for name, result, error in run_all(work, tasks, **kwargs)}


def test_a_task_that_raises_does_not_stop_the_rest():
    """All others have results; the one that failed has its exception."""
    done = outcomes({n: (n,) for n in (1, 13, 2, 3)}, jobs=2)
    assert {n: result for n, (result, error) in done.items() if not error} == {1: 10, 2: 20, 3: 30}
    assert isinstance(done[13][1], KeyError)


def test_a_worker_that_dies_is_replaced(tmp_path):
    """What was under way runs again; a task that kills its worker twice is given up with the reason."""
    done = outcomes({n: (n, str(tmp_path)) for n in (1, -1, 2, 3)}, jobs=2)
    assert {n: r for n, (r, _) in done.items()} == {1: 10, -1: -10, 2: 20, 3: 30}
    done = outcomes({n: (n,) for n in (-1, 2)}, jobs=1)
    assert done[2] == (20, None) and "process died" in str(done[-1][1])
