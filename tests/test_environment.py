"""One set of versions, however one installs."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;]+)")


def pins(path):
    """{name: version} of a lock file."""
    lines = [line for line in (ROOT / path).read_text().splitlines() if line and not line.startswith(("#", "-r"))]
    assert all(PIN.fullmatch(line) for line in lines), "a lock file pins, and does nothing else"
    return {normal(m[1]): m[2] for m in map(PIN.fullmatch, lines)}


def normal(name):
    """A distribution's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_conda_and_make_use_the_same_locks():
    """environment.yml installs exactly the lock files, and the package itself."""
    parts = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    (pip,) = [part["pip"] for part in parts if isinstance(part, dict)]
    assert pip == ["-r lib/requirements.txt", "-r notebooks/requirements.txt", "--no-deps --editable ."]


@pytest.mark.parametrize("other", ["notebooks/requirements.txt", "tests/requirements.txt"])
def test_locks_agree_where_they_meet(other):
    """So that one environment can hold both."""
    ours, theirs = pins("lib/requirements.txt"), pins(other)
    assert {n: v for n, v in theirs.items() if n in ours} == {n: ours[n] for n in theirs if n in ours}


def test_everything_the_package_asks_for_is_locked():
    """pyproject.toml names what is needed, the lock the versions, and these are installed."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    locked = pins("lib/requirements.txt")
    for requirement in asked:
        name = normal(re.match(r"[A-Za-z0-9._-]+", requirement)[0])
        assert version(name) == locked[name]


def test_the_kernel_environment_has_no_jupyterlab():
    """Beside it every process that imports jsonschema would start seconds later."""
    assert not {"jupyterlab", "rfc3987-syntax"} & set(pins("lib/requirements.txt"))


def test_no_file_names_a_registry_or_a_cdn():
    """Locks are plain pins; nothing is fetched when a report is read."""
    for path in ("lib/requirements.txt", "tests/requirements.txt", "notebooks/requirements.txt", "environment.yml"):
        assert "://" not in (ROOT / path).read_text()
