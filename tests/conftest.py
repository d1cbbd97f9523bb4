"""Shared fixtures: the sample sweep, the real data, and what happens where they are missing."""

import os
from pathlib import Path

import pytest

from specsweep import Side, read_sweep

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "qwen3.5-b200-fp4-1k1k.csv"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Where nothing may be skipped (CI), a skip is a failure with the same reason."""
    report = (yield).get_result()
    if report.skipped and os.environ.get("SPECSWEEP_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"


@pytest.fixture(scope="session")
def sweep_data():
    """Folder with the real API rows and the golden answers."""
    folder = os.environ.get("SWEEP_DATA")
    if not folder:
        pytest.skip("SWEEP_DATA does not name a folder with the real API rows")
    return Path(folder).resolve()


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
