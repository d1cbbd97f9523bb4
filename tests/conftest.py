"""Shared fixtures: the sample sweep, the real data, and what happens where they are missing."""

import os
from pathlib import Path

import hypothesis
import pandas as pd
import pytest
from playwright.sync_api import sync_playwright

from lab import start_lab
from specsweep import Side, read_sweep

# How long an example takes is a matter for benchmarks; on a busy machine a deadline fails by chance.
hypothesis.settings.register_profile("specsweep", deadline=None)
hypothesis.settings.load_profile("specsweep")

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "qwen3.5-b200-fp4-1k1k.csv"
DATA = os.environ.get("SWEEP_DATA") and Path(os.environ["SWEEP_DATA"]).resolve()  # before any test changes folder
CHROMIUM = Path("/usr/bin/chromium")
VENV_LAB = Path(os.environ.get("VENV_LAB", ROOT / ".venv-lab"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Where nothing may be skipped (CI), a skip is a failure with the same reason."""
    report = (yield).get_result()
    if report.skipped and os.environ.get("SPECSWEEP_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"


@pytest.fixture(scope="session")
def sweep_data():
    """Folder with the real API rows and the golden answers."""
    if not DATA:
        pytest.skip("SWEEP_DATA does not name a folder with the real API rows")
    return DATA


@pytest.fixture(scope="session")
def real_sweep(sweep_data):
    """All 435 real rows."""
    return read_sweep(sweep_data / "data" / "inferencex-api" / "benchmarks-dsr1-2026-06.json")


@pytest.fixture(scope="session")
def sample():
    """The shipped sweep."""
    return read_sweep(SAMPLE)


@pytest.fixture(scope="session")
def sample_sides():
    """MTP and Off on B200 at FP4, as on the published page."""
    common = {"model": "qwen3.5", "hardware": "b200", "precision": "fp4"}
    return Side("MTP", **common, spec_method="mtp"), Side("Off", **common, spec_method="none")


@pytest.fixture(scope="session")
def browser():
    """Chromium without a network: every request that is not to this machine is refused."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory):
    """One JupyterLab for the whole test run."""
    if not (VENV_LAB / "bin" / "jupyter-lab").exists():
        pytest.skip(f"{VENV_LAB} has no JupyterLab: `make lab` makes it")
    with start_lab(VENV_LAB, tmp_path_factory.mktemp("lab")) as server:
        yield server


@pytest.fixture
def lab_context(browser):
    """A fresh browser window, 1300 px wide; the test fails when a page asked for anything but this machine."""
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    yield context
    context.close()
    outside = [url for url in asked if not url.startswith(("http://127.0.0.1", "data:", "blob:"))]
    assert not outside, f"the page asked the network for {outside}"


@pytest.fixture
def open_page(browser, tmp_path):
    """Open a page from disk; afterwards, nothing was requested, logged, or run that is not ours."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    path, said = tmp_path / "page.html", []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: said.append(request.url))

    def open_(html):
        path.write_text(html, encoding="utf-8")
        page.goto(f"file://{path}")
        return page

    yield open_
    context.close()
    assert [text for text in said if text != f"file://{path}"] == []


@pytest.fixture(scope="session")
def make_sweep():
    """Builds a sweep from rows (engine, spec method, concurrency, interactivity, throughput)."""

    def build(*rows, **columns):
        names = ["framework", "spec_method", "conc", "median_intvty", "tput_per_gpu"]
        frame = pd.DataFrame(rows, columns=names).astype({"median_intvty": float, "tput_per_gpu": float})
        return frame.assign(model="m", hardware="b200", precision="fp4", isl=1024, osl=1024, **columns)

    return build


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    """Tests neither read nor fill the user's copies of what was fetched."""
    if "SPECSWEEP_CACHE" not in os.environ:
        monkeypatch.setenv("SPECSWEEP_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
