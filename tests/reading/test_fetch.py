"""The API through a local stand-in: slow, failing, cut short, of the wrong kind, gone."""

import http.server
import json
import threading
import time

import pytest
from click.testing import CliRunner

from formats import POINTS, api
from specsweep import SweepError, describe_source, load_sweep
from specsweep.reading import fetch
from specsweep.report.run import main


class Stand(http.server.ThreadingHTTPServer):
    """Answers with `answers`, one for each request, the last one again and again."""

    daemon_threads = True

    def __init__(self, body):
        super().__init__(("127.0.0.1", 0), Answer)
        self.body, self.answers, self.asked = body, ["well"], 0
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/api/v1/benchmarks?model=M"

    def handle_error(self, *_):
        pass


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        stand = self.server
        how = stand.answers[min(stand.asked, len(stand.answers) - 1)]
        stand.asked += 1
        if how == "slow":
            time.sleep(1)
        self.send_response(how if isinstance(how, int) else 200)
        self.send_header("Content-Type", "text/html" if how == "page" else "application/json")
        length = len(stand.body) if how != "short, and says so not" else len(stand.body) // 2
        self.send_header("Content-Length", str(length))
        self.end_headers()
        if how in ("short", "short, and says so not"):
            self.wfile.write(stand.body[: len(stand.body) // 2])
        elif how != "empty" and not isinstance(how, int):
            self.wfile.write(stand.body)

    def log_message(self, *_):
        pass


@pytest.fixture
def stand(tmp_path, monkeypatch):
    """A server, an empty cache, and no long waits."""
    monkeypatch.setenv("SPECSWEEP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(fetch, "PAUSE", 0.01)
    monkeypatch.setattr(fetch, "READ", 0.3)
    path, _ = api(tmp_path)
    server = Stand(path.read_bytes())
    yield server
    server.shutdown()
    server.server_close()


def aged(tmp_path, days):
    """Makes the local copies older."""
    for about in (tmp_path / "cache").glob("*.json"):
        said = json.loads(about.read_text())
        about.write_text(json.dumps(said | {"fetched": said["fetched"] - days * 86400}))


def test_a_url_is_fetched_once_a_day_and_says_how_old_it_is(stand, tmp_path):
    """Then again, or when it is asked for."""
    assert len(load_sweep(stand.url).rows) == len(POINTS)
    loaded = load_sweep(stand.url)
    assert stand.asked == 1 and loaded.notes == (f"{stand.url}: local copy, fetched just now.",)
    load_sweep(stand.url, refresh=True)
    assert stand.asked == 2
    aged(tmp_path, 3)
    assert load_sweep(stand.url).notes == (f"{stand.url}: fetched now.",)
    assert stand.asked == 3


@pytest.mark.parametrize("how", ["slow", 500, 503, 429, "short", "short, and says so not", "empty"])
def test_what_fails_once_is_asked_again(stand, how):
    """Slow, an error of the server, half an answer."""
    stand.answers = [how, how, "well"]
    assert len(load_sweep(stand.url).rows) == len(POINTS)
    assert stand.asked == 3


FAILURES = {
    "slow": "it does not answer in time",
    500: "the server says 500",
    404: "the server says 404",
    "short": "the answer is cut short",
    "empty": "the answer is",
    "page": "the server sends a web page, not data",
}


@pytest.mark.parametrize(("how", "why"), FAILURES.items(), ids=map(str, FAILURES))
def test_what_keeps_failing_is_one_sentence_or_the_old_copy(stand, tmp_path, how, why):
    """Whatever its age, with its age; a failed answer never replaces it."""
    stand.answers = [how]
    with pytest.raises(SweepError, match=rf"cannot be fetched \({why}.*and there is no local copy of it"):
        load_sweep(stand.url)
    stand.answers = ["well"]
    load_sweep(stand.url)
    aged(tmp_path, 12)
    stand.answers = [how]
    loaded = load_sweep(stand.url)
    assert len(loaded.rows) == len(POINTS)
    assert loaded.notes[0].startswith(
        f"{stand.url}: local copy, fetched 12 days ago, because the URL cannot be fetched ({why}"
    )


def test_gone_offline_the_copy_serves_and_its_digest_is_told(stand, tmp_path):
    """No server at all."""
    load_sweep(stand.url)
    stand.shutdown()
    stand.server_close()
    aged(tmp_path, 1.5)
    loaded = load_sweep(stand.url)
    assert (
        len(loaded.rows) == len(POINTS)
        and "1 day ago, because the URL cannot be fetched (no connection)" in loaded.notes[0]
    )
    about = describe_source(stand.url)
    assert about["source"] == stand.url and len(about["sha256"]) == 64
    with pytest.raises(SweepError, match=r"no connection.*no local copy"):
        load_sweep(stand.url + "2")


def test_an_answer_of_another_kind_is_told_apart(stand):
    """JSON, but no rows."""
    stand.body = b'{"error": "unknown model"}'
    with pytest.raises(SweepError, match="row 1 is not of a kind known here; it has error"):
        load_sweep(stand.url)


def test_a_damaged_cache_is_fetched_anew(stand, tmp_path):
    """Nothing is believed of a copy whose age is not known."""
    load_sweep(stand.url)
    for about in (tmp_path / "cache").glob("*.json"):
        about.write_text("{")
    load_sweep(stand.url)
    assert stand.asked == 2


@pytest.fixture
def report(stand, tmp_path, monkeypatch):
    """Makes a report on what the server has, and beside it of a file: (what it prints, the page's text)."""
    rows = json.loads(stand.body)
    (tmp_path / "off.json").write_text(json.dumps([row | {"spec_method": "none"} for row in rows]))
    monkeypatch.chdir(tmp_path)

    def run(*options, source=f"{stand.url} + off.json"):
        result = CliRunner().invoke(main, ["-p", "source", source, "--name", "it", *options])
        page = tmp_path / "reports" / "it.html"
        return result, page.read_text() if page.exists() else ""

    return run


def test_a_report_can_ask_for_a_new_copy(stand, report, tmp_path):
    """Which it then reads; without, the copy of the day serves. No server is said, and no reason to stop."""
    result, page = report()
    assert result.exit_code == 0 and stand.asked == 1, result.output
    rows = json.loads(stand.body)
    stand.body = json.dumps([*rows, rows[-1] | {"conc": 512}]).encode()
    _, page = report()
    assert stand.asked == 1 and "All 6 rows used." in page
    result, page = report("--refresh")
    assert stand.asked == 2 and f"{stand.url}: fetched now" in result.stderr
    assert "All 7 rows used." in page and "local copy, fetched just now" in page
    stand.shutdown()
    stand.server_close()
    aged(tmp_path, 3 / 24)
    result, page = report("--refresh")
    assert result.exit_code == 0 and "local copy, fetched 3 hours ago" in page
    assert "fetched 3 hours ago, because the URL cannot be fetched (no connection)" in result.stderr


def test_a_report_without_server_and_copy_is_one_sentence(stand, report):
    """And of files alone there is nothing to fetch."""
    stand.answers = [404]
    result, page = report("--refresh")
    assert result.exit_code == 1 and not page
    assert result.output.startswith(f"error: {stand.url} cannot be fetched (the server says 404)")
    result, _ = report("--refresh", source="nowhere.json")
    assert (
        result.output
        == "error: there is no file nowhere.json; give the path of a file or folder, a pattern, or a URL\n"
    )
