"""Processes that start warm: forked from one that has already imported everything (see `preload`).

Nothing runs in that process, the fork server of `multiprocessing`, but imports, so every
process forked from it starts clean.
"""

import multiprocessing
import os
import signal
import sys
import threading
from functools import cache
from multiprocessing import forkserver


@cache
def warm_context():
    """The `multiprocessing` context whose processes, kernels and workers alike, start warm."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["specsweep.preload"])
    return context


def get_ready():
    """Let the fork server begin its imports, which take a second, while this process does something else."""
    if can_fork():
        warm_context()
        ours = signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited: Ctrl-C is for this process to answer
        forkserver.ensure_running()
        signal.signal(signal.SIGINT, ours)


def can_fork():
    """Whether this process may fork kernels."""
    return sys.platform == "linux" and not multiprocessing.current_process().daemon


def end_with_parent():
    """Leave no orphan: end this process as soon as the one that started it is gone, however it ended."""

    def watch():
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
