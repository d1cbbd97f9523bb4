"""A question typed as parameters becomes two sides."""

import pytest

from specsweep import SweepError, ask, read_targets


def test_sides_share_the_common_filters():
    """Empty means any; what differs is each side's own."""
    a, b = ask(a="spec_method=mtp", b="spec_method=none", hardware="b200", engine="trt", model="")
    assert (a.label, b.label) == ("MTP", "Off")
    assert dict(a.filters) == {"framework": ("trt",), "hardware": ("b200",), "spec_method": ("mtp",)}


LABELS = [
    ("hardware=b200", "B200"),
    ("hardware: b200", "B200"),
    ("image=x/y:v1", "x/y:v1"),
    ("engine=trt", "TensorRT-LLM"),
    ("precision=fp8, spec_method=mtp", "FP8 MTP"),
]


@pytest.mark.parametrize(("text", "label"), LABELS)
def test_labels_are_derived_from_what_differs(text, label):
    """In the reader's words."""
    assert ask(a=text, b="spec_method=none")[0].label == label


def test_alternatives_and_own_labels():
    """`trt|sglang` is either."""
    a, _ = ask(a="engine=trt|sglang", b="engine=vllm", a_label="ours")
    assert a.label == "ours" and dict(a.filters)["framework"] == ("trt", "sglang")


@pytest.mark.parametrize("text", ["mtp", "spec_method=", "=mtp"])
def test_a_filter_that_is_none(text):
    """Says how to write one."""
    with pytest.raises(SweepError, match="write column=value"):
        ask(a=text, b="spec_method=none")


def test_a_side_needs_something_of_its_own():
    """Two sides with nothing that sets them apart are no question."""
    with pytest.raises(SweepError, match="each side needs what sets it apart"):
        ask(a="", b="spec_method=none")


TARGETS = [
    ([], None),
    ("", None),
    (None, None),
    ([57, 80], [57, 80]),
    ("[57, 80.5]", [57, 80.5]),
    ("57", [57]),
    (57, [57]),
]


@pytest.mark.parametrize(("given", "expected"), TARGETS)
def test_targets_as_lists_and_as_text(given, expected):
    """papermill's own command line hands a list over as text."""
    assert read_targets(given) == expected


def test_targets_that_are_none():
    """One sentence."""
    with pytest.raises(SweepError, match="not a list of numbers"):
        read_targets("[fast]")
