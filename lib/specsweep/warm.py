"""Execute notebooks without paying interpreter start and imports for each.

`papermill.execute_notebook(..., engine_name="warm")` does what the stock engine does, with a
real ipykernel and real messages. Only the start differs: the kernel is forked from a process
that has already imported everything (the fork server of `multiprocessing`, see `preload`).
Nothing runs in that process but imports, so every kernel starts clean.

Where kernels cannot be forked (not on Linux, or in a process that may not have children), the
engine starts ordinary kernels: slower, with the same output.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from types import ModuleType

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from papermill.engines import NBClientEngine, papermill_engines

from specsweep.forks import can_fork, end_with_parent, warm_context
from specsweep.sharing.vega import start_renderer
from specsweep.show import UNATTENDED, add_pictures

WARM = "warm"


class WarmEngine(NBClientEngine):
    """Papermill's own engine on forked kernels."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **kwargs):
        if can_fork():
            kwargs |= {"kernel_manager_class": f"{__name__}.ForkedKernelManager", "shutdown_kernel": "immediate"}
        # Pictures are drawn in this process, which otherwise only waits while the kernel works.
        with ThreadPoolExecutor(1) as artist:
            drawn = [artist.submit(start_renderer)]

            def on_cell_executed(cell, **_):
                drawn.append(artist.submit(add_pictures, cell))

            super().execute_managed_notebook(nb_man, kernel_name, on_cell_executed=on_cell_executed, **kwargs)
        for picture in drawn:
            picture.result()


papermill_engines.register(WARM, WarmEngine)


class ForkedKernelManager(AsyncKernelManager):
    """Manages one forked kernel.

    They talk over Unix sockets in a folder of their own: a TCP port is chosen before the kernel
    binds it, so that kernels starting together may choose the same.
    """

    def __init__(self, **kwargs):
        self.folder = TemporaryDirectory(prefix="kernel-")
        where = {"ip": f"{self.folder.name}/s", "connection_file": f"{self.folder.name}/kernel.json"}
        super().__init__(transport="ipc", **where, **kwargs)
        self.provisioner = ForkedProvisioner(parent=self, kernel_spec=self.kernel_spec)


class ForkedProvisioner(LocalProvisioner):
    """Starts a kernel by asking the fork server for a process."""

    async def launch_kernel(self, cmd, **kwargs):
        start = self.parent.connection_file, {**kwargs["env"], UNATTENDED: "1"}, kwargs.get("cwd")
        process = warm_context().Process(target=_run_kernel, args=start, daemon=True)
        with _nothing_to_import():
            process.start()
        self.process, self.pid, self.pgid = _Popen(process), process.pid, process.pid
        return self.connection_info

    async def cleanup(self, restart=False):
        await super().cleanup(restart)
        if not restart:
            self.parent.folder.cleanup()


@contextmanager
def _nothing_to_import():
    """Hide the running program: `multiprocessing` would run it again in the kernel, for functions it may have sent."""
    program, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


class _Popen:
    """What a provisioner uses of `subprocess.Popen`, on a process of `multiprocessing`."""

    stdin = stdout = stderr = None

    def __init__(self, process):
        self.pid = process.pid
        self.kill, self.terminate = process.kill, process.terminate
        self._process = process

    def poll(self):
        return self._process.exitcode

    def wait(self, timeout=None):
        self._process.join(timeout)
        return self._process.exitcode

    def send_signal(self, signum):
        os.kill(self.pid, signum)


def _run_kernel(connection_file, env, cwd):
    """What a forked process does to be a kernel like any other."""
    os.setsid()  # a group of its own: signals reach what a cell starts, and Ctrl-C does not reach it
    end_with_parent()
    os.environ.clear()
    os.environ.update(env)
    if cwd:
        os.chdir(cwd)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)

    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    np.random.seed()  # numpy's global generator, unlike Python's, would be the same in every fork
    IPKernelApp.launch_instance(["-f", connection_file])
