"""Run many like tasks: on warm processes of this machine, or on a Dask cluster that is there.

Both are executors of `concurrent.futures`, so the loop is the same. Only as many tasks are
under way as keep the workers busy, and a result is handed over as soon as it is there, so
memory does not grow with the number of tasks.
"""

import signal
import sys
import threading
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from specsweep.errors import SweepError
from specsweep.forks import end_with_parent, warm_context


def run_all(function, tasks, *, jobs=2, scheduler=None):
    """Call ``function(*arguments)`` for every task, in any order.

    Parameters
    ----------
    function : importable, as it runs in other processes
    tasks : {name: arguments}
    jobs : processes on this machine
    scheduler : address of a Dask scheduler ("tcp://…"), whose workers are used instead

    Yields
    ------
    (name, result, error) : error is None, or the exception that the task ended with
    """
    waiting, suspects = dict(tasks), {}
    while waiting or suspects:
        # One of the tasks that were under way when a worker died may have killed it. Each gets a
        # second chance, alone, so that none answers for another.
        alone = bool(suspects)
        with _executor(1 if alone else jobs, scheduler) as (executor, width):
            for name, future in _until_broken(executor, 1 if alone else width, function, suspects or waiting):
                error = future.exception()
                if not isinstance(error, BrokenProcessPool):
                    yield name, None if error else future.result(), error
                elif alone:
                    yield name, None, SweepError("its process died, twice (killed, or out of memory)")
                else:
                    suspects[name] = tasks[name]


def _until_broken(executor, width, function, waiting):
    """Work ``waiting`` off, until it is empty or a worker has died; yields (name, finished future)."""
    under_way, broken = {}, False
    while (waiting and not broken) or under_way:
        while waiting and not broken and len(under_way) < width:
            name = next(iter(waiting))
            try:
                with _uninterrupted():  # it may start a worker, which must not find its pool gone
                    future = executor.submit(function, *waiting[name])
            except BrokenProcessPool:
                broken = True
            else:
                del waiting[name]
                under_way[future] = name
        for future in wait(under_way, return_when=FIRST_COMPLETED).done:
            broken |= isinstance(future.exception(), BrokenProcessPool)
            yield under_way.pop(future), future


@contextmanager
def _executor(jobs, scheduler):
    """An executor, and how many tasks to have under way on it."""
    if scheduler:
        with _client(scheduler) as client:
            width = 2 * max(1, sum(client.nthreads().values()))
            yield client.get_executor(pure=False, retries=2), width
        return
    pool = ProcessPoolExecutor(jobs, mp_context=warm_context(), initializer=_start_worker)
    try:
        yield pool, jobs + 1
    except (KeyboardInterrupt, GeneratorExit):
        print("stopping; what is under way ends first …", file=sys.stderr)
        raise
    finally:
        with _uninterrupted():  # a second Ctrl-C would leave the pool, and with it the program, hanging
            pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted():
    """Put Ctrl-C off until this is done, where it is heard at all: a background job ignores it."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        yield
        return
    pressed = []
    handler = signal.signal(signal.SIGINT, lambda *_: pressed.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if pressed:
        raise KeyboardInterrupt


def _client(scheduler):
    try:
        from distributed import Client
    except ImportError:
        raise SweepError("a scheduler needs Dask: pip install distributed") from None
    try:
        return Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise SweepError(f"there is no Dask scheduler at {scheduler}: {error}") from None


def _start_worker():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it goes to all of a terminal's processes; the run ends these
    end_with_parent()
