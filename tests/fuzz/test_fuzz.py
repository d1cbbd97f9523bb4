"""Whatever is in a file, reading it ends in a sweep or in one sentence."""

import copy
import json
from pathlib import Path

import hypothesis.strategies as st
import pytest
import targets
import yaml
from hypothesis import HealthCheck, given, settings

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*"))
DOCUMENTS = list(targets.documents())
SEEDS = list(targets.seeds())

weird = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.sampled_from(
        ["", " ", "inf", "1,234.5", "-1", "0", "nan", "1e400", "\ud800", "\x00", "=1+1", "x" * 300, "ms", "s"]
    ),
    st.sampled_from(
        [[], {}, [[]], [{}], {"a": {}}, [1, "a"], {"mean": "x"}, {"unit": 3}, 0, 0.0, -0.0, 5e-324, 1.8e308]
    ),
)


def places(value, path=()):
    """Every place in a document."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def changed(document, path, new, how):
    """The document with one place replaced, removed or doubled."""
    if not path:
        return new
    document = copy.deepcopy(document)
    parent = document
    for key in path[:-1]:
        parent = parent[key]
    if how == "remove":
        del parent[path[-1]]
    elif how == "double" and isinstance(parent, list):
        parent.insert(path[-1], parent[path[-1]])
    elif how == "rename" and isinstance(parent, dict):
        parent[str(new)] = parent.pop(path[-1])
    else:
        parent[path[-1]] = new
    return document


@pytest.mark.parametrize(("suffix", "document"), DOCUMENTS, ids=[f"{i}{s}" for i, (s, _) in enumerate(DOCUMENTS)])
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_document_with_a_few_places_changed(tmp_path_factory, suffix, document, data):
    """Of every kind of file: a value of another kind, a key missing, doubled, renamed."""
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(places(document))))
        how = data.draw(st.sampled_from(["replace", "replace", "remove", "double", "rename"]))
        document = changed(document, path, data.draw(weird), how)
    text = yaml.safe_dump(document) if suffix == ".yaml" else json.dumps(document)
    path = tmp_path_factory.mktemp("f") / f"a{suffix}"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    targets.read(path)


@pytest.mark.parametrize(("suffix", "seed"), SEEDS, ids=[f"{i}{s}" for i, (s, _) in enumerate(SEEDS)])
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_file_with_bytes_cut_changed_or_repeated(tmp_path_factory, suffix, seed, data):
    """Truncation, noise, a piece twice."""
    a, b = sorted(data.draw(st.tuples(st.integers(0, len(seed)), st.integers(0, len(seed)))))
    pieces = {"cut": seed[:a], "drop": seed[:a] + seed[b:], "twice": seed[:b] + seed[a:]}
    pieces["noise"] = seed[:a] + data.draw(st.binary(max_size=20)) + seed[a:]
    path = tmp_path_factory.mktemp("f") / f"a{suffix}"
    path.write_bytes(pieces[data.draw(st.sampled_from(sorted(pieces)))])
    targets.read(path)


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: p.name)
def test_what_fuzzing_found_stays_mended(path):
    """Each of these once ended in a traceback."""
    targets.read(path)
