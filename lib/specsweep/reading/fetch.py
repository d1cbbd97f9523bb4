"""Fetch a URL with retries into a local cache, and fall back to the cache when there is no network."""

import hashlib
import json
import os
import re
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlparse

from specsweep.errors import SweepError

FRESH = 24 * 3600  # seconds for which the local copy is used without asking
CONNECT, READ, TOTAL = 10, 60, 600  # seconds
TRIES = 4
PAUSE = 0.5  # seconds before the second try; doubles
MAX_BYTES = 4 << 30


class Unavailable(Exception):
    """The URL cannot be had, and asking again is of no use."""


class Again(Unavailable):
    """The URL could not be had this time."""


def is_url(source):
    """Whether a source is fetched: by http(s), or by what else fsspec knows (s3://…)."""
    return isinstance(source, str) and re.match(r"[a-z][a-z0-9+.:-]+://", source) and not source.startswith("file://")


def cache_folder():
    """SPECSWEEP_CACHE, or the user's cache folder."""
    import platformdirs

    return Path(os.environ.get("SPECSWEEP_CACHE") or platformdirs.user_cache_dir("specsweep"))


def fetch(url, *, refresh=False, offline=False):
    """(path of the local copy, what to say about its age).

    A copy younger than a day is used as it is. Otherwise, or with `refresh`, the URL is
    asked, four times at most; if it cannot be had, the copy serves, whatever its age. With
    `offline` a copy is enough.

    Raises
    ------
    SweepError : the URL cannot be had and there is no copy.
    """
    import tenacity

    body = cache_folder() / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.body"
    age = _age(body)
    if age is not None and (offline or (age < FRESH and not refresh)):
        return body, f"local copy, fetched {_ago(age)}"
    end = time.monotonic() + TOTAL
    attempts = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(Again),
        stop=tenacity.stop_after_attempt(TRIES) | tenacity.stop_after_delay(TOTAL),
        wait=tenacity.wait_exponential(multiplier=PAUSE, max=10),
        reraise=True,
    )
    try:
        attempts(_download if urlparse(url).scheme in ("http", "https") else _copy, url, body, end)
    except Unavailable as error:
        if age is None:
            raise SweepError(f"{url} cannot be fetched ({error}), and there is no local copy of it") from None
        return body, f"local copy, fetched {_ago(age)}, because the URL cannot be fetched ({error})"
    return body, "fetched now"


def _download(url, body, end):
    import requests

    headers = {"Accept": "application/json, */*"}
    try:
        with requests.get(url, stream=True, timeout=(CONNECT, READ), headers=headers) as answer:
            if answer.status_code >= 500 or answer.status_code == 429:
                raise Again(f"the server says {answer.status_code}")
            if answer.status_code != 200:
                raise Unavailable(f"the server says {answer.status_code}")
            if "text/html" in answer.headers.get("Content-Type", ""):
                raise Unavailable("the server sends a web page, not data")
            _save(answer, url, body, end)
    except requests.RequestException as error:
        kind = type(error).__name__
        if isinstance(error, requests.Timeout) or "timed out" in str(error):
            raise Again("it does not answer in time") from None
        if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
            raise Again("the answer is cut short") from None
        raise Again("no connection" if isinstance(error, requests.ConnectionError) else kind) from None


def _copy(url, body, end):
    """As `_download`, from wherever fsspec reaches."""
    import fsspec

    try:
        with fsspec.open(url, "rb") as remote:
            blocks = SimpleNamespace(headers={}, iter_content=lambda size: iter(lambda: remote.read(size), b""))
            _save(blocks, url, body, end)
    except (Unavailable, SweepError):
        raise
    except Exception as error:  # no driver, no such object, no credentials: each driver has errors of its own
        alone = isinstance(error, FileNotFoundError) and str(error) in url
        raise Unavailable("there is no such file" if alone else str(error) or type(error).__name__) from None


def _save(answer, url, body, end):
    """The answer under its name in the cache, once it is whole."""
    try:
        body.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=body.parent, suffix=".part")
    except OSError as error:
        raise SweepError(f"the folder of local copies, {body.parent}, cannot be written: {error.strerror}") from None
    try:
        size, last = 0, b""
        with os.fdopen(handle, "wb") as out:
            for block in answer.iter_content(1 << 20):
                size += len(block)
                if size > MAX_BYTES:
                    raise Unavailable(f"it is larger than {MAX_BYTES >> 30} GB")
                if time.monotonic() > end:
                    raise Again(f"not finished within {TOTAL} s")
                out.write(block)
                last = (last + block)[-64:]
        if not size:
            raise Again("the answer is empty")
        if "json" in answer.headers.get("Content-Type", "") and last.rstrip()[-1:] not in (b"]", b"}"):
            raise Again("the answer is cut short")
        os.replace(name, body)
        body.with_suffix(".json").write_text(json.dumps({"url": url, "fetched": time.time()}), encoding="utf-8")
    finally:
        if os.path.exists(name):
            os.unlink(name)


def _age(body):
    """Seconds since the copy was fetched; None without a copy."""
    try:
        about = json.loads(body.with_suffix(".json").read_text(encoding="utf-8"))
        return max(0.0, time.time() - float(about["fetched"])) if body.is_file() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _ago(seconds):
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            n = int(seconds // size)
            return f"{n} {unit}{'s' if n > 1 else ''} ago"
    return "just now"
