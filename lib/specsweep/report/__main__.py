"""The command behind `make report`: `python -m specsweep.report`, or this folder run by its path.

Run by its path, nothing of the package is imported before the fork server is, so that the
kernel's imports begin at once, beside the runner's own.
"""

import gc
import multiprocessing
import signal
import sys
from multiprocessing import forkserver

if sys.platform == "linux":
    multiprocessing.get_context("forkserver").set_forkserver_preload(["specsweep.preload"])
    ours = signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited: Ctrl-C is for this process to answer
    forkserver.ensure_running()
    signal.signal(signal.SIGINT, ours)

from specsweep.report.run import main

gc.freeze()  # what was imported stays: no search for garbage, the one at exit included, need look through it
main(prog_name="report")
