"""The catalog's command: a folder of whole files, however it is made and whatever interrupts it."""

import errno
import os
import random
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner

from specsweep.catalog import build as build_module
from specsweep.catalog.__main__ import main
from specsweep.catalog.build import build
from specsweep.catalog.reports import make_report

HOSTILE = ["<img src=x onerror=alert(1)>", "](javascript:alert(1))", "A b", "a-b", 'c",d|e=f']
COMMAND = [sys.executable, "-m", "specsweep.catalog"]


def write_sweep(path, models):
    """A sweep with one spec-decoding pair for each model."""
    rows = ["model,hardware,framework,precision,spec_method,isl,osl,conc,tput_per_gpu,median_intvty"]
    for number, model in enumerate(models):
        name = '"' + model.replace('"', '""') + '"'
        for method, scale in (("mtp", 1.5 + number), ("none", 1)):
            rows += [
                f"{name},b200,trt,fp4,{method},1024,1024,{conc},{scale * 4000 / n:.1f},{20 * n}"
                for n, conc in enumerate((64, 32, 16, 8), 1)
            ]
    path.write_text("\n".join(rows) + "\n")
    return path


def contents(folder):
    """{path: bytes} of everything in a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in Path(folder).rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def sweep(tmp_path_factory):
    return write_sweep(tmp_path_factory.mktemp("sweep") / "sweep.csv", ["m1", "m2", "m3"])


@pytest.fixture(scope="module")
def uninterrupted(sweep, tmp_path_factory):
    """The catalog of that sweep, made in one go."""
    out = tmp_path_factory.mktemp("catalog")
    assert build(str(sweep), out=str(out), kinds="spec", jobs=2) == []
    return out


def test_it_leaves_a_page_reports_and_data_and_no_loose_link(uninterrupted):
    """Every link of the page leads to a file of the folder."""
    found = contents(uninterrupted)
    stems = [f"spec_m{n}_b200_fp4_mtp-vs-none_1k-1k" for n in (1, 2, 3)]
    expected = {f"reports/{stem}{end}" for stem in stems for end in (".html", ".ipynb")}
    assert expected | {"index.html", "index.ipynb", "catalog.csv", "catalog.json"} <= set(found)
    links = re.findall(r'href="([^"#]+)"', found["index.html"].decode())
    assert {f"reports/{stem}.html" for stem in stems} <= set(links) <= set(found)


def test_a_report_is_the_same_alone_and_in_a_catalog(uninterrupted, sweep):
    """Made by itself in this very process, byte for byte."""
    source, stem = str(sweep), "spec_m3_b200_fp4_mtp-vs-none_1k-1k"
    asked = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build_module, "run_all", lambda _, tasks, **__: asked.append(tasks) or (_ for _ in ()))
        build(source, out=f"memory://{time.time()}", kinds="spec")
    files, reason = make_report(*asked[0][stem])
    assert reason == ""
    assert files == {name: (uninterrupted / "reports" / name).read_bytes() for name in files}


def test_only_what_changed_is_made_again(uninterrupted, sweep, monkeypatch):
    """Nothing on a second run; everything with other prices; one report where one is gone."""
    run_all, made = build_module.run_all, []
    monkeypatch.setattr(
        build_module, "run_all", lambda f, tasks, **k: made.append(set(tasks)) or run_all(f, tasks, **k)
    )
    before = {p: p.stat().st_mtime_ns for p in uninterrupted.rglob("*") if p.is_file()}
    again = partial(build, str(sweep), out=str(uninterrupted), kinds="spec", jobs=2)
    assert again() == [] and made == [set()]
    assert {p: p.stat().st_mtime_ns for p in uninterrupted.rglob("*") if p.is_file()} == before
    lost = uninterrupted / "reports" / "spec_m1_b200_fp4_mtp-vs-none_1k-1k.html"
    text = lost.read_bytes()
    lost.unlink()
    assert again() == [] and made[1] == {lost.stem} and lost.read_bytes() == text
    monkeypatch.setattr(build_module, "run_all", lambda f, tasks, **k: made.append(set(tasks)) or (_ for _ in ()))
    again(prices="2026-08")
    assert len(made[2]) == 4


def start(command, **options):
    """A run that Ctrl-C reaches: the background jobs of a shell ignore it, and so does all that they start."""
    listen = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return subprocess.Popen(command, start_new_session=True, preexec_fn=listen, **options)


def children(process):
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def test_killed_ten_times_it_ends_as_if_never_interrupted(uninterrupted, sweep, tmp_path):
    """kill -9 (and Ctrl-C) at random moments: only whole files, no orphan, and the same bytes in the end."""
    command = [*COMMAND, str(sweep), "--kinds", "spec", "--jobs", "2", "--out", str(tmp_path / "out")]
    whole = contents(uninterrupted)
    chance = random.Random()
    for attempt in range(10):
        process = start(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 5))
        family = children(process)
        if attempt % 5:
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)
        assert not psutil.wait_procs(family, timeout=30)[1], "a process outlived the run"
        for path, data in contents(tmp_path / "out").items():
            if not path.endswith(".part"):
                assert data == whole[path], path
    subprocess.run(command, check=True, capture_output=True)
    assert contents(tmp_path / "out") == whole


def test_ctrl_c_twice_ends_in_order_and_leaves_nothing_behind(sweep, tmp_path):
    """No traceback, no process, no temporary file; the exit code is that of a program that was interrupted."""
    command = [*COMMAND, str(sweep), "--kinds", "spec", "--jobs", "2", "--out", str(tmp_path / "out")]
    (tmp_path / "tmp").mkdir()
    process = start(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(tmp_path / "tmp")})
    assert "done" in process.stderr.readline()
    family = children(process)
    for _ in range(2):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.3)
    said = process.communicate(timeout=20)[1]
    assert process.returncode == 130 and said.endswith("stopped; run the same command again to continue\n")
    assert "Traceback" not in said
    assert not psutil.wait_procs(family, timeout=20)[1], "a process outlived the run"
    assert not list((tmp_path / "tmp").iterdir())


def test_two_runs_into_one_folder(uninterrupted, sweep, tmp_path):
    """Both succeed, and the folder is as one run leaves it."""
    command = [*COMMAND, str(sweep), "--kinds", "spec", "--jobs", "2", "--out", str(tmp_path / "out")]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(2)]
    said = [run.communicate(timeout=120)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert sum("waiting for it" in text for text in said) == 1
    assert contents(tmp_path / "out") == contents(uninterrupted)


def fail_one(notebook, parameters, name):
    """make_report, but for one model."""
    if parameters.get("model") == "m2":
        return {}, "KeyError: it broke"
    return make_report(notebook, parameters, name)


def test_a_report_that_fails_does_not_stop_the_rest(sweep, tmp_path, monkeypatch):
    """The page says so and does not link to it; the exit code is not zero; each reason is printed."""
    monkeypatch.setattr(build_module, "make_report", fail_one)
    result = CliRunner().invoke(main, [str(sweep), "--kinds", "spec", "--jobs", "2", "--out", str(tmp_path)])
    assert result.exit_code == 1
    assert (
        "2 reports made, 0 kept, 1 failed" in result.output
        and "m2_b200_fp4_mtp-vs-none_1k-1k: KeyError: it broke" in result.output
    )
    page = (tmp_path / "index.html").read_text()
    assert page.count('<a href="reports/') == 2 and "1 report could not be made" in page


def test_a_full_disk_is_said_and_nothing_else_is(sweep, tmp_path, monkeypatch):
    """Each file that could not be written, once; no page is promised, and the exit code is not zero."""

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    made = {"a.html": b"<p>"}, ""
    monkeypatch.setattr(build_module, "run_all", lambda _, tasks, **__: ((name, made, None) for name in tasks))
    monkeypatch.setattr(build_module, "write_result", full)
    result = CliRunner().invoke(main, [str(sweep), "--kinds", "spec", "--out", str(tmp_path)])
    assert result.exit_code == 1 and "→" not in result.output
    said = result.stdout.splitlines()
    assert said[0] == "no reports made, 0 kept, 4 failed"
    assert [line.endswith("it could not be written: No space left on device") for line in said[1:]] == [True] * 4


def test_hostile_and_colliding_names(tmp_path, browser):
    """Every model has its own report under its own name; the browser runs nothing of theirs."""
    sweep = write_sweep(tmp_path / "sweep.csv", HOSTILE)
    assert build(str(sweep), out=str(tmp_path / "out"), kinds="spec", jobs=3) == []
    pages = sorted((tmp_path / "out" / "reports").glob("*.html"))
    assert len(pages) == len(HOSTILE)
    context = browser.new_context()
    page, said = context.new_page(), []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: said.append(message.text))
    titles = set()
    for path in [tmp_path / "out" / "index.html", *pages]:
        page.goto(f"file://{path}")
        page.wait_for_selector("figure[data-drawn]")
        titles.add(page.title())
        assert page.locator("a[href^='javascript'], img[src=x]").count() == 0
    context.close()
    assert said == []
    assert all(any(name in title for title in titles) for name in HOSTILE)


@pytest.fixture
def cluster():
    """A Dask scheduler and two worker processes, started as one starts them by hand."""
    started = []

    def start(program, *arguments):
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *arguments, "--no-dashboard"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        started.append(process)
        return process

    scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0")
    address = next(line.split()[-1] for line in scheduler.stderr if "Scheduler at:" in line)
    workers = [start("worker", address, "--nthreads", "1", "--no-nanny") for _ in range(2)]
    yield address, workers
    for process in started:
        process.kill()
        process.wait()
        process.stderr.close()


def test_a_dask_cluster_that_loses_a_worker_makes_the_same_catalog(
    cluster, uninterrupted, sweep, tmp_path, monkeypatch
):
    """One of two workers is killed when the first report is there; the other one does the rest."""
    address, workers = cluster
    run_all = build_module.run_all

    def losing_one(*arguments, **options):
        for number, outcome in enumerate(run_all(*arguments, **options)):
            if number == 0:
                workers[0].kill()
            yield outcome

    monkeypatch.setattr(build_module, "run_all", losing_one)
    assert build(str(sweep), out=f"file://{tmp_path}/out", kinds="spec", scheduler=address) == []
    assert contents(tmp_path / "out") == contents(uninterrupted)


def test_list_prints_the_pairs_and_writes_nothing(sweep, tmp_path, monkeypatch):
    """With how many points each side has."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [str(sweep), "--list", "--where", "model=m1|m2"])
    assert result.exit_code == 0 and result.output.splitlines()[-1] == "2 pairs"
    assert "spec      m1, B200, FP4, 1k/1k: MTP vs Off (default sequence): 4 and 4 points" in result.output
    assert not list(tmp_path.iterdir())


BAD = {
    "no such source": (["nowhere.csv"], "there is no file nowhere.csv"),
    "no such kind": (["{sweep}", "--kinds", "gpus"], "there is no kind of pair gpus"),
    "no such column": (["{sweep}", "--where", "colour=red"], "the sweep has no column 'colour'"),
    "nothing to compare": (["{sweep}", "--kinds", "gpu", "--list"], "no two of its rows differ in hardware alone"),
    "no such row": (["{sweep}", "--where", "hardware=h100", "--list"], "no row has hardware h100; there are b200"),
    "no such price book": (["{sweep}", "--prices", "2020"], "there is no price book '2020'"),
    "a file in the way": (["{sweep}", "--out", "{sweep}"], "sweep.csv cannot be written: File exists"),
    "no driver": (["{sweep}", "--out", "nosuch://bucket/x"], "nosuch://bucket/x cannot be written: Protocol not known"),
    "no folder": (["{sweep}", "--out", ""], "no folder is named"),
    "no catalog": (["{sweep}", "--previous", "nowhere"], "nowhere/catalog.json cannot be read: No such file"),
    "not a catalog": (["{sweep}", "--previous", "{sweep}"], "cannot be read: Not a directory"),
    "no URL": (["{sweep}", "--previous", "memory://x/catalog.json"], "memory://x/catalog.json cannot be fetched"),
    "no scheduler": (
        ["{sweep}", "--scheduler", "tcp://127.0.0.1:1"],
        "there is no Dask scheduler at tcp://127.0.0.1:1",
    ),
}


@pytest.mark.parametrize(("arguments", "message"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_one_sentence(arguments, message, sweep, tmp_path, monkeypatch):
    """And a failing exit."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [a.format(sweep=sweep) for a in arguments])
    assert result.exit_code == 1 and result.output.startswith("error: ") and message in result.output
