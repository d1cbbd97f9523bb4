"""JupyterLab as a reader meets it: a real server, a real kernel, a real browser, no network.

``start_lab`` runs the JupyterLab server of ``.venv-lab`` with the kernel of the environment that
runs the tests; ``LabServer.open`` puts a copy of a notebook on it and opens that copy in Chromium.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

LAUNCH = [
    "--no-browser",
    "--allow-root",  # CI containers run as root; harmless elsewhere
    "--IdentityProvider.token=",
    "--ServerApp.password=",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port_retries=0",
    "--ServerApp.terminals_enabled=False",
    "--LabApp.news_url=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--LabApp.expose_app_in_browser=True",  # window.jupyterapp, to run all cells and to wait
]

# What a first start shows on top of the notebook is not what the tests are about.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


@contextmanager
def start_lab(venv_lab, folder):
    """A running JupyterLab server rooted in ``folder``; yields a ``LabServer``, ends with it.

    venv_lab : the environment that holds JupyterLab (``.venv-lab``); the kernel is that of the
        environment running this function, through its kernelspec.
    """
    folder = Path(folder)
    home, root = folder / "home", folder / "root"
    for name in ("config", "data", "runtime", "workspaces", "app-settings"):
        (home / name).mkdir(parents=True)
    root.mkdir()
    (home / "app-settings" / "overrides.json").write_text(json.dumps(SETTINGS))
    environment = os.environ | {
        "JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "config"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(Path(venv_lab) / "bin" / "jupyter-lab"),
        *LAUNCH,
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.app_settings_dir={home / 'app-settings'}",
    ]
    url = f"http://127.0.0.1:{port}"
    with open(folder / "server.log", "w") as log:
        server = subprocess.Popen(command, env=environment, cwd=root, stdout=log, stderr=log)
    try:
        _wait_for(f"{url}/api", server, folder / "server.log")
        yield LabServer(url, root)
    finally:
        server.terminate()  # on SIGTERM the server shuts its kernels down first
        server.wait(30)


def _wait_for(url, server, log, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


@dataclass
class LabServer:
    url: str
    root: Path

    def open(self, context, notebook, parameters=None, name=None):
        """Open a copy of ``notebook``, with ``parameters`` injected as papermill does; a ``LabPage``.

        context : a Playwright browser context, which decides window size and network.
        """
        notebook = Path(notebook)
        document = load_notebook_node(str(notebook))
        if parameters:
            document = parameterize_notebook(document, parameters)
        copy = self.root / (name or notebook.name)
        nbformat.write(document, copy)
        page = context.new_page()
        page.goto(f"{self.url}/doc/workspaces/{copy.stem}/tree/{copy.name}?reset")
        lab = LabPage(page, copy)
        lab.wait_ready()
        return lab


@dataclass
class LabPage:
    """One notebook open in JupyterLab. ``page`` is Playwright's, for everything else."""

    page: object
    path: Path

    def wait_ready(self):
        self.page.wait_for_function(
            """() => {
                const panel = window.jupyterapp?.shell.currentWidget;
                return panel?.context?.isReady
                    && panel.context.sessionContext.session?.kernel?.status === 'idle';
            }""",
            timeout=60_000,
        )

    def run_all(self, timeout=120):
        """Run every cell and wait for the last; raises AssertionError on a traceback in an output."""
        self.page.set_default_timeout(timeout * 1000)
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.page.set_default_timeout(30_000)
        self.wait_idle()
        assert not self.errors(), self.errors()

    def wait_idle(self):
        """Wait until kernel and page have nothing left to tell each other, and the page has drawn it.

        Widgets hold changes back while the kernel is busy, and the page may answer what the kernel
        sends; so three questions in a row must be answered without a widget's message in between.
        """
        self.page.wait_for_function(
            """async () => {
                const kernel = window.jupyterapp.shell.currentWidget
                    .context.sessionContext.session.kernel;
                let calm = 0;
                const listen = (_, { msg }) => { if (msg.header.msg_type.startsWith('comm_')) calm = -1; };
                kernel.anyMessage.connect(listen);
                while (calm < 3) {
                    await kernel.requestKernelInfo();
                    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 30)));
                    calm += 1;
                }
                kernel.anyMessage.disconnect(listen);
                return true;
            }"""
        )

    def errors(self):
        """Texts of all tracebacks and renderer errors on the page."""
        return self.page.locator(
            '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"],'
            '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"],'
            ".jp-RenderedVegaCommon5 .jp-mod-error"
        ).all_inner_texts()

    def output(self, cell):
        """Locator of the outputs of the code cell that carries the tag ``cell`` (or has that index)."""
        index = cell if isinstance(cell, int) else self._tagged(cell)
        return (
            self.page.locator(".jp-Notebook > .jp-Cell, .jp-WindowedPanel-viewport > .jp-Cell")
            .nth(index)
            .locator(".jp-Cell-outputArea")
        )

    def _tagged(self, tag):
        cells = nbformat.read(self.path, as_version=4).cells
        return next(i for i, c in enumerate(cells) if tag in c.metadata.get("tags", []))

    def slider(self, label):
        """Locator of an ipywidgets slider's handle, to ``press`` arrow keys on."""
        row = self.page.locator(".widget-slider", has=self.page.locator(f'label:text-is("{label}")'))
        return row.locator(".noUi-handle").first

    def press(self, label, key, times=1):
        """Move the slider ``label`` with the keyboard and wait for what follows."""
        handle = self.slider(label)
        handle.scroll_into_view_if_needed()
        handle.focus()
        for _ in range(times):
            self.page.keyboard.press(key)
        self.wait_idle()

    def choose(self, label, option):
        """Pick ``option`` in the dropdown ``label``."""
        row = self.page.locator(".widget-dropdown", has=self.page.locator(f'label:text-is("{label}")'))
        row.locator("select").select_option(label=option)
        self.wait_idle()

    def save(self):
        """Save as Ctrl+S does and return the notebook as it then lies on disk."""
        self.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        return nbformat.read(self.path, as_version=4)

    def screenshot(self, path, width=1300, height=None):
        """A picture of the whole notebook, ``height`` px tall (default: as tall as it is)."""
        before = self.page.viewport_size
        self.page.set_viewport_size({"width": width, "height": height or before["height"]})
        if height is None:
            tall = self.page.evaluate(
                """() => Math.ceil(Math.max(...[...document.querySelectorAll('.jp-Notebook .jp-Cell')]
                    .map(c => c.getBoundingClientRect().bottom)) + 150
                    + (document.querySelector('.jp-WindowedPanel-outer')?.scrollTop ?? 0))"""
            )
            self.page.set_viewport_size({"width": width, "height": min(tall, 12_000)})
        self.page.evaluate("document.querySelectorAll('.jp-WindowedPanel-outer').forEach(p => p.scrollTo(0, 0))")
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=path)
        self.page.set_viewport_size(before)
