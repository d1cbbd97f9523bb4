"""The table holds the page's figures and marks the better side; text from data stays text."""

import pandas as pd

from specsweep import Side, compare
from specsweep.table import cells, table_html, table_text

PUBLISHED = {
    "Throughput (tok/s/GPU)": (("7265.5", "4613.1", "2639.9"), ("2670.4", "998.3", "515.3")),
    "Cost ($/M tok)": (("$0.075", "$0.116", "$0.204"), ("$0.199", "$0.537", "$1.053")),
    "Power efficiency (tok/s/MW)": (("3348176", "2125852", "1216561"), ("1230587", "460036", "237461")),
    "Concurrency (requests)": (("~406", "~191", "~92"), ("~67", "~26", "~8")),
}


def test_the_24_published_values(sample, sample_sides):
    """Digit for digit, both sides, in the order of the page."""
    shown = cells(compare(sample, *sample_sides))
    texts = {
        title: tuple(tuple(part.loc[part["side"] == side, "text"]) for side in ("MTP", "Off"))
        for title, part in shown.groupby("title", sort=False)
    }
    assert texts == PUBLISHED and list(texts) == list(PUBLISHED)


def test_the_better_side_is_marked_and_concurrency_is_not(sample, sample_sides):
    """Higher throughput and lower cost win; concurrency has no better."""
    shown = cells(compare(sample, *sample_sides))
    assert set(shown.loc[shown["better"], "side"]) == {"MTP"}
    assert set(shown.loc[shown["better"], "metric"]) == {"throughput", "cost_usd_per_mtok", "tok_per_s_per_mw"}
    assert table_html(compare(sample, *sample_sides)).count("<strong>") == 9


def flat(a, b, label="A", upto=30):
    """Two flat sides at 20 tok/s/user."""
    rows = [("mtp", 20, a), ("mtp", 40, 1), ("none", 20, b), ("none", upto, 1)]
    frame = pd.DataFrame(rows, columns=["spec_method", "median_intvty", "tput_per_gpu"])
    frame = frame.assign(model="m", hardware="h100", precision="fp8", framework="e", isl=1024, osl=1024, conc=8)
    return compare(frame, Side(label, spec_method="mtp"), Side("B", spec_method="none"), targets=[20, 35])


def test_a_tie_is_not_marked():
    """Less than 1 % apart, nobody is better."""
    shown = cells(flat(1005, 1000))
    assert not shown.loc[shown["target"] == 20, "better"].any()


def test_a_clamped_value_is_marked_and_explained():
    """A dagger at the value, and the side's range under the table."""
    result = flat(300, 200)
    shown = cells(result).set_index(["metric", "side", "target"])["mark"]
    assert shown["throughput", "B", 35] == "†" and shown["throughput", "A", 35] == ""
    html = table_html(result)
    assert "† B was not measured there: its frontier runs from 20 to 30 tok/s/user" in html
    assert "†" in table_text(result)


def test_a_missing_side_says_so(sample, sample_sides):
    """Not measured, in every cell, and nothing is marked."""
    result = compare(sample[sample["spec_method"] == "mtp"], *sample_sides)
    shown = cells(result)
    assert set(shown.loc[shown["side"] == "Off", "text"]) == {"not measured"}
    assert not shown["better"].any()


def test_labels_are_escaped():
    """A label is never markup."""
    html = table_html(flat(3, 2, label="<img src=x onerror=alert(1)>"))
    assert "<img" not in html and "&lt;img src=x onerror=alert(1)&gt;" in html


def test_plain_text_has_every_value(sample, sample_sides):
    """For readers without HTML."""
    text = table_text(compare(sample, *sample_sides))
    for title, sides in PUBLISHED.items():
        assert title in text
        for value in sum(sides, ()):
            assert value in text
