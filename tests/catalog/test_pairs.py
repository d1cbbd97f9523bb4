"""Every comparison a sweep holds is found, named once, and can be asked for again."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specsweep import SweepError, ask
from specsweep.catalog.pairs import (
    PAIR_COLUMNS,
    filter_rows,
    find_pairs,
    parameters_of,
    sides_of,
    stem_of,
    title_of,
    why_not,
)
from specsweep.sides import filter_text, parse_filters, select

NAMES = st.text(min_size=1, max_size=12).filter(str.strip)


def sweep_of(*rows):
    """A sweep from (model, hardware, framework, precision, spec_method, isl, osl) rows."""
    columns = ["model", "hardware", "framework", "precision", "spec_method", "isl", "osl"]
    sweep = pd.DataFrame(rows, columns=columns)
    return sweep.assign(conc=range(1, len(sweep) + 1), tput_per_gpu=100.0, median_intvty=50.0)


SMALL = sweep_of(
    ("m", "b200", "trt", "fp4", "none", 1024, 1024),
    ("m", "b200", "trt", "fp4", "mtp", 1024, 1024),
    ("m", "b200", "sglang", "fp8", "none", 1024, 1024),
    ("m", "b200", "trt", "fp8", "none", 1024, 8192),
    ("m", "h100", "trt", "fp8", "none", 1024, 8192),
)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("spec", [("mtp", "none", "1k/1k", 1, 1), ("mtp", "none", "1k/1k", 0, 1), ("mtp", "none", "1k/8k", 0, 1)]),
        ("precision", [("fp4", "fp8", "1k/1k", 1, 1), ("fp4", "fp8", "1k/8k", 0, 1)]),
        ("engine", [("sglang", "trt", "1k/1k", 1, 0), ("sglang", "trt", "1k/8k", 0, 1)]),
        ("gpu", [("b200", "h100", "1k/1k", 1, 0), ("b200", "h100", "1k/8k", 1, 1)]),
    ],
)
def test_each_kind_of_pair_is_found(kind, expected):
    """What differs, on which sequence, and how many rows stand on each side."""
    found = find_pairs(SMALL, [kind])[["a", "b", "sequence", "rows_a", "rows_b"]]
    assert list(found.itertuples(index=False, name=None))[: len(expected)] == expected


def test_the_golden_pairs_are_found_with_their_default_sequence(real_sweep, sweep_data):
    """All 40 pairs of the public page, no other, and the sequence it opens each on."""
    golden = json.loads((sweep_data / "golden" / "published-rules-dsr1-2026-06.json").read_text())
    found = find_pairs(real_sweep, ["spec"])
    key = ["hardware", "precision", "sequence"]
    assert sorted(found[key].itertuples(index=False, name=None)) == sorted(
        tuple(c[k] for k in key) for c in golden["cases"]
    )
    defaults = {(p.hardware, p.precision): p.sequence for p in found[found["default"]].itertuples()}
    assert all(defaults[c["hardware"], c["precision"]] == c["sequence"] for c in golden["default_sequence"])


def test_a_side_that_was_not_measured_is_said():
    """The pair stays in the list, with the reason."""
    pair = next(p for p in find_pairs(SMALL, ["spec"]).itertuples() if not p.rows_a)
    assert why_not(pair) == "MTP was not measured there."


def test_filters_and_sequences_narrow_the_pairs():
    """--where and --sequences."""
    assert set(find_pairs(SMALL, sequences=["1k/8k"])["sequence"]) == {"1k/8k"}
    assert find_pairs(SMALL, sequences="default")["default"].all()


NOTHING = {
    "no such kind": ({"kinds": ["gpus"]}, r"no kind of pair gpus; there are spec, precision, engine, gpu"),
    "no kind": ({"kinds": ""}, r"no kind of pair"),
    "no such row": ({"where": "hardware=h200"}, r"no row has hardware h200; there are b200, h100"),
    "nothing differs": (
        {"where": "hardware=h100", "kinds": "spec, gpu"},
        r"nothing to compare: no two of its rows differ in spec_method or hardware alone",
    ),
    "not measured": ({"sequences": "8k/1k"}, r"no pair was measured on the sequence 8k/1k; there are 1k/1k, 1k/8k"),
}


@pytest.mark.parametrize(("asked", "message"), NOTHING.values(), ids=NOTHING.keys())
def test_nothing_to_compare_is_said(asked, message):
    """With what there is instead."""
    with pytest.raises(SweepError, match=message):
        find_pairs(filter_rows(SMALL, asked.pop("where", "")), **asked)


HOSTILE = ["<img src=x onerror=alert(1)>", "](javascript:alert(1))", "../../etc/passwd", 'a"b, c|d=e', "CON", "x" * 300]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_find_their_own_rows_again(name):
    """What is handed to the notebook as text selects exactly the rows the pair came from."""
    rows = [(name, "b200", "trt", "fp4", "none", 1024, 1024), (name, "b200", "trt", "fp4", f"{name}!", 1024, 1024)]
    sweep = sweep_of(*rows, ("m", "b200", "trt", "fp4", "none", 1024, 1024))
    pair = next(find_pairs(sweep, ["spec"]).itertuples())
    texts = {k: v for k, v in parameters_of(pair).items() if k not in ("sequence", "title")}
    assert [s.filters for s in ask(**texts)] == [s.filters for s in sides_of(pair)]
    assert [list(select(sweep, s)) for s in ask(**texts)] == [[False, True, False], [True, False, False]]
    assert title_of(pair)


def test_different_pairs_have_different_portable_file_names():
    """Names equal but for case, signs or length do not collide, on any file system."""
    names = ["A b", "a-b", "a_b", "a/b", "a b", "ä b", "x" * 200, "x" * 201, "..", *HOSTILE]
    sweep = sweep_of(*((n, "b200", "trt", "fp4", s, 1024, 1024) for n in names for s in ("mtp", "none")))
    stems = [stem_of(p) for p in find_pairs(sweep).itertuples()]
    assert len(set(stems)) == len(names)
    assert all(
        s == s.lower() and len(s) < 120 and set(s) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-") for s in stems
    )


@given(st.lists(st.tuples(*[NAMES] * 3), min_size=2, max_size=6, unique=True))
def test_file_names_never_collide(names):
    """Whatever models, GPUs and methods are called."""
    columns = dict.fromkeys(PAIR_COLUMNS, "")
    pairs = [
        {**columns, "kind": "spec", "model": m, "hardware": h, "a": a, "b": "none", "sequence": "1k/1k"}
        for m, h, a in names
    ]
    stems = [stem_of(p) for p in pd.DataFrame(pairs).itertuples()]
    assert len(set(stems)) == len(names)


@given(st.dictionaries(st.sampled_from(["model", "hardware"]), st.lists(NAMES, min_size=1, max_size=3)))
def test_filters_survive_being_typed(filters):
    """filter_text and parse_filters are each other's inverse."""
    read = parse_filters(filter_text(**filters))
    assert {k: v if isinstance(v, list) else [v] for k, v in read.items()} == filters
